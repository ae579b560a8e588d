"""JUDGE: pure functions from evidence to findings, and their registry (DESIGN 4, docs/checks.md)."""

from checks.model import (
    Calendar,
    Check,
    Finding,
    Given,
    Norm,
    OfficialText,
    Part,
    Reason,
    Scope,
    UndeclaredKindError,
    Verdict,
)
from checks.registry import UnknownCheckError, all_checks, check, find_check

__all__ = [
    "Calendar",
    "Check",
    "Finding",
    "Given",
    "Norm",
    "OfficialText",
    "Part",
    "Reason",
    "Scope",
    "UndeclaredKindError",
    "UnknownCheckError",
    "Verdict",
    "all_checks",
    "check",
    "find_check",
]
