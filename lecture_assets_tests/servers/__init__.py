"""Real servers, started for a test and surely stopped after it."""
