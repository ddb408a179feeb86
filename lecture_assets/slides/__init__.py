"""Pictures of the slides, what is written on them, and thumbnails of the whole lecture."""
