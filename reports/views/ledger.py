"""The result, indexed once for all views."""

from collections import defaultdict
from collections.abc import Mapping

from checks import Verdict
from reports.wording import VERDICTS
from rules.history import FindingState, Past
from rules.history import by_unit as states_by_unit
from rules.result import AuditResult, Cell, EvidenceCited, FindingResult, RequirementResult, SiteResult, UnitResult


class Ledger:
    """An audit result with its members by id. `copies` maps a payload digest to the path of its archived copy.

    `past` are the nights before, with what became of each finding; None when nothing is known of any.
    """

    def __init__(self, result: AuditResult, copies: Mapping[str, str], past: Past | None = None) -> None:
        self.result = result
        self.past = past if past is not None and past.nights[-1].plan == result.plan.id else None
        self.copies = copies
        self.units: dict[str, UnitResult] = {each.id: each for each in result.units}
        self.requirements: dict[str, RequirementResult] = {each.id: each for each in result.requirements}
        self.sites: dict[str, SiteResult] = {each.id: each for each in result.sites}
        self.findings: dict[str, FindingResult] = {each.id: each for each in result.findings}
        self.evidence: dict[str, EvidenceCited] = {each.id: each for each in result.evidence}
        self.check_titles = _check_titles(result)
        by_unit: defaultdict[str, list[Cell]] = defaultdict(list)
        by_requirement: defaultdict[str, list[Cell]] = defaultdict(list)
        for cell in result.cells:
            by_unit[cell.unit].append(cell)
            by_requirement[cell.requirement].append(cell)
        states = () if self.past is None else self.past.states
        self.states: dict[str, FindingState] = {each.id: each for each in states}
        self.states_of: dict[str, tuple[FindingState, ...]] = states_by_unit(states)
        self._by_unit = dict(by_unit)
        self._by_requirement = dict(by_requirement)

    def cells_of_unit(self, unit: str) -> tuple[Cell, ...]:
        """Return the cells of one unit, in the plan's order."""
        return tuple(self._by_unit.get(unit, ()))

    def cells_of_requirement(self, requirement: str) -> tuple[Cell, ...]:
        """Return the cells of one requirement: the gravest verdict first, units by rank within it."""
        place = {unit: number for number, unit in enumerate(self.units)}
        cells = self._by_requirement.get(requirement, ())
        return tuple(sorted(cells, key=lambda each: (GRAVITY[each.verdict], place.get(each.unit, len(place)))))

    def findings_of(self, cell: Cell) -> tuple[FindingResult, ...]:
        """Return the findings of one cell that the result holds, the gravest verdict first."""
        known = (self.findings[each] for each in cell.findings if each in self.findings)
        return tuple(sorted(known, key=lambda each: GRAVITY[each.verdict]))


def _check_titles(result: AuditResult) -> dict[str, str]:
    """Return the title of each check used: how a site that passes reads, where any finding has that wording."""
    failing = {each.check: each.check_title for each in result.findings if each.verdict is Verdict.FAIL}
    return failing | {each.check: each.check_title for each in result.findings if each.verdict is not Verdict.FAIL}


GRAVITY: dict[Verdict, int] = {verdict: place for place, verdict in enumerate(VERDICTS)}
"""The place of a verdict in the order in which reports list them."""
