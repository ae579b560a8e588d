"""The last day on which a consultation takes comments, read from its sentences; None rather than a guess."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.extract.numerals import NUMERAL, number
from crawler.model.page import DateRead, Precision
from crawler.model.typography import half_width

LONGEST = 200
"""Days: no consultation runs longer than this, so a date without a year further off is not certain."""

_Y, _N = r"(?:20\d\d|二[〇○零][一二三四五六七八九〇○零]{2})", NUMERAL
_WEEKDAY = r"(?:\((?:星期|周)[一二三四五六日天]\))?"
_HOUR = r"(?:(?:上午|下午|晚上?|中午|凌晨)?(?:\d{1,2}[:∶]\d{2}(?::\d{2})?|\d{1,2}[时点](?:\d{1,2}分?|半|整)?)|下班)?"


def _day(name: str) -> str:
    """One date, with or without its year and month, and the hour after it; groups are named after `name`."""
    words = rf"(?:(?P<{name}y>{_Y})年度?)?(?:(?P<{name}m>{_N})月)?(?P<{name}d>{_N})[日号]"
    signs = rf"(?P<{name}Y>20\d\d)[-/.](?P<{name}M>\d{{1,2}})[-/.](?P<{name}D>\d{{1,2}})"
    return rf"(?:{words}|{signs}){_WEEKDAY}{_HOUR}{_WEEKDAY}"


_TO = r"(?:\(含\))?(?:起|开始)?[,]?(?:截止|截)?(?:至|到|-+|—+|–+|~+|～+|―+|─+|－+)"
_RANGE = re.compile(rf"{_day('a')}{_TO}{_day('b')}")
_SINCE_NOW = re.compile(
    rf"(?:即日起|(?:发布|公布|公告|公示|刊登|印发)之?日起|今日起|从即日)[,]?(?:截止|截)?(?:至|到|-+|—+){_day('b')}"
)
_LABEL = re.compile(
    rf"(?:截止|截至|结束|终止)(?:日期|时间|日|期)?(?:至|到|为|是|于|在)?[:]?(?:至|到|为|是|于|在)?{_day('b')}"
)
_BEFORE = re.compile(rf"(?:于|在|请|至|，|,)?{_day('b')}(?:\(含(?:当日|当天|本日)?\))?(?:之前|以前|前|止|为止|截止)")
_EXTENDED = re.compile(rf"(?:延长|延期|延后|顺延|推迟|展期)(?:期限|时间)?(?:至|到|为){_day('b')}")
"""What is said of the closing day before it was put off holds no longer."""
_DURATION = re.compile(
    rf"(?:自|从)?(?P<base>[^,。;:]{{0,16}}?)起(?:的)?[,]?(?P<n>{_N})(?:个)?(?P<unit>工作日|自然日|日|天|月)"
)
_PERIOD = re.compile(
    rf"(?:公示|公告|征求意见|征集|征集意见|征询|意见征集)(?:期限|期|时间|时限)(?:为|是|共)?[:]?(?P<n>{_N})(?:个)?(?P<unit>工作日|自然日|日|天|月)(?![\d至到])"
)
_TOPIC = re.compile(
    r"意见|建议|征[求集询]|公示|公告期|反馈|起止|截[止至]|结束|时间|期[限间]|异议|提出|提交|函告|发送|[邮]?寄|传真"
)
_ASKING = re.compile(r"意见|建议|征[求集询]|反馈|截[止至]|结束|起止|公示|提出|提交|函告|发送|[邮]?寄|传真")
_TERM = re.compile(r"^(?:[一二三四五六七八九十]+、)?期限")
_OPINION = re.compile(r"意见|建议|反馈")
_DRAFT = re.compile(r"第\s*[一1]\s*[条章][\s　:：]*")
"""Where the draft itself begins on the page of the notice: its dates are its own."""
_OTHER_TOPIC = re.compile(r"报名|听证会|会议|座谈|有效期|施行|实施|生效|印发|开标|投标|缴费|抽奖|评选|投票")
_PURE_LABEL = re.compile(
    r"(?:(?:征集|征求意见|意见征集|公示|征询|活动|反馈|意见反馈)?(?:开始|结束|截止|起止|截至|公示|征集|征求意见)(?:时间|日期|期限|日))[:]?"
)
_BEGIN_LABEL = re.compile(rf"(?:开始|起始|发起)(?:时间|日期|日)[:]?{_day('a')}")
_SENTENCE = re.compile(r"[。;；]")
_FRAMES = str.maketrans("", "", "[]【】")
"""Some set a day in brackets of its own."""
_LONGEST_LINE = 4000
_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Closing:
    """When a consultation opens and closes; `quote` is the sentence, kept even when it is not certain."""

    opens: date | None = None
    closes: date | None = None
    quote: str | None = None


def closing_date(lines: Sequence[str], published: DateRead | None, *, labels_only: bool = False) -> Closing:
    """Return the closing date that `lines` state, None when absent, uncertain or contradictory.

    A day without a year takes the one that puts it within LONGEST days after `published`, if that is certain to the
    day. 'Before the 26th' counts the 26th in: the reading that favours the office. Working days are not counted here.
    With `labels_only` only labelled fields (截止日期：…, 起止时间：…) are read, for text around the main text.
    """
    base = published.value if published and published.precision in {Precision.DAY, Precision.MINUTE} else None
    if published is not None and published.disputed_by:
        base = None
    found: list[Closing] = []
    extended: list[Closing] = []
    quote: str | None = None
    opens = set[date]()
    for sentence in _sentences(lines):
        plain = half_width(sentence).translate(_FRAMES)
        begin = _dated(_BEGIN_LABEL.search(plain), "a", base)
        opens |= {begin} if begin else set()
        later = _dated(_EXTENDED.search(plain), "b", base)
        extended += [Closing(None, later, sentence[:_LONGEST_QUOTE])] if later else []
        for closing in _closings(plain, base, labels_only=labels_only):
            quote = quote or sentence[:_LONGEST_QUOTE]
            if closing.closes is not None and (base is None or closing.closes >= base):
                found.append(Closing(closing.opens, closing.closes, sentence[:_LONGEST_QUOTE]))
    found = extended or found
    if not found:
        return Closing(quote=quote)
    days = {closing.closes for closing in found}
    if len(days) > 1:
        return Closing(quote=quote)
    opens |= {closing.opens for closing in found if closing.opens is not None}
    return Closing(opens.pop() if len(opens) == 1 else None, found[0].closes, found[0].quote)


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    """Sentences without blanks that may speak of a closing date; a bare label takes the next line with it."""
    label = ""
    for line in lines:
        if _DRAFT.match(line):
            return
        bare = label + "".join(line[:_LONGEST_LINE].split())
        label = ""
        if _PURE_LABEL.fullmatch(half_width(bare)):
            label = bare
            continue
        for sentence in _SENTENCE.split(bare):
            if sentence and _TOPIC.search(sentence):
                yield sentence


def _closings(sentence: str, base: date | None, *, labels_only: bool) -> Iterator[Closing]:
    """All readings of one sentence; a range wins over its own second half."""
    topic = (_ASKING.search(sentence) or _TERM.match(sentence)) and not (
        _OTHER_TOPIC.search(sentence) and not re.search(r"意见|征集", sentence)
    )
    for match in _RANGE.finditer(sentence):
        if topic and (not labels_only or re.search(r"时间|期限|期间|起止|日期", sentence[: match.start()])):
            opens, closes = _range(match, base)
            yield Closing(opens, closes)
            return
    for pattern in (_LABEL,) if labels_only else (_SINCE_NOW, _LABEL, _BEFORE):
        found = _about_opinions(sentence, list(pattern.finditer(sentence))) if topic else []
        opens = base if pattern is _SINCE_NOW else None
        yield from (Closing(opens, _dated(last, "b", base)) for last in found)
        if found:
            return
    if topic and not labels_only:
        yield from _durations(sentence, base)


def _about_opinions(sentence: str, found: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Of several days in one sentence those that are followed by what is asked for, if any is."""
    if not found:
        return found
    ends = [later.start() for later in found[1:]] + [len(sentence)]
    asking = [match for match, end in zip(found, ends, strict=True) if _OPINION.search(sentence, match.end(), end)]
    return asking or found


