"""Tests of what an editor decides."""
