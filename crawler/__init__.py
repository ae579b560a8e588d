"""GATHER: fetches what a plan needs, keeps the bytes, and turns them into evidence (docs/architecture.md)."""
