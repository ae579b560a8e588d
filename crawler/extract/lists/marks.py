"""Dates that stand by themselves in a page, as lists show them: full, without a year, or split over elements."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice, pairwise, takewhile
from typing import Final, NamedTuple

from crawler.extract.lists.month_heads import days_under_months
from crawler.markup import Flow, Run
from crawler.markup.dates import Written, begins_range, date_in, day, month_days, written_dates

_PAIR_YEAR_MONTH: Final = re.compile(r"^\W{0,2}((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?\W{0,2}$")
_PAIR_DAY: Final = re.compile(r"^\W{0,2}(\d{1,2})\s?日?\W{0,2}$")
_PAIR_YEAR: Final = re.compile(r"^\W{0,2}((?:19|20)\d\d)\s?年?\W{0,2}$")
_PAIR_MONTH: Final = re.compile(r"^\W{0,2}(\d{1,2})\s?月\W{0,2}$")
_PAIR_MONTH_DAY: Final = re.compile(r"^\W{0,2}(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?\W{0,2}$")
_PIECE_MONTH: Final = re.compile(r"^\W?\d{1,2}\s?月?\W?$")
_WORDS: Final = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_LABEL: Final = re.compile(r"发布|公开|时间|日期|更新|发文|公布|上网|登载|成文|生成|信息|印发")
_PUBLICATION: Final = re.compile(r"((?:发布|公开|公布|发表|上网|登载)(?:时间|日期))\s?[:：]\s?$")
_FACTS: Final = re.compile(
    r"\W{0,2}(?:信息|文章|稿件)?(?:来源|出处|作者|编辑|供稿|浏览|点击|阅读|访问)(?:量|数|次数)?\s?[:：]"
)
"""How a line of facts begins that has its date without a label."""
_TAIL: Final = re.compile(
    r"^\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?\s*(?:(?:浏览|点击|阅读|访问|人气)(?:量|数|次数)?\s?[:：]?\s?\d*\s?次?)?$"
)
"""What may follow a date: its weekday, how often the row was read."""
_WHO: Final = re.compile(
    r"\s(?:来源\s?[:：]\s?)?[\u4e00-\u9fff]{2,14}(?:局|委|办|厅|院|政府|委员会|办公室|中心|街道|镇|乡|办事处|融媒体|日报|网站?)"
)
"""Who published a row, behind its date and a blank."""
_PARTED, _PARTS = re.compile(r"[/|｜·]\s?$"), re.compile(r"\s?(?:[/|｜·]|$)")
_BARE: Final = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_CLOCK: Final = re.compile(r"\W{0,3}(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?\s{1,3}\d{1,2}:\d\d(?::\d\d)?\W{0,3}")
_BETWEEN: Final = re.compile("[-/.－月]")
"""What stands between a month and its day."""
_CENTURIES: Final = frozenset({"19", "20"})
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 60
_LONGEST_PART: Final = 12
_COMPACT: Final = 8
_LONGEST_CLOCK: Final = 20
_LONGEST_PIECE: Final = 6
_YEAR_ALONE: Final = range(4, 6)
"""How long a year is that stands alone, with or without 年."""
_NEAR: Final = 4
_LEAP: Final = 2000
_FEW_LINKS: Final = 3
_OPENING: Final = "[【(（"
_CLOSING: Final = "]】)）"
_DIGITS: Final = "0123456789"
_STARTS: Final = _OPENING + _DIGITS
_ENDS: Final = _CLOSING + _DIGITS
_BESIDE: Final = re.compile(
    r"(?P<last>\D.{3,}?)\s(?P<after>(?:19|20)\d\d(?:-\d\d?-\d\d?|/\d\d?/\d\d?|\.\d\d?\.\d\d?))"
    r"|(?P<before>(?:19|20)\d\d(?:-\d\d?-\d\d?|/\d\d?/\d\d?|\.\d\d?\.\d\d?))\s(?P<first>\D.{3,})"
)
"""A name with a date behind or before it, a blank between."""
_LONGEST_NAME: Final = 160
_SHORTEST_NAME: Final = 4
_FEWEST_IN_NAMES: Final = 3
_TWO: Final = 2
_MOST_BELOW: Final = 40


class Mark(NamedTuple):
    """A date at `run` (the last of `runs`); `value` is None for one without a year, which `month` and `day` spell.

    `rest` is what the run says beside the date, when that is the name of the row's link.
    """

    run: int
    runs: int
    node: int
    value: date | None
    month: int = 0
    day: int = 0
    label: str = ""
    rest: str = ""


def marks(flow: Flow) -> tuple[Mark, ...]:
    """Return the dates that stand alone or behind a label of their own, in reading order."""
    found: list[Mark] = []
    inside: list[Mark] = []
    months: list[int] = []
    last = -1
    # Taken apart here and not by name: this looks at every text of the page.
    for number, (text, _, anchor, _) in enumerate(flow.runs):
        if text.isalpha():
            continue
        length = len(text)
        if (
            anchor >= 0
            and length > _LONGEST_PART
            and (text[-1] in _ENDS or text[0] in _STARTS)
            and (mark := _in_name(number, flow))
        ):
            inside.append(mark)
            continue
        if number <= last or length > _LONGEST:
            continue
        # More than a few signs are a date only with a year.
        if len(text) > _LONGEST_PART and not ("20" in text or "19" in text or "年" in text):
            if len(text) <= _LONGEST_CLOCK and ":" in text and (mark := _with_clock(number, flow)):
                found.append(mark)
                last = number
            continue
        if text.isdigit():
            mark = _split(number, flow) if len(text) != _COMPACT else _compact(number, flow)
        elif _DIGIT.search(text):
            mark = _full(number, flow) or _split(number, flow) or _without_year(number, flow)
            months += _month(number, text, mark)
        else:
            continue
        if (mark.value is None and mark.runs > 1) if mark is not None else len(text) in _YEAR_ALONE:
            mark = _three(number, flow) or mark
        if mark is not None:
            found.append(mark)
            last = mark.run
    if months:
        found = _with_row_days(found, months, flow)
    return tuple(sorted((*found, *inside), key=lambda mark: mark.run) if _are_days(inside, found, flow) else found)


def _month(number: int, text: str, mark: Mark | None) -> tuple[int, ...]:
    """The run itself where it begins with a year and is no date by itself."""
    return (number,) if text[:2] in _CENTURIES and (mark is None or mark.runs > 1) else ()


def _with_row_days(found: list[Mark], months: list[int], flow: Flow) -> list[Mark]:
    """The dates with those of rows that show a day alone below one of the lines `months`."""
    days = days_under_months(flow, months)
    below = {each.run for each in days}
    rest = [mark for mark in found if mark.run not in below]
    mine = [Mark(each.run, 1, flow.runs[each.run].node, each.value) for each in days]
    return sorted([*rest, *mine], key=lambda mark: mark.run)


def _in_name(number: int, flow: Flow) -> Mark | None:
    """A date in brackets, or parted by a blank, at the end or the beginning of a link's wording."""
    run = flow.runs[number]
    if len(run.text) > _LONGEST_NAME or not ("20" in run.text or "19" in run.text):
        return None
    dates = written_dates(run.text)
    if len(dates) != 1:
        return None
    beside = _BESIDE.fullmatch(run.text)
    if beside is not None and not any(each.anchor == run.anchor for each in flow.runs[number - 1 : number + 2 : 2]):
        return Mark(number, 1, run.node, dates[0].value, rest=(beside["last"] or beside["first"]).strip())
    before, after = run.text[: dates[0].start].rstrip(), run.text[dates[0].end :].lstrip()
    if not before[-1:] or before[-1] not in _OPENING or after[:1] not in _CLOSING or not after:
        return None
    name = (before[:-1] or after[1:]).strip()
    if (before[:-1] and after[1:]) or len(name) < _SHORTEST_NAME:
        return None
    return Mark(number, 1, run.node, dates[0].value, rest=name)


