"""May a night be published? How much of what was to be seen could not be."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.model import ColumnFacts, Evidence, Fault, Kind, Outcome, Stopped, Wanted
from mingjian.nightly.settings import CoverageSettings

_CUT_SHORT = frozenset({Stopped.BLOCKED, Stopped.ERROR})


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a night saw: sites of how many, and columns of how many. `lost` names the sites not reached."""

    sites: int
    sites_unreached: int
    columns: int
    columns_unread: int
    lost: tuple[str, ...]

    def refusal(self, limits: CoverageSettings) -> str | None:
        """Return the sentence why this must not be published, or None when it may be."""
        said = [
            f"{part} of {whole} {what} ({part / whole:.0%}, the limit is {limit:.0%})"
            for part, whole, limit, what in (
                (self.sites_unreached, self.sites, limits.sites_unreached, "sites were not reached"),
                (self.columns_unread, self.columns, limits.columns_unread, "columns could not be read"),
            )
            if whole and part / whole > limit
        ]
        return f"kept and not published: {' and '.join(said)}" if said else None


def reach(wanted: Wanted, evidence: Iterable[Evidence]) -> Reach:
    """Return how far a night saw. A column that is not there counts as read: that was seen, and it is a finding."""
    homes: set[str] = set()
    read: set[tuple[str, str]] = set()
    for each in evidence:
        if each.kind is Kind.SITE and each.outcome is Outcome.OK:
            homes.add(each.site)
        if each.kind is Kind.COLUMN and isinstance(each.facts, ColumnFacts) and _was_read(each.facts, each.outcome):
            read.add((each.site, each.facts.column))
    columns = [(site.site.id, column.column) for site in wanted.sites for column in site.columns]
    lost = tuple(site.site.id for site in wanted.sites if site.site.id not in homes)
    return Reach(
        sites=len(wanted.sites),
        sites_unreached=len(lost),
        columns=len(columns),
        columns_unread=sum(1 for each in columns if each not in read),
        lost=lost,
    )


def _was_read(facts: ColumnFacts, outcome: Outcome) -> bool:
    if outcome is not Outcome.OK:
        return False
    if not facts.found:
        return all(
            look.outcome.fault is Fault.NOBODY or look.outcome.fault is Fault.THEIRS for look in facts.coverage.looks
        )
    return facts.coverage.stopped not in _CUT_SHORT
