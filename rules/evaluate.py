"""A plan, a roster and stored evidence become an audit result: a pure function, so that any run can be judged again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from checks import Calendar, OfficialText, Verdict
from crawler.model import Evidence, Unit
from rules.assignment import Assignment, assignment
from rules.calendar import StatutoryCalendar
from rules.docket import Docket, excused
from rules.model import Observability, Plan, Requirement
from rules.notices import notices
from rules.result import (
    SCHEMA,
    AuditResult,
    Cell,
    FindingResult,
    PlanSummary,
    RequirementResult,
    Reviewed,
    Score,
    UnitResult,
)
from rules.review import Desk, Review
from rules.rollup import group_scores, task_scores
from rules.roster import Roster
from rules.score import Judged, ranks, unit_score, whole_score
from rules.versions import rules_used

_WORST_FIRST = (
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.INCONCLUSIVE,
    Verdict.PENDING,
    Verdict.MANUAL,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)


@dataclass(slots=True)
class _Ledger:
    """What judging has written down so far; people's decisions come from `desk`."""

    desk: Desk
    support_share: float

    cells: list[Cell] = field(default_factory=list)
    findings: list[FindingResult] = field(default_factory=list)
    judged: dict[str, list[Judged]] = field(default_factory=dict)


def evaluate(
    plan: Plan,
    roster: Roster,
    evidence: Iterable[Evidence],
    *,
    as_of: date,
    references: Sequence[OfficialText] = (),
    calendar: Calendar | None = None,
    reviews: Sequence[Review] = (),
    by_site: bool = False,
) -> AuditResult:
    """Return what `evidence` says about `plan` on the units of `roster`, as of a day.

    `references` are official texts for the sites they name; `calendar` counts working days (the statutory one unless
    given); `reviews` are what people decided, in the order of their files. `by_site` promises that the evidence of
    each site stands together, so that no more than one site's is held in memory. Raises UnknownCheckError when the plan
    names a check that does not exist: `rules.loading` refuses such plans earlier.
    """
    assigned = {each.id: assignment(each, roster) for each in plan.requirements}
    docket = Docket(plan, roster, assigned)
    docket.judge(
        evidence, as_of=as_of, calendar=calendar or StatutoryCalendar(), references=references, by_site=by_site
    )
    desk = Desk(reviews, plan=plan, assigned=assigned, roster=roster, as_of=as_of)
    support_share = 1.0 if plan.scoring.support_share is None else plan.scoring.support_share
    ledger = _Ledger(desk, support_share)
    for requirement in plan.requirements:
        _decide(requirement, assigned[requirement.id], docket.findings(requirement), ledger)
    units = _units(plan, roster, ledger)
    counts = {each.id: dict.fromkeys(Verdict, 0) for each in plan.requirements}
    for cell in ledger.cells:
        counts[cell.requirement][cell.verdict] += 1
    place = {unit.id: number for number, unit in enumerate(roster.units)}
    order = {requirement.id: number for number, requirement in enumerate(plan.requirements)}
    cells = tuple(sorted(ledger.cells, key=lambda cell: (order[cell.requirement], place[cell.unit])))
    return AuditResult(
        schema=SCHEMA,
        version=_version(),
        plan=PlanSummary(plan.id, plan.title, plan.number, plan.issuer, plan.issued, plan.source),
        place=roster.place,
        as_of=as_of,
        score=_whole(plan, ledger),
        units=units,
        requirements=tuple(_requirement(each, assigned[each.id], counts[each.id]) for each in plan.requirements),
        sites=docket.sites,
        cells=cells,
        findings=tuple(ledger.findings),
        evidence=docket.cited,
        notices=notices(plan, assigned, roster, docket.sites, ledger.findings) + desk.notices(),
        tasks=task_scores(plan, ledger.judged),
        groups=group_scores(plan, roster.units, ledger.judged),
        rules=rules_used({found.check for found in ledger.findings}, docket.extractors),
    )


