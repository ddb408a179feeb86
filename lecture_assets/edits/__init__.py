"""What an editor decides about a lecture, in a file of its own."""
