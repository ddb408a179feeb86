"""Who does the work: one module per provider."""
