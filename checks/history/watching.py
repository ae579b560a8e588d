"""The history of some columns: what the nights watched, which items have something to say, and what is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from checks.coverage import Gap, form_gap, on_roster, search_gap, sought
from checks.model import Finding, Given, Part, Reason, Verdict
from checks.parts import Judged, cited, first_reason, undecided, worst
from checks.timing import day
from crawler.model import Evidence, Form, HistoryFacts, Kind, WatchFacts

_SHOWN = 3
_UNSETTLED = timedelta(days=60)
"""How long after a redesign what appears or goes may still belong to it."""
_LISTS = frozenset({Form.LISTING, Form.LINKS})


@dataclass(frozen=True, slots=True)
class Watched:
    """One item or document with its history, and how its column was watched."""

    evidence: Evidence
    facts: HistoryFacts
    watch: WatchFacts | None

    @property
    def name(self) -> str:
        """How a sentence names it."""
        return f"“{self.facts.title[:60]}”"

    def near_redesign(self, moment: datetime) -> bool:
        """Whether the site was redesigned not long before, or on the very look."""
        redesigns = self.watch.redesigns if self.watch is not None else ()
        return any(each.at <= moment + timedelta(days=1) and moment - each.at < _UNSETTLED for each in redesigns)

    def judged(self, verdict: Verdict, observed: str, reason: Reason | None = None, remedy: str = "") -> Judged:
        """Return the part of a finding that is about this item."""
        facts = self.facts
        part = Part(verdict, facts.title or facts.url, observed, facts.url, (self.evidence.id,))
        return Judged(part, reason, remedy)

    def open(self, reason: Reason, observed: str) -> Judged:
        """Return an undecided part."""
        return self.judged(Verdict.INCONCLUSIVE, observed, reason)


@dataclass(frozen=True, slots=True)
class Watching:
    """All that the nights know of some columns. `gap` says what was not watched, None when all columns were."""

    items: tuple[Watched, ...]
    watches: tuple[WatchFacts, ...]
    gap: Gap | None
    evidence: tuple[str, ...]

    @property
    def first(self) -> datetime | None:
        """When the watching began, of the column watched longest."""
        return min((each.first_look for each in self.watches), default=None)

    @property
    def looks(self) -> int:
        """Looks at the column that was looked at most often."""
        return max((each.looks for each in self.watches), default=0)


def beijing_day(moment: datetime) -> date:
    """Return the day in China of a moment in UTC."""
    return (moment + timedelta(hours=8)).date()


def watching(given: Given[Any], columns: Sequence[str]) -> Watching:
    """Return the history of `columns`; items listed in several of them count once."""
    watches: dict[str, tuple[Evidence, WatchFacts]] = {}
    for each in given.of(Kind.WATCH):
        if isinstance(each.facts, WatchFacts) and each.facts.column in columns:
            watches[each.facts.column] = (each, each.facts)
    items: dict[str, Watched] = {}
    for each in given.of(Kind.HISTORY):
        facts = each.facts
        if isinstance(facts, HistoryFacts) and facts.column in columns and on_roster(given.site, facts.url):
            watch = watches[facts.column][1] if facts.column in watches else None
            items.setdefault(facts.url, Watched(each, facts, watch))
    gaps = [_gap(given, column, watches[column][1] if column in watches else None) for column in columns]
    found = [sought(given, column).evidence for column in columns if column not in watches]
    return Watching(
        items=tuple(items.values()),
        watches=tuple(facts for _, facts in watches.values()),
        gap=next((gap for gap in gaps if gap is not None), None),
        evidence=cited(*found, (each.id for each, _ in watches.values())),
    )


def summed(
    given: Given[Any], seen: Watching, judged: Sequence[Judged], *, expected: str, fine: Callable[[], str | None]
) -> Finding:
    """Return the finding on the watched columns: as bad as its worst item.

    `fine` tells what there is when nothing is wrong; None where the nights have nothing to judge yet.
    """
    named = "、".join(f"“{given.title_of(each)}”" for each in given.params.columns[:_SHOWN])
    place = f"{given.site.name}{named}栏目"
    evidence = cited(seen.evidence, *(each.part.evidence for each in judged))
    verdict = worst(judged)
    if verdict in {Verdict.FAIL, Verdict.INCONCLUSIVE}:
        decisive = [each for each in judged if each.part.verdict is verdict]
        shown = "；".join(each.part.observed.rstrip("。") for each in decisive[:_SHOWN])
        more = f"等{len(decisive)}项" if len(decisive) > _SHOWN else ""
        bad = verdict is Verdict.FAIL
        return Finding(
            verdict,
            f"{place}：{shown}{more}。",
            expected=expected,
            remedy="".join(each.remedy for each in decisive[:_SHOWN]) if bad else "请人工核查后认定。",
            reason=None if bad else first_reason(decisive),
            evidence=evidence,
            parts=tuple(each.part for each in judged),
        )
    told = fine()
    if seen.gap is not None:
        observed = f"{place}：{told or '没有查到可供核对的条目'}，但{seen.gap.told}，不能断定没有。"
        return undecided(seen.gap.reason, observed, expected=expected, evidence=evidence)
    if told is None:
        began = f"自{day(beijing_day(seen.first))}起逐夜查看" if seen.first is not None else "没有该栏目"
        observed = f"{place}：{began}，还没有可供比较的变化。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    parts = tuple(each.part for each in judged)
    return Finding(Verdict.PASS, f"{place}：{told}。", expected=expected, evidence=evidence, parts=parts)


def since_told(seen: Watching) -> str:
    """Return how long was watched: 自2022年1月10日起查看12次."""
    first = "" if seen.first is None else f"自{day(beijing_day(seen.first))}起"
    return f"{first}查看{seen.looks}次"


def _gap(given: Given[Any], column: str, watch: WatchFacts | None) -> Gap | None:
    """Return why a column cannot be spoken for; a column that is surely not there has nothing to speak for."""
    if watch is not None:
        if watch.left_out:
            return Gap(Reason.COVERAGE, f"“{given.title_of(column)}”另有{watch.left_out}条记录未列出")
        return None
    found = sought(given, column)
    if found.gap is not None or found.facts is None:
        return found.gap or Gap(Reason.NOT_GATHERED, f"“{given.title_of(column)}”没有逐夜记录")
    if not found.facts.found:
        return search_gap(found.facts)
    if found.facts.form not in _LISTS and found.facts.form is not Form.EMPTY:
        return form_gap(found.facts)
    return Gap(Reason.NOT_GATHERED, f"“{given.title_of(column)}”没有逐夜记录")
