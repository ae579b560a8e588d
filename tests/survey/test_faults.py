"""Metamorphic: one request in a whole survey goes wrong, in every place and every way; no verdict moves to fail."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from checks import Verdict
from crawler.model import Evidence, Outcome, SiteWanted
from mingjian.references import load_references
from mingjian.samplecity.city import PREFERRED_PORTS, SampleCity
from rules.evaluate import evaluate
from rules.loading import load_plan, load_roster
from rules.wanted import wanted
from tests.end_to_end.faults import ReadingsKept
from tests.survey.test_sample_city import PLANS, surveyed

Damage = Callable[[bytes, int], tuple[Outcome, bytes | None]]
BLOCKED = "<html><head><title>安全验证</title></head><body>您的访问被拦截，请完成安全验证。网站防火墙</body></html>"

DAMAGES: dict[str, Damage] = {
    "timeout": lambda _body, _at: (Outcome.TIMEOUT, None),
    "refused": lambda _body, _at: (Outcome.BLOCKED, None),
    "gone": lambda _body, _at: (Outcome.NOT_FOUND, None),
    "half": lambda body, _at: (Outcome.OK, body[: len(body) // 2]),
    "nothing": lambda _body, _at: (Outcome.OK, b""),
    "block page": lambda _body, _at: (Outcome.OK, BLOCKED.encode()),
    "noise": lambda _body, at: (Outcome.OK, random.Random(at).randbytes(3000)),  # noqa: S311 - no secret
}
Verdicts = dict[tuple[str, ...], Verdict]


class Judge:
    """Judges one site's evidence under both plans."""

    def __init__(self, folder: Path) -> None:
        city = SampleCity(PREFERRED_PORTS)
        roster = city.write_roster(folder)
        self.city = city
        self.roster = load_roster(roster)
        self.plans = [load_plan(each) for each in PLANS]
        self.read = ReadingsKept()
        self.references = load_references(self.roster, folder)
        self.sites: dict[str, SiteWanted] = {
            each.site.id: each for each in wanted(self.plans, self.roster, city.as_of).sites
        }

    def verdicts(self, site: str, evidence: tuple[Evidence, ...]) -> Verdicts:
        found: Verdicts = {}
        for plan in self.plans:
            result = evaluate(plan, self.roster, evidence, as_of=self.city.as_of, references=self.references)
            for each in result.findings:
                if each.site == site:
                    found[plan.id, each.requirement, each.unit, each.check, str(each.params)] = each.verdict
        return found


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(tmp_path_factory.mktemp("roster"))


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("site", ["czj", "liuxi"])
def test_one_fault_anywhere_accuses_nobody(site: str, damage: str, step: int, judge: Judge) -> None:
    """JSON platform and Hanweb: every `step`th position of the survey in turn, from another one for each damage."""
    asked, evidence = surveyed(judge.city, judge.sites[site], read=judge.read)
    before = judge.verdicts(site, evidence)
    for at in range(list(DAMAGES).index(damage) % step, len(asked), step):
        _, damaged = surveyed(judge.city, judge.sites[site], at=at, damage=DAMAGES[damage], read=judge.read)
        after = judge.verdicts(site, damaged)
        accused = {key for key, verdict in after.items() if verdict is Verdict.FAIL and before[key] is not Verdict.FAIL}
        assert not accused, f"{damage} at {asked[at].url}"
        assert Verdict.ERROR not in after.values()
