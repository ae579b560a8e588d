"""Item numbers as official documents write them: 1. / 1) / （一） / 一、 / 一是."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rules.importing.chinese import number

_CN = "[一二三四五六七八九十百]{1,4}"


class Style(StrEnum):
    """How an item is numbered."""

    ARABIC = "1."
    ARABIC_BRACKET = "1)"
    ARABIC_PARENS = "(1)"
    CHINESE = "一、"
    CHINESE_PARENS = "(一)"
    FIRSTLY = "一是"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text that begins with an item number; `body` is what follows it."""

    style: Style
    value: int
    body: str


_PATTERNS = (
    (Style.CHINESE_PARENS, re.compile(rf"[（(]\s*({_CN})\s*[)）]\s*")),
    (Style.ARABIC_PARENS, re.compile(r"[（(]\s*(\d{1,3})\s*[)）]\s*")),
    (Style.CHINESE, re.compile(rf"({_CN})\s*[、.．]\s*")),
    (Style.FIRSTLY, re.compile(rf"({_CN})(?:是|要)(?=[^\s，,。])")),
    # "2.5%" and "2021.7" are no items; the digit after the point decides.
    (Style.ARABIC, re.compile(r"(\d{1,3})\s*[.．、](?!\d(?!\d{3}年))\s*")),
    (Style.ARABIC_BRACKET, re.compile(r"(\d{1,3})\s*[)）]\s*")),
)


def numbered(text: str) -> Numbered | None:
    """Return the item that `text` begins, or None when it begins with no item number."""
    stripped = text.strip()
    for style, pattern in _PATTERNS:
        found = pattern.match(stripped)
        if found and (value := number(found.group(1))) is not None:
            return Numbered(style, value, stripped[found.end() :].strip())
    return None


_INLINE = {
    Style.ARABIC: re.compile(r"(?<![\d.．])(\d{1,3})\s*[.．、](?!\d)"),
    Style.ARABIC_BRACKET: re.compile(r"(?<![\d.．（(])(\d{1,3})\s*[)）]"),
    Style.ARABIC_PARENS: re.compile(r"[（(]\s*(\d{1,3})\s*[)）]"),
    Style.CHINESE_PARENS: re.compile(rf"[（(]\s*({_CN})\s*[)）]"),
    Style.FIRSTLY: re.compile(rf"({_CN})是(?=[^\s，,。])"),
}


def split_items(text: str, *, whole: bool = False) -> list[str]:
    """Return the items that one cell holds, each with its number; a cell with fewer than two items is one item.

    New lines separate items when they begin with a number of the same style. Numbers within a line separate items only
    when they continue the sequence (…9. … 10. …), so that figures in running text do not. `whole`: the row has a number
    of its own, so that 一是…二是… are parts of one requirement.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    items: list[str] = []
    style: Style | None = None
    for line in lines:
        found = numbered(line)
        if whole and found and found.style is Style.FIRSTLY:
            found = None
        if found and (style is None or found.style is style) and (items or line is lines[0]):
            style = found.style
            items.append(line)
        elif items:
            items[-1] += line
        else:
            items.append(line)
    return [part for item in items for part in _split_inline(item, whole=whole)]


def _split_inline(item: str, *, whole: bool) -> list[str]:
    first = numbered(item)
    if first is None or first.style not in _INLINE or (whole and first.style is Style.FIRSTLY):
        return [item]
    parts, start, expected = [], 0, first.value + 1
    for found in _INLINE[first.style].finditer(item, 2):
        if number(found.group(1)) == expected and item[found.start() - 1] in "。；;. 　":
            parts.append(item[start : found.start()].strip())
            start, expected = found.start(), expected + 1
    return [*parts, item[start:].strip()]


_WITHIN = re.compile(r"(?<=[。；;）)】〕：:])\s*(\d{1,2})[.．、](?![\d.．])")


def split_line(text: str) -> list[str]:
    """Return the numbered items that one paragraph runs together (（一）….1.……。2.……。), what precedes them first.

    A paragraph is parted only where two numbers or more follow each other, at its beginning or after a stop, so that a
    figure or a citation within a sentence parts nothing.
    """
    start = numbered(text)
    found = list(_WITHIN.finditer(text))
    values = {int(match.group(1)) for match in found}
    expected = start.value + 1 if start is not None and start.style is Style.ARABIC else None
    places: list[int] = []
    for match in found:
        value = int(match.group(1))
        if value == expected or (expected is None and value + 1 in values):
            places.append(match.start())
            expected = value + 1
    if len(places) < (1 if start is not None and start.style is Style.ARABIC else 2):
        return [text]
    return [part for begin, end in pairwise((0, *places, len(text))) if (part := text[begin:end].strip())]
