"""Dates that stand by themselves in a page, as lists show them: full, without a year, or split over elements."""

import re
from datetime import date
from typing import NamedTuple

from crawler.markup import Flow
from crawler.markup.dates import begins_range, day, month_days, written_dates

_PAIR_YEAR_MONTH = re.compile(r"^\W{0,2}((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?\W{0,2}$")
_PAIR_DAY = re.compile(r"^\W{0,2}(\d{1,2})\s?日?\W{0,2}$")
_PAIR_YEAR = re.compile(r"^\W{0,2}((?:19|20)\d\d)\s?年?\W{0,2}$")
_PAIR_MONTH = re.compile(r"^\W{0,2}(\d{1,2})\s?月\W{0,2}$")
_PAIR_MONTH_DAY = re.compile(r"^\W{0,2}(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?\W{0,2}$")
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_LABEL = re.compile(r"发布|公开|时间|日期|更新|发文|公布|上网|登载|成文|生成|信息|印发")
_DIGIT = re.compile(r"\d")
_LONGEST = 60
_LONGEST_PART = 12
_NEAR = 4
_LEAP = 2000
_FEW_LINKS = 3


class Mark(NamedTuple):
    """A date at `run` (the last of `runs`); `value` is None for one without a year, which `month` and `day` spell."""

    run: int
    runs: int
    node: int
    value: date | None
    month: int = 0
    day: int = 0
    label: str = ""


def marks(flow: Flow) -> tuple[Mark, ...]:
    """Return the dates that stand alone or behind a label of their own, in reading order."""
    found: list[Mark] = []
    runs = flow.runs
    last = -1
    for number, run in enumerate(runs):
        text = run.text
        if number <= last or len(text) > _LONGEST:
            continue
        # Most runs are told apart by this: one of more than a few signs is a date only with its year.
        if len(text) > _LONGEST_PART and not ("20" in text or "19" in text or "年" in text):
            continue
        if not _DIGIT.search(text):
            continue
        mark = _full(number, flow) or _split(number, flow) or _without_year(number, flow)
        if mark is not None:
            found.append(mark)
            last = mark.run
    return tuple(found)


def _full(number: int, flow: Flow) -> Mark | None:
    run = flow.runs[number]
    dates = written_dates(run.text)
    if not dates or begins_range(run.text, dates[0]):
        return None
    # A range of days or a date inside a title is no mark; one behind a label is the last of a line of facts.
    before, after = run.text[: dates[0].start], run.text[dates[-1].end :]
    words = len(_WORDS.findall(before)) + len(_WORDS.findall(after))
    label = _LABEL.search(before[-8:])
    if len(dates) > 1 or (words > (24 if label else 3)) or (run.anchor >= 0 and words > (8 if label else 3)):
        return None
    if words and not label and run.anchor >= 0 and len(_WORDS.findall(run.text)) > 3:  # noqa: PLR2004
        return None
    return Mark(number, 1, run.node, dates[0].value, label=before.strip())


def _split(number: int, flow: Flow) -> Mark | None:
    """A day and its month and year in neighbouring elements, in either order."""
    runs = flow.runs
    if number + 1 >= len(runs):
        return None
    one, two = runs[number], runs[number + 1]
    if max(len(one.text), len(two.text)) > _LONGEST_PART or not _DIGIT.search(two.text):
        return None
    if not _in_one_row(flow, one.node, two.node):
        return None
    for first, second in ((one.text, two.text), (two.text, one.text)):
        parts = _parts(first, second)
        if parts is not None:
            year, month, number_of_day = parts
            value = day(year or _LEAP, month, number_of_day)
            if value is None:
                return None
            return Mark(number + 1, 2, one.node, value if year else None, month, number_of_day)
    return None


def _parts(first: str, second: str) -> tuple[int, int, int] | None:
    """Year (0 when there is none), month and day from year and month, day; year, month and day; or month, day."""
    year_month, alone = _PAIR_YEAR_MONTH.match(first), _PAIR_DAY.match(second)
    if year_month and alone:
        return int(year_month[1]), int(year_month[2]), int(alone[1])
    year, month_day = _PAIR_YEAR.match(first), _PAIR_MONTH_DAY.match(second)
    if year and month_day:
        return int(year[1]), int(month_day[1]), int(month_day[2])
    month = _PAIR_MONTH.match(first)
    if month and alone:
        return 0, int(month[1]), int(alone[1])
    return None


def _without_year(number: int, flow: Flow) -> Mark | None:
    run = flow.runs[number]
    if len(run.text) > _LONGEST_PART or _WORDS.search(run.text.replace("月", "").replace("日", "")):  # [07-05]
        return None
    days = month_days(run.text)
    if len(days) != 1 or not day(_LEAP, days[0].month, days[0].day):
        return None
    return Mark(number, 1, run.node, None, days[0].month, days[0].day)


def _in_one_row(flow: Flow, one: int, two: int) -> bool:
    """True when both stand close together in an element with few links, unlike one row's day and the next year."""
    node = one
    for _ in range(_NEAR):
        if flow.ends[node] >= two:
            return len(flow.anchors_in(node)) <= _FEW_LINKS
        node = flow.parents[node]
        if node < 0:
            break
    return False
