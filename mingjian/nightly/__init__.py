"""The audit of every night: one folder that an office keeps for years (docs/nightly.md)."""
