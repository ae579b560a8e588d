"""Reviews, the form and the ledger through the command: applied, kept, replayed; mistakes stop with a sentence."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from checks import Verdict
from rules.result import AuditResult, result_from_json
from rules.review_file import SHEET

Command = Callable[..., subprocess.CompletedProcess[str]]
PLAN = "zhongshan-2021"
REVIEWS = """\
reviews:
  - {requirement: 13, plan: zhongshan-2021, unit: 市财政局, kind: verdict, verdict: pass, reason: 查阅了台账,
     author: 李四, date: 2022-02-20, document: 泽府办〔2022〕3号}
  - {requirement: 30, plan: zhongshan-2021, unit: 市政务服务数据管理局, kind: waiver, reason: 机房改造, author: 王五,
     date: 2022-02-21, until: 2022-06-30, document: "http://www.zean.test/wj/3.html"}
  - {requirement: 30, plan: zhongshan-2021, unit: 市政务服务数据管理局, kind: waiver, reason: 旧的, author: 王五,
     date: 2021-02-21, until: 2021-06-30, document: "http://www.zean.test/wj/2.html"}
"""


@pytest.fixture
def audit(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "audit"))


def result(folder: Path) -> AuditResult:
    return result_from_json((folder / PLAN / "audit.json").read_bytes())


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_reviews_are_applied_kept_and_replayed(audit: Path, command: Command, tmp_path: Path) -> None:
    """The files are copied into the audit; the copy alone gives the same bytes again."""
    before = {(each.requirement, each.unit): each.verdict for each in result(audit).cells}
    path = tmp_path / "reviews.yaml"
    path.write_text(REVIEWS, "utf-8")
    done = command("check", audit, "--review", path)
    assert done.returncode == 1, done.stderr
    judged = result(audit)
    cells = {(each.requirement, each.unit): each for each in judged.cells}
    assert before["30", "zwfwj"] is Verdict.FAIL
    assert cells["30", "zwfwj"].verdict is Verdict.NOT_APPLICABLE
    assert not cells["13", "czj"].needs_person
    assert [each for each in judged.notices if "2021年6月30日" in each and "未予采用" in each]
    assert json.loads((audit / "order.json").read_text("utf-8"))["reviews"] == [{"file": "reviews.yaml", "plan": None}]
    path.unlink()
    first = digests(audit / PLAN)
    for verb in ("check", "report"):
        assert command(verb, audit).returncode == 1
        assert digests(audit / PLAN) == first


# what is wrong: (change to the file, words of the sentence)
WRONG = {
    "malformed": (("verdict: pass", "verdict: perhaps"), ("reviews.yaml", "line 2", "verdict", "perhaps")),
    "several plans": ((" plan: zhongshan-2021,", ""), ("several plans", "zhongshan-xiqu-2019")),
    "a plan not of this audit": (("plan: zhongshan-2021", "plan: national-2019"), ("no plan 'national-2019'",)),
    "a day to come": (("date: 2022-02-20", "date: 2999-02-20"), ("2999-02-20", "has not come")),
    "a waiver without end": (("until: 2022-06-30, ", ""), ("line 4", "until")),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_stops_before_anything_is_written(
    case: str, audit: Path, command: Command, tmp_path: Path
) -> None:
    change, words = WRONG[case]
    path = tmp_path / "reviews.yaml"
    path.write_text(REVIEWS.replace(*change, 1), "utf-8")
    assert path.read_text("utf-8") != REVIEWS
    before = digests(audit)
    done = command("check", audit, "--review", path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert digests(audit) == before


def test_the_form_goes_out_and_comes_back(audit: Path, command: Command) -> None:
    """A row of the form that is filled in decides its cell."""
    done = command("review", "template", audit, "--plan", PLAN)
    assert done.returncode == 0, done.stderr
    form = audit / "review.xlsx"
    book = openpyxl.load_workbook(form)
    page = book[SHEET]
    at = {cell.value: cell.column for cell in page[2]}
    requirement, unit = (str(page.cell(3, at[word]).value) for word in ("要求编号", "责任单位"))
    answers = {
        "认定": "不符合",
        "理由": "没有材料",
        "认定人": "李四",
        "认定日期": date(2022, 2, 20),
        "依据（文件或网址）": "核查记录 3 号",
    }
    for heading, value in answers.items():
        page.cell(3, at[heading]).value = value
    book.save(form)
    assert command("check", audit, "--review", form).returncode == 1
    cell = next(each for each in result(audit).cells if (each.requirement, each.unit) == (requirement, unit))
    assert (cell.verdict, cell.needs_person) == (Verdict.FAIL, False)


def test_ledger_is_written_for_each_plan(audit: Path, command: Command, tmp_path: Path) -> None:
    done = command("ledger", audit)
    assert done.returncode == 0, done.stderr
    page = openpyxl.load_workbook(audit / PLAN / "ledger.xlsx")["台账"]
    assert page.max_row == len(result(audit).cells) + 2
    one = command("ledger", audit, "--plan", PLAN, "--out", tmp_path / "one.xlsx")
    assert one.returncode == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (audit / PLAN / "ledger.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--out", "one.xlsx"), "several plans"),
        (("--plan", "nope"), "has no plan 'nope'"),
        (("--plan", PLAN, "--out", "one.xls"), "ends in .xlsx"),
        (("--plan", PLAN, "--out", "no/such/folder.xlsx"), "cannot be written"),
    ],
)
def test_a_wrong_ledger_order_is_told(arguments: tuple[str, ...], words: str, audit: Path, command: Command) -> None:
    done = command("ledger", audit, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert words in done.stderr
