"""Documents that must exist: one of a certain title by a certain day, and elements that several together must hold."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from checks.coverage import Gap, address, stale_gap
from checks.documents.search import (
    DocumentSearch,
    DocumentsParams,
    Opened,
    cut_short,
    document_wants,
    search_documents,
)
from checks.durations import Duration
from checks.model import Finding, Given, Norm, Part, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.timing import Span, Timing, day, readings, solid, timing, told_date
from crawler.model import ColumnWant, Kind, Link, ListedItem
from crawler.model.typography import normalise

_LONGEST_TEXT = 20_000
"""Where the text of a document is cut; what stands behind is unknown."""

Words = Annotated[tuple[str, ...], Field(min_length=1, max_length=50)]


class TitledParams(DocumentsParams):
    """The columns, the first day, and words of which a title has at least one."""

    title_any: Words


class MissingParams(TitledParams):
    """Which document must be there by which day; words of a title that may be another name for it.

    The last day is `by`, or `within` counted from `since`; without both, the day of judgement.
    """

    title_near: tuple[str, ...] = Field(max_length=50)
    by: date | None
    within: Duration | None

    @model_validator(mode="after")
    def _one_deadline(self) -> Self:
        if self.by is not None and (self.within is not None or self.by < self.since):
            raise ValueError("the deadline is by or within, not both, and not before since")
        return self


class ElementsParams(TitledParams):
    """Which documents are read together, and the elements they must hold, each as words of the same meaning."""

    elements: tuple[Words, ...] = Field(min_length=1, max_length=50)


def _wants(params: TitledParams, _as_of: date) -> Iterable[ColumnWant]:
    return document_wants(params.columns, params.since, params.title_any)


@check(
    "document-missing",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=MissingParams,
    wants=_wants,
    title="规定的文件已按期公开",
    fail_title="规定的文件未按期公开",
    norm=Norm("所适用的政务公开工作要点分工方案", "要求公开某一文件的条款（文件名称和期限由方案规定）"),
)
def document_missing(given: Given[MissingParams]) -> Finding:
    """A document whose title has one of the words was published in the columns in time.

    Why:
        有的要求是公开某一份文件（例如年度重大决策事项目录、本单位的工作方案），没有这份文件就是没有做到。
    Passes when:
        在所列栏目中查到起算日以来、标题含规定词语的文件，公布日期的各种读法都不晚于期限；或期限之前已经采集到。
    Fails when:
        期限已过，所列栏目至少设有一个，都已查全，没有标题含规定词语的信息，也没有标题相近或被截断的信息；
        或查到的文件各种日期读法都晚于期限，且没有其他可能的文件。
    Inconclusive when:
        栏目没有查全、期限之后没有再看或一个都没有设；有标题相近、被截断的信息；文件的公布日期读不到、互相矛盾或晚于核查日；工作日历未公布。
    Not applicable when:
        无。
    """
    params = given.params
    search = search_documents(given, params.columns, params.since, lambda title: _may_be(title, params))
    words = f"标题含“{'”或“'.join(params.title_any[:4])}”的文件"
    deadline = params.by
    if params.within is not None:
        deadline = params.within.end(params.since, given.calendar)
    limit = f"，不晚于{day(deadline)}" if deadline is not None else ""
    expected = f"在{_places(given, params.columns)}公开{words}（{day(params.since)}以来{limit}）。"
    copies = _copies(search, params)
    evidence = cited(search.evidence, *(copy.evidence for copy in copies))
    if params.within is not None and deadline is None:
        observed = f"{given.site.name}：计算{params.within.words}所需的工作日历尚未公布，无法核对{words}。"
        return undecided(Reason.NO_CALENDAR, observed, expected=expected, evidence=evidence)
    return _judge_copies(given, search, copies, deadline, (words, expected, evidence))


@check(
    "document-elements-missing",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=ElementsParams,
    wants=_wants,
    title="文件载有规定的要素",
    fail_title="文件缺少规定的要素",
    norm=Norm("所适用的政务公开工作要点分工方案", "列举公开要素的条款（要素由方案规定）"),
)
def document_elements_missing(given: Given[ElementsParams]) -> Finding:
    """The documents of the columns with such titles hold, all together, every element that the clause lists.

    Why:
        条款列举了应当公开的要素（例如决策目录的事项、承办单位、时间、公众参与方式），缺项就没有公开完整。
    Passes when:
        每个要素至少有一个同义词出现在这些文件的标题、正文或附件名称中。
    Fails when:
        栏目已查全，文件都已打开、正文完整且没有附件，仍有要素的所有同义词都没有出现。
    Inconclusive when:
        有要素没有出现，但文件有附件（要素可能在附件里）、正文没有读出或过长被截断，或栏目没有查全。
    Not applicable when:
        栏目已查全，没有这样的文件（由 document-missing 判定）。
    """
    params = given.params
    search = search_documents(given, params.columns, params.since, lambda title: _titled(title, params.title_any))
    documents = [each for each in search.documents if _titled(each.facts.title, params.title_any)]
    evidence = cited(search.evidence, (each.evidence.id for each in documents))
    names = [words[0] for words in params.elements]
    place = f"{given.site.name}{_places(given, params.columns)}"
    expected = f"标题含“{params.title_any[0]}”等词语的文件载有：{'、'.join(names)}。"
    if not documents:
        if search.gap is not None:
            observed = f"{place}未查到这样的文件，但{search.gap.told}，不能断定没有。"
            return undecided(search.gap.reason, observed, expected=expected, evidence=evidence)
        observed = f"{place}没有标题含“{params.title_any[0]}”等词语的文件，是否应当公开另行判定。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    whole = normalise("\n".join(_all_text(each) for each in documents))
    lacking = [words[0] for words in params.elements if not any(normalise(word) in whole for word in words)]
    told = f"{place}查到{len(documents)}件文件（{documents[0].name}等），要素{len(names)}项"
    if not lacking:
        return Finding(Verdict.PASS, f"{told}，都有载明。", expected=expected, evidence=evidence)
    told = f"{told}中没有读到{len(lacking)}项：{'、'.join(lacking)}"
    gap = search.gap or next((gap for each in documents if (gap := _text_gap(each)) is not None), None)
    if gap is not None:
        return undecided(gap.reason, f"{told}；但{gap.told}，不能断定。", expected=expected, evidence=evidence)
    remedy = f"请在 {documents[0].facts.url} 补充公开：{'、'.join(lacking)}。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=evidence)


class _Copy:
    """One entry or document with the title sought: every reading of its date, and whether readers see it."""

    def __init__(self, item: ListedItem | Link, document: Opened | None) -> None:
        self.title, self.url = item.title, item.url
        listed = item.date if isinstance(item, ListedItem) else None
        read = document.facts.published if document is not None else None
        listed = listed or (document.facts.listed if document is not None else None)
        self.spans: tuple[Span, ...] = readings(read, listed)
        self.solid, self.told = solid(read, listed), told_date(read, listed)
        self.seen = document.seen if document is not None else None
        self.evidence: tuple[str, ...] = (document.evidence.id,) if document is not None else ()


def _copies(search: DocumentSearch, params: MissingParams) -> list[_Copy]:
    """Return the entries and documents with the title sought that do not surely lie before the first day."""
    by_address = {address(each.evidence.subject): each for each in search.documents}
    by_address |= {address(each.facts.url): each for each in search.documents}
    copies = [
        _Copy(item, by_address.get(address(item.url)))
        for facts in search.columns
        for item in facts.items
        if _titled(item.title, params.title_any)
    ]
    listed = {address(copy.url) for copy in copies}
    for each in search.documents:
        facts = each.facts
        if _titled(facts.title, params.title_any) and not {address(facts.url), address(each.evidence.subject)} & listed:
            copies.append(_Copy(Link(facts.title or "", facts.url), each))
    return [copy for copy in copies if not copy.spans or any(last >= params.since for _, last in copy.spans)]


def _judge_copies(
    given: Given[MissingParams],
    search: DocumentSearch,
    copies: Sequence[_Copy],
    deadline: date | None,
    told: tuple[str, str, tuple[str, ...]],
) -> Finding:
    words, expected, evidence = told
    as_of, since = given.as_of, given.params.since
    judged = [(copy, _timing(copy, since, deadline or as_of, as_of)) for copy in copies]
    parts = tuple(_part(copy, when) for copy, when in judged)
    good = next((copy for copy, when in judged if when is Timing.IN_TIME), None)
    if good is not None:
        observed = f"{given.site.name}已公开“{good.title}”，公布日期{good.told}。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence, parts=parts)
    if deadline is not None and as_of <= deadline:
        observed = f"{given.site.name}截至{day(as_of)}未查到{words}；期限{day(deadline)}尚未到。"
        return Finding(Verdict.PENDING, observed, expected=expected, evidence=evidence, parts=parts)
    doubt = _doubt(given, search, judged)
    if not judged and deadline is not None:
        doubt = doubt or stale_gap(given, given.params.columns, deadline)
    if doubt is not None:
        observed = f"{given.site.name}未能查明{words}是否按期公开：{doubt.told}。"
        finding = undecided(doubt.reason, observed, expected=expected, evidence=evidence)
        return Finding(
            finding.verdict, observed, expected, finding.remedy, finding.reason, finding.evidence, parts=parts
        )
    url = next((facts.url for facts in search.columns if facts.url), None) or given.site.url
    if judged:
        late = judged[0][0]
        limit = f"期限{day(deadline)}" if deadline is not None else "核查日"
        observed = f"{given.site.name}“{late.title}”公布日期是{late.told}，晚于{limit}。"
        remedy = f"请核对 {late.url} 的公布日期，如有误请更正；今后请按期公开。"
    else:
        limit = f"，期限{day(deadline)}已过" if deadline is not None else ""
        observed = f"{given.site.name}{_places(given, given.params.columns)}{day(since)}以来没有{words}{limit}。"
        remedy = f"请在 {url} 公开该文件；如已公布在别处或用了别的标题，请告知网址。"
    return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence, parts=parts)


def _timing(copy: _Copy, since: date, deadline: date, as_of: date) -> Timing:
    """Return whether the copy was published in the period; UNCLEAR where a reading lies before it."""
    if copy.spans and any(first < since for first, _ in copy.spans):
        return Timing.UNCLEAR
    if copy.seen is not None and copy.seen <= deadline and copy.spans:
        return Timing.IN_TIME
    when = timing(copy.spans, deadline=deadline, as_of=as_of)
    return Timing.UNCLEAR if when is Timing.LATE and not copy.solid else when


def _part(copy: _Copy, when: Timing) -> Part:
    verdicts = {Timing.IN_TIME: Verdict.PASS, Timing.LATE: Verdict.FAIL}
    observed = f"“{copy.title}”公布日期{copy.told}。"
    return Part(verdicts.get(when, Verdict.INCONCLUSIVE), copy.title, observed, copy.url, copy.evidence)


def _doubt(given: Given[MissingParams], search: DocumentSearch, judged: Sequence[tuple[_Copy, Timing]]) -> Gap | None:
    """Return why neither absence nor lateness can be claimed."""
    open_one = next((copy for copy, when in judged if when is not Timing.LATE), None)
    if open_one is not None:
        reason = Reason.DISPUTED_DATE if open_one.spans else Reason.NO_DATE
        return Gap(reason, f"“{open_one.title}”的公布日期{open_one.told}，不能断定")
    if search.gap is not None:
        return search.gap
    if not search.columns:
        return Gap(Reason.COVERAGE, "网站没有所列栏目，文件可能公开在别处")
    params = given.params
    titles = [item.title for facts in search.columns for item in facts.items if _recent(item, params.since)]
    titles += [each.facts.title or "" for each in search.documents]
    near = next((title for title in titles if _near(title, params)), None)
    return Gap(Reason.AMBIGUOUS, f"有标题相近的“{near}”，不能断定是否就是该文件") if near is not None else None


def _recent(item: ListedItem, since: date) -> bool:
    return item.date is None or item.date >= since


def _titled(title: str | None, words: Sequence[str]) -> bool:
    """Return whether a title has one of the words; an unknown title may."""
    if title is None:
        return True
    plain = _plain(title)
    return any(_plain(word) in plain for word in words)


@lru_cache(maxsize=4096)  # the titles of one site are held against the same few words by several checks
def _plain(title: str) -> str:
    return normalise(title)


def _near(title: str, params: MissingParams) -> bool:
    return not _titled(title, params.title_any) and (
        cut_short(title) or (bool(params.title_near) and _titled(title, params.title_near))
    )


def _may_be(title: str | None, params: MissingParams) -> bool:
    """Return whether an entry that failed to open matters: its title fits, is unknown, or is cut."""
    return title is None or _titled(title, params.title_any)


def _places(given: Given[Any], columns: Sequence[str]) -> str:
    return "、".join(f"“{given.title_of(column)}”" for column in columns) + "栏目"


def _all_text(document: Opened) -> str:
    facts = document.facts
    return "\n".join((facts.title or "", facts.text, *(link.title for link in facts.attachments)))


def _text_gap(document: Opened) -> Gap | None:
    facts = document.facts
    if facts.attachments:
        return Gap(Reason.UNREADABLE, f"{document.name}有附件“{facts.attachments[0].title}”，内容没有核对")
    if not facts.text.strip():
        return Gap(Reason.UNREADABLE, f"{document.name}的正文没有读出")
    if len(facts.text) >= _LONGEST_TEXT:
        return Gap(Reason.UNREADABLE, f"{document.name}的正文过长，只读了前{_LONGEST_TEXT}字")
    return None
