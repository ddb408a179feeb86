"""One file per asset."""
