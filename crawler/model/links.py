"""Which links within a site answered, and how (N01-D6)."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.outcome import Outcome


class LinkTo(StrEnum):
    """What a link leads to."""

    PAGE = "page"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class LinkLook:
    """One link within the site that did not open: where it leads, its wording, the page it stands on.

    `status` is the answer of the last look, None where there was none. `looks` counts how often it was asked; each time
    it ended so.
    """

    url: str
    title: str
    page: str
    to: LinkTo
    outcome: Outcome
    status: int | None = None
    looks: int = 1


@dataclass(frozen=True, slots=True)
class LinksFacts:
    """The links within a site: how many are known, how many opened, and those that did not.

    `known` and `opened` count addresses of pages and of files. `unopened` holds at most 200.
    """

    known_pages: int
    known_files: int
    opened_pages: int
    opened_files: int
    unopened: tuple[LinkLook, ...] = ()
