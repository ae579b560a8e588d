"""Which stored answers still stand on which night."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from crawler.model import Outcome, Purpose, Visit
from crawler.model.freshness import Freshness, night

TONIGHT = datetime(2022, 3, 1, 17, 0, tzinfo=UTC)


def seen(nights_ago: float, url: str = "http://a.test/1") -> Visit:
    return Visit("a", url, Purpose.DOCUMENT, Outcome.OK, TONIGHT - timedelta(days=nights_ago))


@pytest.mark.parametrize(
    ("purpose", "every"),
    [
        (Purpose.HOME, 0),
        (Purpose.COLUMN, 14),
        (Purpose.LIST_PAGE, 28),
        (Purpose.DOCUMENT, 28),
        (Purpose.ATTACHMENT, 28),
        (Purpose.LINK, 28),
        (Purpose.SECTION, 28),
        (Purpose.SITE_MAP, 28),
        (Purpose.IMPOSSIBLE, 28),
    ],
)
def test_every_address_has_its_turn_once_in_so_many_nights(purpose: Purpose, every: int) -> None:
    fresh = Freshness()
    due = [not fresh.holds(seen(1, f"http://a.test/{n}"), purpose, f"c{n}", TONIGHT) for n in range(280)]
    # Seen last night: the share whose turn is tonight is even.
    assert (sum(due) == 280) if every == 0 else 280 / every * 0.5 <= sum(due) <= 280 / every * 1.6


@pytest.mark.parametrize("every", [1, 7, 14, 28])
def test_nothing_stands_longer_than_its_nights(every: int) -> None:
    fresh = Freshness(documents=every)
    for n in range(50):
        assert not fresh.holds(seen(every, f"http://a.test/{n}"), Purpose.DOCUMENT, None, TONIGHT)


def test_turns_are_spread_over_the_nights() -> None:
    """Of a thousand documents each night asks its share, whichever night they were first seen."""
    fresh = Freshness(documents=28)
    asked: Counter[int] = Counter()
    last = dict.fromkeys(range(1000), TONIGHT)
    for number in range(1, 57):
        now = TONIGHT + timedelta(days=number)
        for n, when in last.items():
            visit = Visit("a", f"http://a.test/{n}", Purpose.DOCUMENT, Outcome.OK, when)
            if not fresh.holds(visit, Purpose.DOCUMENT, None, now):
                asked[number] += 1
                last[n] = now
    assert sum(asked.values()) == 2000
    assert max(asked.values()) < 60
    assert min(asked.values()) > 15


def test_pages_of_one_column_have_their_turn_together() -> None:
    fresh = Freshness()
    for column in ("notices", "plans", "news"):
        for age in range(28):
            turns = {fresh.holds(seen(age, f"http://a.test/{n}"), Purpose.LIST_PAGE, column, TONIGHT) for n in range(9)}
            assert len(turns) == 1


def test_a_list_is_never_read_further_on_when_its_first_page_stands() -> None:
    fresh = Freshness()
    for column in map(str, range(40)):
        for age in range(28):
            first = fresh.holds(seen(age), Purpose.COLUMN, column, TONIGHT)
            assert fresh.holds(seen(age), Purpose.LIST_PAGE, column, TONIGHT) or not first


@pytest.mark.parametrize(("hours", "holds"), [(1, True), (23.9, True), (24, False), (48, False)])
def test_robots_is_used_for_a_day(hours: float, holds: bool) -> None:
    visit = Visit("a", "http://a.test/robots.txt", Purpose.ROBOTS, Outcome.OK, TONIGHT - timedelta(hours=hours))
    assert Freshness().holds(visit, Purpose.ROBOTS, None, TONIGHT) is holds


def test_of_a_resting_site_everything_stands() -> None:
    fresh = Freshness(resting=("a",))
    assert all(fresh.holds(seen(500), purpose, None, TONIGHT) for purpose in Purpose)


def test_a_column_may_have_nights_of_its_own() -> None:
    fresh = Freshness(by_column=(("notices", 1),))
    assert not fresh.holds(seen(1), Purpose.COLUMN, "notices", TONIGHT)
    assert fresh.nights(Purpose.COLUMN, "plans") == 14


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2022-03-01T15:00", "2022-03-01T21:00", True),
        ("2022-03-01T03:00", "2022-03-01T05:00", False),
        ("2022-03-01T05:00", "2022-03-02T03:59", True),
    ],
)
def test_a_night_goes_from_noon_to_noon_in_beijing(first: str, second: str, same: bool) -> None:
    moments = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (first, second)]
    assert (night(moments[0]) == night(moments[1])) is same


@pytest.mark.parametrize("wrong", [{"documents": -1}, {"whole_lists": 0}, {"by_column": (("a", -1),)}])
def test_nights_are_counted_from_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="counts nights"):
        Freshness(**wrong)  # type: ignore[arg-type]  # wrong values
