"""FRONT DOOR: the command, one audit run, and the fictional sample city (DESIGN 3, 6)."""

__version__ = "0.1.0"
