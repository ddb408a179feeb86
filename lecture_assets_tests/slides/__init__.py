"""Tests of the slides' pictures and text, and of the thumbnails."""
