"""The bundled plans are complete, true to their documents, and judged as was decided by hand."""

import os
import re
from datetime import date
from pathlib import Path

import opencc
import pytest

from rules.assignment import assignment
from rules.evaluate import evaluate
from rules.loading import bundled_plans, load_plan, roster_from_text
from rules.model import Observability, Plan

SHARED = Path(os.environ.get("MINGJIAN_PLANS", Path(__file__).resolve().parents[2].parent / "shared" / "plans"))


def shown(plan: Plan) -> dict[str, list[str]]:
    """Return the uses of each requirement that has any, as `check column... place`."""
    return {
        each.id: [
            " ".join([use.check, *([use.params["column"]] if "column" in use.params else ()), use.on.value])
            for use in each.uses
        ]
        for each in plan.requirements
        if each.uses
    }


def pair(column: str, on: str) -> list[str]:
    return [f"column-missing {column} {on}", f"column-blank {column} {on}"]


def fresh(column: str, on: str) -> list[str]:
    return [*pair(column, on), f"column-overdue {column} {on}"]


ZHONGSHAN = {
    "1": fresh("planning", "own"),
    "2": pair("planning", "portal"),
    "3": ["column-missing market-access lead"],
    "5": pair("enforcement", "lead"),
    "6": fresh("budget", "own") + fresh("final-accounts", "own"),
    "7": [*pair("debt", "lead"), "document-elements-missing lead"],
    "8": pair("subsidies", "lead") + pair("direct-funds", "lead"),
    "10": pair("epidemic", "portal"),
    "12": pair("health-campaign", "lead"),
    "13": [*pair("interpretation", "own"), "interpretation-missing own"],
    "14": pair("press-conference", "portal"),
    "16": ["column-missing policy-faq portal"],
    "22": pair("response", "portal"),
    "23": ["column-missing mailbox portal", "channel-missing portal"],
    "25": ["regulation-outdated portal", "regulation-outdated lead"],
    "26": [
        *pair("regulations", "portal"),
        *(f"regulation-{each} portal" for each in ("outdated", "unlisted", "repealed", "layout")),
    ],
    "29": [
        "column-missing disclosure portal",
        *pair("guide", "portal"),
        *pair("system", "portal"),
        "column-missing statutory-content portal",
        *pair("annual-report", "portal"),
        "column-missing request portal",
        "guide-incomplete portal",
        "guide-stale portal",
    ],
    "30": ["ipv6-missing portal", "ipv6-links-missing portal"],
    "31": [*pair("gazette", "portal"), "gazette-missing portal", "gazette-history-incomplete portal"],
    "33": pair("grassroots", "own"),
    "39": ["column-missing public-institutions lead"],
    "40": [
        f"annual-report-{each} own"
        for each in (
            *("late", "malformed", "inconsistent"),
            *("carry-over", "prose-mismatch", "figures-impossible", "copied"),
        )
    ],
}
XIQU = {
    "1": [*pair("interpretation", "own"), "interpretation-missing own"],
    **{each: pair("interpretation", "own") for each in ("2", "3")},
    "7": [*pair("interpretation", "own"), "interpretation-text-only own"],
    "11": ["consultation-feedback-late own", "feedback-without-substance own", "publication-backdated own"],
    "14": pair("enforcement", "own"),
    "15": pair("enforcement", "own"),
    "17": pair("recruitment", "own"),
    "20": pair("budget", "own") + pair("final-accounts", "own"),
    "21": ["column-missing open-data portal", "platform-link-missing portal"],
}


@pytest.mark.parametrize(
    ("name", "count", "uses"), [("zhongshan-2021", 48, ZHONGSHAN), ("zhongshan-xiqu-2019", 24, XIQU)]
)
def test_selection_is_frozen(name: str, count: int, uses: dict[str, list[str]]) -> None:
    """Every requirement is there, numbered as in the document, and judged by exactly these checks."""
    plan = load_plan(name)
    assert [each.id for each in plan.requirements] == [str(number) for number in range(1, count + 1)]
    assert shown(plan) == uses


@pytest.mark.parametrize("name", bundled_plans())
def test_every_requirement_says_who_and_why(name: str) -> None:
    """Each has a lead, a reason for its observability, a short statement, and a reading when it is judged."""
    for each in load_plan(name).requirements:
        assert each.responsible.lead, each.id
        assert each.why.endswith(("。", "；")), each.id
        assert len(each.text) <= 120, each.id
        assert bool(each.uses) <= (each.reading is not None or each.observability is Observability.ONLINE), each.id
        assert not set(each.responsible.lead) & set(each.responsible.support), each.id


TERMS = {
    ("zhongshan-xiqu-2019", "11"): {"within": {"value": 15, "unit": "day"}},
    ("zhongshan-2021", "1"): {"within": {"value": 12, "unit": "month"}},
    ("zhongshan-2021", "40"): {"year": 2021},
    ("national-2019", "d1"): {"within": {"value": 6, "unit": "month"}},
    ("national-2019", "d2"): {"within": {"value": 14, "unit": "day"}},
}


@pytest.mark.parametrize(("place", "params"), TERMS.items(), ids=[" ".join(each) for each in TERMS])
def test_terms_are_those_of_the_document(place: tuple[str, str], params: dict[str, object]) -> None:
    """Fifteen days, two weeks, six months and a year stand in the plan with their own units."""
    requirement = next(each for each in load_plan(place[0]).requirements if each.id == place[1])
    found: dict[str, object] = {}
    for use in requirement.uses:
        found.update(use.params)
    assert {key: found[key] for key in params} == params


