"""Findings over nights: which change is told, and which night changes nothing."""

from datetime import date, timedelta

import pytest

from checks import Reason, Verdict
from rules.history import (
    AT_ONCE,
    SCHEMA,
    Damping,
    Judgement,
    Night,
    Standing,
    State,
    by_unit,
    finding_states,
    night_from_json,
    night_to_json,
)

TWO_OF_THREE = Damping(2, 3)
_WORDS = {
    "P": Verdict.PASS,
    "F": Verdict.FAIL,
    "?": Verdict.INCONCLUSIVE,
    "!": Verdict.ERROR,
    "o": Verdict.PENDING,
    "-": Verdict.NOT_APPLICABLE,
    "m": Verdict.MANUAL,
}
_NOTHING = Standing(None, None, None, {})


def night(number: int, verdicts: dict[str, str]) -> Night:
    """The night with this number: finding id to the sign of its verdict."""
    judgements = tuple(
        Judgement(each, "1", "czj", "czj", "column-missing", _WORDS[sign], Reason.NOT_REACHED if sign == "?" else None)
        for each, sign in verdicts.items()
    )
    return Night(SCHEMA, "plan", date(2022, 2, 1) + timedelta(number), _NOTHING, {}, {}, judgements)


def nights(signs: str) -> list[Night]:
    """One finding, a sign a night; a blank is a night whose result does not have it."""
    return [night(number, {"a": sign} if sign != " " else {"z": "P"}) for number, sign in enumerate(signs)]


@pytest.mark.parametrize(
    ("signs", "state"),
    [
        ("F", State.NEW),
        ("P", State.UNCHANGED),
        ("?", State.UNCHANGED),
        ("PP", State.UNCHANGED),
        ("FF", State.UNCHANGED),
        ("PF", State.REGRESSED),
        ("FP", State.FIXED),
        ("P?P", State.UNCHANGED),
        ("F?F", State.UNCHANGED),
        ("P?F", State.REGRESSED),
        ("?F", State.NEW),
        ("oF", State.NEW),
        ("-F", State.NEW),
        ("Po", State.CHANGED),
        ("F-", State.CHANGED),
        ("P?", State.NOT_JUDGED),
        ("P!", State.NOT_JUDGED),
        ("??", State.UNCHANGED),
        ("P ", State.DROPPED),
        (" F", State.NEW),
        ("mF", State.NEW),
    ],
)
def test_two_results_side_by_side(signs: str, state: State) -> None:
    assert state_of(signs, AT_ONCE) is state


@pytest.mark.parametrize(
    ("signs", "state"),
    [
        ("PPP?P", State.UNCHANGED),
        ("PPP?", State.UNCHANGED),
        ("PPP??", State.UNCHANGED),
        ("PPP???", State.NOT_JUDGED),
        ("PPP???P", State.UNCHANGED),
        ("PPF", State.UNCONFIRMED),
        ("PPFF", State.REGRESSED),
        ("PPFFF", State.UNCHANGED),
        ("PPF?F", State.REGRESSED),
        ("PPFP", State.UNCHANGED),
        ("PPFPF", State.REGRESSED),
        ("FFP", State.UNCONFIRMED),
        ("FFPP", State.FIXED),
        ("FF?PP", State.FIXED),
        ("F", State.NEW),
        ("??F", State.NEW),
        ("PPFFPP", State.FIXED),
    ],
)
def test_a_change_is_told_when_two_of_three_decided_nights_say_so(signs: str, state: State) -> None:
    assert state_of(signs, TWO_OF_THREE) is state


@pytest.mark.parametrize("damping", [AT_ONCE, TWO_OF_THREE])
@pytest.mark.parametrize("verdict", ["P", "F", "o", "-", "m"])
@pytest.mark.parametrize("outage", ["?", "!", "??", "?!?"])
def test_nights_without_a_look_never_change_anything(verdict: str, outage: str, damping: Damping) -> None:
    before, after = verdict * 3, verdict * 2
    assert state_of(before + outage + after, damping) is State.UNCHANGED
    assert state_of(before + outage, damping) in {State.UNCHANGED, State.NOT_JUDGED}


def test_what_stands_is_told_with_its_day() -> None:
    (found,) = finding_states(nights("PPFF?F"), TWO_OF_THREE)
    assert (found.standing, found.before, found.since) == (Verdict.FAIL, Verdict.PASS, date(2022, 2, 4))


def test_a_finding_is_dropped_only_once() -> None:
    assert [each.state for each in finding_states(nights("P "), AT_ONCE)] == [State.UNCHANGED, State.DROPPED]
    assert [each.state for each in finding_states(nights("P  "), AT_ONCE)] == [State.UNCHANGED]


def test_what_is_not_judged_any_more_is_news_once() -> None:
    turned = [finding_states(nights("PP" + "?" * number), TWO_OF_THREE)[0].turned for number in range(1, 6)]
    assert turned == [False, False, True, False, False]


def test_states_come_by_unit() -> None:
    states = finding_states([night(1, {"a": "F", "b": "P"})], AT_ONCE)
    assert {unit: [each.id for each in found] for unit, found in by_unit(states).items()} == {"czj": ["a", "b"]}


def test_a_night_is_read_back_as_it_was_kept() -> None:
    kept = night(3, {"a": "F", "b": "?"})
    assert night_from_json(night_to_json(kept)) == kept


@pytest.mark.parametrize(("confirm", "of"), [(0, 1), (3, 2), (-1, -1)])
def test_a_damping_that_could_never_confirm_is_refused(confirm: int, of: int) -> None:
    with pytest.raises(ValueError, match="1 <= confirm <= of"):
        Damping(confirm, of)


def test_nights_of_several_plans_are_not_compared() -> None:
    other = Night(SCHEMA, "other", date(2022, 2, 1), _NOTHING, {}, {}, ())
    with pytest.raises(ValueError, match="one plan"):
        finding_states([night(1, {}), other], AT_ONCE)


def state_of(signs: str, damping: Damping) -> State:
    (state,) = [each.state for each in finding_states(nights(signs), damping) if each.id == "a"]
    return state
