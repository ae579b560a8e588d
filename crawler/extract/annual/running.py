"""Tables that survive only as running text (PDF): rows split over lines and pages, figures in a run after the label."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from crawler.extract.annual.figures import Figure, figure
from crawler.extract.annual.requests import UNREAD
from crawler.extract.annual.reviews import BLOCK, BLOCKS, reviews_of
from crawler.extract.annual.template import COLUMNS, row_key
from crawler.extract.files.pdf_text import Word
from crawler.model.page import ReviewsRead
from crawler.model.typography import half_width

_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4})\s*"
)
_BARE_NUMBER: Final = re.compile(r"\s*\d{1,3}\s*")
_ITEM: Final = re.compile(r"[.、,]\D")
_GLUED: Final = re.compile(r"(.*[\u4e00-\u9fff)])(\d[\d,]*)")
"""A label and its first figure without a blank between them."""
_WORD: Final = re.compile(r"\f|\n|[^\s]+")
_FEW_ROWS: Final = 6
_RESULTS: Final = re.compile("维持.*总计", re.DOTALL)
_RESULT: Final = re.compile("(?:结果)?维持|(?:结果)?纠正|其他(?:结果)?|结果|尚未(?:审结)?|审结|总计")
_LAST_BLOCK: Final = "复议后起诉"
_MOST_HEADS: Final = 90
_SAME_HEAD: Final = 9.0
_SAME_COLUMN: Final = 14.0
"""Points: figures nearer than the width of two digits stand in one column."""


def plain_words(text: str) -> tuple[Word, ...]:
    """Return text of which no places are known as words."""
    return tuple(Word(word) for word in _WORD.findall(text))


def read_running_requests(words: Sequence[Word]) -> dict[str, tuple[Figure, ...]]:
    """Return the rows of the requests table; a row whose figures cannot be told apart by column is all None.

    A row with blanks has fewer than seven figures; they go to the columns under which they stand on the page.
    """
    found: dict[str, Sequence[Word]] = {}
    last: str | None = None
    for label, figures in figure_runs(kept_words(words)):
        if row_key(label) == "new":
            found, last = {}, None  # what came before were sentences with the same words
        key = row_key(label, last)
        if key is None and last is not None and not side_by_side((*found[last], figures[0])):
            found[last] = ()  # the rest of a broken figure, behind the rest of a broken label
        if key is None or (last is None and key != "new"):
            continue
        found[key] = figures
        last = key
        if key == "carried_out" and len(found) > _FEW_ROWS:
            break
    columns = _columns(list(found.values()))
    return {key: _cells(figures, columns) for key, figures in found.items()}


def read_running_reviews(words: Sequence[Word]) -> ReviewsRead:
    """Return the first run of fifteen figures after the words 复议后起诉.

    A run with blanks has fewer; its figures go to the columns under whose heads they stand on the page.
    """
    above, begun = "", False
    kept = list(kept_words(words))
    for label, figures in figure_runs(kept):
        begun = begun or _LAST_BLOCK in above + label
        above = (above + label)[-len(_LAST_BLOCK) :]
        if not begun:
            continue
        if len(figures) == BLOCK * BLOCKS and side_by_side(figures):
            return reviews_of([figure(word.text) for word in figures])
        if _RESULTS.search(label):
            cells = placed(figures, _heads(kept, figures[0]))
            return reviews_of(cells) if cells else ReviewsRead()
    return ReviewsRead()


def _heads(words: Sequence[Word], first: Word) -> tuple[float, ...]:
    """The middles of the fifteen heads 结果维持 … 总计 that stand above the figure `first`, some over two lines."""
    above = words[: next(at for at, word in enumerate(words) if word is first)][-_MOST_HEADS:]
    heaps: list[list[float]] = []
    for x in sorted(word.x for word in above if word.x is not None and _RESULT.fullmatch(word.text)):
        if heaps and x - heaps[-1][-1] < _SAME_HEAD:
            heaps[-1].append(x)
        else:
            heaps.append([x])
    return tuple(median(heap) for heap in heaps) if len(heaps) == BLOCK * BLOCKS else ()


def kept_words(words: Sequence[Word]) -> Iterator[Word]:
    """Return the words in half width without page numbers and breaks; a figure glued to its label is parted."""
    line: list[Word] = []
    above = list[Word]()
    numbered = False
    for word in (*words, Word("\f")):
        if not word.text.isspace():
            glued = _GLUED.fullmatch(half_width(word.text))
            line += [Word(glued[1]), Word(glued[2], word.x)] if glued else [Word(half_width(word.text), word.x)]
            continue
        if line and _PAGE_NUMBER.fullmatch("".join(each.text for each in line)):
            numbered = True
        elif line:
            yield from above
            above = line
        line = []
        if word.text == "\f":
            # A page has one number; where that was found, a figure alone on the last line is none.
            if numbered or len(above) != 1 or not _BARE_NUMBER.fullmatch(above[0].text):
                yield from above
            above, numbered = [], False


def figure_runs(words: Iterable[Word]) -> Iterator[tuple[str, list[Word]]]:
    """Return each run of figures with the words before it; `1` before `.属于` is the number of an item."""
    label: list[str] = []
    figures: list[Word] = []
    for word, following in pairwise((*words, Word(""))):
        if figure(word.text) is not None and not _ITEM.match(following.text):
            figures.append(word)
            continue
        if figures:
            yield "".join(label), figures
            label, figures = [], []
        label.append(word.text)
    if figures:
        yield "".join(label), figures


def _columns(rows: Sequence[Sequence[Word]]) -> tuple[float, ...]:
    """The middles of the seven columns: of rows that fill them all, else of the seven heaps the figures form."""
    full = [[word.x for word in row if word.x is not None] for row in rows if len(row) == COLUMNS and side_by_side(row)]
    full = [places for places in full if len(places) == COLUMNS]
    if full:
        return tuple(median(column) for column in zip(*full, strict=True))
    heaps: list[list[float]] = []
    for x in sorted(word.x for row in rows for word in row if word.x is not None):
        if heaps and x - heaps[-1][-1] < _SAME_COLUMN:
            heaps[-1].append(x)
        else:
            heaps.append([x])
    return tuple(median(heap) for heap in heaps) if len(heaps) == COLUMNS else ()


def side_by_side(figures: Sequence[Word]) -> bool:
    """Whether figures stand beside each other, as far as their places are known: parts of a broken one do not."""
    return all(
        word.x is None or after.x is None or after.x - word.x > _SAME_COLUMN / 2 for word, after in pairwise(figures)
    )


def _cells(row: Sequence[Word], columns: Sequence[float]) -> tuple[Figure, ...]:
    if not side_by_side(row):
        return UNREAD
    if len(row) == COLUMNS:
        return tuple(figure(word.text) for word in row)
    return placed(row, columns) or UNREAD


def placed(row: Sequence[Word], columns: Sequence[float]) -> tuple[Figure, ...]:
    """Return the figures under the middles of `columns`, blanks between them; empty where one stands under none."""
    cells: list[Figure] = [None] * len(columns)
    taken = -1
    nearest = min((b - a for a, b in pairwise(columns)), default=0.0) / 2
    for word in row:
        fitting = [at for at, x in enumerate(columns) if word.x is not None and abs(word.x - x) < nearest]
        if len(fitting) != 1 or fitting[0] <= taken:
            return ()
        taken = fitting[0]
        cells[taken] = figure(word.text)
    return tuple(cells)
