"""A report beside that of the year before: carry-over (N04-I5), files in force (N04-I6), and text taken over."""

import re
from collections.abc import Iterator, Mapping

from crawler.extract.annual.figures import Figure
from crawler.extract.annual.template import COLUMNS, SECTIONS
from crawler.model.page import AnnualReportRead, DisclosureRead, Identity, SuccessionRead
from crawler.model.typography import closed_up

_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURES = re.compile(r"[\d.,%〇一二三四五六七八九十百千万]+")
_SIGNS = re.compile(r"[^\w\u4e00-\u9fff]+")
_PROSE_SECTIONS = frozenset({0, 4, 5})
_WIDTH = 12
"""Characters of a shingle: longer than the stock phrases of the form, shorter than a sentence."""
_FEWEST = 200
"""Shingles below which a share says nothing."""
_LONGEST = 200_000
_LONG_HEADING = 60
_SHORTEST_QUOTE = 30
_LONGEST_QUOTE = 120
_MOST_QUOTES = 5


def succession(
    report: AnnualReportRead, previous: AnnualReportRead, text: str = "", previous_text: str = ""
) -> SuccessionRead | None:
    """Return what `report` shows beside `previous`, which must be the report of the year before; None otherwise.

    `text` and `previous_text` are the main texts with line breaks. That both are reports of one unit is the caller's
    to know. A broken identity is a hint only: bodies are merged, files expire, counts are taken anew (N04-I5, I6).
    """
    if report.year is None or previous.year is None or report.year != previous.year + 1:
        return None
    share, quotes = repeated_text(text, previous_text)
    return SuccessionRead(report.year, (*carried_over(report, previous), *in_force(report, previous)), share, quotes)


def carried_over(report: AnnualReportRead, previous: AnnualReportRead) -> tuple[Identity, ...]:
    """Return I5 per column: left what this report carries in, right what the one before carried out."""
    ours, theirs = report.requests.rows.get("carried_in"), previous.requests.rows.get("carried_out")
    if ours is None or theirs is None:
        return ()
    return tuple(_identity("I5", at, ours[at], theirs[at], "carried_in") for at in range(COLUMNS))


def in_force(report: AnnualReportRead, previous: AnnualReportRead) -> tuple[Identity, ...]:
    """Return I6 for 规章 and 规范性文件: left those in force now, right those then + made - repealed (2021 layout)."""
    found = []
    for row in ("rules", "normative"):
        now, then = _cells(report.disclosure, row), _cells(previous.disclosure, row)
        if "valid" not in now or "valid" not in then:
            continue
        old, made, repealed = then["valid"], now.get("made"), now.get("repealed")
        right = None if old is None or made is None or repealed is None else old + made - repealed
        found.append(_identity("I6", None, now["valid"], right, row))
    return tuple(found)


def repeated_text(text: str, previous: str) -> tuple[float | None, tuple[str, ...]]:
    """Return the share of `text`'s prose that stands in `previous` too, and whole sentences that do.

    The form's own headings and tables (sections 二 to 四) are left out; figures are set aside, so that last year's
    sentence with this year's figure counts as repeated. Linear in the length of both, cut at 200,000 characters.
    """
    ours, theirs = tuple(_prose(text)), tuple(_prose(previous))
    new = [_bare(sentence) for sentence in ours]
    shingles, known = _shingles("".join(new)), _shingles("".join(map(_bare, theirs)))
    if min(len(shingles), len(known)) < _FEWEST:
        return None, ()
    old = {_bare(sentence) for sentence in theirs}
    quotes = (
        sentence[:_LONGEST_QUOTE]
        for sentence, bare in zip(ours, new, strict=True)
        if len(bare) >= _SHORTEST_QUOTE and bare in old
    )
    longest = sorted(dict.fromkeys(quotes), key=len, reverse=True)[:_MOST_QUOTES]
    return round(len(shingles & known) / len(shingles), 3), tuple(longest)


def _prose(text: str) -> Iterator[str]:
    """The sentences of sections 一, 五 and 六; of the whole text where it has no such headings."""
    lines = [closed_up(line) for line in text[:_LONGEST].split("\n")]
    places = [(at, section) for at, line in enumerate(lines) if (section := _section(line)) is not None]
    if places:
        ends = [at for at, _ in places[1:]] + [len(lines)]
        kept = [
            lines[at + 1 : end] for (at, section), end in zip(places, ends, strict=True) if section in _PROSE_SECTIONS
        ]
    else:
        kept = [lines]
    for part in kept:
        for sentence in _SENTENCE.findall("".join(part)):
            if _HAN.search(sentence):
                yield sentence


def _section(line: str) -> int | None:
    """The number from 0 of the section that a line heads."""
    if not 0 < len(line) <= _LONG_HEADING:
        return None
    return next((number for number, words in enumerate(SECTIONS) if words.fullmatch(line.rstrip(".:。"))), None)


def _bare(sentence: str) -> str:
    return _SIGNS.sub("", _FIGURES.sub("0", sentence))


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _WIDTH] for at in range(len(text) - _WIDTH + 1))


def _cells(disclosure: DisclosureRead | None, row: str) -> Mapping[str, Figure]:
    return {} if disclosure is None else disclosure.rows.get(row, {})


def _identity(name: str, column: int | None, left: Figure, right: Figure, row: str) -> Identity:
    holds = None if left is None or right is None else left == right
    return Identity(name, column, holds, left, right, row)
