"""The home page as a browser shows it, and what axe-core found in it (N02-A1)."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.front import FrontPage


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
    """The result for one page: which version of axe-core ran, how many rules the page keeps, breaks or leaves open.

    `engine` is None when axe-core is not installed: then only `front`, what the rendered page shows, is told.
    """

    url: str
    engine: str | None
    kept: int = 0
    unclear: int = 0
    violations: tuple[Violation, ...] = ()
    front: FrontPage | None = None
