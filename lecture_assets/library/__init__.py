"""The library: all clips of all lectures, as tables and as a page."""
