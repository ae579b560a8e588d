"""The exit codes, a stable interface (DESIGN 6)."""

WELL = 0
FINDINGS = 1
USAGE = 2
INCOMPLETE = 3
