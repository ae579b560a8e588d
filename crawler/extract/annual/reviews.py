"""The table of reconsiderations and lawsuits (section 四): three blocks of five cells (NORMS 4.4)."""

from collections.abc import Iterable, Sequence

from crawler.extract.annual.figures import Figure, figure
from crawler.extract.grid import Cell, Grid, Rows, expand
from crawler.model.page import ReviewsRead

BLOCK = 5
"""结果维持, 结果纠正, 其他结果, 尚未审结, 总计."""
BLOCKS = 3
NAMES = ("reconsideration", "direct_litigation", "after_reconsideration")


def read_reviews(tables: Iterable[Rows]) -> ReviewsRead:
    """Return the three blocks from the first of `tables` that has them; empty blocks when none has."""
    for rows in tables:
        cells = _by_grid(expand(rows)) or _by_cells(rows)
        if cells is not None:
            return reviews_of(cells)
    return ReviewsRead()


def reviews_of(cells: Sequence[Figure]) -> ReviewsRead:
    """Return fifteen figures as the three blocks of the form."""
    return ReviewsRead(tuple(cells[:BLOCK]), tuple(cells[BLOCK : 2 * BLOCK]), tuple(cells[2 * BLOCK :]))


def _by_grid(grid: Grid) -> tuple[Figure, ...] | None:
    for number, row in enumerate(grid):
        starts = [column for column, cell in enumerate(row) if cell is not None and _is_upheld(cell)]
        if len(starts) != BLOCKS or starts[1] - starts[0] != BLOCK or starts[2] - starts[1] != BLOCK:
            continue
        for values in grid[number + 1 :]:
            cells = values[starts[0] : starts[0] + BLOCK * BLOCKS]
            if len(cells) == BLOCK * BLOCKS and not any(_is_words(cell) for cell in cells):
                return tuple(figure(cell.text) if cell is not None and cell.single else None for cell in cells)
    return None


def _by_cells(rows: Rows) -> tuple[Figure, ...] | None:
    """Headers with broken spans: the first row of exactly fifteen figures or blanks after the row of results."""
    begun = False
    for row in rows:
        if sum(_is_upheld(cell) for cell in row) == BLOCKS:
            begun = True
        elif begun and len(row) == BLOCK * BLOCKS and not any(_is_words(cell) for cell in row):
            return tuple(figure(cell.text) if cell.single else None for cell in row)
    return None


def _is_upheld(cell: Cell) -> bool:
    return "维持" in "".join(cell.text.split())


def _is_words(cell: Cell | None) -> bool:
    return cell is not None and figure(cell.text) is None and bool(cell.text.strip(" /-—－–无"))
