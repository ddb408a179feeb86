"""Tests of the ground under hosted providers."""
