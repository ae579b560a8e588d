"""Regulations as text: title, note under the title (题注), articles 第X条 (NORMS 9)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from crawler.extract.numerals import NUMERAL, number
from crawler.extract.paragraphs import lines_of, paragraphs
from crawler.markup import Source
from crawler.model.facts import Article, RegulationText
from crawler.model.page import Page
from crawler.model.typography import closed_up, half_width, normalise

__all__ = ["normalise", "parse_regulation", "read_regulation"]

_ARTICLE = re.compile(rf"(第({NUMERAL})条(?:之({NUMERAL}))?)(?=([\s　:]|)(.*))", re.DOTALL)
_SPREAD = re.compile(rf"第[\s　]*{NUMERAL}[\s　]*条")
"""Some set blanks within the label (第 二 条)."""
_INLINE = re.compile(rf"(?<=[。;；)）!！])[\s　]*(?=第{NUMERAL}条(?:之{NUMERAL})?[\s　])")
_CHAPTER = re.compile(rf"第\s*{NUMERAL}\s*[编章节](?:[\s　]*[^。;；,，]{{0,40}})?")
_CONTENTS = re.compile(r"目[\s　]*[录次]")
_END = re.compile(
    r"附[件表录则图]?(?:\s*\d*)?[:：]|附件\s*\d*$|抄送[:：]|责任编辑|[【(（]?(?:打印|关闭)|上一[篇条]|下一[篇条]|相关(?:链接|附件|文件|解读|稿件)|分享到|扫一扫"
)
_NAME = re.compile(
    r"[^。;；]{2,60}(?:法|条例|规定|办法|规则|细则|章程|规程|规范|规章|决定)(?:[(（](?:试行|暂行|修订|\d{4}.{0,6})[)）])?"
)
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_EFFECT = re.compile(r"\s*起?\s*(?:正式)?(?:施行|实施|生效)")
_ON_PROMULGATION = re.compile(r"自(?:公布|发布|颁布|印发)之日起(?:施行|实施|生效)")
_PROMULGATED = re.compile(r"[^()年。;]{0,40}?(?:公布|发布|颁布|印发)")
_FIRST = re.compile(r"第\s*[一1]\s*条")
_FEWEST = 2
_HEAD_LINES = 60
_MOST_ARTICLES = 2000
_LONGEST_TITLE = 80
_MOST_TEXT = 500_000


def read_regulation(source: Source, page: Page) -> RegulationText | None:
    """Return the regulation that the page publishes, or None when it holds no run of articles."""
    title = page.document.title
    found = parse_regulation(page.document.text, title)
    if len(found.articles) < _FEWEST and _FIRST.search(source.text) and source.tree is not None:
        found = parse_regulation("\n".join(paragraphs(source.tree)), title)
    return found if len(found.articles) >= _FEWEST else None


def parse_regulation(text: str, title: str | None = None) -> RegulationText:
    """Return title, note, dates and articles of a regulation in plain text.

    The title in the text outranks `title`. `dates` are those of promulgation and revisions in the note, in order;
    `effective` is the day it takes effect. Headings of chapters are left out; text between articles stays with
    the article before it. Without any article the articles are empty.
    """
    lines = lines_of(_INLINE.sub("\n", text[:_MOST_TEXT].replace("\r", "\n")))
    start = _first_article(lines)
    head = lines[:start] if start is not None else lines[:_HEAD_LINES]
    note = _note(head)
    return RegulationText(
        title=_title(head, note) or (title or "").strip(),
        note=note,
        dates=_dates(note or ""),
        articles=tuple(_articles(lines[start:])) if start is not None else (),
        effective=_effective(note or ""),
    )


def _first_article(lines: Sequence[str]) -> int | None:
    return next((at for at, line in enumerate(lines) if (found := _article(line)) and found[0] == (1, 0)), None)


def _articles(lines: Iterable[str]) -> Iterator[Article]:
    label, kept, last = "", list[str](), (0, 0)
    count = 0
    for line in lines:
        found = _article(line)
        if found is not None and _follows(found[0], last, spaced=found[3]):
            if label:
                yield Article(label, "\n".join(kept))
                count += 1
            if count == _MOST_ARTICLES:
                return
            last, label, kept = found[0], found[1], [found[2]] if found[2] else []
        elif _END.match(line):
            break
        elif not _CHAPTER.fullmatch(line) and not _CONTENTS.fullmatch(line):
            kept.append(line)
    if label:
        yield Article(label, "\n".join(kept))


def _article(line: str) -> tuple[tuple[int, int], str, str, bool] | None:
    """The number (with 之几), the label, the text, and whether a blank parts them."""
    if not line.startswith("第"):
        return None
    match = _ARTICLE.match(line) or _ARTICLE.match(_SPREAD.sub(_closed, line, count=1))
    if match is None:
        return None
    value, sub = number(match.group(2)), number(match.group(3)) if match.group(3) else 0
    if value is None or sub is None:
        return None
    return (value, sub), match.group(1), match.group(5).strip(" 　:"), bool(match.group(4))


def _closed(match: re.Match[str]) -> str:
    return "".join(match[0].split())


def _follows(new: tuple[int, int], last: tuple[int, int], *, spaced: bool) -> bool:
    """The next number always opens an article; a later one only when set off by a blank (else it is a reference)."""
    if new == (last[0] + 1, 0) or new == (last[0], last[1] + 1):
        return True
    return spaced and new > last


def _note(head: Sequence[str]) -> str | None:
    """The brackets under the title that begin with a date or an order; they may run over several lines."""
    for at, line in enumerate(head):
        if line[0] not in "(（":
            continue
        text = line
        for more in head[at + 1 : at + 12]:
            if half_width(text).count("(") <= half_width(text).count(")"):
                break
            text += " " + more
        if _DATE.search(half_width(text)) and re.search(r"公布|发布|通过|修订|修正|施行|令第|批准", text):
            return text
    return None


def _title(head: Sequence[str], note: str | None) -> str | None:
    """The last line above the note or the contents that is named like a regulation, else the line above the note."""
    names: list[str] = []
    for at, line in enumerate(head):
        if note is not None and note.startswith(line):
            return names[-1] if names else head[at - 1] if at and len(head[at - 1]) <= _LONGEST_TITLE else None
        if _CONTENTS.fullmatch(line) or _CHAPTER.fullmatch(line):
            break
        if _NAME.fullmatch(line) and not line.startswith(("《", "现", "根据")):
            names.append(line)
    return names[-1] if names else None


def _effective(note: str) -> date | None:
    """The one day the note names; 自公布之日起施行 is the day of promulgation when the note has a single one."""
    plain = closed_up(note)
    named = {_day(match) for match in _DATE.finditer(plain) if _EFFECT.match(plain, match.end())}
    if not named and _ON_PROMULGATION.search(plain):
        named = {_day(match) for match in _DATE.finditer(plain) if _PROMULGATED.match(plain, match.end())}
    return named.pop() if len(named) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _dates(note: str) -> tuple[date, ...]:
    plain = half_width(note)
    found = []
    for match in _DATE.finditer(plain):
        if _EFFECT.match(plain, match.end()):
            continue
        day = _day(match)
        if day is not None:
            found.append(day)
    return tuple(found)
