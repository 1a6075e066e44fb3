"""Helpers for text and data that know nothing of prompts."""
