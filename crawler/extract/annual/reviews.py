"""The table of reconsiderations and lawsuits (section 四): three blocks of five cells (NORMS 4.4)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crawler.extract.annual.columns import figure_in, spans
from crawler.extract.annual.figures import Figure, figure
from crawler.extract.grid import Cell, Grid, Rows, distinct, expand
from crawler.model.page import ReviewsRead

BLOCK: Final = 5
"""结果维持, 结果纠正, 其他结果, 尚未审结, 总计."""
BLOCKS: Final = 3
NAMES: Final = ("reconsideration", "direct_litigation", "after_reconsideration")


def read_reviews(tables: Iterable[Rows]) -> ReviewsRead:
    """Return the three blocks from the first of `tables` that has them; empty blocks when none has.

    Some print the blocks under each other, or each as a table of its own: these count when all three are there once.
    """
    blocks: dict[str, list[tuple[Figure, ...]]] = {name: [] for name in NAMES}
    for rows in tables:
        grid = expand(rows)
        cells = _by_grid(grid) or _by_cells(rows)
        if cells is not None:
            return reviews_of(cells)
        for name, figures in _blocks(grid):
            blocks[name].append(figures)
    if all(len(found) == 1 for found in blocks.values()):
        return ReviewsRead(*(blocks[name][0] for name in NAMES))
    return ReviewsRead()


def reviews_of(cells: Sequence[Figure]) -> ReviewsRead:
    """Return fifteen figures as the three blocks of the form."""
    return ReviewsRead(tuple(cells[:BLOCK]), tuple(cells[BLOCK : 2 * BLOCK]), tuple(cells[2 * BLOCK :]))


def _by_grid(grid: Grid) -> tuple[Figure, ...] | None:
    for number, row in enumerate(grid):
        first = next((column for column, cell in enumerate(row) if cell is not None and _is_upheld(cell)), None)
        if first is None:
            continue
        columns = spans(row, first, BLOCK * BLOCKS)
        upheld = [at for at, places in enumerate(columns) if _is_upheld(row[places.start])]
        if len(columns) != BLOCK * BLOCKS or upheld != [0, BLOCK, 2 * BLOCK]:
            continue
        for values in grid[number + 1 :]:
            inside = values[columns[0].start : columns[-1].stop]
            if len(values) >= columns[-1].stop and not any(_is_words(cell) for cell in inside):
                return tuple(figure_in(values, places) for places in columns)
    return None


def _blocks(grid: Grid) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Blocks that stand apart: five figures under 结果维持 … 总计, named in their row or above their columns.

    The two of lawsuits may share a table.
    """
    columns: tuple[range, ...] = ()
    shared: tuple[str | None, ...] = ()
    above = ""
    for number, row in enumerate(grid):
        first = next((column for column, cell in enumerate(row) if cell is not None and _is_upheld(cell)), None)
        if first is not None:
            columns = spans(row, first, 2 * BLOCK + 1)
            if len(columns) not in {BLOCK, 2 * BLOCK} or columns[-1].stop != len(row):
                return
            if len(columns) > BLOCK:
                shared = tuple(_named_above(grid[:number], columns[at : at + BLOCK]) for at in (0, BLOCK))
            continue
        words = "".join("".join(cell.text.split()) for cell in distinct(row) if _is_words(cell))
        if not columns:
            above += words
            continue
        if any(_is_words(cell) for cell in row[columns[0].start :]):
            continue
        for at, name in enumerate(shared or (_block_named(words or above),)):
            if name is not None:
                block = columns[at * BLOCK : (at + 1) * BLOCK]
                yield name, tuple(figure_in(row, places) for places in block)


def _named_above(grid: Grid, columns: Sequence[range]) -> str | None:
    """The block that the cells above its columns name."""
    inside = slice(columns[0].start, columns[-1].stop)
    return _block_named("".join("".join(cell.text.split()) for row in grid for cell in distinct(row[inside])))


def _block_named(words: str) -> str | None:
    if "复议后" in words:
        return None if "直接起诉" in words else NAMES[2]
    if "直接起诉" in words or "未经复议" in words:
        return NAMES[1]
    return NAMES[0] if "行政复议" in words and "诉讼" not in words else None


def _by_cells(rows: Rows) -> tuple[Figure, ...] | None:
    """Headers with broken spans: the first row of exactly fifteen figures or blanks after the row of results.

    The results of 行政复议 may be named in the row above the others.
    """
    named = 0
    for row in rows:
        upheld = sum(_is_upheld(cell) for cell in row)
        if upheld:
            named = upheld if upheld in {1, BLOCKS} else named + upheld
        elif named == BLOCKS and len(row) == BLOCK * BLOCKS and not any(_is_words(cell) for cell in row):
            return tuple(figure(cell.text) if cell.height == 1 else None for cell in row)
    return None


def _is_upheld(cell: Cell | None) -> bool:
    return cell is not None and "维持" in "".join(cell.text.split())


def _is_words(cell: Cell | None) -> bool:
    return cell is not None and figure(cell.text) is None and bool(cell.text.strip(" /-—－–无"))
