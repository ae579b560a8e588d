"""The city under all bundled plans, over real sockets: every seeded fault is found, and nobody is accused wrongly."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checks import Verdict
from mingjian.samplecity import serve
from mingjian.samplecity.truth import disagreements, load_truth
from rules.loading import bundled_plans
from rules.result import AuditResult, result_from_json

Once = Callable[[str, Callable[[Path], None]], Path]
Command = Callable[..., subprocess.CompletedProcess[str]]
BUREAU_PLAN = "zhongshan-justice-2019"
PLANS = bundled_plans()


@pytest.fixture(scope="session")
def audited(command: Command, once: Once) -> dict[str, AuditResult]:
    """The results of two audits: of the city under five plans, and of the justice bureau under its own."""
    of = {name: [each for each in PLANS if (each == BUREAU_PLAN) == (name == "bureau")] for name in ("city", "bureau")}

    def make(folder: Path) -> None:
        with serve() as city:
            rosters = {"city": city.write_roster(folder), "bureau": city.write_bureau_roster(folder)}
            how = ["--as-of", str(city.as_of), "--resolver", city.resolver, "--allow-private", "--delay", "0"]
            for name, roster in rosters.items():
                chosen = [word for plan in of[name] for word in ("--plan", plan)]
                target = folder / name
                done = command("audit", "--roster", roster, *chosen, *how, "--page-budget", "1000", "--out", target)
                assert done.returncode == 1, done.stderr

    made = once("six", make)
    return {
        plan: result_from_json((made / name / plan / "audit.json").read_bytes()) for name in of for plan in of[name]
    }


@pytest.mark.parametrize("plan", PLANS)
def test_all_faults_are_found_and_nothing_else_is_accused(audited: dict[str, AuditResult], plan: str) -> None:
    result = audited[plan]
    assert disagreements(result, load_truth()) == ()
    assert not [finding for finding in result.findings if finding.verdict is Verdict.ERROR]
    assert [finding for finding in result.findings if finding.verdict is Verdict.FAIL]
