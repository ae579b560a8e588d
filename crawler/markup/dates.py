"""Dates as Chinese pages write them: finding them in text and in addresses, never guessing (FIELD, Dates)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

EARLIEST: Final = 1949
LATEST: Final = 2100
"""Years outside are numbers that look like dates."""

_CJK_DIGITS: Final = str.maketrans("〇○零ＯO一二三四五六七八九０１２３４５６７８９", "00000123456789" + "0123456789")
_ZERO_YEAR: Final = 1970
_WIDE: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_CJK_YEAR: Final = r"[一二][〇○零ＯO一二三四五六七八九]{3}"
_CJK_NUMBER: Final = r"(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR: Final = r"(?:19|20)\d\d"
_CLOCK: Final = (
    r"(?:\s*[T日]?\s*(?P<hour>[01]?\d|2[0-4])\s*[:：∶时]\s*(?P<minute>[0-5]\d)(?:\s*[:：∶分]\s*[0-5]\d)?\s*[分秒]?)?"
)
_FULL: Final = re.compile(
    rf"(?<![\d.])(?P<year>{_YEAR})\s?(?:"
    r"(?P<sep>[-/.．－—‐–])\s?(?P<month>1[0-2]|0?[1-9])\s?(?:(?P=sep)|[-/.])\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:(?![\d%]|[.．]\d)|(?=[012]\d:[0-5]\d))"
    r"|\s?年\s?(?P<month2>1[0-2]|0?[1-9])\s?月\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?[日号]?(?!\d)"
    rf"){_CLOCK}"
)
_COMPACT: Final = re.compile(
    r"(?<!\d)(?P<year>20[0-4]\d|19[5-9]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_CJK: Final = re.compile(
    rf"(?P<year>{_CJK_YEAR})\s?年\s?(?P<month>{_CJK_NUMBER})\s?月\s?(?P<day>{_CJK_NUMBER})\s?[日号]"
)
_MONTH: Final = re.compile(
    rf"(?<![\d.])(?P<year>{_YEAR})\s?(?:年\s?(?P<month>1[0-2]|0?[1-9])\s?月|(?P<sep>[-/.])(?P<month2>1[0-2]|0[1-9]))(?![-/.]?\d)"
)
_MONTH_DAY: Final = re.compile(
    r"(?<![\d年/.-])(?P<month>1[0-2]|0?[1-9])\s?(?:(?P<sep>[-/.－])\s?(?P<day>3[01]|[12]\d|0?[1-9])(?![-/.]?\d)"
    r"|月\s?(?P<day2>3[01]|[12]\d|0?[1-9])\s?[日号])"
)
_URL_DAY: Final = (
    re.compile(rf"/t(?P<year>{_YEAR})(?P<month>\d\d)(?P<day>\d\d)[_.]"),
    re.compile(rf"/(?:art|info|content)?/?(?P<year>{_YEAR})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/"),
    re.compile(rf"/(?P<year>{_YEAR})-(?P<month>\d\d)[-/](?P<day>\d\d)[/_.]"),
    re.compile(rf"/(?P<year>{_YEAR})/?(?P<month>\d\d)/?(?P<day>\d\d)/"),
    re.compile(rf"/(?P<year>{_YEAR})(?P<month>\d\d)(?P<day>\d\d)\d{{0,10}}\.s?html?"),
)
_URL_MONTH: Final = (
    re.compile(rf"/(?P<year>{_YEAR})(?P<month>\d\d)/"),
    re.compile(rf"/(?P<year>{_YEAR})[-/](?P<month>\d{{1,2}})/"),
)


class Written(NamedTuple):
    """A date found at `start:end` of a text. `minute` tells whether a clock time stands with it."""

    value: date
    start: int
    end: int
    minute: bool = False


class MonthDay(NamedTuple):
    """A day written without its year, at `start:end` of a text."""

    month: int
    day: int
    start: int
    end: int


def written_dates(text: str, *, compact: bool = False) -> tuple[Written, ...]:
    """Return every full date in `text`, in order; with `compact` also 20210705."""
    if "２０" in text or "１９" in text:
        text = text.translate(_WIDE)
    found = list(_full(text)) if "20" in text or "19" in text else []
    if "年" in text:
        found += _spelled(text.replace("\x1f", ""))
    if compact:
        found += _compact(text)
    return tuple(sorted(found, key=lambda item: item.start) if len(found) > 1 else found)


def date_in(text: str | None) -> date | None:
    """Return the first full date in a short text such as a table cell or a meta content, else None."""
    if not text:
        return None
    found = written_dates(text[:200], compact=True)
    return found[0].value if found else None


def only_date(text: str) -> Written | None:
    """Return the date when `text` is nothing but one date with brackets, a weekday or a clock time around it."""
    found = written_dates(text[:_LONGEST_ALONE])
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0] if len(text) < _LONGEST_ALONE and not _LETTERS.search(_BESIDE.sub("", rest)) else None


_RANGE: Final = re.compile(r"\s*(?:[-—－~～]+\s*\d|[至到]\s*\d|[至到]今|起)")
_DASHED_CLOCK: Final = re.compile(r"\s*[-—－]+\s*[012]?\d[:：∶]")
_LONGEST_ALONE: Final = 60
_BESIDE: Final = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日]|上午|下午")
_LETTERS: Final = re.compile(r"[A-Za-z\d\u4e00-\u9fff]")


def begins_range(text: str, found: Written) -> bool:
    """True when the date is the first day of a span (2009.7.22-8.4, 2021-07-05至2021-08-05), not a day of its own."""
    if _RANGE.match(text, found.end) is None:
        return False
    # 2021/04/02 - 14:30 is one day with its clock time.
    return found.minute or _DASHED_CLOCK.match(text, found.end) is None


def month_in(text: str) -> tuple[int, int] | None:
    """Return the first (year, month) written in `text` without a day."""
    match = _MONTH.search(text)
    if match is None:
        return None
    return int(match["year"]), int(match["month"] or match["month2"])


def only_month(text: str) -> date | None:
    """Return the first day of the month when `text` is nothing but a month (2021年7月, 2021-07), else None."""
    match = _MONTH.search(text[:_LONGEST_ALONE])
    if match is None or len(text) > _LONGEST_ALONE:
        return None
    if _LETTERS.search(text[: match.start()] + text[match.end() :]):
        return None
    return day(int(match["year"]), int(match["month"] or match["month2"]), 1)


def month_days(text: str) -> tuple[MonthDay, ...]:
    """Return the days written without a year ([07-05], 7月5日), in order. Ratios and fractions may be among them."""
    return tuple(
        MonthDay(int(match["month"]), int(match["day"] or match["day2"]), match.start(), match.end())
        for match in _MONTH_DAY.finditer(text)
    )


def url_day(url: str) -> date | None:
    """Return the day that the address of a page names, as most content systems write it, else None."""
    for pattern in _URL_DAY:
        match = pattern.search(url)
        if match is not None:
            return day(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def url_month(url: str) -> tuple[int, int] | None:
    """Return (year, month) that the address names when it names no day."""
    for pattern in _URL_MONTH:
        match = pattern.search(url)
        if match is not None and 1 <= int(match["month"]) <= 12:  # noqa: PLR2004  # months
            return int(match["year"]), int(match["month"])
    return None


def day(year: int, month: int, number: int) -> date | None:
    """Return the day, None when the calendar has no such day or it cannot be meant.

    1 January 1970 is what programs print for no date at all.
    """
    if not EARLIEST <= year <= LATEST or (year == _ZERO_YEAR and month == number == 1):
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def cjk_number(text: str) -> int:
    """Return the value of 一 to 三十一 as written in dates."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_CJK_DIGITS))
    return 10 * int((tens or "一").translate(_CJK_DIGITS)) + int((ones or "零").translate(_CJK_DIGITS))


def _full(text: str) -> Iterator[Written]:
    for match in _FULL.finditer(text):
        year, month, number, month2, number2, minute = match.group("year", "month", "day", "month2", "day2", "minute")
        value = day(int(year), int(month or month2), int(number or number2))
        if value is not None:
            yield Written(value, match.start(), match.end(), minute is not None)


def _compact(text: str) -> Iterator[Written]:
    for match in _COMPACT.finditer(text):
        value = day(int(match["year"]), int(match["month"]), int(match["day"]))
        if value is not None:
            yield Written(value, match.start(), match.end())


def _spelled(text: str) -> Iterator[Written]:
    for match in _CJK.finditer(text):
        year = int(match["year"].translate(_CJK_DIGITS))
        value = day(year, cjk_number(match["month"]), cjk_number(match["day"]))
        if value is not None:
            yield Written(value, match.start(), match.end())
