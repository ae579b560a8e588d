"""What axe-core found in the rendered home page (N02-A1)."""

from dataclasses import dataclass
from enum import StrEnum


class Impact(StrEnum):
    """How hard a violation hits people, in axe-core's words, least first."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that the page breaks: axe-core's name of it, its explanation, how many elements, and examples of them.

    `criteria` are the WCAG criteria as axe-core tags them (wcag111). `examples` hold markup, each cut at 200 signs.
    """

    rule: str
    impact: Impact
    told: str
    elements: int
    criteria: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessibilityFacts:
    """The result for one page: which version of axe-core ran, how many rules the page keeps, breaks or leaves open."""

    url: str
    engine: str
    kept: int
    unclear: int
    violations: tuple[Violation, ...] = ()
