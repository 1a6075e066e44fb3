"""Shared by the rules."""
