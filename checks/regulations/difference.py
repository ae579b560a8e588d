"""How a published regulation differs from the official text: article by article, blind to typography."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.model import Article
from crawler.model.typography import normalise

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_BEFORE = 10
_AFTER = 8
_MIDDLE = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """One article in which the texts differ; a text is None when the article is missing on that side."""

    label: str
    published: str | None
    official: str | None

    @property
    def told(self) -> str:
        """The difference as a Chinese clause, both texts cut to the place where they part."""
        if self.published is None:
            return f"缺少{self.label}（正式版本：“{_cut(self.official or '', 0, _MIDDLE)}”）"
        if self.official is None:
            return f"多出{self.label}（网站：“{_cut(self.published, 0, _MIDDLE)}”），正式版本没有该条"
        published, official = _parting(self.published, self.official)
        return f"{self.label}：网站“{published}”，正式版本“{official}”"


def differences(published: Sequence[Article], official: Sequence[Article]) -> tuple[Difference, ...]:
    """Return the articles that differ in wording, in the order of the official text, then those it does not have.

    What a page adds after the last article (a signature, a list of attachments) is not counted as a difference.
    """
    theirs = _by_number(published)
    ours = _by_number(official)
    last = next(reversed(ours), None)
    found = []
    for number, article in ours.items():
        other = theirs.get(number)
        if other is None:
            found.append(Difference(article.label, None, article.text))
        elif not _same(other.text, article.text, tail=number == last and number == next(reversed(theirs))):
            found.append(Difference(article.label, other.text, article.text))
    found.extend(Difference(each.label, each.text, None) for number, each in theirs.items() if number not in ours)
    return tuple(found)


def only_end_missing(found: Sequence[Difference], official: Sequence[Article]) -> bool:
    """Return whether nothing differs but that the last articles are missing, as when a page was not read to its end."""
    missing = [each.label for each in found if each.published is None]
    return (
        bool(missing) and len(missing) == len(found) and [each.label for each in official][-len(missing) :] == missing
    )


def plain_title(title: str) -> str:
    """Return a regulation's title for comparison: without 《》, blanks and the remark in brackets after it."""
    return re.sub(
        r"[(\[](?:[^()\[\]]*(?:修订|修正|修改|年|令|全文)[^()\[\]]*)[)\]]$", "", normalise(title).strip("《》<>")
    )


def _by_number(articles: Iterable[Article]) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for article in articles:
        found.setdefault(_number(article.label), article)
    return found


def _number(label: str) -> str:
    """Return a label with its Chinese numerals as digits: 第十二条之一 and 第 12 条之1 are one article."""
    return _NUMERAL.sub(lambda match: str(_value(match.group())), normalise(label))


def _value(numeral: str) -> int:
    total, digit = 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit


def _same(published: str, official: str, *, tail: bool) -> bool:
    ours, theirs = normalise(official), normalise(published)
    return ours == theirs or (tail and bool(ours) and theirs.startswith(ours))


def _parting(published: str, official: str) -> tuple[str, str]:
    """Return both texts cut to where their wording parts, with a few characters around."""
    left, right = _letters(published), _letters(official)
    start = 0
    while start < min(len(left), len(right)) and left[start][0] == right[start][0]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end][0] == right[-1 - end][0]:
        end += 1
    return _window(published, left, start, end), _window(official, right, start, end)


def _letters(text: str) -> list[tuple[str, int]]:
    """Return the characters that carry meaning, normalised, each with its place in `text`."""
    return [(letter, place) for place, character in enumerate(text) for letter in normalise(character)]


def _window(text: str, letters: Sequence[tuple[str, int]], start: int, end: int) -> str:
    if not letters:
        return ""
    first = max(start - _BEFORE, 0)
    last = min(max(len(letters) - end + _AFTER, start), len(letters), start + _MIDDLE + _AFTER)
    begin = letters[first][1] if first < len(letters) else len(text)
    stop = letters[last - 1][1] + 1 if last > 0 else 0
    return ("…" if first else "") + text[begin:stop].replace("\n", " ") + ("…" if last < len(letters) else "")


def _cut(text: str, start: int, length: int) -> str:
    plain = " ".join(text.split())
    return plain[start : start + length] + ("…" if len(plain) > start + length else "")
