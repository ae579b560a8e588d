"""Review files as YAML and XLSX: read strictly, and every mistake told with its place."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checks import Verdict
from rules.review import Review, ReviewKind
from rules.review_file import COLUMNS, SHEET, ReviewError, load_reviews

YAML = """\
reviews:
  - requirement: 13
    unit: 市财政局
    kind: verdict
    verdict: pass
    reason: 查阅了解读材料台账
    author: 李四
    date: 2022-02-20
    document: 泽府办〔2022〕3号
  - {requirement: 30, unit: 各镇街, check: ipv6-missing, plan: zhongshan-2021, kind: waiver, reason: 机房改造,
     author: 王五, date: 2022-02-21, until: 2022-06-30, document: "http://www.zean.test/wj/3.html"}
"""
VERDICT = Review(
    requirement="13",
    unit="市财政局",
    kind=ReviewKind.VERDICT,
    verdict=Verdict.PASS,
    reason="查阅了解读材料台账",
    author="李四",
    made=date(2022, 2, 20),
    document="泽府办〔2022〕3号",
    source="reviews.yaml 第 2 行",
)
WAIVER = Review(
    requirement="30",
    unit="各镇街",
    kind=ReviewKind.WAIVER,
    verdict=Verdict.NOT_APPLICABLE,
    reason="机房改造",
    author="王五",
    made=date(2022, 2, 21),
    document="http://www.zean.test/wj/3.html",
    until=date(2022, 6, 30),
    check="ipv6-missing",
    plan="zhongshan-2021",
    source="reviews.yaml 第 10 行",
)


def test_yaml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "reviews.yaml"
    path.write_text(YAML, "utf-8")
    assert load_reviews(path) == (VERDICT, WAIVER)


# change to the text: (from, to, words of the error)
WRONG = {
    "unknown key": ("    author: 李四", "    autor: 李四", ("line 7", "autor", "not known")),
    "no document": ("    document: 泽府办〔2022〕3号\n", "", ("line 2", "document", "required")),
    "no reason": ("reason: 查阅了解读材料台账", 'reason: ""', ("line 6", "reason")),
    "not a verdict": ("verdict: pass", "verdict: perhaps", ("line 5", "verdict", "'perhaps'")),
    "no verdict": ("    verdict: pass\n", "", ("line 2", "verdict: pass")),
    "a waiver without end": ("until: 2022-06-30, ", "", ("line 10", "until")),
    "a waiver with a verdict": ("kind: waiver", "kind: waiver, verdict: pass", ("waiver has no verdict",)),
    "ends before it begins": ("until: 2022-06-30", "until: 2022-01-30", ("before",)),
    "not a day": ("date: 2022-02-20", "date: 2022-02-30", ("line 8", "2022-02-30")),
    "a moment instead of a day": ("date: 2022-02-20", "date: gestern", ("line 8", "date")),
    "a check that is no id": ("check: ipv6-missing", "check: IPv6 missing", ("check",)),
    "a path instead of a plan": ("plan: zhongshan-2021", "plan: ../x", ("plan",)),
    "a list without its key": ("reviews:\n", "", ("reviews.yaml",)),
    "not YAML": ("  - requirement", "  - [requirement", ("line ", "not YAML")),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_yaml_names_line_and_key(case: str, tmp_path: Path) -> None:
    old, new, words = WRONG[case]
    assert old in YAML
    path = tmp_path / "reviews.yaml"
    path.write_text(YAML.replace(old, new), "utf-8")
    with pytest.raises(ReviewError) as error:
        load_reviews(path)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.fixture
def form(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook with the form's headings and some rows, given by key."""

    def write(*rows: dict[str, Any], headings: dict[str, str] = COLUMNS, sheet: str = SHEET) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.title = sheet
        page.append(["人工核查表"])
        page.append(["具体要求", *headings.values()])
        for row in rows:
            page.append(["公开预算", *(row.get(key) for key in headings)])
        path = tmp_path / "form.xlsx"
        book.save(path)
        return path

    return write


