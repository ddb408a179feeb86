"""Clips: cut, composed, captioned, levelled and encoded once."""
