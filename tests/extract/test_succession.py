"""Section 二 of the annual report in both layouts, whose report it is, and the report beside last year's."""

# ruff: noqa: E501  # a row of markup reads best whole

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.annual import read_annual_report, read_annual_report_file, repeated_text, succession
from crawler.extract.files.reading import FileRead
from crawler.markup import open_source
from crawler.model import AnnualReportRead, DisclosureRead, RequestsRead
from tests.extract import annual_forms as forms

ROWS = dict.fromkeys(forms.keys("2021"), (1, 0, 0, 0, 0, 0, 1))
NEW = """<table><tr><td colspan=4>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>{0}</td><td>{1}</td><td>{2}</td></tr><tr><td>行政规范性文件</td><td>12</td><td>&nbsp;</td><td>134</td></tr>
<tr><td colspan=4>第二十条第（五）项</td></tr><tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>
<tr><td>行政许可</td><td colspan=3>1,203</td></tr>
<tr><td colspan=4>第二十条第（六）项</td></tr><tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>
<tr><td>行政处罚</td><td colspan=3>88</td></tr><tr><td>行政强制</td><td colspan=3>/</td></tr>
<tr><td colspan=4>第二十条第（八）项</td></tr><tr><td>信息内容</td><td colspan=3>本年收费金额（单位：万元）</td></tr>
<tr><td>行政事业性收费</td><td colspan=3>96.16</td></tr></table>"""
OLD = """<table><tr><td colspan=4>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年新<br>制作数量</td><td>本年新<br>公开数量</td><td>对外公开总数量</td></tr>
<tr><td>规章</td><td>1</td><td>1</td><td>20</td></tr><tr><td>规范性文件</td><td>8</td><td></td><td>66</td></tr>
<tr><td colspan=4>第二十条第（五）项</td></tr><tr><td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td></tr>
<tr><td>行政许可</td><td>120</td><td>-3</td><td>5000</td></tr><tr><td>其他对外管理服务事项</td><td>30</td><td>+2</td><td>700</td></tr>
<tr><td colspan=4>第二十条第（六）项</td></tr><tr><td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td></tr>
<tr><td>行政处罚</td><td>400</td><td>减少12</td><td>77</td></tr><tr><td>行政强制</td><td>20</td><td>增1</td><td>0</td></tr>
<tr><td colspan=4>第二十条第（八）项</td></tr><tr><td>信息内容</td><td>上一年项目数量</td><td colspan=2>本年增/减</td></tr>
<tr><td>行政事业性收费</td><td>9</td><td colspan=2>0</td></tr>
<tr><td colspan=4>第二十条第（九）项</td></tr><tr><td>信息内容</td><td>采购项目数量</td><td colspan=2>采购总金额</td></tr>
<tr><td>政府集中采购</td><td>41</td><td colspan=2>1234.5</td></tr></table>"""


def report_of(
    two: str, layout: str = "2021", title: str = "泽安市司法局2021年政府信息公开工作年度报告"
) -> AnnualReportRead:
    rows = dict.fromkeys(forms.keys(layout), (1, 0, 0, 0, 0, 0, 1))
    page = f"<html><h1>{title}</h1><p>{forms.SECTIONS[1]}</p>{two}<p>{forms.SECTIONS[2]}</p>{forms.html_requests(layout, rows)}"
    report = read_annual_report(open_source(page.encode(), url="http://www.zean.test/a.html"))
    assert report is not None
    return report


def test_section_two_of_2021() -> None:
    assert report_of(NEW.format(0, 0, 5)).disclosure == DisclosureRead(
        {
            "rules": {"made": 0, "repealed": 0, "valid": 5},
            "normative": {"made": 12, "repealed": None, "valid": 134},
            "licences": {"decided": 1203},
            "penalties": {"decided": 88},
            "coercion": {"decided": None},
            "fees": {"amount": 96.16},
        }
    )


def test_section_two_of_2019() -> None:
    assert report_of(OLD, "2019").disclosure == DisclosureRead(
        {
            "rules": {"made": 1, "newly_public": 1, "all_public": 20},
            "normative": {"made": 8, "newly_public": None, "all_public": 66},
            "licences": {"last_year": 120, "change": -3, "decided": 5000},
            "services": {"last_year": 30, "change": 2, "decided": 700},
            "penalties": {"last_year": 400, "change": -12, "decided": 77},
            "coercion": {"last_year": 20, "change": 1, "decided": 0},
            "fees": {"last_year": 9, "change": 0},
            "procurement": {"projects": 41, "amount": 1234.5},
        }
    )


