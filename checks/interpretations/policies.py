"""The policies of some columns with their interpretations, and what stands against saying that there are no others."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from pydantic import Field, model_validator

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
from checks.documents.search import DocumentSearch, cut_short, summed
from checks.model import Finding, Given, Params, Part, Reason, Verdict
from checks.parts import Judged, cited
from checks.timing import Span, readings
from crawler.model import (
    ColumnFacts,
    ColumnWant,
    DocumentsWanted,
    Evidence,
    InterpretedPolicy,
    Kind,
    Link,
    Reading,
)
from crawler.model.typography import normalise

_SIGNS = ("解读", "图解", "一图", "读懂", "看懂", "问答")
"""Words of titles by which an interpretation is known among policies."""

_FILE = re.compile(r"\.(?:docx?|pdf|wps|ofd|jpe?g|png|gif|mp4|mp3|pptx?|zip|rar)(?:$|[?&#])", re.IGNORECASE)


class PolicyParams(Params):
    """Which policies need an interpretation, where they and the interpretations stand, and from which day on.

    A policy needs one when its title has a word of `title_any` or its number one of `number_any`, and its title none
    of `title_none` (internal matters and appointments).
    """

    policies: tuple[str, ...] = Field(min_length=1, max_length=20)
    interpretations: tuple[str, ...] = Field(min_length=1, max_length=20)
    since: date
    title_any: tuple[str, ...] = Field(max_length=50)
    number_any: tuple[str, ...] = Field(max_length=50)
    title_none: tuple[str, ...] = Field(max_length=50)

    @model_validator(mode="after")
    def _chooses(self) -> Self:
        if not self.title_any and not self.number_any:
            raise ValueError("which policies need an interpretation is said by title_any, number_any, or both")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a finding names."""
        return self.policies


@dataclass(frozen=True, slots=True)
class Held:
    """One policy under judgement: its evidence, its facts, and why another interpretation may exist, if so."""

    look: Evidence
    facts: InterpretedPolicy
    gap: Gap | None
    own: bool
    columns: frozenset[str]

    @property
    def name(self) -> str:
        """How a sentence names it."""
        return f"“{self.facts.title or self.facts.url}”"

    @property
    def seen(self) -> date:
        """The day in China on which it was seen."""
        return (self.look.seen_at + timedelta(hours=8)).date()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every reading of the policy's own date."""
        return readings(self.facts.published, self.facts.listed)

    @property
    def files(self) -> tuple[Link, ...]:
        """The files on the policy's own page that are named as interpretations."""
        return tuple(link for link in self.facts.enclosed if _FILE.search(link.url))

    @property
    def pointers(self) -> tuple[Link, ...]:
        """The links on it that are named so and lead neither to a file nor to a column."""
        files = set(self.files)
        return tuple(
            link for link in self.facts.enclosed if link not in files and address(link.url) not in self.columns
        )

    def judged(self, verdict: Verdict, observed: str, reason: Reason | None = None, remedy: str = "") -> Judged:
        """Return the part of a finding that is about this policy."""
        facts = self.facts
        return Judged(Part(verdict, facts.title or facts.url, observed, facts.url, (self.look.id,)), reason, remedy)

    def open(self, reason: Reason, observed: str) -> Judged:
        """Return an undecided part."""
        return self.judged(Verdict.INCONCLUSIVE, observed, reason)

    def doubt(self) -> Gap | None:
        """Return why another interpretation may exist, or why the policy may be another body's."""
        if self.facts.candidates:
            other = self.facts.candidates[0]
            return Gap(Reason.AMBIGUOUS, f"有疑似解读“{other.title}”（{other.url}），不能断定是否对应")
        if self.pointers:
            return Gap(Reason.AMBIGUOUS, f"文件页面有名为“{self.pointers[0].title}”的链接（{self.pointers[0].url}）")
        if self.gap is not None:
            return self.gap
        return None if self.own else Gap(Reason.AMBIGUOUS, "不能断定是本单位的文件")


def policy_wants(params: PolicyParams, _as_of: date) -> Iterable[ColumnWant]:
    """Return what must be gathered: the policies, and all that may interpret them."""
    since = params.since
    titles = () if params.number_any else params.title_any
    for column in params.policies:
        yield ColumnWant(column, since=since, documents=DocumentsWanted(Reading.POLICY, since, titles))
        yield ColumnWant(column, since=since, documents=DocumentsWanted(Reading.INTERPRETATION, since, _SIGNS))
    for column in params.interpretations:
        if column not in params.policies:
            yield ColumnWant(column, since=since, documents=DocumentsWanted(Reading.INTERPRETATION, since))


