"""Programs and files of sound and pictures: the only place that starts another process."""
