"""Interpretations of policies: what they interpret, in which media."""
