"""What the overview shows: the score, the units by rank, and the heat map of requirements and units."""

from collections import Counter
from dataclasses import dataclass

from checks import Verdict
from reports import names
from reports.hostile import line, passage
from reports.views.ledger import Ledger
from reports.views.pieces import Count, ScoreView, score_view, tally
from reports.views.review import KINDS
from reports.views.sites import SiteView, sites
from reports.views.trend import Changes, Trend, changes, whole_trend
from reports.wording import REASONS, body_word
from rules.result import Cell, PartScore, UnitResult

INLINE = 32
"""Units up to which the heat map stands in the overview itself; beyond, it has pages of its own."""
SITES_INLINE = 40
"""Sites up to which the overview lists them all."""
BLOCK = 16
"""Units side by side in one table: what fits a sheet of paper."""
BLOCKS = 4
"""Tables on one page of a heat map that does not fit the overview."""


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One row of the ranking."""

    rank: int | None
    name: str
    body: str
    href: str
    score: ScoreView
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """The score of one task or one group of units."""

    name: str
    units: int
    requirements: int
    score: ScoreView


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One verdict, leading to its finding, or to the unit's page where there is none or more than one."""

    verdict: Verdict
    href: str
    needs_person: bool
    spoken: str
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One requirement in a block of units; a cell is None where the unit is not responsible."""

    number: str
    text: str
    href: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True)
class HeatTask:
    """The rows of one task."""

    task: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class HeatBlock:
    """One table: some units across, all requirements that concern any of them down."""

    first: int
    last: int
    units: tuple[tuple[str, str], ...]
    tasks: tuple[HeatTask, ...]


@dataclass(frozen=True, slots=True)
class HeatPage:
    """One page of a heat map that has pages of its own."""

    file: str
    number: int
    blocks: tuple[HeatBlock, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement with its verdicts added up over all units."""

    number: str
    text: str
    href: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of the overview. `blocks` is empty when `heat` has the pages of the heat map instead.

    `sites` are all sites, or of many only those not reached. What `sites` tell of these, `notices` do not repeat.
    """

    score: ScoreView
    counts: tuple[Count, ...]
    judged: int
    reasons: tuple[tuple[str, int], ...]
    units: tuple[RankedUnit, ...]
    requirements: tuple[RequirementLine, ...]
    blocks: tuple[HeatBlock, ...]
    heat: tuple[tuple[str, int, int], ...]
    notices: tuple[str, ...]
    sites: tuple[SiteView, ...]
    sites_total: int
    unreached: int
    reviewed: tuple[tuple[str, int], ...] = ()
    tasks: tuple[PartLine, ...] = ()
    groups: tuple[PartLine, ...] = ()
    trend: Trend | None = None
    changes: Changes | None = None


def overview(ledger: Ledger) -> Overview:
    """Return what the overview shows."""
    result = ledger.result
    counts: dict[Verdict, int] = {}
    for cell in result.cells:
        counts[cell.verdict] = counts.get(cell.verdict, 0) + 1
    reasons = Counter(each.reason for each in result.findings)
    inline = len(result.units) <= INLINE
    visited = sites(result)
    unreached = {each.error for each in result.sites if not each.reached}
    return Overview(
        score=score_view(result.score),
        counts=tally(counts),
        judged=len(result.cells),
        reasons=tuple((REASONS[reason], reasons[reason]) for reason in REASONS if reasons[reason]),
        units=tuple(
            RankedUnit(
                each.rank,
                line(each.name),
                body_word(each.body),
                names.unit_page(each.id),
                score_view(each.score),
                tally(each.counts),
            )
            for each in result.units
        ),
        requirements=tuple(
            RequirementLine(
                line(each.id, 64), passage(each.text, 160), names.requirement_page(each.id), tally(each.counts)
            )
            for each in result.requirements
        ),
        blocks=tuple(_blocks(ledger, result.units, 1)) if inline else (),
        heat=() if inline else tuple((each.file, each.first, each.last) for each in heat_spans(ledger)),
        notices=tuple(line(each, 500) for each in result.notices if each not in unreached),
        sites=tuple(each for each in visited if len(visited) <= SITES_INLINE or not each.reached),
        sites_total=len(visited),
        unreached=sum(not each.reached for each in result.sites),
        reviewed=_reviewed(ledger),
        tasks=tuple(_part(each) for each in result.tasks),
        groups=tuple(_part(each) for each in result.groups),
        trend=whole_trend(ledger),
        changes=changes(ledger),
    )


def _part(part: PartScore) -> PartLine:
    return PartLine(line(body_word(part.name)), part.units, part.requirements, score_view(part.score))


def heat_pages(ledger: Ledger) -> tuple[HeatPage, ...]:
    """Return the pages of the heat map, or () when it stands in the overview."""
    if len(ledger.result.units) <= INLINE:
        return ()
    return tuple(
        HeatPage(
            each.file,
            each.number,
            tuple(_blocks(ledger, ledger.result.units[each.first - 1 : each.last], each.first)),
            each.first,
            each.last,
        )
        for each in heat_spans(ledger)
    )


@dataclass(frozen=True, slots=True)
class HeatSpan:
    """Which units, counted from 1 in the order of the ranking, one page of the heat map holds."""

    file: str
    number: int
    first: int
    last: int


def heat_spans(ledger: Ledger) -> tuple[HeatSpan, ...]:
    """Return what each page of a divided heat map holds."""
    total = len(ledger.result.units)
    starts = range(0, total, BLOCK * BLOCKS)
    return tuple(
        HeatSpan(names.heat_page(number), number, start + 1, min(start + BLOCK * BLOCKS, total))
        for number, start in enumerate(starts, 1)
    )


def _blocks(ledger: Ledger, units: tuple[UnitResult, ...], first: int) -> list[HeatBlock]:
    return [
        _block(ledger, units[start : start + BLOCK], first + start)
        for start in range(0, len(units), BLOCK)
        if units[start : start + BLOCK]
    ]


def _block(ledger: Ledger, units: tuple[UnitResult, ...], first: int) -> HeatBlock:
    cells = {(cell.requirement, cell.unit): cell for unit in units for cell in ledger.cells_of_unit(unit.id)}
    tasks: list[tuple[str, list[HeatRow]]] = []
    for requirement in ledger.result.requirements:
        found = [cells.get((requirement.id, unit.id)) for unit in units]
        row = HeatRow(
            line(requirement.id, 64),
            line(requirement.text, 60),
            names.requirement_page(requirement.id),
            tuple(
                None if cell is None else _cell(ledger, cell, unit.name)
                for cell, unit in zip(found, units, strict=True)
            ),
        )
        task = line(requirement.task)
        if not tasks or tasks[-1][0] != task:
            tasks.append((task, []))
        tasks[-1][1].append(row)
    return HeatBlock(
        first,
        first + len(units) - 1,
        tuple((line(unit.name, 30), names.unit_page(unit.id)) for unit in units),
        tuple(HeatTask(task, tuple(rows)) for task, rows in tasks),
    )


def _reviewed(ledger: Ledger) -> tuple[tuple[str, int], ...]:
    """Return in how many cells a person decided something, by the kind of decision."""
    kinds = Counter(kind for cell in ledger.result.cells for kind in _kinds(ledger, cell))
    return tuple((KINDS.get(kind, line(kind, 20)), kinds[kind]) for kind in sorted(kinds))


def _kinds(ledger: Ledger, cell: Cell) -> set[str]:
    reviews = [cell.review, *(each.review for each in ledger.findings_of(cell))]
    return {each.kind for each in reviews if each is not None}


def _cell(ledger: Ledger, cell: Cell, unit: str) -> HeatCell:
    findings = ledger.findings_of(cell)
    if len(findings) == 1:
        href = names.finding_page(findings[0].id)
    else:
        href = f"{names.unit_page(cell.unit)}#{names.row_anchor(cell.requirement)}"
    spoken = f"{line(unit, 40)}，第 {line(cell.requirement, 64)} 项"
    return HeatCell(cell.verdict, href, cell.needs_person, spoken, reviewed=bool(_kinds(ledger, cell)))
