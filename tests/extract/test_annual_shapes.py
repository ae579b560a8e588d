"""Annual reports whose tables have another shape than the form: split columns, blocks apart, PDF with blanks."""

import random
import re

import pytest

from crawler.extract.annual import read_annual_report, read_annual_report_file
from crawler.extract.annual.disclosure import read_running_disclosure
from crawler.extract.annual.requests import UNREAD
from crawler.extract.annual.running import kept_words, plain_words, read_running_requests
from crawler.extract.files.pdf_text import Word
from crawler.extract.files.reading import FileRead, read_file
from crawler.markup import open_source
from crawler.model import AnnualReportRead
from tests.extract import annual_forms as forms
from tests.extract.annual_pdf import DISCLOSURE, pdf_report

REVIEWS = tuple(range(15))
KINDS = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
BLOCKS = (("行政复议", 0), ("行政诉讼（未经复议直接起诉）", 5), ("行政诉讼（复议后起诉）", 10))


def rows(layout: str, seed: int, *, blanks: bool) -> dict[str, forms.Row]:
    chance = random.Random(seed)  # noqa: S311  # figures, no secret
    return {
        key: tuple(None if blanks and chance.random() < 0.4 else chance.choice((0, 1, 13, 1204)) for _ in range(7))
        for key in forms.keys(layout)
    }


def read(requests: str, reviews: str = "") -> AnnualReportRead:
    page = f"<html><h1>泽安市2022年政府信息公开工作年度报告</h1><p>一、总体情况</p>{requests}{reviews}</html>"
    report = read_annual_report(open_source(page.encode(), url="http://www.zean.test/nb/1.html"))
    assert report is not None
    return report


def cells(report: AnnualReportRead) -> tuple[int | float | None, ...]:
    read_back = report.reviews
    return read_back.reconsideration + read_back.direct_litigation + read_back.after_reconsideration


@pytest.mark.parametrize("layout", ["2019", "2021"])
def test_columns_that_word_split_in_two(layout: str) -> None:
    figures = rows(layout, 1, blanks=True)
    table = forms.html_requests(layout, figures).replace("<td><p align", "<td colspan=2><p align")
    table = re.sub(r"<td( rowspan=2)?>(自然人|商业|科研|社会|法律|其他|总计)", r"<td colspan=2\1>\2", table)
    table = table.replace("colspan=5>法人", "colspan=10>法人").replace("colspan=7>申请人", "colspan=14>申请人")
    assert read(table).requests.rows == figures


def test_reviews_in_columns_that_word_split_in_two() -> None:
    table = re.sub(r"<td([^>]*)>(?=结果|其他|尚未|总计|\d)", r"<td\1 colspan=2>", forms.html_reviews(REVIEWS))
    assert cells(read("", table.replace("colspan=5", "colspan=10"))) == REVIEWS


def test_reviews_whose_results_are_named_in_two_rows() -> None:
    figures = "".join(f"<td>{value}</td>" for value in REVIEWS)
    table = (
        f"<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>{KINDS}"
        "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{'<td></td>' * 5}{KINDS}{KINDS}</tr><tr>{figures}</tr></table>"
    )
    assert cells(read("", table)) == REVIEWS


def test_figures_of_cells_are_no_sentence() -> None:
    """Word puts a paragraph into every cell: 41件 above 四、结转下年度 is not what the text tells."""
    figures = rows("2021", 1, blanks=False)
    table = re.sub(r"(\d)</p></td>", r"\1件</p></td>", forms.html_requests("2021", figures))
    report = read(table)
    assert report.requests.rows == figures
    assert not [each for each in report.identities if each.id == "I7"]


@pytest.mark.parametrize(
    ("written", "amount"), [("251000元", 25.1), ("25.1", 25.1), ("25.1万元", 25.1), ("若干元", None)]
)
def test_an_amount_in_yuan(written: str, amount: float | None) -> None:
    table = (
        "<table><tr><td>信息内容</td><td>采购项目数量</td><td>采购总金额</td></tr>"
        f"<tr><td>政府集中采购</td><td>6</td><td>{written}</td></tr></table>"
    )
    disclosure = read(forms.html_requests("2019", rows("2019", 1, blanks=False)), table).disclosure
    assert disclosure is not None
    assert disclosure.rows["procurement"] == {"projects": 6, "amount": amount}


def one(name: str, first: int) -> str:
    figures = "".join(f"<td>{value}</td>" for value in REVIEWS[first : first + 5])
    return f"<table><tr><td colspan=5>{name}</td></tr><tr>{KINDS}</tr><tr>{figures}</tr></table>"


def test_reviews_as_three_tables() -> None:
    assert cells(read("", "".join(one(name, first) for name, first in BLOCKS))) == REVIEWS


def test_reviews_as_one_table_of_five_and_one_of_ten() -> None:
    figures = "".join(f"<td>{value}</td>" for value in REVIEWS[5:])
    lawsuits = (
        "<table><tr><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{KINDS}{KINDS}</tr><tr>{figures}</tr></table>"
    )
    assert cells(read("", one("行政复议", 0) + lawsuits)) == REVIEWS


