"""The documents of some columns in a period: those opened, and what stands against saying there is no other."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import Field

from checks.coverage import (
    Gap,
    address,
    list_gap,
    reason_of,
    search_gap,
    sought,
    titles_of,
    told_outcome,
    unread_gap,
    unread_url,
)
from checks.model import Finding, Given, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, first_reason, undecided, worst
from checks.timing import day, readings
from crawler.model import ColumnFacts, ColumnWant, DocumentFacts, DocumentsWanted, Evidence, Kind, Reading

_SHOWN = 3
_CUT = re.compile(r"(?:\.{2,}|…+)$")


class DocumentsParams(Params):
    """The columns whose documents are judged, and from which day on."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    since: date


@dataclass(frozen=True, slots=True)
class Opened:
    """One document that was opened."""

    evidence: Evidence
    facts: DocumentFacts

    @property
    def name(self) -> str:
        """How a sentence names it."""
        return f"“{self.facts.title or self.facts.url}”"

    @property
    def seen(self) -> date:
        """The day in China on which it was seen."""
        return (self.evidence.seen_at + timedelta(hours=8)).date()

    def judged(self, verdict: Verdict, observed: str, reason: Reason | None = None, remedy: str = "") -> Judged:
        """Return the part of a finding that is about this document."""
        facts = self.facts
        part = Part(verdict, facts.title or facts.url, observed, facts.url, (self.evidence.id,))
        return Judged(part, reason, remedy)

    def open(self, reason: Reason, observed: str) -> Judged:
        """Return an undecided part."""
        return self.judged(Verdict.INCONCLUSIVE, observed, reason)


@dataclass(frozen=True, slots=True)
class DocumentSearch:
    """The documents that may lie in the period, the columns found, and the gap because of which more may exist."""

    documents: tuple[Opened, ...]
    columns: tuple[ColumnFacts, ...]
    gap: Gap | None
    evidence: tuple[str, ...]


def document_wants(columns: Sequence[str], since: date, title_any: tuple[str, ...] = ()) -> Iterable[ColumnWant]:
    """Return what must be gathered: the columns back to `since`, and their documents of these titles."""
    wish = DocumentsWanted(Reading.DOCUMENT, since=since, title_any=title_any)
    return tuple(ColumnWant(column, since=since, documents=wish) for column in columns)


def wants(params: DocumentsParams, _as_of: date) -> Iterable[ColumnWant]:
    """Return what checks on all documents of some columns want."""
    return document_wants(params.columns, params.since)


def search_documents(
    given: Given[Any], columns: Sequence[str], since: date, wanted: Callable[[str | None], bool] = lambda _: True
) -> DocumentSearch:
    """Return the opened documents of `columns` that do not surely lie before `since`.

    `wanted` tells by a listed title (None: unknown) whether an entry that was not opened may matter.
    """
    found = [sought(given, column) for column in columns]
    every = [each.facts for each in found if each.facts is not None and each.facts.found]
    opened = [
        Opened(each, each.facts)
        for each in given.of(Kind.DOCUMENT)
        if isinstance(each.facts, DocumentFacts) and each.facts.column in columns
    ]
    gaps: list[Gap | None] = []
    for each in found:
        if each.gap is not None:
            gaps.append(each.gap)
        elif each.facts is not None:
            facts = each.facts
            gaps.append(_column_gap(given, facts, since, wanted) if facts.found else search_gap(facts))
    gaps.append(_failed_gap(given, every, wanted))
    return DocumentSearch(
        documents=tuple(each for each in opened if not surely_before(each.facts, since)),
        columns=tuple(every),
        gap=next((gap for gap in gaps if gap is not None), None),
        evidence=cited(*(each.evidence for each in found)),
    )


def surely_before(facts: DocumentFacts, since: date) -> bool:
    """Return whether every reading of the document's date lies before `since`."""
    spans = readings(facts.published, facts.listed)
    return bool(spans) and all(last < since for _, last in spans)


def cut_short(title: str) -> bool:
    """Return whether a listed title is cut and ends in dots."""
    return _CUT.search(title.strip()) is not None


def of_unit(given: Given[Any], facts: DocumentFacts) -> bool:
    """Return whether the page says that the document is the unit's own: its publisher, else where it was taken from."""
    said = facts.publisher or facts.source or ""
    return any(len(name) > 1 and name in said for name in (given.unit.name, *given.unit.aliases))


