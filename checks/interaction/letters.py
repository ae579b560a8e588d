"""A channel for the public to write to, replies in time, and letters published whole (NORMS N01-V5, N12-M1)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field

from checks.coverage import Gap, address, form_gap, list_gap, search_gap, sought, told_outcome, unread_gap, unread_url
from checks.coverage import reason_of as reason_for
from checks.documents.search import DocumentSearch, summed
from checks.durations import Duration
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, undecided
from checks.registry import check
from checks.timing import day
from crawler.model import (
    ColumnFacts,
    ColumnWant,
    DocumentsWanted,
    Evidence,
    Form,
    Interaction,
    Kind,
    MessageFacts,
    Outcome,
    Reading,
)

_INDICATORS = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
_OPEN = ("未答复", "未回复", "未办结", "办理中", "处理中", "受理中", "待办理", "待回复", "待答复", "待处理")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FEW = 2
"""Letters beside the one judged that show an element, from which on the site's pages are known to have it."""


class ChannelParams(Params):
    """The columns that count as a channel."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)


class LettersParams(Params):
    """Where letters are published with their replies, and from which day on they are judged."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    since: date


class ReplyDue(LettersParams):
    """The letters, and how soon after it was received one must be answered."""

    within: Duration


class ReplyElement(StrEnum):
    """What a published letter must show."""

    RECEIVED = "received"
    REPLIED = "replied"
    DEPARTMENT = "department"
    ANSWER = "answer"
    STATISTICS = "statistics"


_ELEMENTS = {
    ReplyElement.RECEIVED: "受理日期",
    ReplyElement.REPLIED: "答复日期",
    ReplyElement.DEPARTMENT: "答复部门",
    ReplyElement.ANSWER: "答复内容",
    ReplyElement.STATISTICS: "统计数据",
}


class ReplyElements(LettersParams):
    """The letters, and what each must show; the statistics are the column's."""

    elements: tuple[ReplyElement, ...] = Field(min_length=1)


def _channel_wants(params: ChannelParams, as_of: date) -> Iterable[ColumnWant]:
    # No item of the list is wanted, hence the day: without one a list is read to its end.
    wish = DocumentsWanted(Reading.CHANNEL, since=as_of)
    return tuple(ColumnWant(column, documents=wish) for column in params.columns)


def _letter_wants(params: LettersParams, _as_of: date) -> Iterable[ColumnWant]:
    wish = DocumentsWanted(Reading.MESSAGE, since=params.since)
    return tuple(ColumnWant(column, since=params.since, documents=wish) for column in params.columns)


def _element_wants(params: ReplyElements, as_of: date) -> Iterable[ColumnWant]:
    yield from _letter_wants(params, as_of)
    if ReplyElement.STATISTICS in params.elements:
        yield from _channel_wants(ChannelParams(columns=params.columns), as_of)


@check(
    "channel-missing",
    needs={Kind.COLUMN},
    params=ChannelParams,
    wants=_channel_wants,
    title="有可用的网上咨询建言渠道",
    fail_title="没有网上咨询建言渠道",
    norm=Norm(_INDICATORS, "单项否决指标“互动回应差”：未提供有效的网上咨询建言渠道（网上信访、纪检举报除外）"),
)
def channel_missing(given: Given[ChannelParams]) -> Finding:
    """The site has a page on which the public can write to the office and send it.

    Why:
        公众有问题无处可问、有建议无处可提，是检查指标的单项否决情形。
    Passes when:
        所列栏目的页面，或其上名为写信、留言、咨询的页面，有可填写内容并提交的表单。只看表单，从不提交。
    Fails when:
        应查之处都没有这类栏目（网上信访、纪检举报不算）；或栏目页面没有脚本，也没有表单和通向表单的链接。
    Inconclusive when:
        渠道在其他网站；要登录才能填写；页面有脚本（表单可能由脚本写入）；页面打不开；栏目没有查全或有名称相近的栏目。
    Not applicable when:
        无。
    """
    columns = [sought(given, column) for column in given.params.columns]
    evidence = cited(*(column.evidence for column in columns))
    places = "、".join(f"“{given.title_of(column)}”" for column in given.params.columns)
    expected = f"网站提供可以填写并提交的咨询建言渠道（{places}）。"
    found = [column.facts for column in columns if column.facts is not None and column.facts.found]
    for facts in found:
        entrance = next((each for each in _entrances(facts) if each.writes and not each.off_site), None)
        if entrance is not None:
            named = [field for field in entrance.fields if _HAN.search(field)][:4]
            fields = f"，可填写{'、'.join(named)}等{len(entrance.fields)}项" if named else ""
            observed = (
                f"{given.site.name}“{facts.name or facts.column}”有可填写并提交的表单（{entrance.url}）{fields}。"
            )
            return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    gap = next((column.gap for column in columns if column.gap is not None), None)
    gap = gap or next((each for one in columns if one.facts and (each := _channel_gap(one.facts)) is not None), None)
    if gap is not None:
        observed = f"{given.site.name}没有看到可填写的表单，但{gap.told}，不能断定没有渠道。"
        return undecided(gap.reason, observed, expected=expected, evidence=evidence)
    what = "栏目页面没有表单，也没有通向表单的链接" if found else f"首页、导航等应查之处都没有{places}一类的栏目"
    remedy = f"请在 {found[0].url if found and found[0].url else given.site.url} 提供可填写并提交的咨询建言渠道。"
    return Finding(Verdict.FAIL, f"{given.site.name}{what}。", expected=expected, remedy=remedy, evidence=evidence)


