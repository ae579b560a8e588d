"""Tables told by the lines that are drawn around their cells, whatever order their text is stored in."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, TypeVar

from crawler.extract.grid import MOST_COLUMNS, MOST_ROWS, Cell, Rows

_SAME: Final = 2.5
"""Points within which ends of lines touch, and edges of tables are the same."""
_MOST_TABLES: Final = 60
_LEAST: Final = 5.0
"""Points that a cell is wide and high at least: nearer lines, as double ones, are one."""
_DRAWN: Final = 0.6
"""Share of a cell's side that must be drawn for the cell to end there."""
_PADDING: Final = 12.0
"""Points of a cell's width that its text leaves free, at most."""
_SAME_LINE: Final = 4.0
_HEADING: Final = 40
"""Signs on a page above a table, beyond which it does not go on with that of the page before."""
_FOOTER: Final = 20
"""Signs on a page below a table, beyond which it does not go on with the next page."""
_APART: Final = ";"
"""Between two figures of one cell, which so is no figure."""
_DOUBT: Final = "?"
_JOINED: Final = 0.35
"""Gap between two digits of one figure, as a share of their height, at most."""
_MEASURE: Final = 0.04
"""Share by which the steps from digit to digit of one figure may differ."""
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
_FIGURES: Final = _DIGITS | frozenset(".,，-−")
Place = tuple[int, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn across or down a page: where it lies, from where to where it goes, in points."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: the box it fills, where its writing starts, and the height of the line it stands on, in points.

    y grows downwards.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    start: float
    line: float

    @property
    def x(self) -> float:
        """Its middle across."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Its middle down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageDrawn:
    """What a page shows: its lines across and down, and its signs."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one table on one page."""

    across: list[Rule]
    down: list[Rule]
    page: PageDrawn

    @property
    def left(self) -> float:
        return min(rule.begin for rule in self.across)

    @property
    def right(self) -> float:
        return max(rule.end for rule in self.across)

    @property
    def top(self) -> float:
        return min(rule.begin for rule in self.down)

    @property
    def bottom(self) -> float:
        return max(rule.end for rule in self.down)

    def continues(self, before: "_Part") -> bool:
        """Whether this is the rest of a table that ends the page before."""
        top, bottom = self.top, before.bottom
        return (
            abs(self.left - before.left) < _SAME
            and abs(self.right - before.right) < _SAME
            and sum(sign.y < top for sign in self.page.signs) <= _HEADING
            and sum(sign.y > bottom for sign in before.page.signs) <= _FOOTER
        )


def ruled_tables(pages: Iterable[PageDrawn]) -> tuple[Rows, ...]:
    """Return the tables of a file, page by page from top to bottom; one that runs over pages is one table.

    A side of a cell counts as drawn where most of it is. What is too large for a table is left out.
    """
    tables: list[list[_Part]] = []
    last: _Part | None = None
    for page in pages:
        parts = _parts(page)[: _MOST_TABLES - len(tables)]
        for number, part in enumerate(parts):
            if number == 0 and last is not None and part.continues(last):
                tables[-1].append(part)
            else:
                tables.append([part])
        last = parts[-1] if parts else None
    return tuple(rows for parts in tables if (rows := _rows(parts)))


def _parts(page: PageDrawn) -> list[_Part]:
    """The tables of a page: lines that touch each other, at least two across and two down."""
    across, down = _laid(page.across), _laid(page.down)
    if max(len(across), len(down)) > MOST_ROWS:
        return []
    groups: list[tuple[list[Rule], set[int]]] = []
    for line in across:
        mine = ([line], {number for number, wall in enumerate(down) if _touches(line, wall)})
        apart = []
        for group in groups:
            if group[1].isdisjoint(mine[1]):
                apart.append(group)
            else:
                mine = ([*group[0], *mine[0]], group[1] | mine[1])
        groups = [*apart, mine]
    parts = [
        _Part(lines, [down[number] for number in walls], page)
        for lines, walls in groups
        if len(lines) > 1 and len(walls) > 1
    ]
    return sorted(parts, key=lambda part: part.top)


def _touches(across: Rule, down: Rule) -> bool:
    return across.begin - _SAME <= down.at <= across.end + _SAME and down.begin - _SAME <= across.at <= down.end + _SAME


def _laid(rules: Sequence[Rule]) -> list[Rule]:
    """Lines as they are seen: those that lie upon each other or go on from each other are one."""
    found: list[Rule] = []
    for heap in _heaps(rules, lambda rule: rule.at):
        at = sum(rule.at for rule in heap) / len(heap)
        heap.sort(key=lambda rule: rule.begin)
        begin, end = heap[0].begin, heap[0].end
        for rule in heap[1:]:
            if rule.begin > end + _SAME:
                found.append(Rule(at, begin, end))
                begin = rule.begin
            end = max(end, rule.end)
        found.append(Rule(at, begin, end))
    return found


def _places(values: Iterable[float]) -> list[float]:
    """The places that values lie at, near ones taken together."""
    return [sum(heap) / len(heap) for heap in _heaps(values, float)]


def _heaps(things: Iterable[T], place: Callable[[T], float]) -> list[list[T]]:
    """Things that lie at the same place, from the least place on."""
    heaps: list[list[T]] = []
    for thing in sorted(things, key=place):
        if heaps and place(thing) - place(heaps[-1][0]) < _LEAST:
            heaps[-1].append(thing)
        else:
            heaps.append([thing])
    return heaps


def _rows(parts: Sequence[_Part]) -> Rows:
    columns = _places(place for part in parts for place in (part.left, part.right, *(wall.at for wall in part.down)))
    rows: list[tuple[Cell, ...]] = []
    for part in parts:
        if len(columns) <= MOST_COLUMNS and len(rows) <= MOST_ROWS:
            rows += _part_rows(part, columns)
    return tuple(rows)


def _part_rows(part: _Part, columns: Sequence[float]) -> Iterator[tuple[Cell, ...]]:
    lines = _places([part.top, part.bottom, *(rule.at for rule in part.across)])[: MOST_ROWS + 1]
    walls = [_beside(part.down, columns, at, lines) for at in range(len(columns))]
    floors = [_beside(part.across, lines, at, columns) for at in range(len(lines))]
    taken: dict[Place, Place] = {}
    sizes: dict[Place, tuple[int, int]] = {}
    for row in range(len(lines) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            right, below = column + 1, row + 1
            while right < len(columns) - 1 and not walls[right][row] and (row, right) not in taken:
                right += 1
            while below < len(lines) - 1 and not any(floors[below][column:right]):
                if any(walls[each][below] for each in range(column + 1, right)):
                    break
                below += 1
            sizes[row, column] = (right - column, below - row)
            for place in ((y, x) for y in range(row, below) for x in range(column, right)):
                taken[place] = (row, column)
    texts = _placed(part.page.signs, lines, columns, taken)
    for row in range(len(lines) - 1):
        yield tuple(
            Cell(_text(texts.get((row, column), []), columns[column + size[0]] - columns[column]), *size)
            for (at, column), size in sizes.items()
            if at == row
        )


def _placed(
    signs: Sequence[Sign], lines: Sequence[float], columns: Sequence[float], cells: Mapping[Place, Place]
) -> dict[Place, list[Sign]]:
    """The signs of each cell; one that may be a figure run over into the next cell is marked in both, and is none."""
    found: dict[Place, list[Sign]] = {}
    at = [cells.get((bisect_right(lines, sign.y) - 1, bisect_right(columns, sign.x) - 1)) for sign in signs]
    for sign, cell in zip(signs, at, strict=True):
        if cell is not None:
            found.setdefault(cell, []).append(sign)
    begin = 0
    for end in range(1, len(signs) + 1):
        if end < len(signs) and _goes_on(signs[end - 1], signs[end]):
            continue
        if end - begin > 1 and at[begin] != at[end - 1]:
            for number in _overrunning(signs[begin:end], at[begin:end]):
                for cell in at[begin + number : begin + number + 2]:
                    if cell is not None:
                        found[cell].append(replace(signs[begin + number], text=_DOUBT))
        begin = end
    return found


def _overrunning(figure: Sequence[Sign], cells: Sequence[Place | None]) -> Iterator[int]:
    """Where a row of digits may be one figure though it crosses a wall: it goes on there as it does within a cell.

    Two figures that touch at a wall do not keep the measure of their digits across it.
    """
    steps = [after.start - sign.start for sign, after in pairwise(figure)]
    within = [
        step
        for step, sign, cell, after in zip(steps, figure, cells, cells[1:], strict=False)
        if cell == after and sign.text in _DIGITS
    ]
    for number, step in enumerate(steps):
        if cells[number] != cells[number + 1] and (
            not within or any(abs(step - each) < _MEASURE * each for each in within)
        ):
            yield number


def _goes_on(sign: Sign, after: Sign) -> bool:
    """Whether two signs, one after the other in the file, may be of one figure."""
    return sign.text in _FIGURES and after.text in _FIGURES and _same_line(sign, after) and _is_near(sign, after)


def _same_line(sign: Sign, after: Sign) -> bool:
    return abs(sign.line - after.line) < _SAME_LINE


def _is_near(sign: Sign, after: Sign) -> bool:
    tall = max(sign.bottom - sign.top, after.bottom - after.top)
    return -tall < after.left - sign.right < _JOINED * tall


def _beside(rules: Iterable[Rule], places: Sequence[float], at: int, steps: Sequence[float]) -> list[bool]:
    """Whether a line is drawn at a place, for each step between the lines that cross it."""
    here = [rule for rule in rules if abs(rule.at - places[at]) < _LEAST]
    drawn = []
    for begin, end in pairwise(steps):
        covered = sum(max(0.0, min(rule.end, end) - max(rule.begin, begin)) for rule in here)
        drawn.append(covered >= _DRAWN * (end - begin))
    return drawn


def _text(signs: Sequence[Sign], width: float) -> str:
    """The text of a cell `width` points wide; figures stand apart unless one fills its line and runs on below."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: sign.line):
        if lines and _same_line(lines[-1][0], sign):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    text, full = "", False
    before: Sign | None = None
    for line in lines:
        line.sort(key=lambda sign: sign.left)
        for sign in line:
            if before is not None and before.text in _DIGITS and sign.text in _DIGITS:
                joined = _is_near(before, sign) if sign is not line[0] else full
                text += "" if joined else _APART
            text += sign.text
            before = sign
        full = line[-1].right - line[0].left + _PADDING + (line[-1].right - line[-1].left) > width
    return text
