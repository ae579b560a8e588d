"""Tables that survive only as running text (PDF): rows split over lines and pages, figures in a run after the label."""

import re
from collections.abc import Sequence

from crawler.extract.annual.figures import Figure, figure
from crawler.extract.annual.requests import UNREAD
from crawler.extract.annual.reviews import BLOCK, BLOCKS, reviews_of
from crawler.extract.annual.template import COLUMNS, ORDER, row_key
from crawler.model.page import ReviewsRead
from crawler.model.typography import half_width

_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页.{0,12})\s*")
_BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_ITEM = re.compile(r"[.、．,，]\D")


def read_running_requests(text: str) -> dict[str, tuple[Figure, ...]]:
    """Return the rows of the requests table in `text`; a row without exactly seven figures is unread (all None)."""
    rows: dict[str, tuple[Figure, ...]] = {}
    last: str | None = None
    for label, figures in _runs(_words(text)):
        key = row_key(label, last)
        if key is None or (last is None and key != "new"):
            continue
        if ORDER[key] > ORDER["new"] and last is None:
            continue
        rows[key] = figures if len(figures) == COLUMNS else UNREAD
        last = key
        if key == "carried_out":
            break
    return rows


def read_running_reviews(text: str) -> ReviewsRead:
    """Return the first run of exactly fifteen figures after the words 复议后起诉."""
    squeezed = re.sub(r"复\s*议\s*后\s*起\s*诉", "复议后起诉", text)
    start = squeezed.find("复议后起诉")
    if start < 0:
        return ReviewsRead()
    for _label, figures in _runs(_words(squeezed[start : start + 4000])):
        if len(figures) == BLOCK * BLOCKS:
            return reviews_of(figures)
    return ReviewsRead()


def _words(text: str) -> list[str]:
    """The words of `text` without page numbers."""
    kept: list[str] = []
    for page in text.split("\f"):
        lines = [line for line in page.split("\n") if line.strip() and not _PAGE_NUMBER.fullmatch(line)]
        if len(lines) > 1 and _BARE_NUMBER.fullmatch(lines[-1]):
            lines.pop()
        kept += lines
    return half_width(" ".join(kept)).split()


def _runs(words: Sequence[str]) -> list[tuple[str, tuple[Figure, ...]]]:
    """Pair each run of figures with the words before it."""
    runs: list[tuple[str, tuple[Figure, ...]]] = []
    label: list[str] = []
    figures: list[Figure] = []
    for number, word in enumerate(words):
        value = figure(word)
        following = words[number + 1] if number + 1 < len(words) else ""
        if value is not None and not _ITEM.match(following):
            figures.append(value)
            continue
        if figures:
            runs.append(("".join(label), tuple(figures)))
            label, figures = [], []
        label.append(word)
    if figures:
        runs.append(("".join(label), tuple(figures)))
    return runs
