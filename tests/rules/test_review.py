"""People's verdicts and waivers: what they decide, what they may not, and that nothing is dropped silently."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from checks import Verdict
from crawler.model import Evidence
from rules.evaluate import evaluate
from rules.model import Plan
from rules.result import AuditResult, Cell, FindingResult, result_from_json, result_to_json
from rules.review import Review, ReviewKind
from rules.roster import Roster

AS_OF = date(2022, 2, 15)
Make = Callable[..., Evidence]


@pytest.fixture(scope="module")
def judge(plan: Plan, roster: Roster, home: Make, column: Make) -> Callable[..., AuditResult]:
    """Judge the small plan with reviews."""
    evidence = [
        home("portal"),
        column("portal", "regulations", found=False),
        home("czj"),
        column("czj", "budget"),
        column("czj", "interpretation", items=0),
        home("qinghe"),
        column("qinghe", "interpretation"),
    ]

    def run(*reviews: Review, as_of: date = AS_OF) -> AuditResult:
        return evaluate(plan, roster, evidence, as_of=as_of, reviews=reviews)

    return run


def entry(requirement: str, unit: str, verdict: str, **more: object) -> Review:
    waiver = verdict == "waiver"
    made = Review(
        requirement=requirement,
        unit=unit,
        kind=ReviewKind.WAIVER if waiver else ReviewKind.VERDICT,
        verdict=Verdict.NOT_APPLICABLE if waiver else Verdict(verdict),
        reason="查阅了会议纪要",
        author="李四",
        made=date(2022, 2, 20),
        document="泽府办〔2022〕3号",
        until=date(2022, 12, 31) if waiver else None,
        source="reviews.yaml 第 2 行",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def cell(result: AuditResult, requirement: str, unit: str) -> Cell:
    return next(each for each in result.cells if (each.requirement, each.unit) == (requirement, unit))


def findings(result: AuditResult, requirement: str, unit: str) -> list[FindingResult]:
    return [each for each in result.findings if (each.requirement, each.unit) == (requirement, unit)]


# what is reviewed: (reviews, requirement, unit, verdict of the cell, still needs a person, verdicts of the findings)
APPLIED: dict[str, tuple[Sequence[Review], str, str, str, bool, list[str]]] = {
    "nothing": ((), "1", "czj", "pass", True, ["pass"]),
    "the person's share, met": ([entry("1", "czj", "pass")], "1", "czj", "pass", False, ["pass"]),
    "the person's share, not met": ([entry("1", "czj", "fail")], "1", "czj", "fail", False, ["pass"]),
    "an offline requirement": ([entry("4", "office", "pass")], "4", "office", "pass", False, []),
    "by a group phrase": ([entry("1", "各镇街", "pass")], "1", "qinghe", "pass", False, []),
    "by an alias": ([entry("1", "财政分局", "fail")], "1", "czj", "fail", False, ["pass"]),
    "undecided findings of a cell": (
        [entry("3", "sjj", "pass")],
        "3",
        "sjj",
        "pass",
        False,
        ["pass", "pass"],
    ),
    "a finding overruled": (
        [entry("3", "czj", "pass", check="column-blank")],
        "3",
        "czj",
        "pass",
        False,
        ["pass", "pass"],
    ),
    "a finding that a person finds worse": (
        [entry("1", "czj", "fail", check="column-missing")],
        "1",
        "czj",
        "fail",
        True,
        ["fail"],
    ),
    "a whole cell waived": ([entry("2", "sjj", "waiver")], "2", "sjj", "not-applicable", False, ["not-applicable"]),
    "one check waived": (
        [entry("3", "czj", "waiver", check="column-blank")],
        "3",
        "czj",
        "pass",
        False,
        ["pass", "not-applicable"],
    ),
    "a partial cell waived": ([entry("1", "czj", "waiver")], "1", "czj", "not-applicable", False, ["not-applicable"]),
    "the newer of two": (
        [entry("4", "office", "fail", made=date(2022, 3, 2)), entry("4", "office", "pass")],
        "4",
        "office",
        "fail",
        False,
        [],
    ),
    "one unit's own before its group's": (
        [entry("1", "各镇街", "pass"), entry("1", "qinghe", "fail")],
        "1",
        "qinghe",
        "fail",
        False,
        [],
    ),
    "the last day of a waiver": (
        [entry("2", "sjj", "waiver", until=AS_OF)],
        "2",
        "sjj",
        "not-applicable",
        False,
        ["not-applicable"],
    ),
    "of this plan": ([entry("4", "office", "pass", plan="small-2021")], "4", "office", "pass", False, []),
}


@pytest.mark.parametrize("case", APPLIED)
def test_what_a_review_decides(case: str, judge: Callable[..., AuditResult]) -> None:
    """A verdict decides the person's share and what is undecided, or the check it names; a waiver all of it."""
    reviews, requirement, unit, verdict, needs_person, verdicts = APPLIED[case]
    result = judge(*reviews)
    found = cell(result, requirement, unit)
    assert (found.verdict, found.needs_person) == (verdict, needs_person)
    assert sorted(each.verdict for each in findings(result, requirement, unit)) == sorted(verdicts)
    plain = judge()
    untouched = {(each.requirement, each.unit): each for each in plain.cells}
    for each in result.cells:
        if (each.requirement, each.unit) != (requirement, unit):
            same_group = any(review.unit == "各镇街" for review in reviews)
            assert each == untouched[each.requirement, each.unit] or same_group


