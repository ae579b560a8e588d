"""Whether something was published in time, given dates that may be coarse, disputed or impossible (DESIGN 2.6)."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from checks.durations import months_later
from crawler.model import DateRead, Precision, ReadFrom

Span = tuple[date, date]
"""The first and the last day that one reading of a date allows."""

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_SOLID = frozenset({ReadFrom.LABEL, ReadFrom.HEADER, ReadFrom.LIST, ReadFrom.DATA})
"""Sources good enough to accuse by; a meta tag or an address alone may be the day of a rebuild (FIELD, Dates)."""


_SOURCES = {
    "label": "页面标注",
    "header": "信息表",
    "list": "列表",
    "meta": "网页元数据",
    "data": "页面数据",
    "url": "网址",
    "text": "正文",
}


class Timing(StrEnum):
    """What the readings of a date say about a deadline."""

    IN_TIME = "in-time"
    LATE = "late"
    UNCLEAR = "unclear"
    FUTURE = "future"
    UNKNOWN = "unknown"


def readings(read: DateRead | None, listed: date | None = None) -> tuple[Span, ...]:
    """Return every reading of a publication date: the page's own, what contradicts it, and the list's."""
    spans: list[Span] = []
    if read is not None:
        spans.append(_span(read.value, read.precision))
        spans.extend(_contradiction(each) for each in read.disputed_by)
    if listed is not None:
        spans.append((listed, listed))
    return tuple(spans)


def timing(spans: Sequence[Span], *, deadline: date, as_of: date) -> Timing:
    """Return IN_TIME or LATE only where all readings agree; FUTURE when one lies after the day of judgement."""
    if not spans:
        return Timing.UNKNOWN
    if any(first > as_of for first, _ in spans):
        return Timing.FUTURE
    if all(last <= deadline for _, last in spans):
        return Timing.IN_TIME
    if all(first > deadline for first, _ in spans):
        return Timing.LATE
    return Timing.UNCLEAR


def solid(read: DateRead | None, listed: date | None = None) -> bool:
    """Return whether the date stands where readers see it, so that lateness may rest on it."""
    return listed is not None or (read is not None and read.read_from in _SOLID)


def day(value: date) -> str:
    """Return a date as reports print it: 2022年1月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def told_date(read: DateRead | None, listed: date | None = None) -> str:
    """Return all readings of a date in Chinese: 2022年1月20日（另见 meta 2022-04-24）; 无法确定 when there is none."""
    if read is None:
        return "无法确定" if listed is None else f"{day(listed)}（列表所示）"
    value = read.value
    coarse = {Precision.MONTH: f"{value.year}年{value.month}月", Precision.YEAR: f"{value.year}年"}
    others = [_told_source(each) for each in read.disputed_by[:3]]
    if listed is not None and listed != value:
        others.append(f"列表所示{day(listed)}")
    return coarse.get(read.precision, day(value)) + (f"（另见{'、'.join(others)}）" if others else "")


def _told_source(contradiction: str) -> str:
    word, _, rest = contradiction[:40].partition(" ")
    return f"{_SOURCES.get(word, word)}{rest}"


def _span(value: date, precision: Precision) -> Span:
    if precision is Precision.YEAR:
        return date(value.year, 1, 1), date(value.year, 12, 31)
    if precision is Precision.MONTH:
        first = value.replace(day=1)
        last = months_later(first, 1).toordinal() - 1
        return first, date.fromordinal(max(last, value.toordinal()))
    return value, value


def _contradiction(text: str) -> Span:
    """Return the span of a contradicting date (`meta 2022-04-24`); all time when it cannot be read."""
    match = _ISO.search(text)
    if match is None:
        return date.min, date.max
    year, month, number = match.groups()
    try:
        value = date(int(year), int(month), int(number or 1))
    except ValueError:
        return date.min, date.max
    return _span(value, Precision.DAY if number else Precision.MONTH)
