"""Lecture highlights as Dagster assets."""
