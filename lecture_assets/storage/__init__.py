"""Where uploads and artifacts live."""
