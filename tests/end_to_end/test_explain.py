"""What a check means and how a finding came about, told by the command."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checks import Verdict, all_checks
from rules.result import FindingResult, result_from_json

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def late(demo: Path) -> FindingResult:
    """The finding of the report that the demo's justice bureau published too late."""
    result = result_from_json((demo / "zhongshan-2021" / "audit.json").read_bytes())
    return next(
        each
        for each in result.findings
        if each.check == "annual-report-late" and each.unit == "sfj" and each.verdict is Verdict.FAIL
    )


def test_finding_is_told_with_norm_evidence_and_remedy(command: Command, demo: Path, late: FindingResult) -> None:
    done = command("explain", late.id, "--folder", demo)
    assert done.returncode == 0, done.stderr
    words = ("× 不符合", late.observed, late.expected, late.remedy, late.norm_clause, "市司法局", "warc/", "sha256:")
    assert all(word in done.stdout for word in words)


def test_finding_as_json(command: Command, demo: Path, late: FindingResult) -> None:
    said = json.loads(command("explain", late.id, "--folder", demo, "--json").stdout)
    assert (said["plan"], said["finding"]["id"]) == ("zhongshan-2021", late.id)
    assert {each["id"] for each in said["evidence"]} == set(late.evidence)


def test_unknown_finding_gets_a_sentence(command: Command, demo: Path) -> None:
    done = command("explain", "0123456789ab", "--folder", demo)
    assert done.returncode == 2
    assert "has no finding 0123456789ab" in done.stderr


def test_check_is_told_in_chinese(command: Command) -> None:
    check = next(iter(all_checks()))
    done = command("explain", check.id)
    assert done.returncode == 0
    assert all(word in done.stdout for word in (check.title, check.norm.title, "参数", "依据"))
