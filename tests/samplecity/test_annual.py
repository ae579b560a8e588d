"""Annual reports add up unless a fault is declared, in both layouts."""

import lxml.html
import pytest

from mingjian.samplecity.annual import Figures, figures
from mingjian.samplecity.templating import render

NOTHING = (0,) * 7


def broken(numbers: Figures) -> set[str]:
    found = set()
    sides = zip(numbers.new, numbers.carried_in, numbers.total, numbers.carried_out, strict=True)
    if any(new + came != total + left for new, came, total, left in sides):
        found.add("I1")
    for column in range(7):
        cells = [row.cells[column] for row in numbers.rows]
        known = [cell for cell in cells if cell is not None]
        if len(known) == len(cells) and sum(known) != numbers.total[column]:
            found.add("I2")
    for row in (numbers.new, numbers.carried_in, numbers.total, numbers.carried_out):
        if sum(row[:6]) != row[6]:
            found.add("I3")
    for start in (0, 5, 10):
        if sum(numbers.reviews[start : start + 4]) != numbers.reviews[start + 4]:
            found.add("I4")
    return found


@pytest.mark.parametrize("layout", ["2019", "2021"])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [(None, set()), ("total", {"I1", "I3"}), ("review", {"I4"}), ("blank-totals", set()), ("section", set())],
)
def test_identities(layout: str, fault: str | None, expected: set[str]) -> None:
    for seed in ("fgj/2021", "sfj/2020", "x", "y", "z"):
        assert broken(figures(seed, layout, NOTHING, fault)) == expected


def test_what_one_year_carries_out_the_next_carries_in() -> None:
    first = figures("a/2020", "2019", NOTHING)
    assert figures("a/2021", "2021", first.carried_out).carried_in == first.carried_out


@pytest.mark.parametrize(("layout", "rows"), [("2019", 20), ("2021", 22)])
def test_layouts_differ_in_the_height_of_the_results(layout: str, rows: int) -> None:
    html = render("annual.html", year=2020, layout=layout, numbers=figures("a", layout, NOTHING), fault=None)
    tree = lxml.html.document_fromstring(html)
    (cell,) = tree.xpath('//td[contains(., "三、本年度办理结果")]')
    assert cell.get("rowspan") == str(rows)
    assert ("本年制发件数" in html) == (layout == "2021")
    assert ("政府集中采购" in html) == (layout == "2019")


def test_section_fault_leaves_out_the_fifth_section() -> None:
    values = {"year": 2021, "layout": "2021", "numbers": figures("a", "2021", NOTHING)}
    assert "五、存在的主要问题及改进情况" in render("annual.html", fault=None, **values)
    assert "五、存在的主要问题及改进情况" not in render("annual.html", fault="section", **values)


def test_blank_totals_are_blank_cells() -> None:
    numbers = figures("a", "2021", NOTHING, "blank-totals")
    assert {row.cells[6] for row in numbers.rows} == {None}
    assert None not in numbers.total
