"""The system in numbers, for Prometheus."""
