"""What a lecture is about: topical stretches with titles, summaries and importance."""