def test_deadlines_of_the_city_plan() -> None:
    """Only the regulations and IPv6 have a last day in the document."""
    due = {each.id: str(each.due) for each in load_plan("zhongshan-2021").requirements if each.due}
    assert due == {"26": "2021-12-31", "30": "2021-12-31"}


def test_national_points_are_null_where_nobody_verified_them() -> None:
    """Only the indicator whose points NORMS has (N01-D1, 5) carries a number; all vetoes are there."""
    plan = load_plan("national-2019")
    assert [each.id for each in plan.requirements if each.veto] == ["v1", "v2", "v3", "v4", "v5", "v6"]
    assert {each.id: each.points for each in plan.requirements if each.points is not None} == {"d1": 5}


def document(name: str) -> str:
    path = SHARED / f"{name}.txt"
    if not path.exists():
        pytest.skip("the plan documents are not on this machine")
    return re.sub(r"\s", "", opencc.OpenCC("t2s").convert(path.read_text("utf-8")))


@pytest.mark.parametrize("name", ["zhongshan-2021", "zhongshan-xiqu-2019"])
def test_units_stand_in_the_document(name: str) -> None:
    """Every responsible unit of the bundled plan is a word of the document, and so is every task."""
    text = document(name)
    plain = text.replace("(", "（").replace(")", "）")
    for each in load_plan(name).requirements:
        for unit in (*each.responsible.lead, *each.responsible.support):
            assert unit in plain, (each.id, unit)
        assert each.task.replace(" ", "") in plain, each.id


# the figures of the documents: requirement, words of the document, words of our statement or reading
FIGURES = [
    ("zhongshan-2021", "30", "2021年底前县级以上政府门户网站全部支持", "2021年底前"),
    ("zhongshan-2021", "33", "26个领域", "26个领域"),
    ("zhongshan-2021", "41", "每年至少听取1次", "每年至少听取1次"),
    ("zhongshan-2021", "43", "不低于4%", "不低于4%"),
    ("zhongshan-xiqu-2019", "11", "征集结束后15日内公开反馈结果", "15日内"),
]


@pytest.mark.parametrize(("name", "id", "words", "ours"), FIGURES)
def test_figures_are_kept(name: str, id: str, words: str, ours: str) -> None:  # noqa: A002 - the word of the plan
    """Our own words keep the figures of the document."""
    assert words in document(name)
    requirement = next(each for each in load_plan(name).requirements if each.id == id)
    assert ours in requirement.text


LONE = """\
place: www.example.test
sites: [{id: portal, name: www.example.test, url: "http://www.example.test/", portal: true}]
units: [{id: portal, name: www.example.test, body: government, groups: [各级政府网站], site: portal}]
"""


def test_national_plan_judges_a_bare_address() -> None:
    """One site without any configuration: every indicator concerns it, and the score says why there is no number."""
    result = evaluate(load_plan("national-2019"), roster_from_text(LONE, "roster.yaml"), (), as_of=date(2022, 2, 15))
    assert {cell.requirement for cell in result.cells} == {each.id for each in load_plan("national-2019").requirements}
    assert {cell.verdict.value for cell in result.cells} == {"inconclusive", "manual"}
    assert result.score.lowest is None
    assert "d2" in (result.score.note or "")
    assert [notice for notice in result.notices if "名册" in notice] == []


ZEAN = """\
place: 泽安市
sites: [{id: portal, name: 门户, url: "http://www.zean.test/", portal: true}]
units:
  - {id: office, name: 市政府办公室, body: government, aliases: [市新闻办], site: portal}
  - {id: fgj, name: 市发展和改革局, body: department, aliases: [市发展改革局], site: portal}
  - {id: scjgj, name: 市市场监督管理局, body: department, aliases: [市场监管局, 商务局], site: portal}
  - {id: zwfwj, name: 市政务服务数据管理局, body: department, site: portal}
  - {id: qinghe, name: 清河镇, body: town, site: portal}
"""

# requirement: units that lead and that support, on the small roster above
ASSIGNED = {
    "3": (["fgj"], ["scjgj", "zwfwj"]),
    "5": (["fgj", "scjgj"], ["zwfwj"]),
    "6": (["fgj", "scjgj", "zwfwj", "qinghe"], []),
    "22": (["office"], ["fgj", "scjgj", "zwfwj", "qinghe"]),
    "27": (["zwfwj"], ["fgj", "scjgj", "qinghe"]),
    "30": (["zwfwj"], []),
    "33": (["qinghe"], []),
    "39": ([], []),
}


@pytest.mark.parametrize(("id", "units"), ASSIGNED.items())
def test_units_of_the_city_plan_on_a_roster(id: str, units: tuple[list[str], list[str]]) -> None:  # noqa: A002 - as above
    """Named leads, groups in support, and whoever is named both ways leads."""
    requirement = next(each for each in load_plan("zhongshan-2021").requirements if each.id == id)
    found = assignment(requirement, roster_from_text(ZEAN, "roster.yaml"))
    assert ([unit.id for unit in found.lead], [unit.id for unit in found.support]) == units
