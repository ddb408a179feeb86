"""The Dagster edge: assets, resources, sensors, jobs."""
