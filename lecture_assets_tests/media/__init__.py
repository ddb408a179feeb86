"""Tests of probing and decoding."""
