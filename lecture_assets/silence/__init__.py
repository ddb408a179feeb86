"""Where a lecture is silent and where it is spoken."""
