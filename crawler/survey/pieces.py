"""One piece of evidence with the way back to all that it rests on."""

from collections.abc import Iterable

from crawler.extract import EXTRACTOR
from crawler.model import Evidence, Facts, Kind, Outcome, Provenance, evidence
from crawler.survey.seen import Seen, provenance


def piece(
    about: tuple[str, Kind, str], outcome: Outcome, facts: Facts | None, seen: Iterable[Seen]
) -> tuple[Evidence, ...]:
    """Return one piece of evidence about (site, kind, subject), or none when nothing was asked."""
    found = dict.fromkeys(each for one in seen if (each := provenance(one, EXTRACTOR)) is not None)
    ways: tuple[Provenance, ...] = tuple(found)
    if not ways:
        return ()
    site, kind, subject = about
    latest = max(each.seen_at for each in ways)
    return (
        evidence(site=site, kind=kind, subject=subject, outcome=outcome, facts=facts, seen_at=latest, provenance=ways),
    )
