"""Interpretations (政策解读): what they are about, by which media, and which elements they cover (NORMS 7)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.model.page import DateRead, Link


class Medium(StrEnum):
    """How an interpretation speaks (N07-4). A PICTURE need not be a chart: only its name or its title tells."""

    TEXT = "text"
    PICTURE = "picture"
    CHART = "chart"
    AUDIO = "audio"
    VIDEO = "video"
    ANIMATION = "animation"
    PRESS_CONFERENCE = "press-conference"


class Element(StrEnum):
    """What an interpretation is to cover (N07-5)."""

    BACKGROUND = "background"
    PURPOSE = "purpose"
    CONTENT = "content"
    SCOPE = "scope"
    STANDARDS = "standards"
    NOTES = "notes"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class ElementRead:
    """One element with the words that show it; `heading` is False when only a sentence speaks of it."""

    element: Element
    quote: str
    heading: bool


@dataclass(frozen=True, slots=True)
class MediumRead:
    """One medium with what shows it: an address, a file name or the words of the title."""

    medium: Medium
    quote: str


@dataclass(frozen=True, slots=True)
class InterpretationFacts:
    """One interpretation and how surely it is about the policy (`confidence` from 0 to 1).

    `from_policy` and `from_interpretation` say which page links to the other in its main part, `beside_policy` and
    `beside_interpretation` which does so anywhere but in its menus and footer. `link_box` is true when the
    interpretation's page has a box for related pages, which a script may fill.
    """

    url: str
    title: str
    published: DateRead | None
    confidence: float
    reasons: tuple[str, ...] = ()
    from_policy: bool = False
    from_interpretation: bool = False
    media: tuple[MediumRead, ...] = ()
    elements: tuple[ElementRead, ...] = ()
    beside_policy: bool = False
    beside_interpretation: bool = False
    link_box: bool = False
    attachments: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class InterpretedPolicy:
    """One policy with its interpretations, best first.

    `candidates` may or may not be about it; as long as there are any, that it has none cannot be claimed.
    `enclosed` are files and links on the policy's own page that are named as interpretations. `column`, `listed`,
    `publisher` and `source` are the policy's own; `link_box` says that its page has a box for related pages.
    """

    url: str
    title: str
    number: str | None
    published: DateRead | None
    interpretations: tuple[InterpretationFacts, ...] = ()
    candidates: tuple[InterpretationFacts, ...] = ()
    enclosed: tuple[Link, ...] = ()
    column: str = ""
    listed: date | None = None
    publisher: str | None = None
    source: str | None = None
    link_box: bool = False
