"""HISTORY: what one night adds to what the nights before knew of a site. Pure: no clock, no store."""

from crawler.history.compare import Night, answered, compare
from crawler.history.state import KnownColumn, KnownEdition, KnownItem, KnownSite, Why
from crawler.history.told import history_evidence

__all__ = [
    "KnownColumn",
    "KnownEdition",
    "KnownItem",
    "KnownSite",
    "Night",
    "Why",
    "answered",
    "compare",
    "history_evidence",
]
