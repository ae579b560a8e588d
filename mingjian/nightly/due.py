"""What is due tonight: the cadences of `mingjian.toml` as the policy by which stored answers stand for new ones."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime

from crawler.model import ColumnWant
from crawler.model.freshness import Freshness, night
from mingjian.nightly.settings import CadenceSettings
from rules.model import Plan
from rules.roster import Roster
from rules.wanted import wants_of


def freshness(
    cadence: CadenceSettings, plans: Sequence[Plan], roster: Roster, *, tonight: datetime, unseen: Collection[str]
) -> Freshness:
    """Return the policy for the night that begins at `tonight`.

    A site with a cadence of its own rests on the nights between, unless it is one of `unseen`: those that were not
    reached when they last had their turn.
    """
    resting = tuple(
        site.id
        for site in roster.sites
        if site.id not in unseen and not _has_turn(site.id, cadence.sites.get(site.id, 1), tonight)
    )
    return Freshness(
        documents=cadence.documents,
        lists=cadence.lists,
        whole_lists=cadence.whole_lists,
        site_maps=cadence.site_maps,
        measurements=cadence.measurements,
        by_column=_by_column(cadence, plans, tonight.date()),
        resting=resting,
    )


def _by_column(cadence: CadenceSettings, plans: Sequence[Plan], as_of: date) -> tuple[tuple[str, int], ...]:
    """Return the columns that are read more or less often than others: the most eager check decides."""
    nights: dict[str, int] = {}
    uses = {
        use.model_dump_json(include={"check", "params"}): use
        for plan in plans
        for requirement in plan.requirements
        for use in requirement.uses
    }
    for use in uses.values():
        every = cadence.checks.get(use.check, cadence.lists)
        for want in wants_of(use, as_of):
            if isinstance(want, ColumnWant):
                nights[want.column] = min(nights.get(want.column, every), every)
    return tuple(sorted((column, every) for column, every in nights.items() if every != cadence.lists))


def _has_turn(site: str, every: int, tonight: datetime) -> bool:
    place = int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "big")
    return (night(tonight) + place) % every == 0
