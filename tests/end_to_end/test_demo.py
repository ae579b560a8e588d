"""The demo audit: every seeded fault is found, nothing else is accused, and the store alone says the same again."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from checks import Verdict
from mingjian.samplecity import serve
from mingjian.samplecity.truth import disagreements, load_truth
from rules.result import result_from_json

Command = Callable[..., subprocess.CompletedProcess[str]]
PLANS = ("zhongshan-2021", "zhongshan-xiqu-2019")
OFFLINE = ("unshare", "--map-root-user", "--net")
"""Runs a command in a network namespace of its own with no interface up: no packet can leave, not even to loopback."""


@pytest.mark.parametrize("plan", PLANS)
def test_demo_finds_exactly_the_seeded_faults(demo: Path, plan: str) -> None:
    """Every declared verdict is there, and no unit is accused of anything that was not seeded."""
    result = result_from_json((demo / plan / "audit.json").read_bytes())
    truth = load_truth()
    assert disagreements(result, truth) == ()
    assert not [finding for finding in result.findings if finding.verdict is Verdict.ERROR]


def test_figures_are_told_as_the_report_has_them(demo: Path) -> None:
    """Each side of a broken identity is called by its own name: the seeded report prints a total one above its sum."""
    result = result_from_json((demo / "zhongshan-2021" / "audit.json").read_bytes())
    (finding,) = (
        each for each in result.findings if each.check == "annual-report-inconsistent" and each.unit == "liuxi"
    )
    assert "“行政复议”一行总计为5，各种结果之和为4" in finding.observed


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_stages_repeat_byte_for_byte_without_network(demo: Path, command: Command, tmp_path: Path) -> None:
    """Extract, check and report from the store alone, network cut, give the same `audit.json` and HTML."""
    if subprocess.run([*OFFLINE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow network namespaces, so the network cannot be cut")
    before = {plan: _digests(demo / plan) for plan in PLANS}
    again = tmp_path / "again"
    shutil.copytree(demo, again)
    for plan in PLANS:
        shutil.rmtree(again / plan)
    for verb in ("check", "report"):
        done = command(verb, again, prefix=OFFLINE)
        assert done.returncode == 1, done.stderr
        assert {plan: _digests(again / plan) for plan in PLANS} == before
    assert command("extract", again, prefix=OFFLINE).returncode == 0
    assert command("check", again, prefix=OFFLINE).returncode == 1
    assert {plan: _digests(again / plan) for plan in PLANS} == before


def test_same_evidence_is_judged_for_another_day(demo: Path, command: Command, tmp_path: Path) -> None:
    """Judged for a day before the deadlines, the annual report that is late by then is not late yet."""
    again = tmp_path / "again"
    shutil.copytree(demo, again)
    done = command("check", again, "--plan", "zhongshan-2021", "--as-of", "2022-01-15", "--json")
    said = json.loads(done.stdout)
    assert [each["plan"] for each in said["plans"]] == ["zhongshan-2021"]
    result = result_from_json((again / "zhongshan-2021" / "audit.json").read_bytes())
    late = [each for each in result.findings if each.check == "annual-report-late"]
    assert late
    assert not [each for each in late if each.verdict is Verdict.FAIL]


def test_bare_url_needs_no_configuration(command: Command, tmp_path: Path) -> None:
    """A portal's URL alone is audited against the national indicators."""
    with serve() as city:
        portal = f"http://127.0.0.1:{urlsplit(city.home('portal')).port}/"
        done = command("audit", portal, "--out", tmp_path / "out", "--delay", "0", "--page-budget", "150", "--json")
    assert done.returncode in {0, 1}, done.stderr
    said = json.loads(done.stdout)
    assert [each["plan"] for each in said["plans"]] == ["national-2019"]
    result = result_from_json(Path(said["plans"][0]["audit"]).read_bytes())
    assert all(site.reached for site in result.sites)
    assert {each.verdict for each in result.findings} & {Verdict.PASS, Verdict.FAIL}
    assert (tmp_path / "out" / "national-2019" / "index.html").is_file()
