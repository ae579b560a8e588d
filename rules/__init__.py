"""DEMAND and ADD UP: plans, rosters, the taxonomy of columns, evaluation and score (docs/architecture.md)."""