def test_the_original_is_kept_and_shown(judge: Callable[..., AuditResult]) -> None:
    """An overruled finding keeps what the check said and saw; who, why, on what ground and until when stand beside."""
    before = next(each for each in findings(judge(), "3", "czj") if each.verdict is Verdict.FAIL)
    result = judge(entry("3", "czj", "pass", check=before.id))
    after = next(each for each in result.findings if each.id == before.id)
    assert after.review is not None
    assert (after.review.original, after.verdict) == (Verdict.FAIL, Verdict.PASS)
    assert (after.observed, after.expected, after.remedy, after.evidence) == (
        before.observed,
        before.expected,
        before.remedy,
        before.evidence,
    )
    assert (after.check_title, before.check_title) != (before.check_title, after.check_title)
    assert (after.review.author, after.review.document, after.review.reason) == (
        "李四",
        "泽府办〔2022〕3号",
        "查阅了会议纪要",
    )
    assert result_from_json(result_to_json(result)) == result
    waived = cell(judge(entry("2", "sjj", "waiver")), "2", "sjj").review
    assert waived is not None
    assert (waived.kind, waived.original, waived.until) == ("waiver", Verdict.FAIL, date(2022, 12, 31))


# why an entry is not applied: (reviews, words of the notice)
REPORTED: dict[str, tuple[Sequence[Review], tuple[str, ...]]] = {
    "expired": (
        [entry("2", "sjj", "waiver", until=date(2022, 2, 14))],
        ("2022年2月14日", "已届满", "reviews.yaml 第 2 行"),
    ),
    "expired verdict": ([entry("4", "office", "pass", until=date(2022, 2, 1))], ("已届满",)),
    "unknown requirement": ([entry("99", "czj", "pass")], ("没有这项要求", "第 99 项")),
    "unknown unit": ([entry("1", "水务局", "pass")], ("名册中没有这个单位", "水务局")),
    "unit not responsible": ([entry("4", "czj", "pass")], ("不是该项要求的责任单位",)),
    "check not used": ([entry("1", "czj", "pass", check="ipv6-missing")], ("没有检查「ipv6-missing」",)),
    "nothing to decide": ([entry("3", "czj", "pass")], ("没有可由人工认定的部分",)),
    "contradiction": ([entry("4", "office", "pass"), entry("4", "office", "fail")], ("不一致", "市政府办公室")),
    "superseded": (
        [entry("4", "office", "fail"), entry("4", "office", "fail", made=date(2022, 3, 1))],
        ("较新的意见取代",),
    ),
}


@pytest.mark.parametrize("case", REPORTED)
def test_an_entry_that_is_not_applied_is_reported(case: str, judge: Callable[..., AuditResult]) -> None:
    """Expired, without a match or contradicting: nothing changes because of it, and a notice says so."""
    reviews, words = REPORTED[case]
    plain, result = judge(), judge(*reviews)
    new = [each for each in result.notices if each not in plain.notices]
    assert new
    assert all(word in new[0] for word in words), new
    if case != "superseded":
        assert replace(result, notices=()) == replace(plain, notices=())


def test_reviews_of_another_plan_are_not_looked_at(judge: Callable[..., AuditResult]) -> None:
    """Requirement 4 of another plan is another requirement, and no reason for a notice."""
    assert judge(entry("4", "office", "fail", plan="other-2021")) == judge()


def test_before_the_deadline_nobody_fails_by_hand_either(judge: Callable[..., AuditResult]) -> None:
    """A person's `fail` before the due day is pending, as a check's is."""
    early = judge(entry("2", "sjj", "fail", check="column-missing"), as_of=date(2021, 12, 31))
    assert cell(early, "2", "sjj").verdict is Verdict.PENDING
    late = judge(entry("2", "sjj", "fail", check="column-missing"), as_of=date(2022, 1, 1))
    assert cell(late, "2", "sjj").verdict is Verdict.FAIL


def test_without_reviews_no_byte_changes(plan: Plan, roster: Roster, judge: Callable[..., AuditResult]) -> None:
    """No review and an empty list of reviews are the same."""
    assert result_to_json(judge()) == result_to_json(judge())
    bare = evaluate(plan, roster, [], as_of=AS_OF)
    assert result_to_json(bare) == result_to_json(evaluate(plan, roster, [], as_of=AS_OF, reviews=()))


def test_scores_follow(judge: Callable[..., AuditResult]) -> None:
    """What a person decides narrows the range and raises the coverage; a waiver takes the loss away."""

    def score(unit: str, *reviews: Review) -> tuple[float | None, float | None, float | None]:
        found = next(each for each in judge(*reviews).units if each.id == unit).score
        return found.lowest, found.highest, found.coverage

    # czj: requirement 1 is partial (pass + a person), 3 has one pass and one fail
    assert score("czj") == (50.0, 75.0, 0.75)
    assert score("czj", entry("1", "czj", "pass")) == (75.0, 75.0, 1.0)
    assert score("czj", entry("1", "czj", "fail")) == (50.0, 50.0, 1.0)
    assert score("czj", entry("3", "czj", "pass", check="column-blank")) == (75.0, 100.0, 0.75)
    assert score("czj", entry("1", "czj", "waiver")) == (50.0, 50.0, 1.0)
    assert score("office") == (0.0, 100.0, 0.0)
    assert score("office", entry("4", "office", "waiver")) == (None, None, None)


def test_files_in_another_order_give_the_same_verdicts(judge: Callable[..., AuditResult]) -> None:
    """Which entry counts is decided by its date, not by where it stands."""
    reviews = [
        entry("4", "office", "pass"),
        entry("4", "office", "fail", made=date(2022, 3, 1)),
        entry("1", "各镇街", "pass"),
        entry("1", "qinghe", "fail"),
    ]
    assert judge(*reviews).cells == judge(*reversed(reviews)).cells
