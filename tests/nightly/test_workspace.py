"""From `init` to a roster that only wants addresses."""

from pathlib import Path

import pytest

from mingjian.errors import UsageError
from mingjian.nightly.skeleton import UNFILLED, named, roster_skeleton
from mingjian.nightly.workspace import make_workspace, open_workspace
from rules.loading import RosterError, roster_from_text

DOCUMENT = """泽安市2021年政务公开工作要点分工方案

序号\t工作任务\t具体要求\t责任单位
1\t一、主动公开\t及时发布年度规划计划。\t市发展改革局牵头，各部门配合
2\t一、主动公开\t公开预算决算。\t市财政局，各镇街
3\t二、解读回应\t开展政策解读。\t政府办公室、财政局、清河镇
"""


def test_units_of_a_plan_become_units_of_the_roster() -> None:
    """Names once, level words apart, phrases as comments, bodies by their names; it loads once the addresses are in."""
    found = named(["市发展改革局", "各部门", "市财政局", "政府办公室", "财政局", "清河镇", "各镇街", "市财政局"])
    assert found.groups == ("各部门", "各镇街")
    text = roster_skeleton("泽安市", found)
    assert "#   各部门" in text
    roster = roster_from_text(text.replace(UNFILLED, "http://www.example.gov.cn/"), "roster.yaml")
    assert [(unit.name, unit.body.value, unit.aliases) for unit in roster.units] == [
        ("市发展改革局", "department", ()),
        ("市财政局", "department", ("财政局",)),
        ("政府办公室", "government", ()),
        ("清河镇", "town", ()),
    ]
    assert roster.portal is not None
    assert roster.portal.name == "政府办公室"


def test_hostile_names_stay_text() -> None:
    """A plan is somebody else's document: what it calls a unit cannot become YAML."""
    name = 'a"]\n  - id: x # 局'
    roster = roster_from_text(
        roster_skeleton("泽: 安", named([name, "各部门\n- id: y"])).replace(UNFILLED, "http://a.cn/"), "roster.yaml"
    )
    assert [unit.name for unit in roster.units] == [name]


def test_a_plan_that_names_only_groups_is_about_one_portal() -> None:
    """The national indicators: one unit, which all phrases mean."""
    text = roster_skeleton("本地", named(["各级政府网站"])).replace(UNFILLED, "http://a.cn/")
    roster = roster_from_text(text, "roster.yaml")
    assert roster.resolve(["各级政府网站"]).units == roster.units


@pytest.mark.parametrize("source", [None, "zhongshan-2021", "document"])
def test_init_then_addresses_is_all(tmp_path: Path, source: str | None) -> None:
    """The only thing that stands between `init` and the first night are the addresses."""
    if source == "document":
        (tmp_path / "plan-2021.txt").write_text(DOCUMENT, encoding="utf-8")
        source = str(tmp_path / "plan-2021.txt")
    folder = tmp_path / "audit"
    make_workspace(folder, from_plan=source, place="泽安市")
    assert {each.name for each in folder.iterdir()} == {
        "mingjian.toml", "roster.yaml", "plans", "reviews", "evidence", "runs", "reports",
    }  # fmt: skip
    with pytest.raises(RosterError) as error:
        open_workspace(folder)
    first = error.value.problems[0]
    assert first.line is not None
    assert UNFILLED in (folder / "roster.yaml").read_text("utf-8").splitlines()[first.line - 1]
    assert "still to be filled in: write its home page" in first.sentence
    roster = folder / "roster.yaml"
    roster.write_text(roster.read_text("utf-8").replace(UNFILLED, "http://www.example.gov.cn/"), encoding="utf-8")
    assert open_workspace(folder).plans


def test_many_blank_addresses_are_told_briefly(tmp_path: Path) -> None:
    """Five by name and line, the rest by number."""
    make_workspace(tmp_path / "a", from_plan="zhongshan-2021", place="泽安市")
    with pytest.raises(RosterError, match=r"and \d+ more addresses are to be filled in likewise") as error:
        open_workspace(tmp_path / "a")
    assert len(error.value.problems) == 6


def test_init_leaves_what_is_there(tmp_path: Path) -> None:
    """A second `init` is refused, and so is one whose document cannot be read; nothing is written then."""
    make_workspace(tmp_path / "a", from_plan=None, place="本地")
    with pytest.raises(UsageError, match=r"already has a mingjian\.toml"):
        make_workspace(tmp_path / "a", from_plan=None, place="本地")
    for name, content in (("empty.txt", ""), ("scan.pdf", "%PDF-1.4 broken")):
        (tmp_path / name).write_text(content)
        with pytest.raises(UsageError):
            make_workspace(tmp_path / "b", from_plan=str(tmp_path / name), place="本地")
    with pytest.raises(UsageError, match="cannot be read"):
        make_workspace(tmp_path / "b", from_plan=str(tmp_path / "none.docx"), place="本地")
    assert not (tmp_path / "b").exists()


def test_no_workspace(tmp_path: Path) -> None:
    """Any other folder is told as what it is."""
    with pytest.raises(UsageError, match="is no workspace"):
        open_workspace(tmp_path)
