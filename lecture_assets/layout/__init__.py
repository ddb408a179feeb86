"""Where the slides and the camera are in the picture, and when the slides change."""
