"""Results of consultations say what came in and what became of it (NORMS 6)."""

from collections.abc import Iterable
from datetime import date

from checks.coverage import Gap, reason_of, sought, told_outcome
from checks.documents.search import DocumentSearch, summed
from checks.interaction.feedback import (
    CONSULTATION,
    ELSEWHERE,
    FEEDBACK,
    columns_gap,
    feedback_wants,
    gap_elsewhere,
    in_period,
)
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited
from checks.registry import check
from checks.timing import day
from crawler.model import ColumnWant, ConsultationFacts, Evidence, FeedbackFacts, Kind

_LEAST = 20
"""Characters below which a page has no text to judge by; the result may be a picture."""


class SubstanceParams(Params):
    """From which day of publication consultations are judged."""

    since: date

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a finding names."""
        return (CONSULTATION, FEEDBACK)


def _wants(params: SubstanceParams, _as_of: date) -> Iterable[ColumnWant]:
    return feedback_wants(params.since)


@check(
    "feedback-without-substance",
    needs={Kind.COLUMN, Kind.CONSULTATION},
    params=SubstanceParams,
    wants=_wants,
    title="征集反馈写明意见的收集和采纳情况",
    fail_title="征集反馈没有写明意见的收集和采纳情况",
    norm=Norm("所适用的政务公开工作要点分工方案", "公开意见收集、采纳情况（不采纳的说明理由）"),
)
def feedback_without_substance(given: Given[SubstanceParams]) -> Finding:
    """Every published result says how many opinions came in, how many were adopted, or why not.

    Why:
        只说“征集已结束、感谢参与”的反馈，公众无从知道意见有没有人看、采纳了没有。
    Passes when:
        查到的每份反馈都读到收到、采纳或未采纳意见的条数（包括没有收到意见），或不采纳的理由。
    Fails when:
        至少一份反馈的正文已读出，没有条数、没有理由，也没有谈到采纳，页面没有附件和图片；
        征集、反馈和通知公告栏目已查全，没有其他可能的反馈。
    Inconclusive when:
        反馈谈到采纳情况而没有读到条数或理由；内容可能在附件或图片里；正文没有读出；栏目没有查全；征集页面打不开。
    Not applicable when:
        栏目已查全，起算日以来没有查到有反馈的征集（反馈是否逾期由 consultation-feedback-late 判定）。
    """
    since = given.params.since
    columns = (sought(given, CONSULTATION), sought(given, FEEDBACK))
    notices = sought(given, ELSEWHERE)
    gap = columns_gap(given, columns, since)
    doubt = gap or gap_elsewhere(given, notices, since)
    judged = [part for each in given.of(Kind.CONSULTATION) if (part := _judge(each, since, doubt)) is not None]
    evidence = cited(*(each.evidence for each in (*columns, notices)))
    found = tuple(each.facts for each in columns if each.facts is not None and each.facts.found)
    expected = f"{day(since)}以来征集的反馈写明收到、采纳意见的条数，或不采纳的理由。"
    search = DocumentSearch((), found, gap, evidence)
    return summed(given, search, judged, expected=expected, fine="反馈都写明了意见的条数或理由")


def _judge(look: Evidence, since: date, doubt: Gap | None) -> Judged | None:
    """Return the part for one consultation with a result; None when it has none or surely lies before the period."""
    facts = look.facts
    if not isinstance(facts, ConsultationFacts):
        observed = f"征集页面 {look.subject} {told_outcome(look.outcome)}，无法核对。"
        return Judged(
            Part(Verdict.INCONCLUSIVE, look.subject, observed, look.subject, (look.id,)), reason_of(look.outcome)
        )
    scope = in_period(facts, since)
    if scope is False or facts.feedback is None:
        return None
    if scope is None:
        doubt = doubt or Gap(Reason.DISPUTED_DATE, "征集的公布日期不明，不能断定是否在检查时段内")
    verdict, reason, told, remedy = _judged(facts.feedback, doubt)
    observed = f"“{facts.title}”的反馈“{facts.feedback.title}”{told}。"
    return Judged(Part(verdict, facts.title, observed, facts.feedback.url, (look.id,)), reason, remedy)


def _judged(feedback: FeedbackFacts, doubt: Gap | None) -> tuple[Verdict, Reason | None, str, str]:
    numbers = (("收到意见", feedback.received), ("采纳", feedback.adopted), ("未采纳", feedback.rejected))
    told = [f"{word}{count}条" for word, count in numbers if count is not None]
    if feedback.refusals:
        told.append(f"说明了理由（“{feedback.refusals[0][:40]}”）")
    if told:
        return Verdict.PASS, None, f"写明{'、'.join(told)}", ""
    unread = _unread(feedback)
    if unread is not None:
        return Verdict.INCONCLUSIVE, unread.reason, unread.told, ""
    told_plain = f"共{feedback.length}字，没有意见的条数，没有采纳与否和理由"
    if doubt is not None:
        return Verdict.INCONCLUSIVE, doubt.reason, f"{told_plain}，但{doubt.told}，不能断定", ""
    return Verdict.FAIL, None, told_plain, f"请在 {feedback.url} 补充收到和采纳意见的情况，未采纳的说明理由。"


def _unread(feedback: FeedbackFacts) -> Gap | None:
    """Return why a result without figures may still have substance."""
    if feedback.speaks is not None:
        return Gap(Reason.AMBIGUOUS, f"谈到处理情况（“{feedback.speaks[:60]}”），没有读到条数或理由")
    if feedback.attachments:
        return Gap(Reason.UNREADABLE, f"有附件“{feedback.attachments[0].title}”，内容没有核对")
    if feedback.pictured:
        return Gap(Reason.UNREADABLE, "正文有图片，内容没有核对")
    if feedback.length is None or feedback.length < _LEAST:
        return Gap(Reason.UNREADABLE, "的正文没有读出")
    return None
