"""A small place with a plan, and evidence as a crawl would have stored it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from crawler.model import (
    ColumnFacts,
    Coverage,
    Evidence,
    Form,
    Kind,
    ListedItem,
    Look,
    Outcome,
    Place,
    Provenance,
    SiteFacts,
    SiteIdentity,
    Stopped,
    evidence,
)
from rules.loading import plan_from_text, roster_from_text
from rules.model import Plan
from rules.roster import Roster

ROSTER = """\
place: 泽安市
sites:
  - {id: portal, name: 泽安市政府网, url: "http://www.zean.test/", portal: true}
  - {id: czj, name: 市财政局网站, url: "http://czj.zean.test/"}
  - {id: qinghe, name: 清河镇网站, url: "http://qinghe.zean.test/", robots_override: 网站主办单位书面同意采集}
  - {id: unused, name: 无关网站, url: "http://unused.zean.test/"}
units:
  - {id: office, name: 市政府办公室, body: government, aliases: [党政办], site: portal}
  - {id: czj, name: 泽安市财政局, body: department, aliases: [财政分局], site: czj}
  - {id: sjj, name: 市审计局, body: department}
  - {id: qinghe, name: 清河镇, body: town, site: qinghe}
"""

PLAN = """\
id: small-2021
title: 泽安市2021年分工方案
issuer: 泽安市政府办公室
period: [2021-01-01, 2021-12-31]
source: 为测试编写
scoring: {model: weighted}
requirements:
  - id: 1
    task: 财政
    text: 公开预算
    responsible: {lead: [市财政局, 市水务局], support: [市直各部门, 各镇街]}
    observability: partial
    why: 栏目可以核对
    uses:
      - {check: column-missing, params: {column: budget}, on: lead}
  - id: 2
    task: 平台
    text: 公开规章
    responsible: {lead: [市审计局]}
    observability: online
    why: 栏目可以核对
    due: 2021-12-31
    uses:
      - {check: column-missing, params: {column: regulations}, on: portal}
  - id: 3
    task: 解读
    text: 解读政策
    responsible: {lead: [各镇街, 市直各部门]}
    observability: online
    why: 栏目可以核对
    uses:
      - {check: column-missing, params: {column: interpretation}, on: own}
      - {check: column-blank, params: {column: interpretation}, on: own}
  - id: 4
    task: 台账
    text: 建立台账
    responsible: {lead: [市政府办公室]}
    observability: offline
    why: 内部资料
"""

SEEN = datetime(2022, 2, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def roster() -> Roster:
    """A government office, two departments of which one has no place, a town."""
    return roster_from_text(ROSTER, "roster.yaml")


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Four requirements: lead, portal with a due day, own, offline."""
    return plan_from_text(PLAN, "plan.yaml")


@pytest.fixture(scope="session")
def home() -> Callable[..., Evidence]:
    """Evidence of the visit to a site: reached unless another outcome is named."""

    def make(site: str, outcome: Outcome = Outcome.OK, seen: datetime = SEEN) -> Evidence:
        url = f"http://{site}.zean.test/"
        facts = SiteFacts(url, url, site, SiteIdentity(), "plain", rendered=False, counts={"ok": 3, "not-found": 1})
        return evidence(
            site=site,
            kind=Kind.SITE,
            subject=url,
            outcome=outcome,
            facts=facts if outcome is Outcome.OK else None,
            seen_at=seen,
            provenance=(Provenance(url, seen, outcome, 200 if outcome is Outcome.OK else None, digest="sha256:0"),),
        )

    return make


@pytest.fixture(scope="session")
def column() -> Callable[..., Evidence]:
    """Evidence of a column: found with an item, or searched everywhere and not found."""

    def make(site: str, name: str, *, found: bool = True, items: int = 1, seen: datetime = SEEN) -> Evidence:
        url = f"http://{site}.zean.test/{name}/"
        looks = (Look(Place.HOME, f"http://{site}.zean.test/", Outcome.OK),)
        listed = tuple(ListedItem(f"第{n}条", f"{url}{n}.html", date(2022, 1, 5)) for n in range(items))
        facts = ColumnFacts(
            column=name,
            found=found,
            name=name if found else None,
            url=url if found else None,
            found_in=Place.NAVIGATION if found else None,
            form=(Form.LISTING if items else Form.EMPTY) if found else None,
            items=listed,
            coverage=Coverage(looks, 1, 1, date(2022, 1, 5), 0, Stopped.END) if found else Coverage(looks),
        )
        return evidence(
            site=site,
            kind=Kind.COLUMN,
            subject=name,
            outcome=Outcome.OK,
            facts=facts,
            seen_at=seen,
            provenance=(Provenance(url, seen, Outcome.OK, 200, "a.warc.gz", 17, "sha256:1"),),
        )

    return make