ROW = {
    "requirement": "13",
    "unit": "市财政局",
    "verdict": "符合",
    "reason": "查阅了解读材料台账",
    "author": "李四",
    "date": datetime(2022, 2, 20),  # noqa: DTZ001 - as a workbook has it
    "document": "泽府办〔2022〕3号",
}


def test_form_is_read_and_blank_rows_say_nothing(form: Callable[..., Path]) -> None:
    blank = {"requirement": "14", "unit": "市财政局", "plan": "zhongshan-2021"}
    waiver = {**ROW, "requirement": 30, "verdict": "豁免", "date": "2022年2月20日", "until": "2022-06-30"}
    first, second = load_reviews(form(ROW, blank, waiver))
    assert (first.requirement, first.verdict, first.made, first.document) == (
        "13",
        Verdict.PASS,
        date(2022, 2, 20),
        "泽府办〔2022〕3号",
    )
    assert first.source == "form.xlsx 工作表「人工核查」第 3 行"
    assert (second.requirement, second.kind, second.until) == ("30", ReviewKind.WAIVER, date(2022, 6, 30))


def test_rows_far_down_are_read(form: Callable[..., Path]) -> None:
    """Blank rows between, and a stray format at the end of the sheet, neither hide nor cost a row."""
    path = form(ROW)
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    for heading, value in ROW.items():
        at = next(cell.column for cell in page[2] if cell.value == COLUMNS[heading])
        page.cell(900_000, at).value = value
    book.save(path)
    assert [each.source.split("第 ")[1] for each in load_reviews(path)] == ["3 行", "900000 行"]


def test_a_sheet_of_another_name_is_read_when_it_is_the_first(form: Callable[..., Path]) -> None:
    assert len(load_reviews(form(ROW, sheet="Sheet1"))) == 1


# a row that is wrong: (changes, words of the error)
ROWS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "another word": ({"verdict": "还行"}, ("row 3", "column F (认定)", "还行")),
    "no verdict": ({"verdict": None}, ("row 3", "认定", "blank")),
    "no author": ({"author": "  "}, ("row 3", "column H (认定人)", "blank and required")),
    "no document": ({"document": None}, ("row 3", "依据", "blank and required")),
    "a waiver without end": ({"verdict": "豁免"}, ("row 3", "column J (有效期至)", "end date")),
    "not a day": ({"date": "2022年2月30日"}, ("row 3", "column I (认定日期)")),
    "a number as a day": ({"date": 44612}, ("row 3", "认定日期")),
    "a formula": ({"reason": '=HYPERLINK("http://x/","y")'}, ("row 3", "column G (理由)", "formula")),
    "a requirement lost its zero": ({"requirement": 1.1}, ("row 3", "要求编号")),
}


@pytest.mark.parametrize("case", ROWS)
def test_wrong_row_names_sheet_row_and_column(case: str, form: Callable[..., Path]) -> None:
    change, words = ROWS[case]
    with pytest.raises(ReviewError) as error:
        load_reviews(form({**ROW, **change}))
    assert all(word in str(error.value) for word in (*words, f"sheet {SHEET}")), str(error.value)


def test_all_problems_of_a_form_are_told_at_once(form: Callable[..., Path]) -> None:
    with pytest.raises(ReviewError) as error:
        load_reviews(form({**ROW, "author": None}, ROW, {**ROW, "verdict": "？"}))
    assert [each.key.split(", ")[1] for each in error.value.problems] == ["row 3", "row 5"]


def test_a_heading_that_is_missing_is_named(form: Callable[..., Path]) -> None:
    without = {key: word for key, word in COLUMNS.items() if key != "author"}
    with pytest.raises(ReviewError, match="认定人"):
        load_reviews(form(ROW, headings=without))
    with pytest.raises(ReviewError, match="要求编号"):
        load_reviews(form(headings={}))


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("form.xlsx", b"PK\x03\x04 not a workbook", "not an XLSX workbook"),
        ("form.csv", b"a,b", "neither a YAML file"),
        ("reviews.yaml", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_what_is_no_review_file_is_refused(name: str, body: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(ReviewError, match=words):
        load_reviews(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for name in ("none.yaml", "none.xlsx"):
        with pytest.raises(ReviewError, match="cannot be read"):
            load_reviews(tmp_path / name)