def judge_policies(given: Given[Any], judge: Callable[[Held], Judged | None], *, expected: str, fine: str) -> Finding:
    """Return the finding on all policies of the period that need an interpretation; None leaves one out."""
    params: PolicyParams = given.params
    found = [sought(given, column) for column in params.policies]
    others = [sought(given, column) for column in params.interpretations if column not in params.policies]
    columns = tuple(each.facts for each in found if each.facts is not None and each.facts.found)
    gap = _policies_gap(given, [each.facts for each in found if each.facts is not None])
    gap = next((each.gap for each in found if each.gap is not None), None) or gap
    missed = _interpretations_gap(given, [each.facts for each in others if each.facts is not None], columns)
    missed = next((each.gap for each in (*others, *found) if each.gap is not None), None) or missed
    places = frozenset(
        address(url)
        for each in (*found, *others)
        if each.facts is not None
        for url in (each.facts.url, *(rival.url for rival in each.facts.rivals))
        if url
    )
    judged = []
    for look in given.of(Kind.INTERPRETATION):
        facts = look.facts
        if isinstance(facts, InterpretedPolicy) and facts.column in params.policies and needs(params, facts):
            held = Held(look, facts, missed, _of_unit(given, facts), places)
            if (part := _in_period(held, params.since, judge)) is not None:
                judged.append(part)
    evidence = cited(*(each.evidence for each in (*found, *others)))
    return summed(given, DocumentSearch((), columns, gap, evidence), judged, expected=expected, fine=fine)


def needs(params: PolicyParams, facts: InterpretedPolicy) -> bool:
    """Return whether the plan asks for an interpretation of this policy."""
    title, number = normalise(facts.title), normalise(facts.number or "")
    if any(normalise(word) in title for word in params.title_none):
        return False
    return _has(title, params.title_any) or _has(number, params.number_any)


def _has(text: str, words: Sequence[str]) -> bool:
    return any(normalise(word) in text for word in words)


def _in_period(held: Held, since: date, judge: Callable[[Held], Judged | None]) -> Judged | None:
    """Return the part of a policy; nothing is claimed of one that may lie before the period."""
    spans = held.spans
    if spans and all(last < since for _, last in spans):
        return None
    part = judge(held)
    if part is None or part.part.verdict is not Verdict.FAIL or (spans and all(first >= since for first, _ in spans)):
        return part
    observed = f"{part.part.observed.rstrip('。')}；公布日期不明，不能断定是否在检查时段内。"
    return Judged(replace(part.part, verdict=Verdict.INCONCLUSIVE, observed=observed), Reason.NO_DATE)


def _of_unit(given: Given[Any], facts: InterpretedPolicy) -> bool:
    said = f"{facts.publisher or ''} {facts.source or ''} {facts.title}"
    return any(len(name) > 1 and name in said for name in (given.unit.name, *given.unit.aliases))


def _wanted(params: PolicyParams, title: str | None) -> bool:
    """Return whether an entry of this listed title may be a policy that needs an interpretation."""
    if title is None or cut_short(title) or params.number_any:
        return True
    return _has(normalise(title), params.title_any) and not _has(normalise(title), params.title_none)


def _may_interpret(title: str | None) -> bool:
    return title is None or cut_short(title) or any(sign in title for sign in _SIGNS)


def _policies_gap(given: Given[Any], columns: Sequence[ColumnFacts]) -> Gap | None:
    """Return why there may be policies of the period that were not read."""
    params: PolicyParams = given.params
    titles = titles_of(columns)
    for look in given.of(Kind.INTERPRETATION):
        if look.facts is None and _wanted(params, titles.get(address(look.subject))):
            return Gap(reason_of(look.outcome), f"页面 {look.subject} {told_outcome(look.outcome)}")
    for facts in columns:
        if not facts.found:
            gap = search_gap(facts)
        else:
            own = titles_of([facts])
            unread = [each for each in facts.coverage.unread if _wanted(params, own.get(unread_url(each)))]
            gap = list_gap(facts, params.since) or unread_gap(facts.coverage, unread)
        if gap is not None:
            return gap
    return None


def _interpretations_gap(
    given: Given[Any], columns: Sequence[ColumnFacts], policies: Sequence[ColumnFacts]
) -> Gap | None:
    """Return why an interpretation may stand where nothing was read."""
    since = given.params.since
    for facts in columns:
        gap: Gap | None
        if not facts.found:
            gap = search_gap(facts) or Gap(
                Reason.COVERAGE, f"网站没有“{given.title_of(facts.column)}”栏目，解读可能公开在别处"
            )
        else:
            gap = list_gap(facts, since) or unread_gap(facts.coverage)
        if gap is not None:
            return gap
    for facts in policies:
        own = titles_of([facts])
        unread = [each for each in facts.coverage.unread if _may_interpret(own.get(unread_url(each)))]
        gap = list_gap(facts, since) or unread_gap(facts.coverage, unread)
        if gap is not None:
            return gap
    return None
