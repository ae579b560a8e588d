"""Rounds of questions: what has been asked and answered, what may still be asked.

Everything a survey does is an errand: a generator that yields the fetches it needs and goes on when all of them are
answered. Errands run in lockstep, a round at a time, so that neither the requests nor the results depend on the order
in which answers arrive.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from crawler.model import Outcome, PageKind, Purpose
from crawler.platforms import Fetch
from crawler.survey.seen import Seen
from crawler.survey.shelf import Shelf
from crawler.survey.territory import Territory, place_of, same_page

T = TypeVar("T")
Errand = Generator[tuple[Fetch, ...], None, T]

_MOST_MOVES = 2
_LEADING = frozenset({Purpose.HOME, Purpose.SITE_MAP, Purpose.SECTION, Purpose.COLUMN})
_MANY = frozenset({Purpose.DOCUMENT, Purpose.ATTACHMENT, Purpose.LINK})
"""What a site may have ten thousands of; each is looked at once more, when evidence is made of it."""


def together(errands: Iterable[Errand[T]], *, most: int | None = None) -> Errand[tuple[T, ...]]:
    """Run errands in lockstep, at most so many at a time, and return their results in the order given."""
    waiting = enumerate(errands)
    running: dict[int, Errand[T]] = dict(islice(waiting, most))
    results: dict[int, T] = {}
    while running:
        batch: list[Fetch] = []
        for number, errand in list(running.items()):
            try:
                batch.extend(next(errand))
            except StopIteration as done:
                results[number] = done.value
                del running[number]
        if batch:
            yield tuple(batch)
        if most is not None:
            running.update(islice(waiting, most - len(running)))
    return tuple(results[number] for number in sorted(results))


class Desk:
    """The answers of one site, the budget, and the places that must not be asked any more.

    `doubts` has, by the keys of their fetches, what the server called a success and is judged otherwise.
    """

    def __init__(self, territory: Territory, pages: int, shelf: Shelf) -> None:
        self.territory = territory
        self.shelf = shelf
        self.rendered = False
        self.doubts: dict[str, Outcome] = {}
        self._left = pages
        self._answers: dict[str, Seen | int] = {}
        self._open: dict[str, str] = {}
        self._asked: list[str] = []
        self._fresh: list[str] = []
        self._blocked: set[str] = set()
        self._home: Seen | None = None
        self._impossible: Seen | None = None
        self._probed = False

    @property
    def home(self) -> Seen | None:
        """The home page as it was first read; None before that."""
        return self._home

    @property
    def waiting(self) -> bool:
        """True while a fetch of this round has no answer."""
        return bool(self._open)

    def issue(self, batch: Sequence[Fetch]) -> tuple[Fetch, ...]:
        """Return the fetches to make; those that may not be made are answered at once, with the reason."""
        # Whoever waited for the answers of the last round has had them.
        for key in self._fresh:
            each = self._answers[key]
            if isinstance(each, Seen):
                self._answers[key] = self.shelf.put_seen(each)
        self._fresh.clear()
        fresh = []
        for fetch in batch:
            key = fetch.key
            if key in self._answers or key in self._open:
                continue
            refusal = self._refusal(fetch)
            if refusal is not None:
                self._answers[key] = Seen(fetch, refusal)
                continue
            self._left -= 1
            self._open[key] = key
            self._asked.append(key)
            fresh.append(fetch)
        return tuple(fresh)

    def answer(self, seen: Seen) -> None:
        """Record an answer; one that nobody waits for is dropped."""
        key = self._open.pop(seen.fetch.key, None)
        if key is None:
            return
        self._answers[key] = seen
        if seen.fetch.purpose in _MANY:
            self._fresh.append(key)
        if seen.outcome is Outcome.BLOCKED or seen.kind is PageKind.BLOCKED:
            self._blocked.add(place_of(seen.fetch.url))

    def expects(self, key: str) -> bool:
        """True while an answer to this fetch is waited for."""
        return key in self._open

    def know_home(self, seen: Seen) -> None:
        """Learn the home page: what it needs to be read, and what it looks like when another address gives it."""
        self._home = seen
        self.rendered = seen.visit is not None and seen.visit.rendered

    def know_impossible(self, seen: Seen) -> None:
        """Learn what the site says of an address that cannot exist."""
        answered = seen.visit is not None and seen.visit.outcome is Outcome.OK and seen.held is not None
        self._impossible = seen if answered else None
        self._probed = True

    @property
    def soft_404(self) -> bool | None:
        """True when the site answers an impossible address as if it existed; None when it was not asked."""
        return self._impossible is not None if self._probed else None

    def seen(self) -> Iterable[Seen]:
        """All that was asked, in the order of asking; may be gone through more than once."""
        return _All(self._asked, self._answers, self.shelf)

    def put_aside(self, seen: Seen) -> int:
        """Put away what was seen of a document whose errand is done; return its number on the shelf."""
        key = seen.fetch.key
        number = self.shelf.put_seen(seen)
        if self._answers.get(key) is seen:
            self._answers[key] = number
        return number

    def _answer(self, key: str) -> Seen:
        each = self._answers[key]
        return each if isinstance(each, Seen) else self.shelf.seen(each)

    def ask(self, *fetches: Fetch) -> Errand[tuple[Seen, ...]]:
        """Ask for these addresses and return their answers in the order given."""
        yield fetches
        judged = tuple(self._judged(self._answer(fetch.key)) for fetch in fetches)
        for each in judged:
            if each.visit is not None and each.visit.outcome is Outcome.OK and each.outcome is not Outcome.OK:
                self.doubts[each.fetch.key] = each.outcome
        return judged

    def open(self, fetch: Fetch) -> Errand[Seen]:
        """Ask for one page as a reader would: an empty shell again in the browser, a bare redirect onwards."""
        if self.rendered and fetch.method == "GET" and not fetch.browser and not _names_file(fetch.url):
            fetch = replace(fetch, browser=True)
        (seen,) = yield from self.ask(fetch)
        for _ in range(_MOST_MOVES):
            target = seen.held.gist.moves_to if seen.ok and seen.held else None
            if target is None:
                break
            if not self.territory.credits(target):
                return replace(seen, outcome=Outcome.OFF_SITE)
            (seen,) = yield from self.ask(replace(fetch, url=target, referer=seen.url))
        if seen.ok and seen.kind is PageKind.SHELL:
            if not seen.fetch.browser:
                (seen,) = yield from self.ask(replace(seen.fetch, browser=True))
            if seen.ok and seen.kind is PageKind.SHELL:
                return replace(seen, outcome=Outcome.UNREADABLE)
        return seen

    def _refusal(self, fetch: Fetch) -> Outcome | None:
        if not self.territory.credits(fetch.url):
            return Outcome.OFF_SITE
        if place_of(fetch.url) in self._blocked:
            return Outcome.BLOCKED
        return Outcome.BUDGET_SPENT if self._left <= 0 else None

    def _judged(self, seen: Seen) -> Seen:
        """The answer as it counts: the server's 200 is not the last word."""
        if seen.outcome is not Outcome.OK:
            return seen
        held = seen.held
        if held is None:
            return replace(seen, outcome=Outcome.UNREADABLE)
        doubts = (
            (Outcome.OFF_SITE, not self.territory.credits(seen.url)),
            (Outcome.BLOCKED, seen.kind is PageKind.BLOCKED),
            (Outcome.SOFT_NOT_FOUND, seen.kind is PageKind.ERROR or self._is_soft_404(seen)),
            (Outcome.UNREADABLE, self._is_foreign(seen)),
            # Half a page proves no absence; where we did not read it to its end the limit is ours, not their failure.
            (Outcome.TOO_LARGE, held.gist.beyond),
            (Outcome.TRUNCATED, not held.gist.whole),
        )
        outcome = next((outcome for outcome, holds in doubts if holds), None)
        return seen if outcome is None else replace(seen, outcome=outcome)

    def _is_foreign(self, seen: Seen) -> bool:
        """True for a page meant to lead on that leads nowhere within the site: a log-in, a notice, another server's.

        A column's own page has the site's menu even when it is blank; what has none cannot prove absence.
        """
        held = seen.held
        if held is None or seen.fetch.purpose not in _LEADING or held.gist.kind is PageKind.SHELL:
            return False
        if not held.gist.whole or held.gist.beyond:
            return False
        reading = held.shelf.reading(held.number)
        if reading.file is not None or reading.listing.items or reading.listing.total is not None:
            return False
        if reading.tree or reading.frames or reading.sources or reading.addresses or reading.moves_to is not None:
            return False
        return not any(self.territory.credits(link.url) and not same_page(link.url, seen.url) for link in reading.links)

    def _is_soft_404(self, seen: Seen) -> bool:
        """True when the site says of this address what it says of an impossible one, or gives its home page again."""
        if seen.kind is PageKind.SHELL or same_page(seen.fetch.url, self.territory.home):
            return False
        return _says_the_same(seen, self._impossible) or (
            self._home is not None and (same_page(seen.url, self._home.url) or _says_the_same(seen, self._home))
        )


class _All:
    """Answers one after the other, each brought near only while it is looked at."""

    def __init__(self, keys: Sequence[str], answers: Mapping[str, Seen | int], shelf: Shelf) -> None:
        self._keys = keys
        self._answers = answers
        self._shelf = shelf

    def __iter__(self) -> Iterator[Seen]:
        for key in self._keys:
            each = self._answers.get(key)
            if each is not None:
                yield each if isinstance(each, Seen) else self._shelf.seen(each)


def _says_the_same(seen: Seen, other: Seen | None) -> bool:
    if other is None or seen.visit is None or other.visit is None or seen.held is None or other.held is None:
        return False
    if seen.fetch.key == other.fetch.key or seen.visit.rendered != other.visit.rendered:
        return False
    if seen.visit.digest is not None and seen.visit.digest == other.visit.digest:
        return True
    return bool(seen.held.gist.signature) and seen.held.gist.signature == other.held.gist.signature


def _names_file(url: str) -> bool:
    name = url.split("?", 1)[0].rsplit("/", 1)[-1].lower()
    return name.endswith((".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".zip", ".rar", ".xml", ".json", ".txt"))
