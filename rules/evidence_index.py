"""Evidence ordered once, so that each judgement finds its own in constant time whatever order it was stored in."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from crawler.model import Evidence, Kind, Outcome, Redesign, SiteFacts, WatchFacts

_OF_MANY_NIGHTS = frozenset({Kind.HISTORY, Kind.WATCH, Kind.BEFORE})
"""Kinds whose moments are those of earlier nights: they do not say when a site was visited."""


class EvidenceIndex:
    """All evidence of an audit by site and kind.

    Of each subject only what was seen last counts; evidence of one moment is kept whole, in the order of its ids.
    """

    def __init__(self, evidence: Iterable[Evidence]) -> None:
        newest: dict[tuple[str, Kind, str], datetime] = {}
        every: dict[str, Evidence] = {}
        self._seen: dict[str, tuple[datetime, datetime]] = {}
        for each in evidence:
            every[each.id] = each
            key = (each.site, each.kind, each.subject)
            newest[key] = max(newest.get(key, each.seen_at), each.seen_at)
            if each.kind not in _OF_MANY_NIGHTS:
                first, last = self._seen.get(each.site, (each.seen_at, each.seen_at))
                self._seen[each.site] = (min(first, each.seen_at), max(last, each.seen_at))
        self._by_place: dict[tuple[str, Kind], tuple[Evidence, ...]] = {}
        self._by_id: dict[str, Evidence] = {}
        grouped: dict[tuple[str, Kind], list[Evidence]] = {}
        for each in every.values():
            if each.seen_at == newest[each.site, each.kind, each.subject]:
                grouped.setdefault((each.site, each.kind), []).append(each)
                self._by_id[each.id] = each
        for place, found in grouped.items():
            self._by_place[place] = tuple(sorted(found, key=lambda each: (each.subject, each.id)))

    def of(self, site: str, kinds: Iterable[Kind]) -> Mapping[Kind, tuple[Evidence, ...]]:
        """Return the evidence of a site of some kinds; a kind without any is left out."""
        return {kind: found for kind in kinds if (found := self._by_place.get((site, kind)))}

    def get(self, id: str) -> Evidence | None:  # noqa: A002 - the word of the model
        """Return the evidence called `id`, or None."""
        return self._by_id.get(id)

    def every(self) -> Iterable[Evidence]:
        """Return all evidence that counts."""
        return self._by_id.values()

    def seen(self, site: str) -> tuple[datetime, datetime] | None:
        """Return when the first and the last evidence of a site was seen (UTC), or None."""
        return self._seen.get(site)

    def redesign(self, site: str) -> Redesign | None:
        """Return the last redesign of a site that the nights saw, or None."""
        watched = (each.facts for each in self._by_place.get((site, Kind.WATCH), ()))
        every = [one for facts in watched if isinstance(facts, WatchFacts) for one in facts.redesigns]
        return max(every, key=lambda each: each.at, default=None)

    def home(self, site: str) -> Evidence | None:
        """Return the evidence of the visit to a site as a whole: a look that succeeded before one that failed."""
        found = self._by_place.get((site, Kind.SITE), ())
        return min(found, key=lambda each: (each.outcome is not Outcome.OK, each.id), default=None)

    def home_facts(self, site: str) -> SiteFacts | None:
        """Return the facts of the visit to a site, or None when it was not reached."""
        home = self.home(site)
        return home.facts if home is not None and isinstance(home.facts, SiteFacts) else None
