"""What a requirement's page shows: the clause, how it was made observable, and every unit's verdict."""

from dataclasses import dataclass

from checks import Verdict
from reports import names
from reports.hostile import line, passage
from reports.views.ledger import Ledger
from reports.views.pieces import Count, day, finding_title, points, tally
from reports.views.review import ReviewView, review_view
from reports.views.trend import Failing, failing_trend
from reports.wording import REASONS, ROLES, observability_word
from rules.result import RequirementResult


@dataclass(frozen=True, slots=True)
class FindingBrief:
    """One finding as a table row tells it."""

    href: str
    verdict: Verdict
    title: str
    observed: str
    reason: str | None
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The verdict for one unit."""

    unit: str
    href: str
    role: str
    verdict: Verdict
    needs_person: bool
    note: str | None
    findings: tuple[FindingBrief, ...]
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True)
class RequirementPage:
    """All of one requirement's page."""

    number: str
    task: str
    text: str
    reading: str | None
    due: str | None
    observability: str
    why: str
    points: str
    veto: bool
    lead: tuple[str, ...]
    support: tuple[str, ...]
    unresolved: tuple[str, ...]
    checks: tuple[tuple[str, str | None], ...]
    counts: tuple[Count, ...]
    verdicts: tuple[UnitVerdict, ...]
    previous: str | None
    next: str | None
    failing: Failing | None = None


def requirement_page(ledger: Ledger, requirement: RequirementResult) -> RequirementPage:
    """Return what the page of `requirement` shows."""
    order = list(ledger.requirements)
    place = order.index(requirement.id)
    return RequirementPage(
        number=line(requirement.id, 64),
        task=line(requirement.task),
        text=passage(requirement.text),
        reading=passage(requirement.reading) if requirement.reading else None,
        due=day(requirement.due),
        observability=observability_word(requirement.observability),
        why=passage(requirement.why),
        points="分值待核" if requirement.points is None else f"{points(requirement.points)} 分",
        veto=requirement.veto,
        lead=_names(ledger, requirement.lead),
        support=_names(ledger, requirement.support),
        unresolved=tuple(line(each) for each in requirement.unresolved),
        checks=tuple((line(each, 80), _title(ledger, each)) for each in requirement.checks),
        counts=tally(requirement.counts),
        verdicts=_verdicts(ledger, requirement.id),
        previous=names.requirement_page(order[place - 1]) if place else None,
        next=names.requirement_page(order[place + 1]) if place + 1 < len(order) else None,
        failing=failing_trend(ledger, requirement.id),
    )


def _names(ledger: Ledger, units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line(ledger.units[each].name if each in ledger.units else each) for each in units)


def _title(ledger: Ledger, check: str) -> str | None:
    title = ledger.check_titles.get(check)
    return None if title is None else line(title)


def _verdicts(ledger: Ledger, requirement: str) -> tuple[UnitVerdict, ...]:
    return tuple(
        UnitVerdict(
            unit=line(ledger.units[cell.unit].name),
            href=f"{names.unit_page(cell.unit)}#{names.row_anchor(requirement)}",
            role=ROLES.get(cell.role, line(cell.role)),
            verdict=cell.verdict,
            needs_person=cell.needs_person,
            note=line(cell.note, 400) if cell.note else None,
            findings=tuple(
                FindingBrief(
                    href=names.finding_page(each.id),
                    verdict=each.verdict,
                    title=finding_title(each),
                    observed=line(each.observed, 240),
                    reason=REASONS[each.reason] if each.reason else None,
                    review=review_view(each.review),
                )
                for each in ledger.findings_of(cell)
            ),
            review=review_view(cell.review),
        )
        for cell in ledger.cells_of_requirement(requirement)
        if cell.unit in ledger.units
    )
