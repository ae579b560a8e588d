"""What plans want gathered: only what uses judge, joined so that it is enough for all of them."""

from datetime import date

from crawler.model import ColumnWant, DocumentsWanted, Probe, Reading, SiteWanted
from rules.columns import find_column
from rules.loading import load_plan, plan_from_text
from rules.model import Plan
from rules.roster import Roster
from rules.wanted import _column, wanted

AS_OF = date(2022, 2, 15)


def by_site(plans: list[Plan], roster: Roster) -> dict[str, SiteWanted]:
    return {each.site.id: each for each in wanted(plans, roster, AS_OF).sites}


def test_only_judged_sites_are_wanted(plan: Plan, roster: Roster) -> None:
    """Lead, portal and own uses choose the sites; a site that nothing judges is left alone."""
    sites = by_site([plan], roster)
    assert {site: {each.column for each in wish.columns} for site, wish in sites.items()} == {
        "portal": {"regulations"},
        "czj": {"budget", "interpretation"},
        "qinghe": {"interpretation"},
    }


def test_parents_are_search_only(plan: Plan, roster: Roster) -> None:
    """Columns above the wanted ones are opened to find them, with names of their own, and never judged."""
    wish = by_site([plan], roster)["czj"]
    assert {each.column for each in wish.search_only} == {"disclosure", "statutory-content", "policy-documents"}
    assert {each.names for each in wish.search_only} >= {find_column("disclosure").names}
    assert not {each.column for each in wish.search_only} & {each.column for each in wish.columns}


def test_probe_without_columns_is_enough(roster: Roster) -> None:
    """A site judged by a measurement alone is wanted with its probes."""
    text = """\
id: v6
title: 测试
issuer: 测试
period: [2021-01-01, 2021-12-31]
source: 测试
scoring: {model: weighted}
requirements:
  - id: 1
    task: 任务
    text: 支持IPv6
    responsible: {lead: [市政府办公室]}
    observability: online
    why: 可测
    uses:
      - {check: ipv6-missing, params: {parts: [site-address, reach], name_servers: 2, similarity: 0.9}, on: portal}
"""
    wish = by_site([plan_from_text(text, "f")], roster)["portal"]
    assert wish.probes == {Probe.DNS, Probe.IPV6}
    assert wish.columns == ()


def test_two_plans_are_joined(roster: Roster) -> None:
    """The wishes of several plans for one site become one, whatever order the plans come in."""
    plans = [load_plan("zhongshan-2021"), load_plan("zhongshan-xiqu-2019")]
    assert wanted(plans, roster, AS_OF) == wanted(plans[::-1], roster, AS_OF)
    columns = {each.column: each for each in by_site(plans, roster)["czj"].columns}
    assert columns["planning"].since is not None
    assert columns["planning"].since <= date(2021, 2, 15)


def test_joined_wish_is_enough_for_all() -> None:
    """The earliest day wins; documents of one kind are joined, and None as a day means all."""
    late = DocumentsWanted(Reading.ANNUAL_REPORT, date(2022, 1, 1), ("2021年",), 3)
    early = DocumentsWanted(Reading.ANNUAL_REPORT, date(2020, 1, 1), ("2021年",), 9)
    every = DocumentsWanted(Reading.DOCUMENT, None)
    some = DocumentsWanted(Reading.DOCUMENT, date(2021, 1, 1))
    joined = _column(
        "annual-report",
        [
            ColumnWant("annual-report"),
            ColumnWant("annual-report", date(2021, 5, 1), late),
            ColumnWant("annual-report", date(2020, 5, 1), every),
            ColumnWant("annual-report", None, early),
            ColumnWant("annual-report", None, some),
        ],
    )
    assert joined.since == date(2020, 5, 1)
    assert joined.documents == (DocumentsWanted(Reading.ANNUAL_REPORT, date(2020, 1, 1), ("2021年",), 9), every)
