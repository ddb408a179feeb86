"""What is said, word by word, and the captions made of it."""