def test_reviews_as_three_rows() -> None:
    lines = "".join(
        f"<tr><td>{name}</td>" + "".join(f"<td>{value}</td>" for value in REVIEWS[first : first + 5]) + "</tr>"
        for name, first in BLOCKS
    )
    assert cells(read("", f"<table><tr><td></td>{KINDS}</tr>{lines}</table>")) == REVIEWS


@pytest.mark.parametrize("names", [BLOCKS[:2], (BLOCKS[0], BLOCKS[1], BLOCKS[1]), (*BLOCKS, BLOCKS[0])])
def test_blocks_that_are_missing_or_twice_there_are_unread(names: tuple[tuple[str, int], ...]) -> None:
    page = "<p>二、主动公开政府信息情况</p><p>六、其他需要报告的事项</p>"
    assert cells(read(page, "".join(one(name, first) for name, first in names))) == ()


@pytest.mark.parametrize(
    ("ruled", "seed", "footer"),
    [
        *((True, seed, footer) for seed, footer in enumerate(("", "— # —", "第 # 页 共 3 页", "# / 3", "#"))),
        *((False, seed, footer) for seed, footer in enumerate(("", "— # —", "第 # 页 共 3 页", "# / 3"))),
    ],
)
def test_pdf_with_blanks_in_all_tables(seed: int, footer: str, *, ruled: bool) -> None:
    chance = random.Random(seed)  # noqa: S311  # figures, no secret
    requests = rows("2021", seed, blanks=True) | {"new": (100, 2, 3, 0, 5, 6, 116)}
    reviews = tuple(None if chance.random() < 0.4 else at for at in range(15))
    names = [name for line in DISCLOSURE for name in line if " " in name]
    figures = {name: None if chance.random() < 0.3 else chance.choice((0, 3, 23456, 12.5)) for name in names}
    file = read_file(pdf_report(requests, reviews, figures, ruled=ruled, footer=footer))
    assert file is not None
    report = read_annual_report_file(file)
    assert report is not None
    assert {key: row for key, row in report.requests.rows.items() if any(value is not None for value in row)} == {
        key: row for key, row in requests.items() if any(value is not None for value in row)
    }
    assert cells(report) == reviews
    assert report.disclosure is not None
    read_back = {f"{row} {name}": value for row, line in report.disclosure.rows.items() for name, value in line.items()}
    assert read_back == {name: value for name, value in figures.items() if value is not None or name in read_back}


BROKEN = [
    # The seventh column holds 317, broken after its second digit; the row's label is broken, too.
    "一、本年新收政府信息公开申请数量 @1 @2 @3 @4 @5 @6 @7",
    "二、上年结转政府信息公开申请数量 @1 @2 @3 @4 @5 @6 31@7",
    "7@7",
    "(一)予以公开 @1 31@2",
    "7@2",
    "@3 @4 @5 @6 @7",
    "3.补正后申请内容仍不明 @1 @2 @3 @4 @5 @6 31@7",
    "确",
    "7@7",
    "(七)总计 @1 @2 @3 @4 @5 @6 @7",
]


def test_figures_that_are_broken_in_a_pdf_without_lines_are_unread() -> None:
    words: list[Word] = []
    for line in BROKEN:
        for word in line.split():
            text, at, column = word.partition("@")
            words.append(Word(text or "25", 100.0 + 40 * int(column)) if at else Word(text))
        words.append(Word("\n"))
    whole = (25,) * 7
    assert read_running_requests(words) == {
        "new": whole,
        "carried_in": UNREAD,
        "open": UNREAD,
        "unavailable_3": UNREAD,
        "total": whole,
    }


def test_a_figure_alone_on_the_last_line_is_no_page_number_where_the_page_has_one() -> None:
    text = "(一)予以公开 1 2 3 4 5 6 31\n7\n— 3 —\f(二)部分公开 1 2 3 4 5 6 7\n4\f"
    assert [word.text for word in kept_words(plain_words(text)) if word.text.isdigit()] == [
        *"123456",
        "31",
        "7",
        *"1234567",
    ]


@pytest.mark.parametrize(
    ("heads", "names"),
    [
        ("本年制发件数 本年废止件数 现行有效件数", ("made", "repealed", "valid")),
        ("本年新制作数量 本年新公开数量 对外公开总数量", ("made", "newly_public", "all_public")),
    ],
)
@pytest.mark.parametrize("layout", ["2019", "2021", None])
def test_the_heads_over_a_figure_say_what_it_counts(heads: str, names: tuple[str, ...], layout: str | None) -> None:
    read_back = read_running_disclosure(plain_words(f"信息内容 {heads}\n规章 3 1 12\n"), layout)
    assert read_back is not None
    assert read_back.rows == {"rules": dict(zip(names, (3, 1, 12), strict=True))}


@pytest.mark.parametrize(
    "title",
    [
        "泽安市财政局2022年政府信息公开工作年\n度报告",
        "泽安市财政局2022年政府信息公开工作年度报\n告",
        "泽安市财政局\n2022年政府信息公开工作年度报告",
        "泽安市财政局2022年政府\n信息公开工作报告",
    ],
)
def test_a_title_over_two_lines_names_year_and_unit(title: str) -> None:
    file = FileRead(f"{title}\n一、总体情况\n略。\n二、主动公开政府信息情况\n六、其他需要报告的事项\n", (), "pdf")
    report = read_annual_report_file(file)
    assert report is not None
    assert (report.year, report.unit) == (2022, "泽安市财政局")
