"""Dates as facts: what a page's addresses, tags and text say, re-exported with the rules that join them."""

from datetime import date, timedelta
from typing import Final

from crawler.markup.dates import (
    MonthDay,
    Written,
    begins_range,
    date_in,
    day,
    month_days,
    month_in,
    only_date,
    url_day,
    url_month,
    written_dates,
)

__all__ = [
    "MonthDay",
    "Written",
    "begins_range",
    "date_in",
    "day",
    "month_days",
    "month_in",
    "only_date",
    "url_day",
    "url_month",
    "with_year_of",
    "written_dates",
]

_NEAR: Final = timedelta(days=62)


def with_year_of(url: str, month: int, number: int) -> date | None:
    """Return the day that a list shows without its year, when the item's own address fixes the year.

    The address may name another day than the list (FIELD), so the year is taken only when exactly one year puts the
    shown day within two months of the address's date.
    """
    anchor = url_day(url)
    if anchor is None:
        year_month = url_month(url)
        if year_month is None:
            return None
        anchor = day(year_month[0], year_month[1], 15)
        if anchor is None:
            return None
    near = [
        candidate
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (candidate := day(year, month, number)) is not None and abs(candidate - anchor) <= _NEAR
    ]
    return near[0] if len(near) == 1 else None
