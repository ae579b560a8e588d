"""Tables as written and as seen: cells with their spans, expanded to a grid of bounded size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import lxml.html

MOST_ROWS: Final = 400
MOST_COLUMNS: Final = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written: its text without layout blanks at the ends, and how many columns and rows it covers."""

    text: str
    width: int = 1
    height: int = 1

    @property
    def single(self) -> bool:
        """True when the cell covers exactly one place of the grid."""
        return self.width == 1 and self.height == 1


Rows = tuple[tuple[Cell, ...], ...]
"""A table as written: for each row the cells that begin in it."""

Grid = tuple[tuple[Cell | None, ...], ...]
"""A table as seen: every place holds the cell that covers it, or None."""


def table_rows(table: lxml.html.HtmlElement) -> Rows:
    """Return the rows of an HTML `table` itself, without those of tables nested in it."""
    rows = []
    for line in _own_rows(table):
        cells = [
            Cell(_text(cell), _span(cell.get("colspan")), _span(cell.get("rowspan")))
            for cell in line
            if cell.tag in {"td", "th"}
        ]
        rows.append(tuple(cells[:MOST_COLUMNS]))
        if len(rows) == MOST_ROWS:
            break
    return tuple(rows)


def expand(rows: Rows) -> Grid:
    """Return `rows` as a rectangular grid; spans that leave the table or run over other cells are cut."""
    places: list[dict[int, Cell]] = [{} for _ in rows[:MOST_ROWS]]
    for number, row in enumerate(rows[:MOST_ROWS]):
        column = 0
        for cell in row:
            while column in places[number]:
                column += 1
            for down in range(min(cell.height, len(places) - number)):
                for right in range(cell.width):
                    if column + right < MOST_COLUMNS:
                        places[number + down].setdefault(column + right, cell)
            column += cell.width
    width = max((max(place, default=-1) + 1 for place in places), default=0)
    return tuple(tuple(place.get(column) for column in range(width)) for place in places)


def distinct(cells: Sequence[Cell | None]) -> tuple[Cell, ...]:
    """Return the cells of one grid row with each spanning cell once."""
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and not (found and cell is found[-1]):
            found.append(cell)
    return tuple(found)


def _own_rows(table: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _text(cell: lxml.html.HtmlElement) -> str:
    """Layout blanks go, but two words or figures with a blank between them stay two."""
    return (
        " ".join("".join(cell.itertext("*", with_tail=True)).split())
        if len(cell)
        else " ".join((cell.text or "").split())
    )


def _span(value: str | None) -> int:
    try:
        return max(1, min(int(value or 1), MOST_ROWS))
    except ValueError:
        return 1
