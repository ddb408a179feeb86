"""Tests that start real servers and real processes, for ``make test-services``."""
