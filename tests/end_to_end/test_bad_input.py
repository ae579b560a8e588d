"""Bad input gets one sentence and exit code 2, never a traceback, and loses nothing."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

ROSTER = """\
place: 测试市
sites:
  - {id: portal, name: 测试市政府网, url: "http://127.0.0.1:9/", portal: true}
units:
  - {id: office, name: 市政府办公室, body: government, site: portal}
"""
PLAN = """\
id: small-2021
title: 测试方案
issuer: 测试市政府办公室
period: [2021-01-01, 2021-12-31]
source: written for this test
scoring: {model: weighted}
requirements:
  - id: "1"
    task: 任务
    text: 公开年报
    responsible: {lead: [市政府办公室]}
    observability: online
    why: 可在网站上核对
    uses:
      - {check: column-missing, params: {column: annual-report}}
"""

# name of the case: (changes to the plan, changes to the roster, words the sentence must hold)
FILES = {
    "malformed YAML": (("issuer: 测试市政府办公室", "issuer: [测试"), (), ("plan.yaml", "line ")),
    "unknown key": (("issuer:", "isuer:"), (), ("plan.yaml", "isuer", "line 3")),
    "unknown check": (("column-missing", "column-mising"), (), ("plan.yaml", "column-mising", "line 15")),
    "wrong parameter": (("{column: annual-report}", "{colum: annual-report}"), (), ("plan.yaml", "colum", "line 15")),
    "unknown column": (("{column: annual-report}", "{column: annual-raport}"), (), ("plan.yaml", "annual-raport")),
    "roster names an unknown site": ((), ("site: portal", "site: portall"), ("roster.yaml", "portall", "line 5")),
    "roster with a malformed URL": ((), ("http://127.0.0.1:9/", "ftp://127.0.0.1/"), ("roster.yaml", "ftp://")),
}


@pytest.mark.parametrize("case", FILES)
def test_wrong_file_is_told_with_its_place(case: str, command: Command, tmp_path: Path) -> None:
    """A plan or roster that is wrong names the file, the line and the word, and leaves no output behind."""
    in_plan, in_roster, words = FILES[case]
    plan, roster, out = tmp_path / "plan.yaml", tmp_path / "roster.yaml", tmp_path / "out"
    plan.write_text(PLAN.replace(*in_plan) if in_plan else PLAN, encoding="utf-8")
    roster.write_text(ROSTER.replace(*in_roster) if in_roster else ROSTER, encoding="utf-8")
    done = command("audit", "--roster", roster, "--plan", plan, "--out", out)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert not out.exists()


# arguments: words the sentence must hold
ARGUMENTS = {
    ("audit",): ("URL", "--roster"),
    ("audit", "not a url"): ("not a url", "http://"),
    ("audit", "ftp://www.example.test/"): ("ftp://www.example.test/",),
    ("audit", "http://no-such-name.invalid/"): ("no-such-name.invalid", "resolve"),
    ("audit", "http://127.0.0.1:1/"): ("127.0.0.1:1", "nothing answers"),
    ("audit", "http://127.0.0.1:99999/"): ("99999", "ort"),
    ("audit", "http://127.0.0.1:1/", "--as-of", "2021-13-01"): ("2021-13-01", "YYYY-MM-DD"),
    ("plan", "show", "no-such-plan"): ("no-such-plan", "zhongshan-2021"),
    ("plan", "validate", "/no/such/file.yaml"): ("/no/such/file.yaml",),
    ("check", "/no/such/folder"): ("/no/such/folder", "mingjian audit"),
    ("inspect", "/no/such/page.html"): ("/no/such/page.html",),
    ("explain", "no-such-check"): ("no-such-check", "column-missing"),
    ("frobnicate",): ("frobnicate",),
}
ALONE = {("audit",), ("frobnicate",)}
"""These in a process of their own, to see what the shell sees."""


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_wrong_arguments_are_told_in_a_sentence(arguments: tuple[str, ...], command: Command, tmp_path: Path) -> None:
    """Wrong arguments end with exit code 2 and a sentence that names them."""
    out = ("--out", tmp_path / "out") if arguments[0] == "audit" else ()
    done = command(*arguments, *out, alone=arguments in ALONE)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in ARGUMENTS[arguments]), done.stderr


def test_site_that_is_down_gives_a_report_that_says_so(command: Command, tmp_path: Path) -> None:
    """A site that refuses connections is reported as not reached; the exit code says the audit is incomplete."""
    plan, roster, out = tmp_path / "plan.yaml", tmp_path / "roster.yaml", tmp_path / "out"
    plan.write_text(PLAN, encoding="utf-8")
    roster.write_text(ROSTER, encoding="utf-8")
    words = ("audit", "--roster", roster, "--plan", plan, "--out", out, "--allow-private", "--delay", "0")
    done = command(*words, alone=True)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "127.0.0.1:9" in done.stdout
    report = (out / "small-2021" / "index.html").read_text(encoding="utf-8")
    assert "测试市政府网" in report
    assert '"verdict": "fail"' not in (out / "small-2021" / "audit.json").read_text(encoding="utf-8")
