"""Tests of the highlights page."""
