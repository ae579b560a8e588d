"""Plans from files: every mistake names file, line and key; bundled plans are found by id."""

from pathlib import Path

import pytest

from rules.loading import PlanError, RosterError, bundled_plans, load_plan, load_roster, plan_file, plan_from_text

PLAN = """\
id: small-2021
title: 测试方案
issuer: 测试市政府办公室
issued: 2021-07-05
period: [2021-01-01, 2021-12-31]
source: 为测试编写
scoring: {model: weighted}
requirements:
  - id: 1
    task: 任务
    text: 公开年报
    responsible: {lead: [市政府办公室], support: [各部门]}
    observability: online
    why: 可在网站上核对
    uses:
      - check: column-missing
        params: {column: annual-report}
        on: portal
      - check: column-overdue
        params:
          column: budget
          within: {value: 12, unit: month}
  - id: "2"
    task: 任务
    text: 建立台账
    responsible: {lead: [市政府办公室]}
    observability: offline
    why: 内部资料
"""


def test_plan_is_read() -> None:
    """`id: 1` is the text 1; the key `on` is not the truth value true."""
    plan = plan_from_text(PLAN, "plan.yaml")
    first = plan.requirements[0]
    assert [each.id for each in plan.requirements] == ["1", "2"]
    assert [each.on.value for each in first.uses] == ["portal", "own"]
    assert (first.points, first.due, first.veto) == (1.0, None, False)


# a change to the plan above: words the error must hold
WRONG = {
    ("issuer: 测试市政府办公室\n", "issuer: [测试\n"): ("line ",),
    ("issuer:", "isuer:"): ("line 3", "isuer", "known are id, title, number, issuer"),
    ("title: 测试方案\n", ""): ("line 1", "title: this key is required"),
    ("id: small-2021", "id: Small 2021"): ("line 1", "id:", "'Small 2021'"),
    ("issued: 2021-07-05", "issued: 2021-07-35"): ("line 4", "issued", "not a day"),
    ("issued: 2021-07-05", "issued: 七月五日"): ("line 4", "issued", "'七月五日'"),
    ("[2021-01-01, 2021-12-31]", "[2021-12-31, 2021-01-01]"): ("line 5", "period", "ends before"),
    ("model: weighted", "model: weigthed"): ("line 7", "scoring.model", "'weigthed'"),
    ("  - id: 1\n", "  - id: 1.10\n"): ("line 9", "requirements[0].id", "1.1"),
    ('id: "2"', "id: 1"): ("line 23", "requirements[1].id", "already used on line 9"),
    ("observability: online", "observability: onlin"): ("line 13", "'online', 'partial' or 'offline'", "'onlin'"),
    ("    why: 可在网站上核对\n", ""): ("requirements[0].why", "required"),
    ("why: 内部资料", "why: 内部资料\n    uses: [{check: column-blank, params: {column: budget}}]"): (
        "line 29",
        "requirements[1].uses",
        "offline",
    ),
    ("check: column-missing", "check: column-mising"): (
        "line 16",
        "uses[0].check",
        "no check 'column-mising'; did you mean 'column-missing'",
    ),
    ("{column: annual-report}", "{colum: annual-report}"): (
        "line 17",
        "uses[0].params.colum",
        "column-missing",
        "known are column",
    ),
    ("{column: annual-report}", "{}"): ("line 17", "uses[0].params.column", "of the check column-missing", "required"),
    ("{column: annual-report}", "{column: annual-raport}"): ("line 17", "no column 'annual-raport'", "'annual-report'"),
    ("value: 12", "value: soon"): ("line 22", "uses[1].params.within.value", "'soon'"),
    ("unit: month", "unit: moon"): ("line 22", "uses[1].params.within.unit", "'moon'"),
    ("on: portal", "on: everywhere"): ("line 18", "uses[0].on", "'own', 'lead' or 'portal'"),
    ("on: portal", "on: portal\n      - {check: column-missing, params: {column: annual-report}, on: portal}"): (
        "line 19",
        "uses[1]",
        "twice",
    ),
    ("responsible: {lead: [市政府办公室], support: [各部门]}", "responsible: 市政府办公室"): (
        "line 12",
        "requirements[0].responsible",
    ),
    ("scoring: {model: weighted}", "scoring: &a {model: weighted}"): ("line 7", "scoring", "anchors"),
    ("{model: weighted}", "{model: weighted, support_share: 2}"): ("line 7", "scoring.support_share"),
    ("{model: weighted}", "{model: weighted, bonus: {above: 80, most: 30}}"): ("scoring.bonus", "deduction model"),
    ("{model: weighted}", "{model: deduction, service: 100}"): ("scoring.service", "only a part of `base`"),
    ("  - id: 1\n", "  - id: 1\n    bonus: true\n"): ("line 10", "requirements[0].bonus", "says nothing"),
    ("  - id: 1\n", "  - id: 1\n    service: true\n"): ("line 10", "requirements[0].service", "says nothing"),
}


@pytest.mark.parametrize(("change", "words"), WRONG.items(), ids=[" -> ".join(each)[:60] for each in WRONG])
def test_wrong_plan_is_told_with_its_place(change: tuple[str, str], words: tuple[str, ...]) -> None:
    """Every mistake names file, line and key, and what would be right."""
    assert change[0] in PLAN
    with pytest.raises(PlanError) as error:
        plan_from_text(PLAN.replace(change[0], change[1], 1), "plan.yaml")
    assert all(word in str(error.value) for word in ("plan.yaml", *words)), error.value


def test_all_mistakes_are_told_at_once() -> None:
    """Two wrong checks give two problems, each on its line."""
    text = PLAN.replace("column-missing", "no-such").replace("column-overdue", "nor-such")
    with pytest.raises(PlanError) as error:
        plan_from_text(text, "plan.yaml")
    assert [problem.line for problem in error.value.problems] == [16, 19]


@pytest.mark.parametrize("text", ["", "- a\n", "just words", "requirements: []", "1"])
def test_no_plan_at_all_is_told(text: str) -> None:
    """A file that is no plan gets a sentence."""
    with pytest.raises(PlanError, match=r"plan\.yaml"):
        plan_from_text(text, "plan.yaml")


def test_bundled_plan_is_found_by_id_and_by_path() -> None:
    """The id of a bundled plan and the path of its file give the same plan."""
    assert "zhongshan-2021" in bundled_plans()
    assert load_plan("zhongshan-2021") == load_plan(plan_file("zhongshan-2021"))


def test_unknown_plan_names_the_bundled_ones() -> None:
    """A name that is neither a file nor bundled is told with those that are."""
    with pytest.raises(PlanError, match=r"no-such-plan.*zhongshan-2021"):
        load_plan("no-such-plan")


def test_roster_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing roster is named."""
    with pytest.raises(RosterError, match="cannot be read"):
        load_roster(tmp_path / "roster.yaml")
