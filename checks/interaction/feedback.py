"""Consultations (意见征集) and the publication of their results (征集结果反馈)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.coverage import (
    Gap,
    Sought,
    list_gap,
    reason_of,
    search_gap,
    sought,
    stale_gap,
    titles_of,
    told_outcome,
    unread_gap,
    unread_url,
)
from checks.durations import Duration
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, first_reason, undecided, worst
from checks.registry import check
from checks.timing import Timing, day, readings, solid, timing, told_date
from crawler.model import ColumnWant, ConsultationFacts, DocumentsWanted, Evidence, FeedbackFacts, Kind, Reading

CONSULTATION = "consultation"
FEEDBACK = "feedback"
ELSEWHERE = "notices"
"""Results are published among the notices, too; what stands there was published."""
_PHRASES = ("反馈", "采纳", "征集结果", "征求意见结果", "征求意见情况", "意见征集情况", "征集情况")
_SHOWN = 3


class FeedbackLate(Params):
    """How soon results must follow the close, and from which day of publication consultations are judged."""

    within: Duration
    since: date


def _wants(params: FeedbackLate, _as_of: date) -> Iterable[ColumnWant]:
    return feedback_wants(params.since)


def feedback_wants(since: date) -> Iterable[ColumnWant]:
    """Return what must be gathered: consultations published since a day, and results wherever they stand."""
    return (
        ColumnWant(CONSULTATION, since=since, documents=DocumentsWanted(Reading.CONSULTATION, since=since)),
        ColumnWant(FEEDBACK, since=since, documents=DocumentsWanted(Reading.FEEDBACK, since=since)),
        ColumnWant(
            ELSEWHERE, since=since, documents=DocumentsWanted(Reading.FEEDBACK, since=since, title_any=_PHRASES)
        ),
    )


@check(
    "consultation-feedback-late",
    needs={Kind.COLUMN, Kind.CONSULTATION},
    params=FeedbackLate,
    wants=_wants,
    title="征集结束后按期公开反馈结果",
    fail_title="征集结束后未按期公开反馈结果",
    norm=Norm("所适用的政务公开工作要点分工方案", "网上征求意见结束后公开反馈结果的要求（期限由方案规定）"),
)
def consultation_feedback_late(given: Given[FeedbackLate]) -> Finding:
    """The result of every consultation of the period was published within the limit after it closed.

    Why:
        征求意见而不反馈，公众无从知道意见是否被采纳；期限由各地方案规定，自征集截止日的次日起算。
    Passes when:
        起算日以来的每一项已到反馈期限的征集，都查到对应的结果反馈，且反馈日期的各种读法都不晚于期限。
        反馈日期早于截止日的，也算公开，但予以注明。
    Fails when:
        至少一项征集已过反馈期限，而征集、反馈和通知公告栏目已查全，没有对应的反馈，也没有疑似的反馈；
        或查到的反馈各种日期读法都晚于期限。
    Inconclusive when:
        截止日期不能确定；反馈期限已过而栏目没有查全、期限之后没有再看、有页面打不开，或有疑似反馈不能断定；
        反馈日期读不到、互相矛盾或晚于核查日；工作日历未公布。
    Not applicable when:
        栏目已查全，起算日以来没有征集。
    """
    params = given.params
    expected = f"{day(params.since)}以来的征集，在截止后{params.within.words}内（截止次日起算）公开反馈结果。"
    columns = (sought(given, CONSULTATION), sought(given, FEEDBACK))
    notices = sought(given, ELSEWHERE)
    gap = columns_gap(given, columns, params.since)
    absent = gap or gap_elsewhere(given, notices, params.since)
    judged = [each for look in given.of(Kind.CONSULTATION) if (each := _judge(look, given, absent)) is not None]
    evidence = cited(*(each.part.evidence for each in judged), *(column.evidence for column in (*columns, notices)))
    if not judged:
        return _none(given, columns, gap, expected, evidence)
    verdict = worst(judged)
    decisive = [each for each in judged if each.part.verdict is verdict]
    observed = _observed(given, judged, decisive)
    reason = first_reason(decisive) if verdict is Verdict.INCONCLUSIVE else None
    if gap is not None and verdict in {Verdict.PASS, Verdict.PENDING}:
        verdict, reason = Verdict.INCONCLUSIVE, gap.reason
        observed = f"{observed.rstrip('。')}；但{gap.told}，可能还有未查到的征集。"
    return Finding(
        verdict,
        observed,
        expected=expected,
        remedy=_remedy(verdict, decisive),
        reason=reason,
        evidence=evidence,
        parts=tuple(each.part for each in judged),
    )


def _none(
    given: Given[FeedbackLate], columns: tuple[Sought, Sought], gap: Gap | None, expected: str, evidence: Iterable[str]
) -> Finding:
    since = day(given.params.since)
    if gap is not None:
        observed = f"{given.site.name}未查到{since}以来的征集，但{gap.told}，不能断定没有。"
        return undecided(gap.reason, observed, expected=expected, evidence=evidence)
    facts = columns[0].facts
    why = "没有意见征集栏目" if facts is None or not facts.found else f"{since}以来没有开展网上征集"
    return Finding(Verdict.NOT_APPLICABLE, f"{given.site.name}{why}。", expected=expected, evidence=cited(evidence))


@dataclass(frozen=True, slots=True)
class _Held:
    """One consultation under judgement: its evidence id, its facts, and why absence cannot be claimed, if so."""

    evidence: str
    facts: ConsultationFacts
    given: Given[FeedbackLate]
    gap: Gap | None

    @property
    def closed(self) -> str:
        return f"“{self.facts.title}”于{day(self.facts.closes)}截止" if self.facts.closes else f"“{self.facts.title}”"

    def judged(self, verdict: Verdict, observed: str, reason: Reason | None = None, remedy: str = "") -> Judged:
        facts = self.facts
        return Judged(Part(verdict, facts.title, observed, facts.url, (self.evidence,)), reason, remedy)

    def open(self, reason: Reason, observed: str) -> Judged:
        return self.judged(Verdict.INCONCLUSIVE, observed, reason)


def _judge(look: Evidence, given: Given[FeedbackLate], gap: Gap | None) -> Judged | None:
    """Return the part for one consultation; None when it surely lies before the period."""
    facts = look.facts
    if not isinstance(facts, ConsultationFacts):
        observed = f"征集页面 {look.subject} {told_outcome(look.outcome)}，无法核对。"
        part = Part(Verdict.INCONCLUSIVE, look.subject, observed, look.subject, (look.id,))
        return Judged(part, reason_of(look.outcome))
    scope = in_period(facts, given.params.since)
    if scope is False:
        return None
    held = _Held(look.id, facts, given, gap)
    judged = _judge_consultation(held)
    if scope is None and judged.part.verdict is not Verdict.INCONCLUSIVE:
        told = f"公布日期{told_date(facts.published)}，不能断定是否在检查时段内"
        return held.open(Reason.DISPUTED_DATE, f"{judged.part.observed.rstrip('。')}；但{told}。")
    return judged


def in_period(facts: ConsultationFacts, since: date) -> bool | None:
    """Return whether the consultation was published in the period; None when its date leaves that open."""
    spans = readings(facts.published)
    if not spans:
        if facts.opens is not None and facts.opens >= since:
            return True
        return False if facts.closes is not None and facts.closes < since else None
    if all(first >= since for first, _ in spans):
        return True
    return False if all(last < since for _, last in spans) else None


def _judge_consultation(held: _Held) -> Judged:
    facts, given = held.facts, held.given
    if facts.closes is None:
        quote = f"（原文“{facts.closes_quote[:40]}”）" if facts.closes_quote else ""
        return held.open(Reason.NO_DATE, f"{held.closed}的征集截止日期不能确定{quote}。")
    if facts.closes >= given.as_of and facts.feedback is None:
        return held.judged(Verdict.PENDING, f"“{facts.title}”征集至{day(facts.closes)}，尚未结束。")
    deadline = given.params.within.end(facts.closes, given.calendar)
    if deadline is None:
        told = f"计算{given.params.within.words}所需的工作日历尚未公布"
        return held.open(Reason.NO_CALENDAR, f"{held.closed}，但{told}。")
    if facts.feedback is not None:
        return _judge_feedback(held, facts.feedback, deadline)
    return _judge_without(held, deadline)


def _judge_without(held: _Held, deadline: date) -> Judged:
    """Return the part for a closed consultation to which no feedback surely belongs."""
    facts, given = held.facts, held.given
    if given.as_of <= deadline:
        return held.judged(Verdict.PENDING, f"{held.closed}，反馈期限至{day(deadline)}，尚未到期。")
    if facts.candidates:
        other = facts.candidates[0]
        told = f"查到疑似反馈“{other.title}”（{other.url}），不能断定是否对应"
        return held.open(Reason.AMBIGUOUS, f"{held.closed}，{told}。")
    gap = held.gap or stale_gap(given, (CONSULTATION, FEEDBACK, ELSEWHERE), deadline)
    if gap is not None:
        told = f"期限{day(deadline)}已过，未查到反馈，但{gap.told}，不能断定没有反馈"
        return held.open(gap.reason, f"{held.closed}，{told}。")
    days = (given.as_of - deadline).days
    return held.judged(
        Verdict.FAIL,
        f"{held.closed}，应在{day(deadline)}前反馈，至{day(given.as_of)}未查到反馈，已逾期{days}天。",
        remedy=f"请在 {facts.url} 或征集结果反馈栏目公开“{facts.title}”的意见采纳情况。",
    )


def _judge_feedback(held: _Held, feedback: FeedbackFacts, deadline: date) -> Judged:
    """Return the part for a consultation whose feedback was found."""
    as_of, closes = held.given.as_of, held.facts.closes
    lead = f"{held.closed}，反馈“{feedback.title}”公布日期{told_date(feedback.published)}"
    when = timing(readings(feedback.published), deadline=deadline, as_of=as_of)
    match when:
        case Timing.IN_TIME:
            early = feedback.published is not None and closes is not None and feedback.published.value < closes
            odd = "，早于截止日期，请核对" if early else ""
            return held.judged(Verdict.PASS, f"{lead}，在{day(deadline)}的期限之内{odd}。")
        case Timing.UNKNOWN:
            return held.open(Reason.NO_DATE, f"{lead}，不能断定是否按期。")
        case Timing.FUTURE:
            return held.open(Reason.DISPUTED_DATE, f"{lead}，晚于核查日{day(as_of)}，日期可疑。")
        case Timing.UNCLEAR:
            return held.open(Reason.DISPUTED_DATE, f"{lead}，依据不一，不能断定是否在{day(deadline)}前公开。")
        case Timing.LATE:
            return _judge_late(held, feedback, deadline)


def _judge_late(held: _Held, feedback: FeedbackFacts, deadline: date) -> Judged:
    """Return the part for feedback whose every date is after the deadline; another page may have been earlier."""
    lead = f"{held.closed}，反馈“{feedback.title}”公布于{told_date(feedback.published)}，晚于期限{day(deadline)}"
    if feedback.published is not None:
        lead += f"{(feedback.published.value - deadline).days}天"
    doubt = held.gap
    if not solid(feedback.published):
        doubt = Gap(Reason.DISPUTED_DATE, "该日期不是页面上标明的发布日期")
    if held.facts.candidates:
        other = held.facts.candidates[0]
        doubt = Gap(Reason.AMBIGUOUS, f"另有疑似反馈“{other.title}”（{other.url}）")
    if doubt is not None:
        return held.open(doubt.reason, f"{lead}，但{doubt.told}，不能断定逾期。")
    within = held.given.params.within.words
    remedy = f"请核对 {feedback.url} 的公布日期，如有误请更正；今后征集请在截止后{within}内公开反馈。"
    return held.judged(Verdict.FAIL, f"{lead}。", remedy=remedy)


def columns_gap(given: Given[Any], columns: Iterable[Sought], since: date) -> Gap | None:
    """Return why absence cannot be claimed: both columns read back to `since`, or surely not there."""
    for column in columns:
        if column.gap is not None:
            return column.gap
        facts = column.facts
        if facts is None:
            return Gap(Reason.NOT_GATHERED, "没有采集征集栏目")
        if not facts.found:
            gap = search_gap(facts)
        else:
            gap = list_gap(facts, since) or unread_gap(facts.coverage)
            if gap is None and facts.coverage.undated:
                undated = facts.coverage.undated
                gap = Gap(Reason.NO_DATE, f"“{given.title_of(facts.column)}”栏目有{undated}条信息读不到日期")
        if gap is not None:
            return gap
    return None


def gap_elsewhere(given: Given[Any], notices: Sought, since: date) -> Gap | None:
    """Return why feedback may stand among the notices; entries whose titles speak of results were opened or matter."""
    if notices.gap is not None:
        return notices.gap
    facts = notices.facts
    if facts is None:
        return Gap(Reason.NOT_GATHERED, f"没有采集“{given.title_of(ELSEWHERE)}”栏目")
    if not facts.found:
        return search_gap(facts)
    titles = titles_of([facts])
    unread = (each for each in facts.coverage.unread if _speaks_of_results(titles.get(unread_url(each))))
    return list_gap(facts, since) or unread_gap(facts.coverage, tuple(unread))


def _speaks_of_results(title: str | None) -> bool:
    return title is None or any(phrase in title for phrase in _PHRASES)


def _observed(given: Given[FeedbackLate], judged: Sequence[Judged], decisive: Sequence[Judged]) -> str:
    shown = "；".join(each.part.observed.rstrip("。") for each in decisive[:_SHOWN])
    more = f"等{len(decisive)}项" if len(decisive) > _SHOWN else ""
    return f"{given.site.name}{day(given.params.since)}以来查到征集{len(judged)}项：{shown}{more}。"


def _remedy(verdict: Verdict, decisive: Sequence[Judged]) -> str:
    if verdict is Verdict.INCONCLUSIVE:
        return "请人工核查，或在条件具备后重新采集再判。"
    return "".join(each.remedy for each in decisive[:_SHOWN])
