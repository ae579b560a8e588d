"""Interpretations (政策解读): there is one for each policy that needs it, and it comes in time (NORMS 7)."""

from datetime import date

from checks.coverage import stale_gap
from checks.durations import Duration
from checks.interpretations.policies import Held, PolicyParams, judge_policies, policy_wants
from checks.model import Finding, Given, Norm, Reason, Verdict
from checks.parts import Judged
from checks.registry import check
from checks.timing import Timing, day, readings, solid, timing, told_date
from crawler.model import InterpretationFacts, Kind

_TOGETHER = "《国务院办公厅印发〈关于全面推进政务公开工作的意见〉实施细则的通知》（国办发〔2016〕80号）"


class InterpretationDue(PolicyParams):
    """The policies, and how long after a policy its interpretation may come."""

    within: Duration


@check(
    "interpretation-missing",
    needs={Kind.COLUMN, Kind.INTERPRETATION},
    params=InterpretationDue,
    wants=policy_wants,
    title="应当解读的文件都有解读",
    fail_title="应当解读的文件没有解读",
    norm=Norm(_TOGETHER, "政策性文件与解读材料同步组织、同步审签、同步部署（哪些文件和期限由方案规定）"),
)
def interpretation_missing(given: Given[InterpretationDue]) -> Finding:
    """Every policy of the period that needs one has an interpretation.

    Why:
        只发文件、不作解读，公众看不懂要做什么、能得到什么。
    Passes when:
        标题或文号在规定范围内的文件，都查到对应的解读：在解读栏目、在文件栏目，或附在文件自己的页面上。
    Fails when:
        至少一件本单位的文件，公布后已超过规定期限，解读栏目和文件栏目已查全，没有对应的解读，也没有疑似的解读；
        文件自己的页面也没有名为解读的附件或链接。
    Inconclusive when:
        有疑似解读（含只有图片、读不出所解读文件的）；没有解读栏目；栏目没有查全；文件日期读不到或相差太大；
        不能断定是本单位的文件；工作日历未公布。
    Not applicable when:
        栏目已查全，没有需要解读的文件（内部事务、人事任免等标题由方案排除）。
    """
    params = given.params
    expected = f"{day(params.since)}以来需要解读的文件，公布后{params.within.words}内都有解读。"
    return judge_policies(given, lambda held: _judge_missing(given, held), expected=expected, fine="都有解读或期限未到")


@check(
    "interpretation-late",
    needs={Kind.COLUMN, Kind.INTERPRETATION},
    params=InterpretationDue,
    wants=policy_wants,
    title="解读与文件同步公开",
    fail_title="解读晚于规定期限公开",
    norm=Norm(_TOGETHER, "政策性文件与解读材料同步部署（期限由方案规定）"),
)
def interpretation_late(given: Given[InterpretationDue]) -> Finding:
    """Every interpretation that was found came within the limit after its policy.

    Why:
        文件出台许久才解读，误解已经形成；要求解读与文件同步公开。
    Passes when:
        每件有解读的文件，至少一份解读的公布日期各种读法都不晚于文件公布日加期限，或在期限之内已经采集到，或附在文件页面上。
    Fails when:
        至少一件本单位的文件，查到的解读公布日期的各种读法都晚于期限，两者日期都标在页面或列表上，
        栏目已查全，没有疑似的其他解读。
    Inconclusive when:
        日期读不到、互相矛盾或晚于核查日；栏目没有查全或有疑似的其他解读；不能断定是本单位的文件；工作日历未公布。
    Not applicable when:
        栏目已查全，没有查到解读的文件（有没有解读由 interpretation-missing 判定）。
    """
    params = given.params
    expected = f"{day(params.since)}以来文件的解读，在文件公布后{params.within.words}内公开。"
    return judge_policies(given, lambda held: _judge_late(given, held), expected=expected, fine="解读都在期限之内公开")


