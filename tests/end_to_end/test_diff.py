"""`mingjian diff` on results written to disk."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from checks import Verdict
from mingjian.cli import FINDINGS, USAGE, WELL, run
from rules.result import AuditResult, result_to_json
from tests.rules.test_difference import finding, result


def kept(folder: Path, one: AuditResult) -> Path:
    (folder / one.plan.id).mkdir(parents=True)
    (folder / one.plan.id / "audit.json").write_bytes(result_to_json(one))
    return folder


def test_what_got_worse_is_told_with_its_cause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept(tmp_path / "a", result(finding(Verdict.PASS)))
    after = kept(tmp_path / "b", result(finding(Verdict.FAIL, check_title="没有设立栏目"), facts="bb"))
    assert run(["diff", str(before), str(after)]) == FINDINGS
    told = capsys.readouterr().out
    assert "变为不符合（1）" in told
    assert "[1] 市财政局：没有设立栏目（符合 → 不符合；网站内容有变）" in told


def test_json_has_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept(tmp_path / "a", result(finding(Verdict.FAIL)))
    after = kept(tmp_path / "b", result(finding(Verdict.PASS), facts="bb"))
    assert run(["diff", str(before), str(after / "plan" / "audit.json"), "--json"]) == WELL
    (told,) = json.loads(capsys.readouterr().out)
    assert [(each["turn"], each["causes"]) for each in told["changes"]] == [("better", ["site"])]


@pytest.mark.parametrize("missing", ["nothing", "other plan", "broken"])
def test_what_cannot_be_compared_is_told_in_a_sentence(
    missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept(tmp_path / "a", result(finding()))
    after = tmp_path / "b"
    after.mkdir()
    if missing == "other plan":
        kept(after, result(plan=replace(result().plan, id="other")))
    elif missing == "broken":
        (after / "plan").mkdir()
        (after / "plan" / "audit.json").write_text("{", encoding="utf-8")
    assert run(["diff", str(before), str(after)]) == USAGE
    assert capsys.readouterr().err.startswith("mingjian: ")
