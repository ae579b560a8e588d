"""Calendar days, working days and calendar months: three different units (DESIGN 2.3, NORMS 0 and 14).

Working days follow the State Council's yearly notice as `chinesecalendar` has it, with make-up working days. A year
whose notice is not known there is None, never a guess; an operator can supply it in an override file.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MINYEAR, date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

import chinese_calendar
from pydantic import BaseModel, ConfigDict, Field

from rules.yamltext import InputError, read_yaml_file, validated

Span = Literal["day", "working-day", "month"]
_SATURDAY = 5
_MOST_WORKING_DAYS = 3000
_MONTHS = 12


class CalendarError(InputError):
    """A calendar file is wrong or not there."""


@dataclass(frozen=True, slots=True)
class Year:
    """The notice of one year: weekdays off, and days of weekends worked."""

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` of this year is worked."""
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.rest)


@dataclass(frozen=True, slots=True)
class StatutoryCalendar:
    """The statutory working days of the People's Republic; `years` replace what the library knows of those years."""

    years: Mapping[int, Year] = field(default_factory=dict)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Return the calendar with the years of an override file. Raises CalendarError.

        The file maps a year to its `rest` and `work` days: `years: {2027: {rest: [2027-01-01], work: [2027-01-03]}}`.
        """
        source = read_yaml_file(path, CalendarError)
        text = validated(_CalendarText, source, CalendarError)
        wrong = [
            source.problem(("years", year, part, index), f"{day} is not a day of {year}.")
            for year, days in text.years.items()
            for part, listed in (("rest", days.rest), ("work", days.work))
            for index, day in enumerate(listed)
            if day.year != year
        ]
        if wrong:
            raise CalendarError(wrong)
        return cls({year: Year(frozenset(days.rest), frozenset(days.work)) for year, days in text.years.items()})

    def is_working_day(self, day: date) -> bool | None:
        """Return whether `day` is worked; None when the notice of its year is not known."""
        year = self.years.get(day.year)
        if year is not None:
            return year.is_working_day(day)
        return _is_workday(day)

    def add_working_days(self, start: date, days: int) -> date | None:
        """Return the `days`-th working day after `start`, which is not counted; None when a year is not known.

        Raises ValueError when `days` is negative or beyond 3000.
        """
        if not 0 <= days <= _MOST_WORKING_DAYS:
            raise ValueError(f"working days are counted from 0 to {_MOST_WORKING_DAYS}, not {days}")
        day = start
        while days:
            if day == date.max:
                return None
            day += timedelta(days=1)
            worked = self.is_working_day(day)
            if worked is None:
                return None
            days -= worked
        return day

    def deadline(self, start: date, value: int, unit: Span) -> date | None:
        """Return the last day of a span that runs from the day after `start`; None when a year is not known."""
        if unit == "working-day":
            return self.add_working_days(start, value)
        return add_months(start, value) if unit == "month" else start + timedelta(days=value)


@lru_cache(maxsize=20_000)  # some fifty years; the library looks through all its holidays each time
def _is_workday(day: date) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the library's answer to a year that it does not have
        return None


def add_months(start: date, months: int) -> date:
    """Return the same day `months` calendar months later, clipped to the month's last day (NORMS 0).

    Raises ValueError when that is before year 1 or after year 9999.
    """
    index = start.year * _MONTHS + start.month - 1 + months
    year, month = divmod(index, _MONTHS)
    if not MINYEAR <= year <= date.max.year:
        raise ValueError(f"{start} and {months} months is no day of the calendar")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


class _YearText(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


class _CalendarText(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    years: dict[int, _YearText] = Field(min_length=1)
