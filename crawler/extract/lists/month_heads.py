"""Rows that show only a day below a line that is nothing but a year and a month."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from crawler.extract.dates import day, url_day
from crawler.markup import Area, Flow

_MONTH: Final = re.compile(r"\W{0,2}((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?份?\W{0,2}")
_DAY: Final = re.compile(r"\W{0,2}(\d{1,2})\s?日?\W{0,2}")
_LONGEST_DAY: Final = 6
_MOST_HEADS: Final = 120
_CLIMB: Final = 5
_NEAR: Final = 3
_MOST_LINKS: Final = 2
_FEWEST: Final = 2
_FARTHEST: Final = timedelta(days=62)
_FRAME: Final = Area.NAVIGATION | Area.FOOTER | Area.PAGER | Area.CRUMB | Area.HIDDEN


class RowDay(NamedTuple):
    """A text (its run) that shows the number of a day, and the day that the month above it makes of it."""

    run: int
    value: date


class _Head(NamedTuple):
    """A line that is a month (its run), and the runs below it that are its own."""

    run: int
    end: int
    year: int
    month: int


def days_under_months(flow: Flow, lines: Sequence[int]) -> tuple[RowDay, ...]:
    """Return the days of rows that show a number alone (28日) below a month; `lines` are runs that may be months.

    None is returned unless all is certain. The months stand alone on their lines, are no links and go on in one
    direction of time. What stands below each are days of that month in one order, in elements of one kind, each
    with a link of its own whose address names no day far from it. Numbers without 日 are days only below two months
    and more: below a single one they may be ranks or counts.
    """
    found: list[RowDay] = []
    months: list[date] = []
    for head in _heads(flow, lines[:_MOST_HEADS]):
        days = _days(flow, head)
        if days:
            if not _are_rows(flow, days, head):
                return ()
            months.append(date(head.year, head.month, 1))
            found += days
    if len(set(months)) < len(months) or months not in (sorted(months), sorted(months, reverse=True)):
        return ()
    said = all("日" in flow.runs[each.run].text for each in found)
    enough = len(found if said else months) >= _FEWEST
    return tuple(found) if enough and len({_kind(flow, each.run) for each in found}) == 1 else ()


def _heads(flow: Flow, lines: Sequence[int]) -> list[_Head]:
    found: list[_Head] = []
    runs, tags, ends = flow.runs, flow.tags, flow.ends
    months = [(number, shown) for number in lines if (shown := _MONTH.fullmatch(runs[number].text)) is not None]
    for place, (number, shown) in enumerate(months):
        text, node, anchor, at = runs[number]
        block, month = flow.blocks[at], int(shown[2])
        stop = months[place + 1][0] if place + 1 < len(months) else len(runs)
        first = next((run for run in range(number + 1, min(number + 1 + _NEAR, stop)) if _number(flow, run)), -1)
        if first < 0 or anchor >= 0 or block.raw != text or block.area & _FRAME or not 1 <= month <= 12:  # noqa: PLR2004  # months
            continue
        for _ in range(_CLIMB):
            if node < 0 or ends[node] >= runs[first].node:
                break
            node = flow.parents[node]
        if node < 0 or tags[node] in {"body", "html"} or ends[node] < runs[first].node:
            continue
        end = next((run for run in range(first, stop) if not node <= runs[run].node <= ends[node]), stop)
        found.append(_Head(number, end, int(shown[1]), month))
    return found


def _days(flow: Flow, head: _Head) -> list[RowDay]:
    """The texts below the month that are numbers of its days and of the first one's kind."""
    runs = [run for run in range(head.run + 1, head.end) if _number(flow, run)]
    values = (
        (run, day(head.year, head.month, _number(flow, run)))
        for run in runs
        if _kind(flow, run) == _kind(flow, runs[0])
    )
    return [RowDay(run, value) for run, value in values if value is not None]


def _kind(flow: Flow, run: int) -> tuple[str, str]:
    node = flow.runs[run].node
    return flow.tags[node], flow.names[node]


def _number(flow: Flow, run: int) -> int:
    text = flow.runs[run].text
    shown = _DAY.fullmatch(text) if len(text) <= _LONGEST_DAY else None
    return 0 if shown is None else int(shown[1])


def _are_rows(flow: Flow, days: Sequence[RowDay], head: _Head) -> bool:
    """True when the days are in one order, no count from one, and each has its link, all before or all behind it."""
    values = [each.value for each in days]
    if values not in (sorted(values), sorted(values, reverse=True)):
        return False
    if [value.day for value in values] == list(range(1, len(days) + 1)) and "日" not in flow.runs[days[0].run].text:
        return False
    stops = [each.run for each in days]
    before = any(flow.runs[run].anchor >= 0 for run in range(head.run + 1, stops[0]))
    starts, ends = ([head.run, *stops], stops) if before else (stops, [*stops[1:], head.end])
    for start, end, value in zip(starts, ends, values, strict=False):
        links = {flow.runs[run].anchor for run in range(start, end)} - {-1}
        hrefs = {flow.anchors[link].href for link in links}
        if not 0 < len(hrefs) <= _MOST_LINKS or any(_is_far(href, value) for href in hrefs):
            return False
    return True


def _is_far(href: str, value: date) -> bool:
    named = url_day(href)
    return named is not None and abs(named - value) > _FARTHEST
