"""Two results side by side: which judgements differ, and what may explain it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from checks import Reason, Verdict
from crawler.model import Kind, Outcome
from rules.difference import Cause, Turn, difference
from rules.result import (
    SCHEMA,
    AuditResult,
    EvidenceCited,
    FindingResult,
    PlanSummary,
    RequirementResult,
    RulesUsed,
    Score,
    SiteResult,
    SourceCited,
    UnitResult,
)

SEEN = datetime(2022, 2, 14, 14, tzinfo=UTC)
NO_SCORE = Score(None, None, None)


def finding(verdict: Verdict = Verdict.PASS, **changes: Any) -> FindingResult:
    reason = Reason.NOT_REACHED if verdict is Verdict.INCONCLUSIVE else None
    made = FindingResult(
        id="f1",
        requirement="1",
        unit="czj",
        site="czj",
        check="column-missing",
        check_title="设有栏目",
        norm_title="条例",
        norm_clause="第六条",
        params={"column": "consultation"},
        verdict=verdict,
        observed="看到了。",
        expected="",
        remedy="",
        judged_how="",
        reason=reason,
        evidence=("e1",),
        parts=(),
    )
    return replace(made, **changes)


def result(*findings: FindingResult, facts: str = "aa", digest: str = "sha256:1", **changes: Any) -> AuditResult:
    source = SourceCited("http://czj.test/", SEEN, Outcome.OK, 200, None, None, digest)
    made = AuditResult(
        schema=SCHEMA,
        version="1",
        plan=PlanSummary("plan", "方案", None, "市政府", None, "x"),
        place="泽安市",
        as_of=date(2022, 2, 15),
        score=NO_SCORE,
        units=(UnitResult("czj", "市财政局", "department", "czj", None, NO_SCORE, {}),),
        requirements=(demand("1"),),
        sites=(site(),),
        cells=(),
        findings=findings,
        evidence=(EvidenceCited("e1", "czj", Kind.COLUMN, "consultation", Outcome.OK, SEEN, (source,), facts),),
        notices=(),
        rules=RulesUsed(("3",), {"column-missing": "c1"}),
    )
    return replace(made, **changes)


def demand(id_: str, text: str = "设立征集栏目") -> RequirementResult:
    return RequirementResult(
        id_, "任务", text, None, None, "online", "", 1.0, False, ("czj",), (), (), ("column-missing",), {}
    )


def site(**changes: Any) -> SiteResult:
    return replace(SiteResult("czj", "市财政局网站", "http://czj.test/", None, True, {}, SEEN, SEEN), **changes)


P, F, X = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE
DAY_AFTER = date(2022, 2, 16)


@pytest.mark.parametrize(
    ("story", "before", "after", "turn", "causes"),
    [
        ("the site changed", result(finding(P)), result(finding(F), facts="bb"), Turn.WORSE, (Cause.SITE,)),
        ("the site was mended", result(finding(F)), result(finding(P), facts="bb"), Turn.BETTER, (Cause.SITE,)),
        ("not reached", result(finding(P)), result(finding(X)), Turn.UNDECIDED, (Cause.REACH,)),
        ("reached again", result(finding(X)), result(finding(P), facts="bb"), Turn.DECIDED, (Cause.REACH,)),
        ("the day went by", result(finding(P)), result(finding(F), as_of=DAY_AFTER), Turn.WORSE, (Cause.DAY,)),
        ("due today", result(finding(Verdict.PENDING)), result(finding(F), as_of=DAY_AFTER), Turn.WORSE, (Cause.DAY,)),
        ("nothing explains it", result(finding(P)), result(finding(F)), Turn.WORSE, (Cause.NOISE,)),
        (
            "the check's code changed",
            result(finding(P)),
            result(finding(F), rules=RulesUsed(("3",), {"column-missing": "c2"})),
            Turn.WORSE,
            (Cause.RULES,),
        ),
        (
            "other extractors read the same bytes otherwise",
            result(finding(P)),
            result(finding(F), facts="bb", rules=RulesUsed(("4",), {"column-missing": "c1"})),
            Turn.WORSE,
            (Cause.RULES,),
        ),
        (
            "other extractors and other bytes",
            result(finding(P)),
            result(finding(F), facts="bb", digest="sha256:2", rules=RulesUsed(("4",), {"column-missing": "c1"})),
            Turn.WORSE,
            (Cause.SITE,),
        ),
        (
            "the requirement reads otherwise",
            result(finding(P)),
            result(finding(F), requirements=(demand("1", "设立征集和反馈栏目"),)),
            Turn.WORSE,
            (Cause.PLAN,),
        ),
        (
            "the parameters changed, and with them the id",
            result(finding(P)),
            result(finding(F, id="f2", params={"column": "consultation", "days": 3})),
            Turn.WORSE,
            (Cause.PLAN,),
        ),
        (
            "the unit has another site",
            result(finding(P)),
            result(finding(F, id="f2", site="portal"), facts="bb"),
            Turn.WORSE,
            (Cause.ROSTER, Cause.SITE),
        ),
        (
            "the same site at another address",
            result(finding(P)),
            result(finding(F), sites=(site(url="http://new.test/"),)),
            Turn.WORSE,
            (Cause.ROSTER,),
        ),
        ("a requirement more", result(requirements=()), result(finding(F)), Turn.ADDED, (Cause.PLAN,)),
        ("a requirement less", result(finding(F)), result(requirements=()), Turn.DROPPED, (Cause.PLAN,)),
        ("a unit more", result(), result(finding(F)), Turn.ADDED, (Cause.ROSTER,)),
    ],
)
def test_why_a_judgement_differs(
    story: str, before: AuditResult, after: AuditResult, turn: Turn, causes: tuple[Cause, ...]
) -> None:
    (change,) = difference(before, after).changes
    assert (change.turn, change.causes) == (turn, causes), story


def test_the_same_verdict_on_other_facts_is_counted_and_not_told() -> None:
    found = difference(result(finding(P)), result(finding(P, observed="今天看到了。"), facts="bb"))
    assert (found.changes, found.same, found.moved) == ((), 1, 1)


def test_a_result_beside_itself_differs_in_nothing() -> None:
    one = result(finding(P), finding(F, id="f2", check="column-blank"))
    found = difference(one, one)
    assert (found.changes, found.plan, found.roster, found.rules, found.sites) == ((), (), (), (), ())


def test_other_plans_are_not_compared() -> None:
    other = result(finding(F), plan=PlanSummary("other", "方案", None, "市政府", None, "x"))
    found = difference(result(finding(P)), other)
    assert not found.comparable
    assert found.changes == ()


def test_a_redesign_and_a_site_out_of_reach_are_told() -> None:
    redesigned = difference(result(), result(sites=(site(redesigned=SEEN, moved=180),))).sites
    assert [(each.site, each.redesigned, each.moved) for each in redesigned] == [("czj", SEEN, 180)]
    lost = difference(result(), result(sites=(site(reached=False),))).sites
    assert [(each.reached_before, each.reached_after) for each in lost] == [(True, False)]


def test_what_changed_in_plan_roster_and_rules_is_told_in_sentences() -> None:
    before = result(finding(P), requirements=(demand("1"), demand("2")))
    after = result(
        finding(P),
        requirements=(demand("1", "另一条"), demand("3")),
        units=(UnitResult("wjj", "市卫生健康局", "department", "wjj", None, NO_SCORE, {}),),
        rules=RulesUsed(("4",), {"column-missing": "c2"}),
    )
    found = difference(before, after)
    assert found.plan == ("方案新增要求 3。", "方案删去要求 2。", "方案修改了要求 1。")
    assert found.roster == ("名册新增单位：市卫生健康局。", "名册删去单位：市财政局。")
    assert found.rules == ("识读程序的版本由 3 变为 4。", "检查项的程序有变：column-missing。")