def _are_days(inside: list[Mark], found: list[Mark], flow: Flow) -> bool:
    """True when dates in names are those of their rows: three and more, newest first, and no date beside them.

    They may belong to the names where these are the same but for the date (a weekly table of prices), or where other
    names between them have none.
    """
    days = [mark.value for mark in inside if mark.value is not None]
    if len(days) < _FEWEST_IN_NAMES or days != sorted(days, reverse=True):
        return False
    if len({mark.rest for mark in inside}) < len(inside):
        return False
    between = flow.runs[inside[0].run : inside[-1].run + 1]
    if len({run.anchor for run in between if run.anchor >= 0 and len(run.text) > _LONGEST_PART}) > len(inside):
        return False
    return not any(inside[0].run < mark.run <= inside[-1].run + 1 for mark in found)


def _full(number: int, flow: Flow) -> Mark | None:
    run = flow.runs[number]
    bare = _BARE.fullmatch(run.text)
    if bare is not None:
        # What most lists print; the general way takes ten times as long.
        value = day(int(bare[1]), int(bare[2]), int(bare[3]))
        return None if value is None else Mark(number, 1, run.node, value)
    dates = written_dates(run.text)
    if not dates or begins_range(run.text, dates[0]):
        return None
    if len(dates) > 1:
        return _labelled(number, run, dates)
    # A range of days or a date inside a title is no mark; one behind a label is the last of a line of facts.
    before, after = run.text[: dates[0].start], run.text[dates[-1].end :]
    if after and (_TAIL.match(after) or (not before and run.anchor < 0 and _WHO.fullmatch(after))):
        after = ""
    words = len(_WORDS.findall(before)) + len(_WORDS.findall(after))
    facts = _FACTS.match(run.text)
    label = _LABEL.search(before[-8:]) or facts or (_PARTED.search(before) and _PARTS.match(after))
    if (words > (24 if label else 3)) or (run.anchor >= 0 and not facts and words > (8 if label else 3)):
        return None
    if words and not label and run.anchor >= 0 and len(_WORDS.findall(run.text)) > 3:  # noqa: PLR2004
        return None
    return Mark(number, 1, run.node, dates[0].value, label=before.strip())