def _durations(sentence: str, base: date | None) -> Iterator[Closing]:
    match = _DURATION.search(sentence) or _PERIOD.search(sentence)
    if match is None:
        return
    words = match.groupdict().get("base") or ""
    start = None if "收到" in words else base
    if re.search(r"\d", words):
        explicit = re.fullmatch(_day("a"), words)
        start = _dated(explicit, "a", base) if explicit else None
    count = number(match.group("n"))
    if start is None or count is None or match.group("unit") == "工作日" or count > LONGEST:
        yield Closing()
    elif match.group("unit") == "月":
        yield Closing(start, _months_later(start, count))
    else:
        yield Closing(start, start + timedelta(days=count))


def _range(match: re.Match[str], base: date | None) -> tuple[date | None, date | None]:
    a, b = _parts(match, "a"), _parts(match, "b")
    if a[1] is None:
        return None, None
    opens = _date(a[0], a[1], a[2]) if a[0] else None
    month = b[1] or a[1]
    if b[0]:
        closes = _date(b[0], month, b[2])
        if opens is None and closes is not None:
            opens = _date(closes.year - (a[1] > month), a[1], a[2])
    elif opens is not None:
        closes = _date(opens.year + (month < opens.month), month, b[2])
    else:
        closes = _near(base, month, b[2])
        opens = _date(closes.year - (a[1] > month), a[1], a[2]) if closes else None
    if opens is None or closes is None or not 0 <= (closes - opens).days <= LONGEST:
        return None, None
    return opens, closes


def _dated(match: re.Match[str] | None, name: str, base: date | None) -> date | None:
    if match is None:
        return None
    year, month, day = _parts(match, name)
    if month is None:
        return None
    return _date(year, month, day) if year else _near(base, month, day)


def _near(base: date | None, month: int, day: int) -> date | None:
    """The one day so named within LONGEST days after publication."""
    if base is None:
        return None
    days = [_date(base.year + later, month, day) for later in (0, 1)]
    fitting = [found for found in days if found is not None and 0 <= (found - base).days <= LONGEST]
    return fitting[0] if len(fitting) == 1 else None


def _parts(match: re.Match[str], name: str) -> tuple[int | None, int | None, int]:
    if match.group(f"{name}Y"):
        return int(match.group(f"{name}Y")), int(match.group(f"{name}M")), int(match.group(f"{name}D"))
    year, month, day = (match.group(f"{name}{part}") for part in "ymd")
    return number(year) if year else None, number(month) if month else None, number(day) or 0


def _date(year: int | None, month: int | None, day: int) -> date | None:
    try:
        return date(year or 0, month or 0, day)
    except ValueError:
        return None


def _months_later(start: date, months: int) -> date | None:
    year, month = divmod(start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        found = _date(start.year + year, month + 1, day)
        if found is not None and day <= start.day:
            return found
    return None
