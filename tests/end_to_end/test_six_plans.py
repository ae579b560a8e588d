"""The city under all bundled plans, over real sockets: every seeded fault is found, and nobody is accused wrongly."""

import subprocess
from collections.abc import Callable

import pytest

from checks import Verdict
from mingjian.samplecity import serve
from mingjian.samplecity.truth import disagreements, load_truth
from rules.loading import bundled_plans
from rules.result import AuditResult, result_from_json

Command = Callable[..., subprocess.CompletedProcess[str]]
BUREAU_PLAN = "zhongshan-justice-2019"
PLANS = bundled_plans()


@pytest.fixture(scope="session")
def audited(command: Command, tmp_path_factory: pytest.TempPathFactory) -> dict[str, AuditResult]:
    """The results of two audits: of the city under five plans, and of the justice bureau under its own."""
    folder = tmp_path_factory.mktemp("six")
    results = {}
    with serve() as city:
        rosters = {"city": city.write_roster(folder), "bureau": city.write_bureau_roster(folder)}
        for name, roster in rosters.items():
            plans = [each for each in PLANS if (each == BUREAU_PLAN) == (name == "bureau")]
            chosen = [word for plan in plans for word in ("--plan", plan)]
            how = ["--as-of", str(city.as_of), "--resolver", city.resolver, "--allow-private", "--delay", "0"]
            done = command("audit", "--roster", roster, *chosen, *how, "--page-budget", "1000", "--out", folder / name)
            assert done.returncode == 1, done.stderr
            for plan in plans:
                results[plan] = result_from_json((folder / name / plan / "audit.json").read_bytes())
    return results


@pytest.mark.parametrize("plan", PLANS)
def test_all_faults_are_found_and_nothing_else_is_accused(audited: dict[str, AuditResult], plan: str) -> None:
    result = audited[plan]
    assert disagreements(result, load_truth()) == ()
    assert not [finding for finding in result.findings if finding.verdict is Verdict.ERROR]
    assert [finding for finding in result.findings if finding.verdict is Verdict.FAIL]
