"""Tests of the sample lecture."""