def _judge_missing(given: Given[InterpretationDue], held: Held) -> Judged:
    facts, limit = held.facts, given.params.within
    if facts.interpretations:
        return held.judged(Verdict.PASS, f"{held.name}有解读“{facts.interpretations[0].title}”。")
    if held.files:
        return held.judged(Verdict.PASS, f"{held.name}的页面附有“{held.files[0].title}”。")
    told = f"{held.name}公布日期{told_date(facts.published, facts.listed)}"
    deadline = _deadline(given, held)
    if isinstance(deadline, Reason):
        words = "日期依据不一或读不到" if deadline is not Reason.NO_CALENDAR else f"计算{limit.words}的工作日历尚未公布"
        return held.open(deadline, f"{told}，没有查到解读，但{words}，不能断定是否已到期限。")
    if given.as_of <= deadline:
        return held.judged(Verdict.PENDING, f"{told}，解读期限至{day(deadline)}，尚未到期。")
    columns = (*given.params.policies, *given.params.interpretations)
    doubt = held.doubt() or stale_gap(given, columns, deadline)
    if doubt is not None:
        return held.open(doubt.reason, f"{told}，没有查到解读，但{doubt.told}，不能断定没有。")
    observed = f"{told}，至{day(given.as_of)}没有查到解读，期限{day(deadline)}已过。"
    return held.judged(Verdict.FAIL, observed, remedy=f"请公开{held.name}的解读，并与 {facts.url} 相互链接。")


def _judge_late(given: Given[InterpretationDue], held: Held) -> Judged | None:
    facts = held.facts
    if held.files:
        return held.judged(Verdict.PASS, f"{held.name}的页面附有“{held.files[0].title}”。")
    if not facts.interpretations:
        return None
    deadline = _deadline(given, held)
    if isinstance(deadline, Reason):
        return held.open(deadline, f"{_told_dates(held)}，不能计算期限。")
    times = [timing(readings(each.published), deadline=deadline, as_of=given.as_of) for each in facts.interpretations]
    if Timing.IN_TIME in times or held.seen <= deadline:
        return held.judged(Verdict.PASS, f"{_told_dates(held)}，不晚于期限{day(deadline)}。")
    if any(when is not Timing.LATE for when in times) or not _solid(held):
        reason = Reason.NO_DATE if all(when is Timing.UNKNOWN for when in times) else Reason.DISPUTED_DATE
        observed = f"{_told_dates(held)}，依据不一或不足，不能断定是否在{day(deadline)}前公开。"
        return held.open(reason, observed)
    return _judge_lateness(held, deadline)


def _judge_lateness(held: Held, deadline: date) -> Judged:
    """Return the part of a policy all of whose interpretations surely came late; an earlier one may be unread."""
    lead, doubt = f"{_told_dates(held)}，晚于期限{day(deadline)}", held.doubt()
    if doubt is not None:
        return held.open(doubt.reason, f"{lead}，但{doubt.told}，不能断定。")
    remedy = f"请核对 {_first(held).url} 的公布日期，如有误请更正；今后请将解读与文件同步公开。"
    return held.judged(Verdict.FAIL, f"{lead}。", remedy=remedy)


def _told_dates(held: Held) -> str:
    facts, first = held.facts, _first(held)
    own = told_date(facts.published, facts.listed)
    return f"{held.name}公布日期{own}，解读“{first.title}”公布日期{told_date(first.published)}"


def _first(held: Held) -> InterpretationFacts:
    return min(held.facts.interpretations, key=_earliest)


def _deadline(given: Given[InterpretationDue], held: Held) -> date | Reason:
    """Return the last day by the latest reading of the policy's date, or why there is none."""
    if not held.spans:
        return Reason.NO_DATE
    latest = max(last for _, last in held.spans)
    if latest > given.as_of:
        return Reason.DISPUTED_DATE
    deadline = given.params.within.end(latest, given.calendar)
    return Reason.NO_CALENDAR if deadline is None else deadline


def _earliest(facts: InterpretationFacts) -> date:
    return min((first for first, _ in readings(facts.published)), default=date.max)


def _solid(held: Held) -> bool:
    return solid(held.facts.published, held.facts.listed) and all(
        solid(each.published) for each in held.facts.interpretations
    )
