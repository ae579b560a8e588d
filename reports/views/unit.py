"""What a unit's page shows: the one page to send out, problems first, room for people's own findings last."""

from dataclasses import dataclass

from checks import Verdict
from reports import names
from reports.hostile import line, passage
from reports.views.finding import finding_page
from reports.views.ledger import Ledger
from reports.views.pieces import Address, Count, ScoreView, address, day, score_view, tally
from reports.views.review import ReviewView, review_view
from reports.views.trend import Changes, Trend, changes, unit_trend
from reports.wording import REASONS, ROLES, VERDICTS, body_word
from rules.result import Cell, FindingResult, UnitResult


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as a unit or requirement page tells it, complete enough to be read without its own page."""

    href: str
    verdict: Verdict
    title: str
    observed: str
    expected: str
    remedy: str
    reason: str | None
    address: Address | None
    seen: str | None
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One requirement as it stands for the unit."""

    anchor: str
    number: str
    href: str | None
    task: str
    text: str
    due: str | None
    role: str
    verdict: Verdict
    needs_person: bool
    note: str | None
    why: str
    findings: tuple[FindingLine, ...]
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one verdict."""

    verdict: Verdict
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """All of one unit's page. `groups` follow the order of verdicts; `by_hand` are what a person decides."""

    name: str
    body: str
    rank: int | None
    ranked: int
    score: ScoreView
    counts: tuple[Count, ...]
    total: int
    site: str | None
    site_address: Address | None
    site_error: str | None
    groups: tuple[Group, ...]
    by_hand: tuple[Entry, ...]
    trend: Trend | None = None
    changes: Changes | None = None


_TITLES: dict[Verdict, str] = {
    Verdict.FAIL: "须整改的事项",
    Verdict.INCONCLUSIVE: "暂不能判定的事项",
    Verdict.ERROR: "判定出错的事项",
    Verdict.PENDING: "未到期的事项",
    Verdict.PASS: "已符合的事项",
    Verdict.NOT_APPLICABLE: "不适用的事项",
}


def unit_page(ledger: Ledger, unit: UnitResult) -> UnitPage:
    """Return what the page of `unit` shows."""
    entries = [_entry(ledger, cell) for cell in ledger.cells_of_unit(unit.id)]
    site = ledger.sites.get(unit.site) if unit.site else None
    return UnitPage(
        name=line(unit.name),
        body=body_word(unit.body),
        rank=unit.rank,
        ranked=sum(1 for each in ledger.result.units if each.rank is not None),
        score=score_view(unit.score),
        counts=tally(unit.counts),
        total=len(entries),
        site=line(site.name) if site else None,
        site_address=address(site.url) if site else None,
        site_error=line(site.error, 400) if site and site.error else None,
        groups=tuple(
            Group(verdict, title, tuple(each for each in entries if each.verdict is verdict))
            for verdict, title in _TITLES.items()
            if any(each.verdict is verdict for each in entries)
        ),
        by_hand=tuple(each for each in entries if each.needs_person or each.verdict is Verdict.MANUAL),
        trend=unit_trend(ledger, unit.id),
        changes=changes(ledger, unit=unit.id),
    )


def finding_line(ledger: Ledger, finding: FindingResult) -> FindingLine:
    """Return one finding in brief, with the first place that it rests on."""
    page = finding_page(ledger, finding)
    sources = [source for each in page.evidence for source in each.sources]
    telling = [each.address for each in page.parts if each.verdict is finding.verdict and each.address]
    first = sources[0] if sources else None
    return FindingLine(
        href=names.finding_page(finding.id),
        verdict=finding.verdict,
        title=page.title,
        observed=page.observed,
        expected=page.expected,
        remedy=page.remedy,
        reason=REASONS[finding.reason] if finding.reason else None,
        address=telling[0] if telling else (first.address if first else None),
        seen=first.seen if first else None,
        review=page.review,
    )


def _entry(ledger: Ledger, cell: Cell) -> Entry:
    requirement = ledger.requirements.get(cell.requirement)
    return Entry(
        anchor=names.row_anchor(cell.requirement),
        number=line(cell.requirement, 64),
        href=names.requirement_page(cell.requirement) if requirement else None,
        task=line(requirement.task) if requirement else "",
        text=passage(requirement.text) if requirement else VERDICTS[cell.verdict].word,
        due=day(requirement.due) if requirement else None,
        role=ROLES.get(cell.role, line(cell.role)),
        verdict=cell.verdict,
        needs_person=cell.needs_person,
        note=line(cell.note, 400) if cell.note else None,
        why=passage(requirement.why) if requirement else "",
        findings=tuple(finding_line(ledger, each) for each in ledger.findings_of(cell)),
        review=review_view(cell.review),
    )
