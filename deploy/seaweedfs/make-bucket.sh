#!/bin/sh
# Shares SeaweedFS's network, since only there its master can be asked.
set -eu
ask() { echo "$1" | weed shell -master=127.0.0.1:9333 2>&1; }
ask "s3.bucket.list" | grep -q "^ *lectures\b" || ask "s3.bucket.create -name lectures"
ask "s3.bucket.list" | grep "^ *lectures\b"
