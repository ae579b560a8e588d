"""The table of information requests (section 三): each row of the form to its seven cells (NORMS 4.3)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from crawler.extract.annual.columns import figure_in, spans
from crawler.extract.annual.figures import Figure, figure
from crawler.extract.annual.template import COLUMNS, ORDER, row_key
from crawler.extract.grid import Cell, Grid, Rows, distinct, expand
from crawler.model.typography import closed_up

_SHORT: Final = 80
UNREAD: Final[tuple[Figure, ...]] = (None,) * COLUMNS


def read_requests(tables: Iterable[Rows]) -> dict[str, tuple[Figure, ...]]:
    """Return the rows found in `tables` in the order of the form; empty when none is that table.

    A row printed twice (a page break in Word) fills its own blanks; figures that contradict each other become None.
    """
    found: dict[str, tuple[Figure, ...]] = {}
    for rows in tables:
        for key, cells in _rows(rows):
            found[key] = _merged(found[key], cells) if key in found else cells
    return {key: found[key] for key in ORDER if key in found}


def _rows(rows: Rows) -> Iterable[tuple[str, tuple[Figure, ...]]]:
    grid = expand(rows)
    columns = _value_columns(grid)
    for seen, written in zip(grid, rows, strict=False):
        named = _named_by_grid(seen, columns) if columns else None
        named = named or _named_by_cells(written)
        if named is not None:
            yield named


def _value_columns(grid: Grid) -> tuple[range, ...]:
    """The places in the grid of the seven columns from 自然人 to 总计; Word splits some or all into two and more."""
    totals: set[int] = set()
    alone: list[int] = []
    for row in grid:
        for column, cell in enumerate(row):
            if cell is None or (column and row[column - 1] is cell):
                continue
            words = _plain(cell.text)
            if words in {"总计", "合计"}:
                totals.add(column)
            elif words == "自然人":
                places = spans(row, column, COLUMNS)
                last = row[places[-1].start] if len(places) == COLUMNS else None
                if last is not None and _plain(last.text) in {"总计", "合计"}:
                    return places
                if cell.width == 1:
                    alone.append(column)
    first = next((column for column in alone if column + COLUMNS - 1 in totals), None)
    return () if first is None else tuple(range(at, at + 1) for at in range(first, first + COLUMNS))


def _named_by_grid(row: Sequence[Cell | None], columns: Sequence[range]) -> tuple[str, tuple[Figure, ...]] | None:
    first, behind = columns[0].start, columns[-1].stop
    labels = [label for label in (_plain(cell.text) for cell in distinct(row[:first])) if label]
    key = row_key(labels[-1]) if labels else None
    if key is None or len(row) < behind:
        return None
    if any(cell is None or row_key(_plain(cell.text)) for cell in row[first:behind]):
        return None  # a wrong rowspan moved the row sideways
    if any(cell is not None and cell.text for cell in row[behind:]):
        return None
    return key, tuple(figure_in(row, places) for places in columns)


def _named_by_cells(row: Sequence[Cell]) -> tuple[str, tuple[Figure, ...]] | None:
    """Tables with broken spans or without their header: the label is the last cell before exactly seven."""
    if len(row) <= COLUMNS:
        return None
    labels, values = row[:-COLUMNS], row[-COLUMNS:]
    key = row_key(_plain(labels[-1].text))
    if key is None or any(not cell.single or not _numeric(cell.text) for cell in values):
        return None
    return key, tuple(figure(cell.text) for cell in values)


def _numeric(text: str) -> bool:
    return figure(text) is not None or not text.strip(" /-—－–无")


def _merged(old: tuple[Figure, ...], new: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return tuple(b if a is None else a if b is None or a == b else None for a, b in zip(old, new, strict=True))


def _plain(text: str) -> str:
    return _known(text) if len(text) <= _SHORT else closed_up(text)


# A cell is looked at several times: as a label, as a figure, as the head of its column.
_known = lru_cache(maxsize=2048)(closed_up)
