"""The pages that tools/generate.py writes: one kind a module."""