@check(
    "reply-late",
    needs={Kind.COLUMN, Kind.MESSAGE},
    params=ReplyDue,
    wants=_letter_wants,
    title="公众来信按期答复",
    fail_title="公众来信逾期答复",
    norm=Norm(_INDICATORS, "单项否决指标“互动回应差”：对有效留言超过3个月未答复（期限由方案规定）"),
)
def reply_late(given: Given[ReplyDue]) -> Finding:
    """Every published letter of the period was answered within the limit after it was received.

    Why:
        来信石沉大海，渠道就形同虚设。
    Passes when:
        公开的每封来信，标注的答复日期都不晚于标注的受理（来信）日期加期限。
    Fails when:
        至少一封来信，标注的答复日期晚于期限；或标着未答复、办理中，而期限已过。
    Inconclusive when:
        来信没有标注受理或答复日期；答复日期早于受理日期或晚于采集日；工作日历未公布；栏目没有查全
        （没有答复的来信通常不公开，查到的都按期，也只说明公开的部分）。
    Not applicable when:
        栏目已查全，起算日以来没有公开的来信。
    """
    limit = given.params.within
    expected = f"{day(given.params.since)}以来公开的来信，自受理次日起{limit.words}内答复。"
    return _judge_letters(given, lambda look, facts: _judge_reply(given, look, facts), expected, "都按期答复")


@check(
    "reply-elements-missing",
    needs={Kind.COLUMN, Kind.MESSAGE},
    params=ReplyElements,
    wants=_element_wants,
    title="公开的来信要素齐全",
    fail_title="公开的来信要素不全",
    norm=Norm(
        "所适用的政务公开工作要点分工方案或检查指标", "公开的来信列明受理日期、答复日期、答复部门、答复内容和统计数据"
    ),
)
def reply_elements_missing(given: Given[ReplyElements]) -> Finding:
    """Every published letter shows when it was received and answered, by whom, and what; the column counts them.

    Why:
        列明要素，公众才能看出谁在办、多久办、办得怎样。
    Passes when:
        每封公开的来信都读到要求的要素；要求统计数据的，栏目页面有来信、答复的件数。
    Fails when:
        至少一封来信没有某个要素，而本网站另有两封以上的来信写有该要素（说明页面有这一项，只是没有填）。统计数据从不据此判定。
    Inconclusive when:
        缺的要素在其他来信中也没有（可能用了别的名称）；栏目页面没有读到统计数据；有页面不能读作来信；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有公开的来信。
    """
    wanted: list[ReplyElement] = [each for each in given.params.elements if each is not ReplyElement.STATISTICS]
    letters = [each.facts for each in given.of(Kind.MESSAGE) if isinstance(each.facts, MessageFacts)]
    known: Counter[ReplyElement] = Counter(each for facts in letters for each in wanted if _shows(facts, each))
    told = "、".join(_ELEMENTS[each] for each in given.params.elements)
    expected = f"{day(given.params.since)}以来公开的来信列明{told}。"
    finding = _judge_letters(
        given, lambda look, facts: _judge_elements(look, facts, wanted, known), expected, f"都列明{told}"
    )
    if ReplyElement.STATISTICS not in given.params.elements or finding.verdict is not Verdict.PASS:
        return finding
    statistics = next((text for column in given.params.columns if (text := _statistics(given, column))), None)
    if statistics is None:
        observed = f"{finding.observed.rstrip('。')}；但栏目页面没有读到统计数据，可能由脚本写入或在别处。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=finding.evidence)
    observed = f"{finding.observed.rstrip('。')}；统计数据：“{statistics[:60]}”。"
    return Finding(Verdict.PASS, observed, expected=expected, evidence=finding.evidence, parts=finding.parts)


