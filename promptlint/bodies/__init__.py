"""A request body, and positions in it."""
