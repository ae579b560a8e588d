"""Merged cells laid out: every place that a cell spans holds its text."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDEST = 40
"""Columns beyond which a table is not one of a plan; bounds what a hostile span can cost."""
TALLEST = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with the rows and columns it spans, at least one each."""

    text: str
    rows: int = 1
    columns: int = 1


def grid(table: Iterable[Iterable[Cell]]) -> list[list[str]]:
    """Return the rows of a table with the text of merged cells repeated; widths may differ between rows."""
    carried: dict[int, tuple[str, int]] = {}
    out: list[list[str]] = []
    for row in table:
        cells = iter(row)
        line: list[str] = []
        column = 0
        while column < WIDEST:
            if column in carried:
                text, left = carried.pop(column)
                if left > 1:
                    carried[column] = (text, left - 1)
                line.append(text)
                column += 1
                continue
            cell = next(cells, None)
            if cell is None:
                if any(place > column for place in carried):
                    line.append("")
                    column += 1
                    continue
                break
            for _ in range(min(max(cell.columns, 1), WIDEST - column)):
                line.append(cell.text)
                if cell.rows > 1:
                    carried[column] = (cell.text, min(cell.rows, TALLEST) - 1)
                column += 1
        out.append(line)
    return out
