"""Hands highlights over to editors: timelines for their programs, and one reel of all clips."""
