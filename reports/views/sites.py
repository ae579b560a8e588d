"""What the site page shows: the health of the crawl, which is no part of the audit's verdicts."""

from dataclasses import dataclass

from crawler.model import Fault, Outcome
from reports import names
from reports.hostile import line
from reports.views.pieces import Address, address, beijing
from reports.wording import FAMILIES, FAULTS, outcome_word
from rules.result import AuditResult, SiteResult


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many addresses ended in one way, and on whose side that lies."""

    word: str
    fault: str
    number: int


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site visited."""

    anchor: str
    name: str
    address: Address | None
    family: str
    reached: bool
    error: str | None
    asked: int
    well: int
    outcomes: tuple[OutcomeCount, ...]
    first: str | None
    last: str | None
    robots_override: str | None

    @property
    def failed(self) -> int:
        """How many addresses could not be read."""
        return self.asked - self.well


def sites(result: AuditResult) -> tuple[SiteView, ...]:
    """Return the sites in the result's order."""
    return tuple(_site(each) for each in result.sites)


def _site(site: SiteResult) -> SiteView:
    order = {each.value: place for place, each in enumerate(Outcome)}
    outcomes = sorted(site.outcomes.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))
    return SiteView(
        anchor=f"s-{names.slug(site.id)}",
        name=line(site.name),
        address=address(site.url),
        family="未识别" if site.family is None else FAMILIES.get(site.family, line(site.family, 60)),
        reached=site.reached,
        error=line(site.error, 400) if site.error else None,
        asked=sum(site.outcomes.values()),
        well=site.outcomes.get(Outcome.OK.value, 0),
        outcomes=tuple(OutcomeCount(line(outcome_word(name), 80), _side(name), number) for name, number in outcomes),
        first=beijing(site.first_seen),
        last=beijing(site.last_seen),
        robots_override=line(site.robots_override, 400) if site.robots_override else None,
    )


def _side(outcome: str) -> str:
    return FAULTS[Outcome(outcome).fault if outcome in set(Outcome) else Fault.UNCLEAR]
