"""Prompts in one form, and from one model to another."""