def _labelled(number: int, run: Run, dates: Sequence[Written]) -> Mark | None:
    """Of several dates in one line (会议时间：4月5日　发布时间：4月7日) the one that says it is the publication."""
    found, end = [], 0
    for each in dates:
        label = _PUBLICATION.search(run.text[end : each.start])
        end = each.end
        if label is not None:
            found.append(Mark(number, 1, run.node, each.value, label=label[1]))
    return found[0] if len(found) == 1 and run.anchor < 0 else None


def _split(number: int, flow: Flow) -> Mark | None:
    """A day and its month and year in neighbouring elements, in either order."""
    runs = flow.runs
    if number + 1 >= len(runs):
        return None
    one, two = runs[number], runs[number + 1]
    numbers = one.text.isdigit() and two.text.isdigit()
    if numbers or max(len(one.text), len(two.text)) > _LONGEST_PART or not _DIGIT.search(two.text):
        return None
    for first, second in ((one.text, two.text), (two.text, one.text)):
        parts = _parts(first, second)
        if parts is not None:
            if not _in_one_row(number, flow):
                return None
            year, month, number_of_day = parts
            value = day(year or _LEAP, month, number_of_day)
            if value is None:
                return None
            return Mark(number + 1, 2, one.node, value if year else None, month, number_of_day)
    return None


def _compact(number: int, flow: Flow) -> Mark | None:
    """20230406 by itself, beside a link and not in one."""
    run = flow.runs[number]
    value = day(int(run.text[:4]), int(run.text[4:6]), int(run.text[6:])) if run.anchor < 0 else None
    return None if value is None or run.text[:2] not in {"19", "20"} else Mark(number, 1, run.node, value)


def _three(number: int, flow: Flow) -> Mark | None:
    """A day, its month and its year in three elements, or in the other order; where the day is first, it says 月."""
    runs = flow.runs
    if number + _TWO >= len(runs) or not _PIECE_MONTH.match(runs[number + 1].text):
        return None
    one, two, three = runs[number].text, runs[number + 1].text, runs[number + 2].text
    if max(len(one), len(three)) > _LONGEST_PIECE:
        return None
    for first, last in ((one, three), (three, one)):
        year, alone = _PAIR_YEAR.match(first), _PAIR_DAY.match(last)
        if year and alone and ("月" in two or first is one):
            value = day(int(year[1]), int("".join(filter(str.isdigit, two))), int(alone[1]))
            if value is not None and _in_one_row(number, flow) and _in_one_row(number + 1, flow):
                return Mark(number + 2, 3, flow.runs[number].node, value, value.month, value.day)
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
    if not _BETWEEN.search(run.text):
        return None
    days = month_days(run.text)
    if len(days) != 1 or not day(_LEAP, days[0].month, days[0].day):
        return None
    # <time datetime="2023-11-09">11月9日</time>
    told = date_in(flow.times[run.node]) if run.node in flow.times else None
    value = told if told is not None and (told.month, told.day) == days[0][:2] else None
    return Mark(number, 1, run.node, value, days[0].month, days[0].day)


def _with_clock(number: int, flow: Flow) -> Mark | None:
    """A day without its year and an hour: [10-13 8:30]."""
    run = flow.runs[number]
    shown = _CLOCK.fullmatch(run.text)
    if shown is None or day(_LEAP, int(shown[1]), int(shown[2])) is None:
        return None
    return Mark(number, 1, run.node, None, int(shown[1]), int(shown[2]))


def _in_one_row(number: int, flow: Flow) -> bool:
    """True when a run and the next stand close together in an element of one row, unlike a day and the next year."""
    node, two = flow.runs[number].node, flow.runs[number + 1].node
    for _ in range(_NEAR):
        if flow.ends[node] >= two:
            links = flow.anchors_in(node)
            if len(links) > _FEW_LINKS:
                return False
            # Two links that lead to different places may be two rows under the heading of their year.
            places = {flow.anchors[link].href for link in links}
            return len(places) < _TWO or not _has_days_below(number, flow, node)
        node = flow.parents[node]
        if node < 0:
            break
    return False


def _has_days_below(number: int, flow: Flow, node: int) -> bool:
    """True when below the pair at run `number` another day without a year, or without its month, stands in `node`."""
    start = number + _TWO
    below = islice(flow.runs, start, start + _MOST_BELOW)
    inside = [run.text for run in takewhile(lambda run: node <= run.node <= flow.ends[node], below)]
    if any(_PAIR_MONTH_DAY.match(text) for text in inside if len(text) <= _LONGEST_PART):
        return True
    return _PAIR_YEAR_MONTH.match(flow.runs[number].text) is not None and any(
        _PAIR_DAY.match(text) and not _PAIR_YEAR_MONTH.match(before)
        for before, text in pairwise(inside)
        if len(text) <= _LONGEST_PIECE
    )
