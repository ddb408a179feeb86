"""Tests of the highlights."""