@pytest.mark.parametrize(
    ("spoilt", "row", "cells"),
    [
        (("<td>{0}</td><td>{1}</td>", "<td>1</td><td>2</td>"), "rules", {"made": 1, "repealed": 2, "valid": 5}),
        (("<td>{0}</td><td>{1}</td>", "<td colspan=2>7</td>"), "rules", {"made": None, "repealed": None, "valid": 5}),
        (("<td>{2}</td>", ""), "rules", {"made": 0, "repealed": 0, "valid": None}),
        (("<td>规章</td>", "<td>规 章</td>"), "rules", {"made": 0, "repealed": 0, "valid": 5}),
        (("<td>规章</td>", "<td rowspan=2>一</td><td>规章</td>"), "rules", None),
        (("现行有效件数", "有效"), "rules", {"made": 0, "repealed": 0, "valid": None}),
    ],
)  # fmt: skip
def test_broken_tables_give_blanks_never_a_neighbours_figure(
    spoilt: tuple[str, str], row: str, cells: dict[str, int | None] | None
) -> None:
    read = report_of(NEW.replace(*spoilt).replace("{0}", "0").replace("{1}", "0").replace("{2}", "5")).disclosure
    assert read is not None
    if cells is None:
        assert row not in read.rows
    else:
        assert {name: read.rows[row].get(name) for name in cells} == cells


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.one_of(st.none(), st.integers(0, 99_999))] * 3))
def test_section_two_reads_back(cells: tuple[int | None, ...]) -> None:
    read = report_of(NEW.format(*("" if cell is None else cell for cell in cells))).disclosure
    assert read is not None
    assert tuple(read.rows["rules"].values()) == cells


def test_section_two_from_running_text() -> None:
    """A row with a blank has fewer figures than columns: nobody knows which; the row is left out."""
    text = forms.running_report("2021", ROWS, [0] * 15, [9])
    two = (
        "第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 1 0 11\n行政规范性文件 8 66\n第二十条 第（六）项- 4 -\n"
        "信息内容 本年处理决定数量\n行政处罚 3985758\n第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n行政事业性收费 96171.6\n"
    )
    report = read_annual_report_file(FileRead(text.replace(forms.SECTIONS[2], two + forms.SECTIONS[2], 1), (), "pdf"))
    assert report is not None
    assert report.disclosure == DisclosureRead(
        {
            "rules": {"made": 1, "repealed": 0, "valid": 11},
            "penalties": {"decided": 3985758},
            "fees": {"amount": 96171.6},
        }
    )
    assert report.requests.rows == ROWS


@pytest.mark.parametrize(
    ("title", "prose", "unit"),
    [
        ("云河乡人民政府二〇二〇年政府信息公开工作年度报告", "", "云河乡人民政府"),
        ("泽安市司法局2021年政府信息公开工作年度报告", "", "泽安市司法局"),
        ("2021年泽安市司法局政府信息公开工作年度报告", "", "泽安市司法局"),
        ("泽安市司法局关于2021年度政府信息公开工作年度报告", "", "泽安市司法局"),
        ("泽安市清河镇人民政府政府信息公开工作2021年度报告", "", "泽安市清河镇人民政府"),
        ("泽安市2021年政府信息公开工作年度报告", "", "泽安市"),
        ("泽安市发展和改革局关于2021年度政府信息公开工作情况的年度报告", "", "泽安市发展和改革局"),
        ("2021年政府信息公开工作年度报告", "本报告由泽安市财政局根据《条例》编制。", "泽安市财政局"),
        ("2021年政府信息公开工作年度报告", "本年度报告由我局编制。", None),
        ("2021年政府信息公开工作年度报告", "", None),
    ],
)
def test_unit(title: str, prose: str, unit: str | None) -> None:
    assert report_of(f"<p>{prose}</p>", title=title).unit == unit


def test_the_line_above_a_bare_title_names_the_unit() -> None:
    page = f"<html><p>泽安市人民政府</p><p>2021 年政府信息公开工作年度报告</p>{forms.html_requests('2021', ROWS)}"
    report = read_annual_report(open_source(page.encode(), url="http://www.zean.test/a.html"))
    assert report is not None
    assert report.unit == "泽安市人民政府"


