"""The best moments of a lecture, with boundaries an editor would choose."""