def _decide(requirement: Requirement, units: Assignment, in_order: Sequence[FindingResult], ledger: _Ledger) -> None:
    """Lay people's decisions over the findings of one requirement, and write down findings and cells."""
    of_unit: dict[str, list[FindingResult]] = {unit.id: [] for unit in units.units}
    for found in in_order:
        of_unit[found.unit].append(found)
    decided: dict[str, FindingResult] = {}
    for unit in units.units:
        partial = requirement.observability is Observability.PARTIAL
        released = excused(requirement, unit)
        by_hand = not released and (partial or not of_unit[unit.id])
        before = _worst(found.verdict for found in of_unit[unit.id])
        findings, review = ledger.desk.decide(requirement, unit, of_unit[unit.id], before=before, by_hand=by_hand)
        decided.update({found.id: found for found in findings})
        person = review.verdict if review is not None and by_hand else None
        role = units.role(unit)
        cell = _cell(requirement, unit, role, findings, review=review, person=person)
        ledger.cells.append(_excuse(cell) if released else cell)
        ledger.judged.setdefault(unit.id, []).append(
            Judged(
                requirement=requirement.id,
                points=requirement.points,
                verdicts=tuple(found.verdict for found in findings),
                needs_person=partial,
                veto=requirement.veto,
                cap=requirement.cap,
                person=person,
                share=ledger.support_share if role == "support" else 1.0,
                bonus=requirement.bonus,
                excused=released,
            )
        )
    ledger.findings.extend(decided[found.id] for found in in_order)


def _cell(
    requirement: Requirement,
    unit: Unit,
    role: str,
    findings: list[FindingResult],
    *,
    review: Reviewed | None,
    person: Verdict | None,
) -> Cell:
    note = None
    if not findings and requirement.uses and review is None:
        note = "该要求在线核对的部分由牵头单位承担，本单位的落实情况由人工核定。"
    verdicts = [found.verdict for found in findings]
    return Cell(
        requirement=requirement.id,
        unit=unit.id,
        role=role,
        verdict=_worst(verdicts if person is None else [*verdicts, person]),
        needs_person=requirement.observability is Observability.PARTIAL and person is None,
        findings=tuple(found.id for found in findings),
        note=note,
        review=review,
    )


def _excuse(cell: Cell) -> Cell:
    note = "名册注明本单位没有对外服务职责：办事服务不检查，其余得分按比例折算为满分 100。"
    return replace(cell, verdict=Verdict.NOT_APPLICABLE, needs_person=False, note=note)


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of a cell from those of its parts; without any, people decide."""
    found = set(verdicts)
    return next((each for each in _WORST_FIRST if each in found), Verdict.MANUAL)


def _units(plan: Plan, roster: Roster, ledger: _Ledger) -> tuple[UnitResult, ...]:
    """Return the units that answer for anything, ordered by rank; those without a rank last, in roster order."""
    units = [unit for unit in roster.units if unit.id in ledger.judged]
    scores = [unit_score(ledger.judged[unit.id], plan.scoring) for unit in units]
    counts: dict[str, dict[Verdict, int]] = {unit.id: dict.fromkeys(Verdict, 0) for unit in units}
    for cell in ledger.cells:
        counts[cell.unit][cell.verdict] += 1
    results = [
        UnitResult(unit.id, unit.name, unit.body.value, unit.site, rank, score, counts[unit.id])
        for unit, score, rank in zip(units, scores, ranks(scores), strict=True)
    ]
    return tuple(sorted(results, key=lambda each: len(results) + 1 if each.rank is None else each.rank))


def _whole(plan: Plan, ledger: _Ledger) -> Score:
    return whole_score(list(ledger.judged.values()), plan.scoring)


def _requirement(requirement: Requirement, units: Assignment, counts: dict[Verdict, int]) -> RequirementResult:
    return RequirementResult(
        id=requirement.id,
        task=requirement.task,
        text=requirement.text,
        reading=requirement.reading,
        due=requirement.due,
        observability=requirement.observability.value,
        why=requirement.why,
        points=requirement.points,
        veto=requirement.veto,
        lead=tuple(unit.id for unit in units.lead),
        support=tuple(unit.id for unit in units.support),
        unresolved=units.unresolved + units.ambiguous,
        checks=tuple(dict.fromkeys(use.check for use in requirement.uses)),
        counts=counts,
    )


def _version() -> str:
    try:
        return version("mingjian")
    except PackageNotFoundError:  # run from a source folder that was never installed
        return "0"
