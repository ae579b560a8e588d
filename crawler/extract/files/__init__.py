"""Attached files: their text, and their tables."""
