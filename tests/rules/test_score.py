"""Properties of scores: bounds, monotony, neutrality, widening, order."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import Verdict
from rules.model import Bonus, Scoring
from rules.result import Score
from rules.score import Judged, ranks, unit_score, whole_score

PASS, FAIL, UNKNOWN, NONE = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE
MODELS = ("weighted", "deduction")
RULES: dict[str, dict[str, object]] = {
    "weighted": {},
    "deduction": {"bonus": Bonus(above=80, most=30), "service": 25},
}

verdicts = st.lists(st.sampled_from(Verdict), max_size=4).map(tuple)
points = st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0, 25.0])
one = st.builds(
    Judged,
    requirement=st.sampled_from("abcdef"),
    points=points,
    verdicts=verdicts,
    needs_person=st.booleans(),
    veto=st.just(False),
    cap=st.none() | points,
    person=st.none() | st.sampled_from(Verdict),
    share=st.sampled_from([0.0, 0.3, 0.5, 1.0]),
    bonus=st.booleans(),
    excused=st.sampled_from([False, False, False, True]),
)
unit = st.lists(one, max_size=6)
some = st.lists(one, min_size=1, max_size=6)
place = st.lists(unit, max_size=5)


def rules_of(model: str) -> Scoring:
    """Return the model with everything that it knows."""
    return Scoring.model_validate({"model": model, **RULES[model]})


def ends(score: Score) -> tuple[float, float] | None:
    return None if score.lowest is None or score.highest is None else (score.lowest, score.highest)


@pytest.mark.parametrize("model", MODELS)
@settings(deadline=None)
@given(units=place)
def test_range_is_within_bounds(model: str, units: list[list[Judged]]) -> None:
    """0 <= lowest <= highest <= 100 and 0 <= coverage <= 1, or a note says why there is no number."""
    for score in (
        whole_score(units, rules_of(model)),
        *(unit_score(each, rules_of(model)) for each in units),
    ):
        if score.lowest is None or score.highest is None or score.coverage is None:
            assert score.note
            assert score.lowest == score.highest == score.coverage
        else:
            bonus = score.bonus or (0, 0)
            assert 0 <= score.lowest <= score.highest <= 130
            assert 0 <= bonus[0] <= bonus[1] <= 30
            # rounded once each, so the difference may be off by the last digit
            assert score.lowest - bonus[0] <= 100.01
            assert score.highest - bonus[1] <= 100.01
            assert 0 <= score.coverage <= 1
            assert (score.coverage == 1) <= (score.lowest == score.highest)


def with_one(units: list[Judged], place: int, verdict: Verdict) -> list[Judged]:
    """Return the units with one more finding in one of them."""
    number = place % len(units)
    target = replace(units[number], verdicts=(*units[number].verdicts, verdict))
    return [*units[:number], target, *units[number + 1 :]]


def both(units: list[Judged], place: int, model: str, *verdicts: Verdict) -> list[tuple[float, float]]:
    """Return the ranges that a finding gives with each of two verdicts; nothing when there is no number."""
    scores = [unit_score(with_one(units, place, each), rules_of(model)) for each in verdicts]
    found = [ends(score) for score in scores]
    return [each for each in found if each is not None] if None not in found else []


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("old", [FAIL, UNKNOWN])
@settings(deadline=None)
@given(units=some, place=st.integers(0, 5))
def test_mending_never_lowers(model: str, old: Verdict, units: list[Judged], place: int) -> None:
    """A fault that is mended, or an unknown that turns out well, lowers neither end."""
    for (low, high), (mended_low, mended_high) in pairwise(both(units, place, model, old, PASS)):
        assert mended_low >= low
        assert mended_high >= high


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("old", [PASS, FAIL])
@settings(deadline=None)
@given(units=some, place=st.integers(0, 5))
def test_unknown_only_widens(model: str, old: Verdict, units: list[Judged], place: int) -> None:
    """Not knowing what was known keeps the old range within the new one."""
    for (low, high), (blurred_low, blurred_high) in pairwise(both(units, place, model, old, UNKNOWN)):
        assert blurred_low <= low
        assert blurred_high >= high


@settings(deadline=None)
@given(units=some, place=st.integers(0, 5))
def test_doubt_about_applicability_only_widens(units: list[Judged], place: int) -> None:
    """In the weighted model even an unknown in place of not applicable keeps the old range within the new one."""
    for (low, high), (blurred_low, blurred_high) in pairwise(both(units, place, "weighted", NONE, UNKNOWN)):
        assert blurred_low <= low
        assert blurred_high >= high


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("absent", [NONE, Verdict.PENDING])
@settings(deadline=None)
@given(units=unit, place=st.integers(0, 5))
def test_what_is_not_owed_is_neutral(model: str, absent: Verdict, units: list[Judged], place: int) -> None:
    """A finding or a whole requirement that is not owed changes nothing."""
    extra = [*units, Judged("z", 7.0, (absent,))]
    more = [
        replace(each, verdicts=(*each.verdicts, absent)) if number == place % len(units) and each.verdicts else each
        for number, each in enumerate(units)
    ]
    scoring = rules_of(model)
    assert unit_score(units, scoring) == unit_score(extra, scoring) == unit_score(more, scoring)


@pytest.mark.parametrize("model", MODELS)
@settings(deadline=None)
@given(units=place, random=st.randoms(use_true_random=False))
def test_order_does_not_matter(model: str, units: list[list[Judged]], random: object) -> None:
    """Shuffled units, requirements and findings give the same score."""
    shuffled = [
        [replace(each, verdicts=tuple(random.sample(each.verdicts, len(each.verdicts)))) for each in one]  # type: ignore[attr-defined]
        for one in random.sample(units, len(units))  # type: ignore[attr-defined]
    ]
    for one in shuffled:
        random.shuffle(one)  # type: ignore[attr-defined]
    scoring = rules_of(model)
    assert whole_score(units, scoring) == whole_score(shuffled, scoring)


def score(lowest: float | None, highest: float | None) -> Score:
    return Score(lowest, highest, None if lowest is None else 1.0)


def met(share: float | None, coverage: float) -> Score:
    return Score(0.0, 100.0, coverage, met=share)


RANKS = [
    ((), ()),
    ((met(0.5, 0.9), met(0.9, 0.2), met(None, 0.0), met(0.9, 0.1)), (3, 1, None, 1)),
    ((score(50, 60), score(70, 70), score(50, 90)), (3, 1, 2)),
    ((score(70, 80), score(70, 80), score(10, 10)), (1, 1, 3)),
    ((score(None, None), score(0, 0)), (None, 1)),
]


@pytest.mark.parametrize(("scores", "expected"), RANKS)
def test_ranks(scores: tuple[Score, ...], expected: tuple[int | None, ...]) -> None:
    """By what was met of what was decided, else by lowest, then highest; equals share a rank; nothing, no rank."""
    assert ranks(scores) == expected


def by_person(units: list[Judged], place: int, model: str, person: Verdict | None) -> Score:
    """Return the score when a person has so decided their part of one requirement."""
    number = place % len(units)
    target = replace(units[number], needs_person=True, person=person)
    return unit_score([*units[:number], target, *units[number + 1 :]], rules_of(model))


@pytest.mark.parametrize("model", MODELS)
@settings(deadline=None)
@given(units=some, place=st.integers(0, 5))
def test_what_a_person_decides_stays_within_what_was_possible(model: str, units: list[Judged], place: int) -> None:
    """Their `pass` or `fail` keeps the range within the open one, and `pass` is never below `fail`."""
    still_open, good, bad = (ends(by_person(units, place, model, each)) for each in (None, PASS, FAIL))
    if still_open is None or good is None or bad is None:
        return
    assert still_open[0] <= bad[0] <= good[0]
    assert bad[1] <= good[1] <= still_open[1]


@pytest.mark.parametrize("model", MODELS)
@settings(deadline=None)
@given(units=some, place=st.integers(0, 5))
def test_a_waived_requirement_is_as_if_it_were_not_there(model: str, units: list[Judged], place: int) -> None:
    """All its findings and the person's part not applicable: the score of the others."""
    number = place % len(units)
    nothing = tuple(NONE for _ in units[number].verdicts)
    waived = replace(units[number], verdicts=nothing, person=NONE, excused=False)
    others = [*units[:number], *units[number + 1 :]]
    scoring = rules_of(model)
    assert unit_score([*units[:number], waived, *units[number + 1 :]], scoring) == unit_score(others, scoring)


