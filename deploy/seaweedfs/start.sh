#!/bin/sh
# Everything but S3 listens inside this container alone: the other ports ask for no key.
set -eu
umask 077
cat > /tmp/s3.json <<EOF
{"identities": [{"name": "lecture-assets",
  "credentials": [{"accessKey": "$S3_ACCESS_KEY", "secretKey": "$S3_SECRET_KEY"}],
  "actions": ["Read:lectures", "Write:lectures", "List:lectures", "Tagging:lectures"]}]}
EOF
unset S3_ACCESS_KEY S3_SECRET_KEY
exec weed -logtostderr=true server -dir=/data -ip=127.0.0.1 -ip.bind=127.0.0.1 -filer \
  -s3 -s3.ip.bind=0.0.0.0 -s3.port=8333 -s3.config=/tmp/s3.json -s3.externalUrl="$S3_PUBLIC_URL" \
  -s3.iam=false -s3.port.iceberg=0 -s3.port.lance=0 -metricsIp=0.0.0.0 -metricsPort=9327 \
  -master.volumeSizeLimitMB=1024 -volume.max=0 -master.telemetry=false
