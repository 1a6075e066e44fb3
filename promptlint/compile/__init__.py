"""Build time: the grammar and the tables become one module."""