def test_bonus_is_told_and_never_saves_from_the_pass_mark() -> None:
    """The bonus within the ends is told; the pass mark looks at the score without it."""
    scoring = Scoring(model="deduction", pass_mark=90, bonus=Bonus(above=80, most=30))
    judged = [Judged("d1", 15.0, (FAIL,)), Judged("b1", 20.0, (PASS,), bonus=True)]
    found = unit_score(judged, scoring)
    assert (found.lowest, found.highest, found.bonus) == (105.0, 105.0, (20.0, 20.0))
    assert "低于合格线 90 分" in (found.note or "")
    assert whole_score([judged, judged], scoring).bonus == (20.0, 20.0)


def test_bonus_points_that_nobody_verified_stop_the_score_only_where_they_could_count() -> None:
    """Without a chance of more than 80, the points of a bonus do not matter."""
    scoring = Scoring(model="deduction", bonus=Bonus(above=80, most=30))
    bonus = Judged("b1", None, (), bonus=True)
    assert unit_score([Judged("d1", 30.0, (FAIL,)), bonus], scoring).lowest == 70.0
    assert "b1" in (unit_score([Judged("d1", 5.0, (FAIL,)), bonus], scoring).note or "")


@settings(deadline=None)
@given(units=some, share=st.sampled_from([0.0, 0.25, 1.0]))
def test_a_common_share_changes_no_weighted_score(units: list[Judged], share: float) -> None:
    """Only how weights relate matters: all the same share is the same score, and share 0 is nothing to score."""
    plain = unit_score([replace(each, share=1.0) for each in units], Scoring(model="weighted"))
    scaled = unit_score([replace(each, share=share) for each in units], Scoring(model="weighted"))
    assert scaled == plain if share else scaled.lowest is None


