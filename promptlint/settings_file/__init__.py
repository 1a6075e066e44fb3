"""Settings files: which one counts, and what may be in it."""