def _entrances(facts: ColumnFacts) -> Iterable[Any]:
    return facts.interaction.entrances if facts.interaction is not None else ()


def _channel_gap(facts: ColumnFacts) -> Gap | None:
    """Return why the column may offer a channel that was not seen."""
    if not facts.found:
        return search_gap(facts)
    interaction = facts.interaction
    if interaction is None:
        return form_gap(facts) if facts.form is not Form.FORM else Gap(Reason.NOT_GATHERED, "没有读取栏目的表单")
    return _entrance_gap(interaction)


def _entrance_gap(interaction: Interaction) -> Gap | None:
    if interaction.unread:
        word, _, url = interaction.unread[0].partition(" ")
        outcome = Outcome(word) if word in set(Outcome) else Outcome.OUR_FAULT
        return Gap(reason_for(outcome), f"页面 {url} {told_outcome(outcome)}")
    elsewhere = next((each for each in interaction.entrances if each.off_site), None)
    if elsewhere is not None:
        return Gap(Reason.AMBIGUOUS, f"“{elsewhere.title}”链接到其他网站（{elsewhere.url}）")
    if any(each.login for each in interaction.entrances):
        return Gap(Reason.AMBIGUOUS, "页面要求登录，登录之后的表单没有查看")
    return Gap(Reason.UNREADABLE, "页面有脚本，表单可能由脚本写入") if interaction.scripted else None


def _judge_letters(
    given: Given[Any], judge: Callable[[Evidence, MessageFacts], Judged | None], expected: str, fine: str
) -> Finding:
    params: LettersParams = given.params
    columns = [sought(given, column) for column in params.columns]
    found = tuple(each.facts for each in columns if each.facts is not None and each.facts.found)
    gap = next((each.gap for each in columns if each.gap is not None), None)
    gap = gap or next((each for one in columns if one.facts and (each := _letters_gap(one.facts, params.since))), None)
    judged = []
    for look in given.of(Kind.MESSAGE):
        facts = look.facts
        if isinstance(facts, MessageFacts):
            if facts.column in params.columns and _since(facts, params.since):
                judged.append(judge(look, facts))
        else:
            told = "不能读作来信" if look.outcome is Outcome.UNREADABLE else told_outcome(look.outcome)
            gap = gap or Gap(reason_for(look.outcome), f"页面 {look.subject} {told}")
    evidence = cited(*(each.evidence for each in columns))
    if gap is None and not any(judged):
        observed = f"{given.site.name}{day(params.since)}以来没有公开的来信及答复可供核对。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    search = DocumentSearch((), found, gap, evidence)
    return summed(given, search, [each for each in judged if each is not None], expected=expected, fine=fine)


def _letters_gap(facts: ColumnFacts, since: date) -> Gap | None:
    """Return why there may be letters that were not read; a column that is itself a form lists none."""
    if not facts.found:
        return search_gap(facts)
    if facts.form in {Form.FORM, Form.TEXT}:
        return unread_gap(facts.coverage)
    listed = {address(item.url) for item in facts.items if item.date is not None and item.date < since}
    unread = [entry for entry in facts.coverage.unread if unread_url(entry) not in listed]
    return list_gap(facts, since) or unread_gap(facts.coverage, unread)


def _since(facts: MessageFacts, since: date) -> bool:
    """Return whether the letter may belong to the period: it was received in it, or its date is not known."""
    known = facts.received or facts.listed
    return known is None or known >= since


