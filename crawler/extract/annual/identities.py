"""The arithmetic of an annual report (NORMS 4.5): each identity with both sides, open where a cell is blank."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.extract.annual.figures import Figure
from crawler.extract.annual.reviews import NAMES
from crawler.extract.annual.template import COLUMNS, PARTS
from crawler.model.page import Identity, ReviewsRead

Row = tuple[Figure, ...]

_GROUPS = {
    "granted": ("open", "partial"),
    **{
        name: tuple(key for key in PARTS if key.startswith(f"{name}_"))
        for name in ("refused", "unavailable", "unprocessed")
    },
}
"""The rows that the prose may tell in one figure."""


def identities_of(
    rows: Mapping[str, Row], reviews: ReviewsRead, prose: Mapping[str, Figure] | None = None
) -> tuple[Identity, ...]:
    """Return I1 and I2 for each column, I3 for each row, I4 for each block, I7 for each figure of the prose, and I9."""
    if not rows and not any(getattr(reviews, name) for name in NAMES):
        return ()
    found: list[Identity] = []
    if rows:
        found += (_carried(rows, column) for column in range(COLUMNS))
        found += (_results(rows, column) for column in range(COLUMNS))
        found += (_across(key, row) for key, row in rows.items())
    found += _blocks(reviews)
    found += _told(rows, reviews, prose or {})
    found += _countable(rows, reviews)
    return tuple(found)


def _carried(rows: Mapping[str, Row], column: int) -> Identity:
    """I1: 一 + 二 = 三(七) + 四."""
    return _identity(
        "I1",
        column,
        [_cell(rows, "new", column), _cell(rows, "carried_in", column)],
        [_cell(rows, "total", column), _cell(rows, "carried_out", column)],
    )


def _results(rows: Mapping[str, Row], column: int) -> Identity:
    """I2: 三(七) = the sum of the results. The layout says which rows those are; a missing row leaves it open."""
    three_rows = any(key in rows for key in ("other_1", "other_2", "other_3"))
    parts = [key for key in PARTS if not (key == "other" if three_rows else key.startswith("other_"))]
    return _identity("I2", column, [_cell(rows, "total", column)], [_cell(rows, key, column) for key in parts])


def _across(key: str, row: Row) -> Identity:
    """I3: 总计 = 自然人 + the five kinds of organisations."""
    return _identity("I3", COLUMNS - 1, [row[-1]], row[:-1], row=key)


def _blocks(reviews: ReviewsRead) -> Iterator[Identity]:
    """I4: 总计 = 维持 + 纠正 + 其他 + 尚未审结."""
    for name in NAMES:
        block: Row = getattr(reviews, name)
        if block:
            yield _identity("I4", None, [block[-1]], block[:-1], row=name)


def _told(rows: Mapping[str, Row], reviews: ReviewsRead, prose: Mapping[str, Figure]) -> Iterator[Identity]:
    """I7: a figure of the prose = the table's, for groups of results and for lawsuits their sum."""
    for key, value in prose.items():
        group = _GROUPS.get(key, ())
        if key in rows:
            yield _identity("I7", COLUMNS - 1, [value], [rows[key][-1]], row=key)
        elif group and rows:
            yield _identity("I7", COLUMNS - 1, [value], [_cell(rows, name, COLUMNS - 1) for name in group], row=key)
        elif key == "reconsideration" and reviews.reconsideration:
            yield _identity("I7", None, [value], reviews.reconsideration[-1:], row=key)
        elif key == "litigation" and reviews.direct_litigation and reviews.after_reconsideration:
            both = [reviews.direct_litigation[-1], reviews.after_reconsideration[-1]]
            yield _identity("I7", None, [value], both, row=key)


def _countable(rows: Mapping[str, Row], reviews: ReviewsRead) -> Iterator[Identity]:
    """I9: every cell that was read is a non-negative integer; left counts those that are not."""
    tables: list[tuple[str, Iterable[Row]]] = [
        ("requests", rows.values()),
        ("reviews", [getattr(reviews, name) for name in NAMES]),
    ]
    for name, table in tables:
        cells = [cell for row in table for cell in row if cell is not None]
        odd = sum(1 for cell in cells if cell < 0 or not isinstance(cell, int))
        yield Identity("I9", None, odd == 0 if cells else None, odd if cells else None, 0, name)


def _identity(
    name: str, column: int | None, left: Sequence[Figure], right: Sequence[Figure], row: str | None = None
) -> Identity:
    one, other = _sum(left), _sum(right)
    holds = None if one is None or other is None else abs(one - other) < 1e-6  # noqa: PLR2004 - float noise
    return Identity(name, column, holds, one, other, row)


def _sum(cells: Sequence[Figure]) -> Figure:
    total: int | float = 0
    for cell in cells:
        if cell is None:
            return None
        total += cell
    return total


def _cell(rows: Mapping[str, Row], key: str, column: int) -> Figure:
    return rows[key][column] if key in rows else None