@pytest.mark.parametrize(
    ("prose", "row", "left", "right"),
    [
        ("予以公开及部分公开2件，不予公开8件。", "granted", 2, 2),
        ("不予公开9件，无法提供3件。", "refused", 9, 8),
        ("因不掌握等原因无法提供4件。", "unavailable", 4, 3),
        ("部分公开1件。", "partial", 1, 1),
        ("不予处理申请共5件。", "unprocessed", 5, 5),
    ],
)
def test_more_figures_of_the_prose(prose: str, row: str, left: int, right: int) -> None:
    (told,) = [each for each in report_of(f"<p>{prose}</p>").identities if each.id == "I7" and each.row == row]
    assert (told.left, told.right, told.holds) == (left, right, left == right)


def dated(
    year: int, rows: dict[str, tuple[int | None, ...]], two: dict[str, dict[str, int | float | None]]
) -> AnnualReportRead:
    return AnnualReportRead(year=year, layout="2021", requests=RequestsRead(rows), disclosure=DisclosureRead(two))  # type: ignore[arg-type]  # ints are what the reader gives


def test_carry_over_per_column() -> None:
    last = dated(2020, {"carried_out": (2, 0, 0, 0, None, 0, 3)}, {})
    this = dated(2021, {"carried_in": (2, 1, 0, 0, 0, 0, 3)}, {})
    read = succession(this, last)
    assert read is not None
    assert [(each.id, each.column, each.holds) for each in read.identities] == [
        *(("I5", 0, True), ("I5", 1, False), ("I5", 2, True), ("I5", 3, True)),
        *(("I5", 4, None), ("I5", 5, True), ("I5", 6, True)),
    ]


@pytest.mark.parametrize(
    ("then", "made", "repealed", "now", "holds"),
    [(66, 8, 26, 48, True), (66, 8, 26, 50, False), (66, None, 26, 48, None), (None, 8, 26, 48, None)],
)
def test_files_in_force(then: int | None, made: int | None, repealed: int, now: int, holds: bool | None) -> None:
    last = dated(2020, {}, {"normative": {"made": 1, "repealed": 1, "valid": then}})
    this = dated(2021, {}, {"normative": {"made": made, "repealed": repealed, "valid": now}})
    read = succession(this, last)
    assert read is not None
    assert [(each.id, each.row, each.holds) for each in read.identities] == [("I6", "normative", holds)]


@pytest.mark.parametrize("year", [None, 2019, 2021, 2022])
def test_only_the_year_before_counts(year: int | None) -> None:
    assert succession(AnnualReportRead(year=2021), AnnualReportRead(year=year)) is None


ONE = "".join(
    f"本局第{n}项工作由{chr(0x4E10 + n)}{chr(0x4F10 + n)}{chr(0x5010 + n)}科室负责落实，全年完成{n}件并向社会公布有关结果。"
    for n in range(20)
)
OTHER = "".join(
    f"今年着重于{chr(0x5110 + n)}{chr(0x5210 + n)}{chr(0x5310 + n)}领域，另起炉灶地推进了共计{n}批新的举措与安排，群众反响良好。"
    for n in range(20)
)


@pytest.mark.parametrize(
    ("this", "last", "low", "high"),
    [
        (ONE, ONE, 1.0, 1.0),
        (ONE.replace("3件", "99件"), ONE, 1.0, 1.0),
        (ONE, OTHER, 0.0, 0.05),
        (ONE + OTHER, ONE, 0.4, 0.6),
        (f"一、总体情况\n{ONE}\n二、主动公开政府信息情况\n{OTHER}", f"一、总体情况\n{ONE}\n五、存在的主要问题及改进情况\n无。", 1.0, 1.0),
    ],
)  # fmt: skip
def test_repeated_share(this: str, last: str, low: float, high: float) -> None:
    share, quotes = repeated_text(this, last)
    assert share is not None
    assert low <= share <= high
    assert bool(quotes) == (share > 0.1)


def test_too_little_text_has_no_share() -> None:
    assert repeated_text("一、总体情况\n无。", ONE) == (None, ())


def test_repetition_takes_linear_time() -> None:
    text = (ONE + OTHER) * 100
    started = time.process_time()
    repeated_text(text, text)
    assert time.process_time() - started < 3


@given(st.text(alphabet="一二三四五六、总体情况存在的主要问题及改进。；12\n", max_size=300), st.text(max_size=200))
def test_no_text_crashes(one: str, other: str) -> None:
    repeated_text(one, other)
    repeated_text(other, one)
