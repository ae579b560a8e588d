"""A simulated month: the sample city goes on for thirty nights, and its history is read rightly.

The month itself takes minutes and is no part of the gate; four nights of one site are.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checks import Verdict
from mingjian.nightly.runs import State as RunState
from mingjian.samplecity import serve
from mingjian.samplecity.evolution import (
    BACKLOG,
    DARK,
    FIREWALL,
    LATE,
    OUTAGE,
    REDESIGN,
    SEEDED,
    SET_BACK,
    TRANSFERRED,
    WITHDRAWN,
    withdrawn_title,
)
from mingjian.samplecity.load import load_city
from mingjian.samplecity.running import RunningCity
from rules.difference import Cause, Turn, difference
from rules.history import State
from tests.end_to_end.month import Month, begin

NIGHTS = 30
PLAN_CHANGE = 26


@pytest.fixture(scope="module")
def running() -> Iterator[RunningCity]:
    with serve({}) as city:
        yield city


def test_four_nights_of_one_site(running: RunningCity, tmp_path: Path) -> None:
    """What is set back, taken down and moved is told apart; a night out of order changes nothing."""
    month = begin(tmp_path / "audit", running, sites=("fgj",))
    shown = (SET_BACK - 4, WITHDRAWN - 1, SET_BACK, OUTAGE)
    for number in shown:
        month.night(number)
    assert month.parts(SET_BACK, "content-withdrawn", "fgj")[withdrawn_title(load_city())] is Verdict.INCONCLUSIVE
    assert month.parts(SET_BACK, "publication-backdated", "fgj")[LATE] is Verdict.INCONCLUSIVE
    assert month.news(shown) == []
    run = month.nights[OUTAGE].run
    assert run is not None
    assert run.record.state is RunState.KEPT
    assert all(each.verdict is Verdict.INCONCLUSIVE for each in month.result(OUTAGE).findings)


@pytest.fixture(scope="module")
def month(running: RunningCity, tmp_path_factory: pytest.TempPathFactory) -> Month:
    """All nights of the month; before one of them the plan is changed."""
    made = begin(tmp_path_factory.mktemp("month") / "audit", running)
    for number in range(1, NIGHTS + 1):
        if number == PLAN_CHANGE:
            plan = made.folder / "plans" / "month.yaml"
            text = plan.read_text(encoding="utf-8")
            plan.write_text(
                text.replace("设立并及时更新通知公告。", "设立并及时更新通知公告和工作动态。"), encoding="utf-8"
            )
        made.night(number)
    return made


@pytest.mark.slow
def test_the_seeded_cases_are_found_and_nothing_else(month: Month) -> None:
    accused = {
        (check, site, subject)
        for number in month.nights
        for check in ("publication-backdated", "content-withdrawn", "document-changed")
        for site in ("fgj", "scjgj", "sfj")
        for subject, verdict in month.parts(number, check, site).items()
        if verdict is Verdict.FAIL
    }
    expected = {(each.kind, each.site, each.title or withdrawn_title(load_city())) for each in SEEDED if each.fault}
    assert accused == expected


@pytest.mark.slow
def test_the_look_alikes_are_told_apart(month: Month) -> None:
    """A backlog put up at once is a question for people; a notice that moved to the news is not gone."""
    uploaded = month.parts(20, "publication-backdated", "scjgj")
    assert {uploaded[each] for each in BACKLOG} == {Verdict.INCONCLUSIVE}
    assert TRANSFERRED not in month.parts(20, "content-withdrawn", "fgj")


@pytest.mark.slow
def test_news_is_only_what_was_seeded(month: Month) -> None:
    """Outage, firewall, redesign and change of plan make no finding worse; the damping tells each fault once."""
    published = [number for number, night in month.nights.items() if night.complete and night.run is not None]
    told = month.news(published)
    assert {(site, check) for _, site, check, _ in told} == {
        ("fgj", "publication-backdated"),
        ("fgj", "content-withdrawn"),
    }
    assert all(state in {State.NEW, State.REGRESSED} for *_, state in told)
    assert len(told) == 2
    assert month.nights[DARK].run is not None
    assert not month.nights[DARK].complete


@pytest.mark.slow
@pytest.mark.parametrize(("number", "site"), [(OUTAGE, "fgj"), (FIREWALL, "scjgj")])
def test_a_night_without_a_look_accuses_nobody(month: Month, number: int, site: str) -> None:
    found = difference(month.result(number - 1), month.result(number))
    of_site = [each for each in found.changes if each.site == site]
    assert of_site
    assert {each.turn for each in of_site} == {Turn.UNDECIDED}
    assert {each.causes for each in of_site} == {(Cause.REACH,)}
    assert not [each for each in found.changes if each.turn is Turn.WORSE]


@pytest.mark.slow
def test_the_redesign_is_told_as_such(month: Month) -> None:
    found = difference(month.result(REDESIGN - 1), month.result(REDESIGN))
    (told,) = [each for each in found.sites if each.redesigned is not None]
    assert told.site == "sfj"
    assert told.moved >= 40
    assert any("改版" in each for each in month.result(REDESIGN).notices)
    for number in range(REDESIGN, NIGHTS + 1):
        withdrawn = month.parts(number, "content-withdrawn", "sfj")
        assert Verdict.FAIL not in withdrawn.values()
        assert Verdict.FAIL not in month.parts(number, "publication-backdated", "sfj").values()


@pytest.mark.slow
def test_the_change_of_the_plan_is_told_as_such(month: Month) -> None:
    found = difference(month.result(PLAN_CHANGE - 1), month.result(PLAN_CHANGE))
    assert found.plan == ("方案修改了要求 1。",)
    assert not [each for each in found.changes if each.turn in {Turn.WORSE, Turn.ADDED, Turn.DROPPED}]


@pytest.mark.slow
def test_the_report_of_the_last_night_shows_the_course(month: Month) -> None:
    page = (month.folder / "reports" / "latest" / "month" / "index.html").read_text(encoding="utf-8")
    assert "变化与走势" in page
    assert "<polyline" in page
    assert (month.folder / "reports" / "latest" / "month" / "ledger.xlsx").exists()
