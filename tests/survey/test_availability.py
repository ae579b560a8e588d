"""The log of visits becomes a series by days of Beijing time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.model import AvailabilityFacts, AvailabilityVisit, Kind
from crawler.survey.availability import availability_evidence

URL = "http://www.zean.test/"
START = datetime(2022, 2, 8, 0, 0, tzinfo=UTC)


def visit(hour: float, outcome: str = "ok", *, seconds: float = 0.5, control: bool | None = True) -> AvailabilityVisit:
    return AvailabilityVisit(START + timedelta(hours=hour), outcome == "ok", outcome, seconds, control)


def facts(*visits: AvailabilityVisit) -> AvailabilityFacts:
    (piece,) = availability_evidence("site", URL, visits, patience=15)
    assert piece.kind is Kind.AVAILABILITY
    assert isinstance(piece.facts, AvailabilityFacts)
    return piece.facts


@pytest.mark.parametrize(
    ("one", "failed", "unclear"),
    [
        (visit(0), 0, 0),
        (visit(0, "timeout"), 1, 0),
        (visit(0, "refused"), 1, 0),
        (visit(0, "http-error"), 1, 0),
        (visit(0, seconds=15.0), 1, 0),
        (visit(0, seconds=14.9), 0, 0),
        (visit(0, "timeout", control=False), 0, 1),
        (visit(0, "timeout", control=None), 0, 1),
        (visit(0, "blocked"), 0, 1),
        (visit(0, "our-fault"), 0, 1),
        (visit(0, "no-route"), 0, 1),
        (visit(0, "a word of tomorrow"), 0, 1),
    ],
)
def test_whose_failure_a_visit_is(one: AvailabilityVisit, failed: int, unclear: int) -> None:
    (day,) = facts(one).days
    assert (day.visits, day.failed, day.unclear) == (1, failed, unclear)


def test_days_are_those_of_beijing_and_hours_are_counted_once() -> None:
    read = facts(visit(15.9), visit(16.1), visit(16.2), visit(17))
    assert [(each.day, each.visits, each.hours) for each in read.days] == [
        (date(2022, 2, 8), 1, 1),
        (date(2022, 2, 9), 3, 2),
    ]


def test_order_of_the_log_does_not_matter() -> None:
    visits = [visit(hour, "timeout" if hour % 3 else "ok") for hour in range(30)]
    forth = availability_evidence("site", URL, visits, patience=15)
    assert forth == availability_evidence("site", URL, reversed(visits), patience=15)
    assert facts(*visits).ended == (("timeout", 20),)


def test_no_visits_no_evidence() -> None:
    assert availability_evidence("site", URL, (), patience=15) == ()
