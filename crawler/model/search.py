"""The site's own search, tried with titles that the site itself lists (N01-D11)."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.outcome import Outcome


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A search form of the home page: where it leads, by which method (get, post), and its fields.

    `field` is the name of the box for words; `others` are the hidden fields; `encoding` that of the page.
    """

    action: str
    field: str
    method: str = "get"
    others: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"


class Answer(StrEnum):
    """What a search for a title came to."""

    FOUND = "found"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SearchTry:
    """One search: the title looked for, the address asked, and the answer.

    NOTHING means that the page itself says that it found nothing (`quote`); FAILED that the page did not open, for the
    reason that `outcome` and `status` give.
    """

    title: str
    url: str
    answer: Answer
    outcome: Outcome
    status: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """The search of a site. `form` is None when the home page shows none that could be tried.

    `named` is True when the home page has a box to type into or speaks of searching at all (搜索, 检索, search).
    `off_site` is True when the form leads to a host that the roster does not credit: it was not tried.
    """

    form: SearchForm | None
    named: bool
    off_site: bool = False
    tries: tuple[SearchTry, ...] = ()
