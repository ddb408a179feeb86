"""Tests of the content segments."""
