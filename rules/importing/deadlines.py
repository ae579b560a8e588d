"""Deadlines and figures in the words of a requirement: durations, dates, frequencies, thresholds."""

import re
from dataclasses import dataclass
from datetime import date

from rules.importing.chinese import number

_NUMBER = r"(\d{1,3}|[一二三四五六七八九十两]{1,3})"
_DURATION = re.compile(
    rf"(?P<before>[^，,。；;（(]{{0,30}}?){_NUMBER}\s*个?(?P<unit>工作日|自然日|日|天|月|周|星期)(?:之?内|以内)"
)
_UNITS = {"工作日": ("working-day", 1), "自然日": ("day", 1), "日": ("day", 1), "天": ("day", 1), "月": ("month", 1)}
_WEEKS = ("周", "星期")
_AFTER = re.compile(r"(?:在|自|于|从)?(?P<what>[^在自于从，,。；;]{1,20}?)(?:之日)?(?:后|起|之后|以后)(?:的|应)?$")
_DAY = (
    r"(?:(?P<year>20\d\d)年度?|(?P<next>次年|翌年|明年|下一?年度?)|今年|本年度?|当年|"
    r"(?<![每一二两三四五六七八九十半几多近上去往历全\d])年(?=[底末内]))?[，,]?"
    r"(?:(?<!\d)(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    r"(?P<end>[底末])?"
)
_LAST = re.compile(rf"{_DAY}(?:(?P<by>之?前|以前)(?!后)|(?<=年)内|(?<=年度)内)")
_NAMED = re.compile(rf"{_DAY}(?:(?<=年)内)?(?:完成|落实|公开|发布)?[。；;\s]*")
_PARTS = ("month", "quarter", "half", "end")
_AGAIN = re.compile(r"每(?:年|季度?|月|半年)[^，,。；;]{0,12}$")
"""What comes back every year has no last day."""
_FREQUENCY = re.compile(
    rf"每(?:年|季度|月|半年)[^，,。；;]{{0,20}}?(?:不少于|至少|不低于)?[^，,。；;\d]{{0,10}}?{_NUMBER}\s*次(?:以上)?"
)
_THRESHOLD = re.compile(
    r"(?:不低于|不少于|不超过|至少|达到|实现)\s*\d+(?:\.\d+)?\s*[%％]|100\s*[%％]|\d+\s*个(?:基层政务公开)?领域|\d+\s*个试点领域"
)
_LAST_DAY = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


@dataclass(frozen=True, slots=True)
class Duration:
    """A span that a requirement allows. `after` is what it runs from, in the document's words; None when not said."""

    value: int
    unit: str
    after: str | None


def durations(text: str) -> tuple[Duration, ...]:
    """Return the durations in `text`; weeks become days."""
    found = []
    for match in _DURATION.finditer(text):
        value = number(match.group(2))
        if value is None:
            continue
        unit, times = ("day", 7) if match.group("unit") in _WEEKS else _UNITS[match.group("unit")]
        after = _AFTER.search(match.group("before"))
        found.append(Duration(value * times, unit, after.group("what") if after else None))
    return tuple(found)


def due_date(text: str, year: int | None = None) -> date | None:
    """Return the one day by which a requirement must be met; None when it names none, several, or only about when.

    `year` is the plan's, for days that name none (年底前, 6月底前). What comes back every year is no such day.
    """
    days = due_dates(text, year)
    return days[0] if len(days) == 1 else None


def due_dates(text: str, year: int | None = None) -> tuple[date, ...]:
    """Return all days that `text` names as the last ones, in order, each once."""
    found = (_day(match, year) for match in _LAST.finditer(text) if _is_last(match))
    return tuple(sorted({day for day in found if day is not None}))


def due_in_cell(cell: str, year: int | None = None) -> date | None:
    """Return the day that a cell of deadlines names; 12月, 三季度 and 2021年6月30日 are last days there."""
    if (day := due_date(cell, year)) is not None:
        return day
    match = _NAMED.fullmatch(cell.strip())
    named = match is not None and ("内" in match.group(0) or any(match.group(each) for each in _PARTS))
    if match is None or not named:
        return None
    return _day(match, year)


def _is_last(match: re.Match[str]) -> bool:
    """True for words that set a last day; 2021年前 is a time of old, 前 alone is none, 每年底前 comes back."""
    if match.group(0)[0] in "底末内前之以" or _AGAIN.search(match.string[max(match.start() - 20, 0) : match.start()]):
        return False
    if not match.group("by"):
        # A bare 年内 in a sentence (年内至少听取一次汇报) says how often rather than by when.
        return match.group(0) != "年内" and not any(match.group(each) for each in ("month", "quarter", "half"))
    return any(match.group(each) for each in _PARTS)


def _day(match: re.Match[str], plan: int | None) -> date | None:
    year = int(match.group("year")) if match.group("year") else plan
    if year is None:
        return None
    if match.group("next"):
        year += 1
    month = int(match.group("month") or 12)
    if match.group("quarter"):
        month = 3 * (number(match.group("quarter")) or 4)
    elif match.group("half"):
        month = 6 if match.group("half") == "上" else 12
    if match.group("day") and match.group("month"):
        day = int(match.group("day"))
    else:
        day = _LAST_DAY.get(month, 0)
        day += month == 2 and year % 4 == 0  # noqa: PLR2004 - February; no plan is from 2100
    try:
        return date(year, month, day)
    except ValueError:
        return None


_DEADLINE = re.compile(
    r"(?:(?:20\d\d年|今年|年内|当年|次年|全年)?(?:(?:第?[一二三四1-4]季度|\d{1,2}月)?(?:\d{1,2}日)?)(?:底|末|上旬|中旬|下旬)?(?:之?前|以前|前后)?(?:完成|落实)?|"
    r"长期(?:坚持|推进)?|持续(?:推进|落实)?|全年(?:落实)?|按(?:规定|要求)?时限(?:完成)?|常态化|年底前(?:完成)?|立即(?:执行)?|每[年季月].{0,12})"
)


def is_deadline(text: str) -> bool:
    """True for the whole of a cell that says by when: 2021年12月底前, 长期坚持, 第三季度."""
    plain = text.strip("。； \t　")
    return bool(plain) and bool(_DEADLINE.fullmatch(plain))


def frequencies(text: str) -> tuple[str, ...]:
    """Return phrases such as 每年不少于2次, as printed."""
    return tuple(match.group(0) for match in _FREQUENCY.finditer(text))


def thresholds(text: str) -> tuple[str, ...]:
    """Return phrases such as 不低于4%, 26个领域 or 100%, as printed."""
    return tuple(match.group(0) for match in _THRESHOLD.finditer(text))
