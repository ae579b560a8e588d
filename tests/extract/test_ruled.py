"""Tables told by the lines around their cells: any merged cells, over pages, with figures that touch or break."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.annual.figures import figure as read_figure
from crawler.extract.files.ruled_tables import PageDrawn, Rule, Sign, ruled_tables
from crawler.extract.grid import Cell, Rows

WIDE, HIGH = 60.0, 30.0
STEP = 6.0
"""From digit to digit, in points."""


def signs(text: str, left: float, middle: float) -> tuple[Sign, ...]:
    """The signs of a text that begins at `left`, on a line around `middle`."""
    return tuple(
        Sign(sign, left + at * STEP + 0.5, left + at * STEP + 5, middle - 4, middle + 4, left + at * STEP, middle + 4)
        for at, sign in enumerate(text)
    )


def box(left: float, top: float, right: float, bottom: float) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The lines around a cell: across, down."""
    across = Rule(top, left, right), Rule(bottom, left, right)
    return across, (Rule(left, top, bottom), Rule(right, top, bottom))


def page(rows: Rows, *, top: float = 100.0, left: float = 50.0, widths: tuple[float, ...] = ()) -> PageDrawn:
    """Draw a table cell by cell, as browsers and word processors do."""
    edges = [left]
    for at in range(40):
        edges.append(edges[-1] + (widths[at] if at < len(widths) else WIDE))
    across: list[Rule] = []
    down: list[Rule] = []
    written: list[Sign] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + y, column + x) for y in range(cell.height) for x in range(cell.width)}
            high, low = top + number * HIGH, top + (number + cell.height) * HIGH
            lines, walls = box(edges[column], high, edges[column + cell.width], low)
            across += lines
            down += walls
            for at, line in enumerate(cell.text.split("\n")):
                written += signs(line, edges[column] + 4, high + 10 + 12 * at)
            column += cell.width
    return PageDrawn(tuple(across), tuple(down), tuple(written))


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """A table whose first row and column are whole, so that all its lines are drawn, and any merged cells else."""
    high, wide = draw(st.integers(2, 8)), draw(st.integers(2, 8))
    chance = random.Random(draw(st.integers(0, 10_000)))  # noqa: S311 - a layout, no secret
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for y in range(high):
        cells: list[Cell] = []
        for x in range(wide):
            if (y, x) in taken:
                continue
            width = height = 1
            if x and y:
                while x + width < wide and (y, x + width) not in taken and chance.random() < 0.4:
                    width += 1
                while y + height < high and chance.random() < 0.3:
                    height += 1
            taken |= {(y + down, x + right) for down in range(height) for right in range(width)}
            cells.append(Cell(draw(st.sampled_from(("", "3", "1204", "甲", "总计"))), width, height))
        rows.append(tuple(cells))
    return tuple(rows)


@settings(max_examples=150, deadline=None)
@given(rows=tables())
def test_any_table_reads_back(rows: Rows) -> None:
    assert ruled_tables([page(rows)]) == (rows,)


@settings(max_examples=100, deadline=None)
@given(
    across=st.lists(st.builds(Rule, *[st.floats(-1000, 1000)] * 3), max_size=30),
    down=st.lists(st.builds(Rule, *[st.floats(-1000, 1000)] * 3), max_size=30),
)
def test_any_lines_are_read_without_harm(across: list[Rule], down: list[Rule]) -> None:
    ruled_tables([PageDrawn(tuple(across), tuple(down), signs("1204", 0, 0))] * 2)


HEAD = row("机关", "件数")
BODY = row("甲局", "12"), row("乙局", "7")


def test_a_table_over_two_pages_is_one() -> None:
    assert ruled_tables([page((HEAD, BODY[0])), page((BODY[1],), top=40)]) == ((HEAD, *BODY),)


@pytest.mark.parametrize(
    "following",
    [
        page((BODY[1],), top=40, left=70),
        page((BODY[1],), top=40, widths=(60, 90)),
        PageDrawn(*box(0, 0, 1, 1), signs("四、行政复议和行政诉讼情况" * 4, 50, 20)),
    ],
    ids=["other place", "other width", "no table"],
)
def test_another_table_on_the_next_page_is_another(following: PageDrawn) -> None:
    assert ruled_tables([page((HEAD, BODY[0])), following])[0] == (HEAD, BODY[0])


def test_text_between_two_pages_tables_parts_them() -> None:
    later = page((BODY[1],), top=80)
    heading = signs("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况" * 2, 50, 20)
    assert ruled_tables([page((HEAD, BODY[0])), PageDrawn(later.across, later.down, heading + later.signs)]) == (
        (HEAD, BODY[0]),
        (BODY[1],),
    )


def test_double_lines_are_one() -> None:
    drawn = page((HEAD, *BODY))
    double = PageDrawn(
        drawn.across + tuple(Rule(rule.at + 1.5, rule.begin, rule.end) for rule in drawn.across),
        drawn.down + tuple(Rule(rule.at + 1.5, rule.begin, rule.end) for rule in drawn.down),
        drawn.signs,
    )
    assert ruled_tables([double]) == ((HEAD, *BODY),)


def test_two_tables_on_a_page_are_two() -> None:
    one, other = page((HEAD, BODY[0])), page((HEAD, BODY[1]), top=400)
    both = PageDrawn(one.across + other.across, one.down + other.down, one.signs + other.signs)
    assert ruled_tables([both]) == ((HEAD, BODY[0]), (HEAD, BODY[1]))


def between(left: tuple[Sign, ...], right: tuple[Sign, ...]) -> tuple[str, ...]:
    """The texts of two cells side by side, their wall at x = 110, with these signs in the file one after the other."""
    drawn = page((row("", ""), row("", "")))
    [(cells, _)] = ruled_tables([PageDrawn(drawn.across, drawn.down, left + right)])
    return tuple(cell.text for cell in cells)


def test_figures_that_touch_at_a_wall_stay_apart() -> None:
    assert between(signs("12345", 110 - 5 * STEP, 110), signs("678", 110.8, 110)) == ("12345", "678")


@pytest.mark.parametrize("figure", ["12", "123456"])
def test_a_figure_that_runs_over_a_wall_is_none(figure: str) -> None:
    beyond = len(figure) // 2
    texts = between(signs(figure, 110 - (len(figure) - beyond) * STEP, 110), ())
    assert texts == (figure[:-beyond] + "?", "?" + figure[-beyond:])
    assert [read_figure(text) for text in texts] == [None, None]


@pytest.mark.parametrize(
    ("width", "text"),
    [(WIDE, "12;04"), (26.0, "1204")],
    ids=["two figures under each other", "a figure too long for its cell"],
)
def test_figures_on_two_lines_of_a_cell(width: float, text: str) -> None:
    [(_, (_, cell))] = ruled_tables([page((row("机关", "数"), row("甲", "12\n04")), widths=(WIDE, width))])
    assert cell.text == text


def test_signs_are_put_in_order_whatever_order_the_file_has() -> None:
    drawn = page((row("关于本列的说明", "12"), BODY[0]))
    assert ruled_tables([PageDrawn(drawn.across, drawn.down, drawn.signs[::-1])]) == ruled_tables([drawn])
