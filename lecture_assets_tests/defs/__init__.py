"""Tests of the Dagster edge."""
