"""The columns of a table as seen: Word splits some of them into two and more, in all rows alike."""

from collections.abc import Sequence

from crawler.extract.annual.figures import Figure, figure
from crawler.extract.grid import Cell


def spans(row: Sequence[Cell | None], first: int, most: int) -> tuple[range, ...]:
    """Return the places in the grid of the cells of `row` from place `first` on, of at most `most` cells."""
    found: list[range] = []
    at = first
    while at < len(row) and len(found) < most:
        end = at + 1
        while end < len(row) and row[end] is not None and row[end] is row[at]:
            end += 1
        found.append(range(at, end))
        at = end
    return tuple(found)


def figure_in(row: Sequence[Cell | None], places: range) -> Figure:
    """Return the figure of the cell that fills the places of one column and nothing else, else None."""
    cell = row[places.start]
    if cell is None or cell.width != len(places) or cell.height != 1 or row[places.stop - 1] is not cell:
        return None
    return figure(cell.text)
