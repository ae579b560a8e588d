"""From the log of visits to a site's home page to one piece of evidence: the series by days (N01-V2)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, timedelta, timezone

from crawler.model import (
    AvailabilityDay,
    AvailabilityFacts,
    AvailabilityVisit,
    Evidence,
    Kind,
    Outcome,
    Provenance,
    evidence,
)

_BEIJING = timezone(timedelta(hours=8))
_MOST_PROVENANCE = 100
_COUNTED = frozenset(
    {
        Outcome.TIMEOUT,
        Outcome.REFUSED,
        Outcome.DROPPED,
        Outcome.DNS_FAILED,
        Outcome.HTTP_ERROR,
        Outcome.NOT_FOUND,
        Outcome.REDIRECT_LOOP,
    }
)
"""Ends that a reader would meet, too; a refused robot, a full disk or a missing route are not among them."""


def availability_evidence(
    site: str, url: str, visits: Iterable[AvailabilityVisit], *, patience: float
) -> tuple[Evidence, ...]:
    """Return the series of a site's home page `url` as one piece of evidence; () without visits.

    A visit counts as failed when it ended badly, or opened only after `patience` seconds, while the control host
    answered; without a control host nothing is held against the site.
    """
    ordered = sorted(visits, key=lambda visit: (visit.at, visit.outcome))
    if not ordered:
        return ()
    facts = AvailabilityFacts(
        url=url,
        days=_days(ordered, patience),
        first=ordered[0].at,
        last=ordered[-1].at,
        patience=patience,
        ended=tuple(Counter(_end(each, patience) for each in ordered if _failed(each, patience)).most_common(10)),
    )
    failed = [each for each in ordered if _failed(each, patience)][:_MOST_PROVENANCE]
    ways = tuple(Provenance(url, each.at.astimezone(UTC), _outcome(each)) for each in (*failed, ordered[-1]))
    return (
        evidence(
            site=site,
            kind=Kind.AVAILABILITY,
            subject=url,
            outcome=Outcome.OK,
            facts=facts,
            seen_at=ordered[-1].at.astimezone(UTC),
            provenance=tuple(dict.fromkeys(ways)),
        ),
    )


def _days(ordered: list[AvailabilityVisit], patience: float) -> tuple[AvailabilityDay, ...]:
    by_day: dict[date, list[AvailabilityVisit]] = defaultdict(list)
    for each in ordered:
        by_day[each.at.astimezone(_BEIJING).date()].append(each)
    return tuple(
        AvailabilityDay(
            day=day,
            visits=len(found),
            failed=sum(_failed(each, patience) for each in found),
            unclear=sum(_unclear(each, patience) for each in found),
            hours=len({each.at.astimezone(_BEIJING).hour for each in found}),
        )
        for day, found in sorted(by_day.items())
    )


def _opened(visit: AvailabilityVisit, patience: float) -> bool:
    return visit.ok and visit.seconds < patience


def _failed(visit: AvailabilityVisit, patience: float) -> bool:
    if _opened(visit, patience) or visit.control_ok is not True:
        return False
    return visit.ok or _outcome(visit) in _COUNTED


def _unclear(visit: AvailabilityVisit, patience: float) -> bool:
    return not _opened(visit, patience) and not _failed(visit, patience)


def _end(visit: AvailabilityVisit, patience: float) -> str:
    return "slow" if visit.ok and visit.seconds >= patience else visit.outcome


def _outcome(visit: AvailabilityVisit) -> Outcome:
    return Outcome(visit.outcome) if visit.outcome in set(Outcome) else Outcome.OUR_FAULT
