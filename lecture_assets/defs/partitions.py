"""The partitions: one per lecture."""

import dagster as dg

lectures = dg.DynamicPartitionsDefinition(name="lectures")
"""Keyed by video ID; the sensor and the command add keys."""
