"""Texts of regulations."""
