"""Time limits of a plan: calendar days, working days and calendar months are three different units (NORMS 0)."""

import calendar
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from checks.model import Calendar


class DurationUnit(StrEnum):
    """What a time limit is counted in."""

    DAY = "day"
    WORKING_DAY = "working-day"
    MONTH = "month"


_WORDS = {DurationUnit.DAY: "日", DurationUnit.WORKING_DAY: "个工作日", DurationUnit.MONTH: "个月"}
_LONGEST_BREAK = 20
"""Calendar days that working days may lose to one run of holidays; no statutory run since 2004 was longer."""


class Duration(BaseModel):
    """A time limit as a plan states it. The day of the event itself is never counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: int = Field(ge=1, le=3660)
    unit: DurationUnit

    @property
    def words(self) -> str:
        """The limit in Chinese: 15日, 20个工作日, 1个月."""
        return f"{self.value}{_WORDS[self.unit]}"

    def end(self, start: date, working_days: Calendar) -> date | None:
        """Return the last day of the limit that begins on the day after `start`.

        None where the working-day calendar does not reach. Months keep the day number, clipped to the month's end.
        """
        if self.unit is DurationUnit.WORKING_DAY:
            return working_days.add_working_days(start, self.value)
        if self.unit is DurationUnit.MONTH:
            return months_later(start, self.value)
        return date.fromordinal(min(start.toordinal() + self.value, date.max.toordinal()))

    def earliest_start(self, end: date) -> date:
        """Return a day such that every limit begun before it is over on `end`; for working days a safe estimate."""
        if self.unit is DurationUnit.MONTH:
            return months_later(end, -self.value)
        days = self.value if self.unit is DurationUnit.DAY else 2 * self.value + _LONGEST_BREAK
        return date.fromordinal(max(end.toordinal() - days, 1))


def months_later(start: date, months: int) -> date:
    """Return the same day number `months` later, or the month's last day; clipped to the range of dates."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
