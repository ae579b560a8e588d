"""Windows, and what is due in them."""

from datetime import UTC, datetime, time, timedelta

import pytest

from crawler.model import Purpose
from mingjian.nightly.due import freshness
from mingjian.nightly.settings import CadenceSettings
from mingjian.nightly.window import Window
from rules.loading import plan_from_text, roster_from_text
from tests.nightly.conftest import PLAN, beijing

NIGHT, DAY, ALWAYS = Window(time(22), time(6)), Window(time(9, 30), time(11)), Window(time(0), time(0))


@pytest.mark.parametrize(
    ("window", "now", "opened", "closes"),
    [
        (NIGHT, "2026-11-22T21:59", None, "2026-11-23T06:00"),
        (NIGHT, "2026-11-22T22:00", "2026-11-22T22:00", "2026-11-23T06:00"),
        (NIGHT, "2026-11-23T00:30", "2026-11-22T22:00", "2026-11-23T06:00"),
        (NIGHT, "2026-11-23T05:59", "2026-11-22T22:00", "2026-11-23T06:00"),
        (NIGHT, "2026-11-23T06:00", None, "2026-11-24T06:00"),
        (DAY, "2026-11-22T09:29", None, "2026-11-22T11:00"),
        (DAY, "2026-11-22T10:59", "2026-11-22T09:30", "2026-11-22T11:00"),
        (DAY, "2026-11-22T11:00", None, "2026-11-23T11:00"),
        (ALWAYS, "2026-11-22T00:00", "2026-11-22T00:00", "2026-11-23T00:00"),
        (ALWAYS, "2026-11-22T23:59", "2026-11-22T00:00", "2026-11-23T00:00"),
    ],
)
def test_window(window: Window, now: str, opened: str | None, closes: str) -> None:
    """Open from its start to just before its end, over midnight too."""
    assert window.opened(beijing(now)) == (None if opened is None else beijing(opened))
    assert window.closes(beijing(now)) == beijing(closes)


ROSTER = """\
place: 泽安市
sites: [{id: a, name: 甲, url: "http://a.cn/"}, {id: b, name: 乙, url: "http://b.cn/"}]
units: [{id: u, name: 市财政局, body: department, site: a}, {id: v, name: 市市场监督管理局, body: department, site: b}]
"""


def _due(cadence: CadenceSettings, tonight: datetime, unseen: tuple[str, ...] = ()) -> tuple[str, ...]:
    plan, roster = plan_from_text(PLAN, "plan"), roster_from_text(ROSTER, "roster")
    return freshness(cadence, [plan], roster, tonight=tonight, unseen=unseen).resting


def test_a_site_with_a_cadence_has_its_turn_once_in_so_many_nights() -> None:
    """Every seventh night, the others every night; a site that was not reached does not rest."""
    cadence = CadenceSettings(sites={"a": 7})
    nights = [datetime(2026, 11, 1, 15, tzinfo=UTC) + timedelta(days=each) for each in range(28)]
    rests = [_due(cadence, night) for night in nights]
    assert rests.count(()) == 4
    assert rests.count(("a",)) == 24
    assert _due(cadence, nights[rests.index(("a",))], unseen=("a",)) == ()


@pytest.mark.parametrize(("every", "expected"), [(1, 1), (3, 3), (30, 7)])
def test_the_most_eager_check_of_a_column_decides(every: int, expected: int) -> None:
    """A check may want its column more often than lists are read; wanting it less often holds nobody up."""
    plan, roster = plan_from_text(PLAN, "plan"), roster_from_text(ROSTER, "roster")
    cadence = CadenceSettings(checks={"column-overdue": every})
    policy = freshness(cadence, [plan], roster, tonight=datetime(2026, 11, 1, 15, tzinfo=UTC), unseen=())
    assert policy.nights(Purpose.COLUMN, "planning") == expected
