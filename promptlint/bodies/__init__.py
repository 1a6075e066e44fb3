"""The body of a request and the places in it."""
