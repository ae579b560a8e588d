"""One site's survey, driven by stored or fresh visits; a page that breaks our reading never breaks the audit."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial

from crawler.model import (
    Evidence,
    Kind,
    Outcome,
    Provenance,
    SiteFacts,
    SiteLook,
    SiteWanted,
    Visit,
    evidence,
)
from crawler.platforms.fetch import Fetch
from crawler.readers.readers import Readers
from crawler.store import Run, Store
from crawler.survey import Budget, SiteSurvey
from crawler.survey.reader import Assignment, Body, Read, read_body
from crawler.survey.seen import Reading
from crawler.survey.shelf import Packed, Shelf

_LOG = logging.getLogger(__name__)
_BEFORE_ANY = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_NOTE = 300
_AHEAD = 8
"""Stored pages that may be with the readers at once."""


class _AssemblyError(Exception):
    """Our own code failed on what a survey had gathered."""


class SiteRun:
    """The survey of one site and what is still to be asked.

    `broken` names where our own code failed; `family` is the site's CMS family, known once its evidence was kept.
    `shelf` is where readings are put aside; by itself they stay in memory. `read` reads a body, or knows what it says.
    """

    def __init__(self, wanted: SiteWanted, budget: Budget, shelf: Shelf | None = None, read: Read = read_body) -> None:
        self.wanted = wanted
        self.queue: deque[Fetch] = deque()
        self.broken: str | None = None
        self.family: str | None = None
        self._make = partial(SiteSurvey, wanted, budget, shelf, read)
        self._last_seen = _BEFORE_ANY

    @cached_property
    def _survey(self) -> SiteSurvey:
        """Made by whoever asks first, so that a site that cannot even be begun fails like any other."""
        return self._make()

    def start(self) -> None:
        """Put the first fetches into the queue."""
        self.queue.extend(self._survey.start())

    def assignment(self, fetch: Fetch, visit: Visit) -> Assignment | None:
        """Return what is to be read of a visit, for whoever reads it ahead of `take`; None for nothing."""
        return self._survey.assignment(fetch, visit)

    async def read(self, readers: Readers, assignment: Assignment, body: Body) -> None:
        """Have a body read and hand what it says to the survey; a page that cannot be read is our fault."""
        fetch, visit = assignment.fetch, assignment.visit
        try:
            made = await readers.read(assignment, body)
        except Exception as error:  # noqa: BLE001 - a page that cannot be read must not end the audit; it is logged
            self.fail(fetch, visit, error)
        else:
            self.take(fetch, visit, made)

    def take(self, fetch: Fetch, visit: Visit, body: Body | Reading | Packed | None) -> None:
        """Hand a finished visit to the survey, its body to be read or read already, and queue what it asks next.

        When reading the body fails in our own code, the survey is told that nothing was seen, by our fault.
        """
        self._last_seen = max(self._last_seen, visit.seen_at)
        try:
            self.queue.extend(self._survey.take(fetch, visit, body))
        except Exception as error:  # noqa: BLE001 - a hostile page or server must not end the audit; it is logged
            self.fail(fetch, visit, error)

    def fail(self, fetch: Fetch, visit: Visit, error: Exception) -> None:
        """Tell the survey that nothing was seen of a page, because our own code failed on it."""
        self._last_seen = max(self._last_seen, visit.seen_at)
        _LOG.error("reading %s failed", visit.url, exc_info=error)
        self.broken = f"our reading of {visit.url} failed"
        try:
            self.queue.extend(self._survey.take(fetch, replace(visit, outcome=Outcome.OUR_FAULT), None))
        except Exception:  # noqa: BLE001 - a hostile page or server must not end the audit; it is logged
            _LOG.exception("the survey of %s cannot go on", self.wanted.site.id)
            self.queue.clear()

    def look(self) -> SiteLook | None:
        """Return what was seen of lists and documents, for the history; None where our own code failed."""
        try:
            return None if self.broken is not None else self._survey.look()
        except Exception:  # noqa: BLE001 - a hostile page or server must not end the audit; it is logged
            _LOG.exception("what was seen of %s cannot be laid beside earlier nights", self.wanted.site.id)
            return None

    def ask_again(self, urls: Sequence[str]) -> None:
        """Queue fetches for items that their lists no longer show; the queue is empty before."""
        self.queue.extend(self._survey.ask_again(urls))

    @property
    def answers(self) -> Mapping[str, Provenance]:
        """What these answered."""
        return self._survey.answers

    @property
    def doubts(self) -> Mapping[str, Outcome]:
        """What a server called a success and the survey judges otherwise, by the keys of the fetches."""
        return self._survey.doubts

    def evidence(self) -> tuple[Evidence, ...]:
        """Return what the survey found; where our own code failed for good, that fact in its place."""
        try:
            return self._survey.evidence()
        except Exception:  # noqa: BLE001 - a hostile page or server must not end the audit; it is logged
            _LOG.exception("the evidence of %s cannot be assembled", self.wanted.site.id)
            self.broken = "our assembling of its evidence failed"
            return (self._our_fault(),)

    def keep_evidence(self, store: Store, run: Run) -> None:
        """Store the same piece by piece; of a site whose evidence cannot be assembled none but that fact is kept."""
        try:
            store.add_evidence(run, self._pieces())
        except _AssemblyError:
            store.add_evidence(run, (self._our_fault(),))

    def _pieces(self) -> Iterator[Evidence]:
        try:
            for piece in self._survey.pieces():
                if isinstance(piece.facts, SiteFacts):
                    self.family = piece.facts.family
                yield piece
        except Exception as error:
            _LOG.exception("the evidence of %s cannot be assembled", self.wanted.site.id)
            self.broken = "our assembling of its evidence failed"
            raise _AssemblyError from error

    def keep_failure(self, store: Store, run: Run, error: Exception) -> None:
        """Store that our own code failed on this site, in place of its evidence."""
        _LOG.error("the visit to %s cannot go on", self.wanted.site.id, exc_info=error)
        self.broken = f"our visit to it failed: {type(error).__name__}: {error}"[:_LONGEST_NOTE]
        self.queue.clear()
        store.add_evidence(run, (self._our_fault(),))

    def _our_fault(self) -> Evidence:
        url = self.wanted.site.url
        return evidence(
            site=self.wanted.site.id,
            kind=Kind.SITE,
            subject=url,
            outcome=Outcome.OUR_FAULT,
            facts=None,
            seen_at=self._last_seen,
            provenance=(Provenance(url=url, seen_at=self._last_seen, outcome=Outcome.OUR_FAULT),),
        )


def stored_body(store: Store, visit: Visit) -> Body | None:
    """How to load the body of a stored visit; None when none was kept."""
    return None if visit.warc is None else partial(store.body, visit)


async def replay(site: SiteRun, store: Store, run: Run, readers: Readers) -> None:
    """Lead the survey of a site through its stored visits; what they do not hold counts as not asked."""
    visits = store.visits_by_key(run, site.wanted.site.id)
    until = max((visit.seen_at for visit in visits.values()), default=_BEFORE_ANY)
    reading: deque[asyncio.Task[None]] = deque()
    site.start()
    while site.queue or reading:
        if not site.queue or len(reading) >= _AHEAD:
            await reading.popleft()
            continue
        fetch = site.queue.popleft()
        visit = visits.get(fetch.key) or _not_asked(site.wanted.site.id, fetch, until)
        body = stored_body(store, visit)
        assignment = None if body is None else site.assignment(fetch, visit)
        if body is None or assignment is None:
            site.take(fetch, visit, None)
        else:
            reading.append(asyncio.create_task(site.read(readers, assignment, body)))


def _not_asked(site: str, fetch: Fetch, moment: datetime) -> Visit:
    return Visit(
        site=site,
        url=fetch.url,
        purpose=fetch.purpose,
        outcome=Outcome.BUDGET_SPENT,
        seen_at=moment,
        column=fetch.column,
        number=fetch.number,
        note="not asked in the run that is read again",
    )
