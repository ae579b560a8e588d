"""Reads an issued plan document into a ledger of requirements; no line of it is lost silently."""
