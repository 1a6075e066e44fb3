"""Prompts in files: one host format a module."""
