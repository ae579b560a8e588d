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
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)年)(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<end>底)?(?P<by>之?前|以前|前后)"
)
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


def due_date(text: str) -> date | None:
    """Return the one day by which a requirement must be met; None when it names none, several, or only about when."""
    days = set()
    for match in _DATE.finditer(text):
        if match.group("by") == "前后":
            continue
        year, month = int(match.group("year")), int(match.group("month") or 12)
        if match.group("end") or not match.group("day"):
            day = _LAST_DAY.get(month, 0)
            day += month == 2 and year % 4 == 0  # noqa: PLR2004 - February; no plan is from 2100
        else:
            day = int(match.group("day"))
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


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