NOTES = [
    (Judged("d1", None, (PASS,)), None, "d1"),
    (Judged("v1", None, (FAIL,), veto=True), None, "单项否决（v1）"),
    (Judged("d1", 50.0, (FAIL,)), 60.0, "低于合格线 60 分"),
    (Judged("d1", 50.0, (UNKNOWN,)), 60.0, "取决于尚未判定"),
    (Judged("d1", 5.0, (PASS,)), 60.0, None),
]


@pytest.mark.parametrize(("judged", "pass_mark", "words"), NOTES)
def test_note_says_why(judged: Judged, pass_mark: float | None, words: str | None) -> None:
    """The note of a deduction score names the indicator, the veto or the pass mark."""
    note = unit_score([judged], Scoring(model="deduction", pass_mark=pass_mark)).note
    assert (note is None) if words is None else words in (note or "")


def test_open_veto_is_told_beside_the_number() -> None:
    """A veto that nobody has decided leaves the number standing, with a warning."""
    judged = [Judged("v1", None, (), veto=True), Judged("d1", 5.0, (PASS,))]
    score = unit_score(judged, Scoring(model="deduction"))
    assert (score.lowest, score.highest) == (100.0, 100.0)
    assert "v1" in (score.note or "")


def test_veto_in_a_weighted_plan_keeps_the_number() -> None:
    """A weighted plan names the veto beside the number."""
    score = unit_score([Judged("1", 1.0, (FAIL,), veto=True), Judged("2", 1.0, (PASS,))], Scoring(model="weighted"))
    assert (score.lowest, score.vetoes) == (50.0, ("1",))
