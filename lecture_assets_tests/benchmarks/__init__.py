"""Tests of the measures that the benchmarks rest on."""
