"""A workspace on the sample city, small enough that a night takes seconds, and a clock that tests set."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from mingjian.nightly.workspace import make_workspace
from mingjian.samplecity import serve
from mingjian.samplecity.running import RunningCity

PLAN = """\
id: small
title: 泽安市政务公开小方案
issuer: 泽安市人民政府办公室
period: [2021-01-01, 2021-12-31]
source: test
scoring: {model: weighted}
requirements:
  - id: "1"
    task: 公开
    text: 及时更新规划计划和年报。
    responsible: {lead: [市财政局, 市市场监督管理局, 市发展和改革局], support: []}
    observability: online
    why: 网上可见
    uses:
      - {check: column-missing, params: {column: planning}, on: own}
      - {check: column-overdue, params: {column: planning, within: {value: 12, unit: month}}, on: own}
"""
"""Sites that are audited by it: three."""


@dataclass
class SetClock:
    """A clock that stands still until it is told to go on."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


def beijing(text: str) -> datetime:
    """Return the moment (UTC) that a text spells in Beijing time."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture(scope="session")
def city() -> Iterator[RunningCity]:
    """The sample city, served on free ports for all tests of this folder."""
    with serve({}) as running:
        yield running


@pytest.fixture
def workspace_folder(tmp_path: Path, city: RunningCity) -> Path:
    """Return a workspace for three sites of the city."""
    folder = tmp_path / "audit"
    make_workspace(folder, from_plan=None, place="泽安市")
    (folder / "plans" / "small.yaml").write_text(PLAN, encoding="utf-8")
    roster = yaml.safe_load(city.roster_text)
    kept = {"fgj", "czj", "scjgj"}
    roster["sites"] = [site for site in roster["sites"] if site["id"] in kept]
    roster["units"] = [unit for unit in roster["units"] if unit["site"] in kept]
    roster["references"] = []
    (folder / "roster.yaml").write_text(yaml.safe_dump(roster, allow_unicode=True), encoding="utf-8")
    settings = (folder / "mingjian.toml").read_text(encoding="utf-8")
    for old, new in (
        ('plans = ["national-2019"]', 'plans = ["plans/small.yaml"]'),
        ('resolver = ""', f'resolver = "{city.resolver}"'),
        ("allow_private = false", "allow_private = true"),
        ("delay_seconds = 1.0", "delay_seconds = 0.0"),
        ("browser = true", "browser = false"),
        ("timeout_seconds = 15.0", "timeout_seconds = 2.0"),
    ):
        assert old in settings
        settings = settings.replace(old, new)
    (folder / "mingjian.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def edit(workspace_folder: Path) -> Callable[[str, str, str], None]:
    """Replace a text that must be there in one file of the workspace."""

    def replaced(name: str, old: str, new: str) -> None:
        path = workspace_folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replaced
