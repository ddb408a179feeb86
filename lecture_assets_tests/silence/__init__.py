"""Tests of the silence map."""