def _judged(
    look: Evidence, facts: MessageFacts, verdict: Verdict, told: str, *, reason: Reason | None = None, remedy: str = ""
) -> Judged:
    name = f"“{facts.title}”" if facts.title else f"来信 {facts.url} "
    return Judged(Part(verdict, facts.title or facts.url, f"{name}{told}。", facts.url, (look.id,)), reason, remedy)


def _judge_reply(given: Given[ReplyDue], look: Evidence, facts: MessageFacts) -> Judged:
    received, replied = facts.received, facts.replied
    if received is None:
        return _judged(look, facts, Verdict.INCONCLUSIVE, "没有读到受理日期", reason=Reason.NO_DATE)
    deadline = given.params.within.end(received, given.calendar)
    if deadline is None:
        told = f"：计算{given.params.within.words}所需的工作日历尚未公布"
        return _judged(look, facts, Verdict.INCONCLUSIVE, told, reason=Reason.NO_CALENDAR)
    if replied is None:
        return _judge_unanswered(given, look, facts, deadline)
    told = f"{day(received)}受理，{day(replied)}答复"
    if replied < received or replied > (look.seen_at + timedelta(hours=8)).date():
        return _judged(look, facts, Verdict.INCONCLUSIVE, f"{told}，先后不合理", reason=Reason.DISPUTED_DATE)
    if replied <= deadline:
        return _judged(look, facts, Verdict.PASS, f"{told}，不晚于期限{day(deadline)}")
    late = f"{told}，晚于期限{day(deadline)}{(replied - deadline).days}天"
    remedy = f"请核对 {facts.url} 的日期，如有误请更正；今后来信请在{given.params.within.words}内答复。"
    return _judged(look, facts, Verdict.FAIL, late, remedy=remedy)


def _judge_unanswered(given: Given[ReplyDue], look: Evidence, facts: MessageFacts, deadline: date) -> Judged:
    """Return the part of a letter without a labelled day of reply: only its own mark says that it is unanswered."""
    status = facts.status or ""
    told = f"{day(facts.received)}受理，标注“{status[:20]}”" if facts.received else "没有读到受理日期"
    if not any(word in status for word in _OPEN) or facts.answer:
        return _judged(look, facts, Verdict.INCONCLUSIVE, "没有读到答复日期", reason=Reason.NO_DATE)
    if given.as_of <= deadline:
        return _judged(look, facts, Verdict.PENDING, f"{told}，答复期限至{day(deadline)}，尚未到期")
    seen = (look.seen_at + timedelta(hours=8)).date()
    if seen <= deadline:
        told = f"{told}，采集于{day(seen)}，期限{day(deadline)}之后没有再看"
        return _judged(look, facts, Verdict.INCONCLUSIVE, told, reason=Reason.COVERAGE)
    remedy = f"请答复 {facts.url} 的来信并公开。"
    return _judged(look, facts, Verdict.FAIL, f"{told}，期限{day(deadline)}已过", remedy=remedy)


def _judge_elements(
    look: Evidence, facts: MessageFacts, wanted: Sequence[ReplyElement], known: Counter[ReplyElement]
) -> Judged | None:
    if facts.replied is None and facts.answer is None and facts.status is not None:
        # Not answered yet: nothing of a reply can be shown; whether it is late is another question.
        return None
    missing = [each for each in wanted if not _shows(facts, each)]
    if not missing:
        return _judged(look, facts, Verdict.PASS, f"列明{'、'.join(_ELEMENTS[each] for each in wanted)}")
    sure = [each for each in missing if known[each] >= _FEW]
    if not sure:
        told = f"没有读到{'、'.join(_ELEMENTS[each] for each in missing)}，可能用了别的名称"
        return _judged(look, facts, Verdict.INCONCLUSIVE, told, reason=Reason.UNREADABLE)
    words = "、".join(_ELEMENTS[each] for each in sure)
    told = f"没有列明{words}，而其他来信列有"
    return _judged(look, facts, Verdict.FAIL, told, remedy=f"请在 {facts.url} 补充{words}。")


def _shows(facts: MessageFacts, element: ReplyElement) -> bool:
    return getattr(facts, element.value) is not None


def _statistics(given: Given[Any], column: str) -> str | None:
    facts = sought(given, column).facts
    return facts.interaction.statistics if facts is not None and facts.interaction is not None else None
