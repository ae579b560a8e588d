"""A page that bears the signs of an intruder on two nights was not mended in time; on one, people are to look."""

from pathlib import Path

import pytest
import yaml

from checks import Verdict
from mingjian.nightly.night import run_night
from mingjian.nightly.workspace import open_workspace
from tests.crawl.servers import page, serve_web
from tests.nightly.conftest import SetClock, beijing

PLAN = """\
id: small
title: 泽安市政务公开小方案
issuer: 泽安市人民政府办公室
period: [2021-01-01, 2021-12-31]
source: test
scoring: {model: weighted}
requirements:
  - id: "1"
    task: 安全
    text: 网站不得被篡改。
    responsible: {lead: [市财政局], support: []}
    observability: online
    why: 网上可见
    uses:
      - {check: site-tampered, params: {hours: 20}, on: own}
"""
SPAM = (
    '<div style="position:absolute;left:-9999px"><a href="http://a.top/">新开传奇私服</a>'
    '<a href="http://b.top/">办证刻章</a><a href="http://c.top/">代开各类发票</a></div>'
)


def home(spam: str) -> bytes:
    menu = "".join(f'<li><a href="/{name}/">栏目{name}</a></li>' for name in "abcdefgh")
    return page(
        f"<html><head><title>泽安市财政局</title></head><body><ul class='nav'>{menu}</ul>{spam}"
        f"<p>{'泽安市财政局负责全市财政工作。' * 30}</p></body></html>"
    )


@pytest.mark.slow
def test_signs_on_two_nights(workspace_folder: Path) -> None:
    (workspace_folder / "plans" / "small.yaml").write_text(PLAN, encoding="utf-8")
    path = workspace_folder / "roster.yaml"
    roster = yaml.safe_load(path.read_text(encoding="utf-8"))
    verdicts = []
    with serve_web({"/": home(SPAM)}) as web:
        site = {"id": "czj", "name": "市财政局网站", "url": f"http://127.0.0.1:{web.port}/"}
        units = [unit for unit in roster["units"] if unit["site"] == "czj"]
        path.write_text(
            yaml.safe_dump(roster | {"sites": [site], "units": units}, allow_unicode=True), encoding="utf-8"
        )
        for day, spam in (("15", SPAM), ("16", SPAM), ("17", ""), ("18", SPAM)):
            web.routes["/"] = home(spam)
            clock = SetClock(beijing(f"2022-02-{day}T22:30"))
            done = run_night(open_workspace(workspace_folder), clock, simulated=True)
            (cell,) = done.audited[0].result.cells
            verdicts.append(cell.verdict)
    assert verdicts == [Verdict.INCONCLUSIVE, Verdict.FAIL, Verdict.PASS, Verdict.INCONCLUSIVE]
