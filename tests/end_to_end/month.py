"""A workspace on a part of the sample city that goes on from night to night, and what its nights came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import yaml

from checks import Verdict
from mingjian.audit import stored_result
from mingjian.folder import load_order
from mingjian.nightly.night import Night, run_night
from mingjian.nightly.workspace import make_workspace, open_workspace
from mingjian.samplecity.evolution import city_of_night, day_of_night
from mingjian.samplecity.load import load_city
from mingjian.samplecity.running import RunningCity
from rules.history import Damping, FindingState, State, finding_states, night_of
from rules.result import AuditResult

SITES = ("fgj", "scjgj", "sfj")
DAMPING = Damping(2, 3)
PLAN = """\
id: month
title: 泽安市逐夜核查方案
issuer: 泽安市人民政府办公室
period: [2021-01-01, 2022-12-31]
source: test
scoring: {model: weighted}
requirements:
  - id: "1"
    task: 公开
    text: 设立并及时更新通知公告。
    responsible: {lead: [市发展和改革局, 市市场监督管理局, 市司法局]}
    observability: online
    why: 网上可见
    uses:
      - {check: column-missing, params: {column: notices}, on: own}
      - {check: column-missing, params: {column: news}, on: own}
  - id: "2"
    task: 如实
    text: 信息如实标注日期，不无故撤下，公开后变动的应当注明。
    responsible: {lead: [市发展和改革局, 市市场监督管理局, 市司法局]}
    observability: online
    why: 网上可见
    uses:
      - {check: publication-backdated, params: {columns: [notices], since: 2022-01-01, tolerance: 1, looks: 3}, on: own}
      - check: publication-backdated
        params: {columns: [feedback], since: 2022-01-01, tolerance: 1, looks: 3}
        on: own
      - {check: content-withdrawn, params: {columns: [notices], since: 2021-01-01, missing: 2, of: 3}, on: own}
      - {check: document-changed, params: {columns: [notices], since: 2022-01-01, grace: 0}, on: own}
"""
CADENCE = (("lists = 7", "lists = 1"), ("documents = 28", "documents = 4"))


@dataclass
class Month:
    """Nights of a workspace, one after the other, while the city goes on."""

    folder: Path
    running: RunningCity
    nights: dict[int, Night] = field(default_factory=dict)

    def night(self, number: int) -> Night:
        """Let it be the night with this number, and run it."""
        tonight = city_of_night(load_city(), number)
        self.running.become(tonight.city, tonight.weather)
        begins = datetime.combine(tonight.day, time(22, 30), UTC) - timedelta(hours=8)
        self.nights[number] = run_night(open_workspace(self.folder), lambda: begins, simulated=True)
        return self.nights[number]

    def result(self, number: int) -> AuditResult:
        """Return what a night was judged to, published or not."""
        run = self.nights[number].run
        assert run is not None, self.nights[number].sentence
        (plan,) = load_order(run.folder).plans
        return stored_result(plan, run.folder)

    def states(self, numbers: Sequence[int]) -> tuple[FindingState, ...]:
        """Return what became of each finding on the last of these nights."""
        return finding_states([night_of(self.result(each)) for each in numbers], DAMPING)

    def news(self, numbers: Sequence[int]) -> list[tuple[int, str, str, State]]:
        """Return what each of these nights told as worse or better: night, site, check, state."""
        told: list[tuple[int, str, str, State]] = []
        for at, number in enumerate(numbers):
            states = self.states(numbers[: at + 1]) if at else ()
            news = [each for each in states if each.state in {State.NEW, State.REGRESSED, State.FIXED}]
            told += [(number, each.site or "", each.check, each.state) for each in news]
        return told

    def parts(self, number: int, check: str, site: str) -> dict[str, Verdict]:
        """Return the parts of the findings of a check on a site: subject to verdict."""
        findings = [each for each in self.result(number).findings if (each.check, each.site) == (check, site)]
        return {part.subject: part.verdict for each in findings for part in each.parts}


def begin(folder: Path, running: RunningCity, sites: Sequence[str] = SITES) -> Month:
    """Return the workspace of the month before its first night."""
    make_workspace(folder, from_plan=None, place="泽安市")
    (folder / "plans" / "month.yaml").write_text(PLAN, encoding="utf-8")
    roster = yaml.safe_load(running.roster_text)
    roster["sites"] = [site for site in roster["sites"] if site["id"] in sites]
    roster["units"] = [unit for unit in roster["units"] if unit["site"] in sites]
    roster["references"] = []
    (folder / "roster.yaml").write_text(yaml.safe_dump(roster, allow_unicode=True), encoding="utf-8")
    settings = (folder / "mingjian.toml").read_text(encoding="utf-8")
    for old, new in (
        ('plans = ["national-2019"]', 'plans = ["plans/month.yaml"]'),
        ('resolver = ""', f'resolver = "{running.resolver}"'),
        ("allow_private = false", "allow_private = true"),
        ("delay_seconds = 1.0", "delay_seconds = 0.0"),
        ("browser = true", "browser = false"),
        ("timeout_seconds = 15.0", "timeout_seconds = 2.0"),
        ("sites_unreached = 0.2", "sites_unreached = 0.5"),
        *CADENCE,
    ):
        assert old in settings, old
        settings = settings.replace(old, new, 1)
    (folder / "mingjian.toml").write_text(settings, encoding="utf-8")
    return Month(folder, running)


def last_day(number: int) -> str:
    """Return the name of a night's run."""
    return day_of_night(number).isoformat()
