"""The nights before on the pages: the course of scores, what changed, and the ledger's column of changes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from checks import Verdict
from reports import write_report
from reports.ledger import COLUMNS, write_ledger
from rules.history import AT_ONCE, Past, night_of, past
from rules.result import AuditResult, Score

TONIGHT = date(2022, 2, 15)


def nights(result: AuditResult, number: int) -> Past:
    """So many nights that end with `result`: the first two failing findings passed before, a passing one failed."""
    failing = [each.id for each in result.findings if each.verdict is Verdict.FAIL][:2]
    passing = next(each.id for each in result.findings if each.verdict is Verdict.PASS)
    before = {**dict.fromkeys(failing, Verdict.PASS), passing: Verdict.FAIL}
    made = []
    for back in range(number - 1, -1, -1):
        turned = tuple(replace(each, verdict=before.get(each.id, each.verdict)) for each in result.findings)
        score = None if back == 5 else Score(30.0 + (number - back) * 1.5, 90.0 - (number - back) * 0.5, 0.5)
        night = replace(
            result,
            as_of=TONIGHT - timedelta(days=back),
            score=score or Score(None, None, None),
            units=tuple(replace(each, score=score or each.score) for each in result.units),
            findings=turned if back else result.findings,
        )
        made.append(night_of(night))
    return past(made, AT_ONCE)


def text(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


@pytest.fixture
def plain(build: Callable[..., AuditResult]) -> AuditResult:
    return build(3, 12, hostile=False)


def test_pages_tell_the_course_and_what_changed(plain: AuditResult, tmp_path: Path) -> None:
    write_report(plain, tmp_path, past=nights(plain, 10))
    overview = text(tmp_path / "index.html")
    assert "变化与走势 与 2022年2月14日 相比" in overview
    assert "再次不符合 2" in overview
    assert "已整改 1" in overview
    assert (tmp_path / "index.html").read_text(encoding="utf-8").count("<polyline") == 2  # a night without a score
    assert "2022年2月15日 45–85 50%" in overview
    failed = next(each.requirement for each in plain.findings if each.verdict is Verdict.FAIL)
    assert "不符合单位数的走势" in text(tmp_path / f"requirement-{failed}.html")


def test_a_first_night_shows_no_course(plain: AuditResult, tmp_path: Path) -> None:
    write_report(plain, tmp_path, past=nights(plain, 1))
    assert "变化与走势" not in text(tmp_path / "index.html")
    assert "走势" not in text(tmp_path / "requirement-1.html")


def test_a_quiet_night_says_so(plain: AuditResult, tmp_path: Path) -> None:
    same = past([night_of(replace(plain, as_of=TONIGHT - timedelta(1))), night_of(plain)], AT_ONCE)
    write_report(plain, tmp_path, past=same)
    assert "较 2022年2月14日 没有变化。" in text(tmp_path / "index.html")


def test_the_nights_of_another_plan_are_not_shown(plain: AuditResult, tmp_path: Path) -> None:
    other = replace(plain, plan=replace(plain.plan, id="other"))
    write_report(plain, tmp_path, past=nights(other, 3))
    assert "变化与走势" not in text(tmp_path / "index.html")


def test_hostile_names_stay_text_in_the_list_of_changes(build: Callable[..., AuditResult], tmp_path: Path) -> None:
    hostile = build(8, 20)
    named = tuple(replace(each, check_title="<script>alert(1)</script>") for each in hostile.findings)
    made = replace(hostile, findings=named)
    write_report(made, tmp_path, past=nights(made, 3))
    assert "<script" not in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("known", [True, False])
def test_the_ledger_has_what_changed_since_the_last_night(plain: AuditResult, tmp_path: Path, known: bool) -> None:
    path = write_ledger(plain, tmp_path / "ledger.xlsx", past=nights(plain, 2) if known else None)
    sheet = openpyxl.load_workbook(path)["台账"]
    column = [each.heading for each in COLUMNS].index("较上次变化") + 1
    told = {sheet.cell(row, column).value for row in range(1, sheet.max_row + 1)} - {None, "", "较上次变化"}
    assert told == ({"再次不符合", "已整改", "未变"} if known else set())
