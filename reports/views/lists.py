"""The lists of all findings, one list for each verdict, in pages of bounded length."""

from collections import Counter
from dataclasses import dataclass

from checks import Verdict
from reports import names
from reports.hostile import line
from reports.views.ledger import Ledger
from reports.views.pieces import Count, finding_title, tally
from reports.views.review import review_mark
from reports.wording import REASONS

PAGE = 400
"""Findings on one page of a list."""


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """One row of a list."""

    href: str
    number: str
    requirement_href: str | None
    task: str
    unit: str
    unit_href: str | None
    title: str
    observed: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class FindingsList:
    """One page of the list of one verdict's findings. `tabs` lead to every verdict that has a list."""

    file: str
    verdict: Verdict
    number: int
    pages: tuple[str, ...]
    total: int
    first: int
    rows: tuple[ListedFinding, ...]
    tabs: tuple[tuple[Count, str], ...]


def findings_lists(ledger: Ledger) -> tuple[FindingsList, ...]:
    """Return all list pages. The list of what fails is always there, even when it is empty."""
    counts = Counter(each.verdict for each in ledger.result.findings)
    found = tally(counts)
    listed = found if counts[Verdict.FAIL] else (Count(Verdict.FAIL, 0), *found)
    tabs = tuple((each, names.findings_page(each.verdict.value, 1)) for each in listed)
    return tuple(page for count, _ in tabs for page in _pages(ledger, count, tabs))


def _pages(ledger: Ledger, count: Count, tabs: tuple[tuple[Count, str], ...]) -> list[FindingsList]:
    verdict = count.verdict
    place = {each: number for number, each in enumerate(ledger.requirements)}
    rank = {each: number for number, each in enumerate(ledger.units)}
    findings = sorted(
        (each for each in ledger.result.findings if each.verdict is verdict),
        key=lambda each: (place.get(each.requirement, len(place)), rank.get(each.unit, len(rank))),
    )
    rows = [
        ListedFinding(
            href=names.finding_page(each.id),
            number=line(each.requirement, 64),
            requirement_href=names.requirement_page(each.requirement) if each.requirement in place else None,
            task=line(ledger.requirements[each.requirement].task) if each.requirement in place else "",
            unit=line(ledger.units[each.unit].name if each.unit in rank else each.unit),
            unit_href=names.unit_page(each.unit) if each.unit in rank else None,
            title=finding_title(each),
            observed=line(review_mark(each.review) + each.observed, 160),
            reason=REASONS[each.reason] if each.reason else None,
        )
        for each in findings
    ]
    starts = range(0, max(len(rows), 1), PAGE)
    files = tuple(names.findings_page(verdict.value, number) for number in range(1, len(starts) + 1))
    return [
        FindingsList(file, verdict, number, files, len(rows), start + 1, tuple(rows[start : start + PAGE]), tabs)
        for number, (file, start) in enumerate(zip(files, starts, strict=True), 1)
    ]
