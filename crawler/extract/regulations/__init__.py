"""Texts of regulations and their articles."""
