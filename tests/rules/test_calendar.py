"""Working days, calendar days and calendar months; the golden vectors of NORMS 0."""

from datetime import date
from pathlib import Path

import pytest

from rules.calendar import CalendarError, Span, StatutoryCalendar, add_months

# NORMS 0: trigger day, working days, result (None: the year's notice is not known)
VECTORS = [
    ("2019-10-21", 20, "2019-11-18"),
    ("2020-01-20", 7, "2020-02-06"),
    ("2020-01-20", 20, "2020-02-25"),
    ("2021-07-05", 10, "2021-07-19"),
    ("2021-07-05", 30, "2021-08-16"),
    ("2021-09-27", 7, "2021-10-12"),
    ("2021-12-31", 7, "2022-01-12"),
    ("2024-02-05", 20, "2024-03-08"),
    ("2025-09-28", 7, "2025-10-14"),
    ("2026-02-10", 7, "2026-02-26"),
    ("2026-12-30", 7, None),
]


@pytest.mark.parametrize(("start", "days", "expected"), VECTORS)
def test_working_days(start: str, days: int, expected: str | None) -> None:
    """The trigger day is not counted; make-up working days are."""
    found = StatutoryCalendar().add_working_days(date.fromisoformat(start), days)
    assert found == (None if expected is None else date.fromisoformat(expected))


MONTHS = [
    ("2021-01-31", 1, "2021-02-28"),
    ("2020-01-31", 1, "2020-02-29"),
    ("2021-12-31", 2, "2022-02-28"),
    ("2022-02-15", -12, "2021-02-15"),
    ("2022-03-31", -1, "2022-02-28"),
    ("2021-05-15", 0, "2021-05-15"),
    ("2019-11-30", 3, "2020-02-29"),
]


@pytest.mark.parametrize(("start", "months", "expected"), MONTHS)
def test_months_keep_the_day_or_are_clipped(start: str, months: int, expected: str) -> None:
    """A calendar month later is the same day number, or the last day of a shorter month."""
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(expected)


@pytest.mark.parametrize("months", [-30_000, 200_000])
def test_months_beyond_the_calendar_are_refused(months: int) -> None:
    """A day outside years 1 to 9999 is an error, not a wrong day."""
    with pytest.raises(ValueError, match="no day of the calendar"):
        add_months(date(2021, 1, 31), months)


DEADLINES: list[tuple[Span, str]] = [("day", "2021-10-04"), ("working-day", "2021-10-12"), ("month", "2022-04-27")]


@pytest.mark.parametrize(("unit", "expected"), DEADLINES)
def test_seven_of_each_unit_are_three_days(unit: Span, expected: str) -> None:
    """Seven days, seven working days and seven months from 2021-09-27 end on three different days."""
    assert StatutoryCalendar().deadline(date(2021, 9, 27), 7, unit) == date.fromisoformat(expected)


@pytest.mark.parametrize("days", [-1, 3001])
def test_senseless_counts_are_refused(days: int) -> None:
    """A negative or endless count is a caller's mistake."""
    with pytest.raises(ValueError, match="counted from 0"):
        StatutoryCalendar().add_working_days(date(2021, 1, 1), days)


def test_last_day_of_time_is_not_passed() -> None:
    """Counting beyond the last date there is gives None."""
    assert StatutoryCalendar().add_working_days(date(9999, 12, 31), 1) is None


def test_override_supplies_a_year(tmp_path: Path) -> None:
    """A year from an override file replaces what the library knows, or does not know, of it."""
    path = tmp_path / "calendar.yaml"
    path.write_text("years:\n  2027:\n    rest: [2027-01-01]\n    work: [2027-01-03]\n", encoding="utf-8")
    calendar = StatutoryCalendar.from_file(path)
    # 2026-12-31; 2027-01-01 rests; the 3rd is a Sunday worked; then 4 to 8
    assert calendar.add_working_days(date(2026, 12, 30), 7) == date(2027, 1, 8)
    assert calendar.is_working_day(date(2027, 1, 2)) is False
    assert calendar.is_working_day(date(2028, 1, 3)) is None


WRONG = [
    ("years:\n  2027:\n    rest: [2026-01-01]\n", ("line 3", "2026-01-01 is not a day of 2027")),
    ("years: {}\n", ("line 1", "years")),
    ("years:\n  2027:\n    off: []\n", ("line 3", "off")),
    ("years:\n  2027:\n    rest: [2027-02-30]\n", ("line 3", "2027-02-30 is not a day of the calendar")),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_wrong_override_is_told(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    """A wrong override file names its line and what is wrong there."""
    path = tmp_path / "calendar.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CalendarError) as error:
        StatutoryCalendar.from_file(path)
    assert all(word in str(error.value) for word in words), error.value