def judge_documents(
    given: Given[Any], judge: Callable[[Opened], Judged | None], *, expected: str, fine: str
) -> Finding:
    """Return the finding on all documents of the period: as bad as the worst; `fine` tells what good ones are.

    `judge` returns None for a document that the check is not about.
    """
    search = search_documents(given, given.params.columns, given.params.since)
    judged = [each for document in search.documents if (each := judge(document)) is not None]
    return summed(given, search, judged, expected=expected, fine=fine)


def summed(given: Given[Any], search: DocumentSearch, judged: Sequence[Judged], *, expected: str, fine: str) -> Finding:
    """Return the finding whose parts are `judged`; what is missing from the evidence keeps it from passing."""
    place = f"{given.site.name}{_told_columns(given)}{day(given.params.since)}以来"
    evidence = cited(search.evidence, *(each.part.evidence for each in judged))
    gap = search.gap
    if not judged:
        if gap is not None:
            observed = f"{place}未查到可供核对的文件，但{gap.told}，不能断定没有。"
            return undecided(gap.reason, observed, expected=expected, evidence=evidence)
        observed = f"{place}没有可供核对的文件。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    verdict = worst(judged)
    if verdict is Verdict.PASS:
        observed = f"{place}核对文件{len(judged)}件，{fine}。"
        if gap is not None:
            observed = f"{observed.rstrip('。')}；但{gap.told}，可能还有未查到的文件。"
            return _with_parts(undecided(gap.reason, observed, expected=expected, evidence=evidence), judged)
        return _with_parts(Finding(verdict, observed, expected=expected, evidence=evidence), judged)
    decisive = [each for each in judged if each.part.verdict is verdict]
    kinds = {Verdict.FAIL: "不符合", Verdict.INCONCLUSIVE: "不能断定", Verdict.PENDING: "期限未到"}
    shown = "；".join(each.part.observed.rstrip("。") for each in decisive[:_SHOWN])
    more = "等" if len(decisive) > _SHOWN else ""
    lead = f"{place}核对文件{len(judged)}件，{kinds.get(verdict, '')}的{len(decisive)}件"
    finding = Finding(
        verdict,
        f"{lead}：{shown}{more}。",
        expected=expected,
        remedy=_remedy(verdict, decisive),
        reason=first_reason(decisive) if verdict is Verdict.INCONCLUSIVE else None,
        evidence=evidence,
    )
    return _with_parts(finding, judged)


def _with_parts(finding: Finding, judged: Iterable[Judged]) -> Finding:
    return Finding(
        finding.verdict,
        finding.observed,
        expected=finding.expected,
        remedy=finding.remedy,
        reason=finding.reason,
        evidence=finding.evidence,
        parts=tuple(each.part for each in judged),
    )


def _remedy(verdict: Verdict, decisive: Sequence[Judged]) -> str:
    if verdict is Verdict.INCONCLUSIVE:
        return "请人工核查，或在条件具备后重新采集再判。"
    return "".join(each.remedy for each in decisive[:_SHOWN])


def _told_columns(given: Given[Any]) -> str:
    return "、".join(f"“{given.title_of(column)}”" for column in given.params.columns[:_SHOWN]) + "栏目"


def _column_gap(given: Given[Any], facts: ColumnFacts, since: date, wanted: Callable[[str | None], bool]) -> Gap | None:
    gap = list_gap(facts, since)
    if gap is not None:
        return gap
    titles = titles_of([facts])
    gap = unread_gap(facts.coverage, [each for each in facts.coverage.unread if wanted(titles.get(unread_url(each)))])
    if gap is not None:
        return gap
    opened = set(_opened_addresses(given))
    for item in facts.items:
        if (item.date is None or item.date >= since) and address(item.url) not in opened and wanted(item.title):
            return Gap(Reason.COVERAGE, f"列表中的“{item.title}”（{item.url}）没有打开")
    if facts.coverage.undated > sum(1 for item in facts.items if item.date is None):
        return Gap(Reason.NO_DATE, f"列表中有{facts.coverage.undated}条信息读不到日期")
    return None


def _opened_addresses(given: Given[Any]) -> Iterator[str]:
    for each in given.of(Kind.DOCUMENT):
        yield address(each.subject)
        if isinstance(each.facts, DocumentFacts):
            yield address(each.facts.url)


def _failed_gap(given: Given[Any], columns: Iterable[ColumnFacts], wanted: Callable[[str | None], bool]) -> Gap | None:
    titles = titles_of(columns)
    for each in given.of(Kind.DOCUMENT):
        if each.facts is None and wanted(titles.get(address(each.subject))):
            return Gap(reason_of(each.outcome), f"页面 {each.subject} {told_outcome(each.outcome)}")
    return None
