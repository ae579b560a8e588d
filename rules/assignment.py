"""Who answers for a requirement, and whose place each of its uses judges."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.model import Site, Unit
from rules.model import On, Requirement, Use
from rules.roster import Roster


@dataclass(frozen=True, slots=True)
class Assignment:
    """The units of a requirement, in roster order; a unit named both ways leads.

    `unresolved` and `ambiguous` are words of the plan that no unit, or more than one, answers to.
    """

    lead: tuple[Unit, ...]
    support: tuple[Unit, ...]
    unresolved: tuple[str, ...]
    ambiguous: tuple[str, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units, lead before support."""
        return self.lead + self.support

    def role(self, unit: Unit) -> str:
        """Return `lead` or `support`."""
        return "lead" if any(each.id == unit.id for each in self.lead) else "support"


def assignment(requirement: Requirement, roster: Roster) -> Assignment:
    """Return who of the roster answers for `requirement`."""
    lead = roster.resolve(requirement.responsible.lead)
    support = roster.resolve(requirement.responsible.support)
    leading = {unit.id for unit in lead.units}
    return Assignment(
        lead=lead.units,
        support=tuple(unit for unit in support.units if unit.id not in leading),
        unresolved=tuple(dict.fromkeys(lead.unresolved + support.unresolved)),
        ambiguous=tuple(dict.fromkeys(lead.ambiguous + support.ambiguous)),
    )


def places(use: Use, units: Assignment, roster: Roster) -> Iterator[tuple[Unit, Site | None]]:
    """Yield each unit that `use` concerns with the place judged for it; None where the roster knows no place.

    What is judged on the portal is credited to the lead units, wherever their own place is.
    """
    if use.on is On.PORTAL:
        for unit in units.lead:
            yield unit, roster.portal
        return
    for unit in units.units if use.on is On.OWN else units.lead:
        yield unit, roster.place_of(unit)
