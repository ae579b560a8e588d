"""Names and group phrases of plans find their units; what nobody answers to is kept."""

import pytest

from rules.loading import RosterError, roster_from_text
from rules.roster import Reference, Roster

CITY = """\
place: 中山市
sites:
  - {id: portal, name: 门户网站, url: "http://www.zs.test/", portal: true, code: 4420000001}
  - {id: zwfwj, name: 政数局栏目, url: "http://www.zs.test/zsj/", section: true, pins: {budget: "http://www.zs.test/ys/"}}
units:
  - {id: office, name: 市政府办公室, body: government, aliases: [市人民政府办公室, 党政办], site: portal}
  - {id: fgj, name: 市发展和改革局, body: department, aliases: [市发展改革局, 发改局]}
  - {id: czj, name: 中山市财政局, body: department, aliases: [财政分局], groups: [各行政执法部门]}
  - {id: zwfwj, name: 市政务服务数据管理局, body: department, site: zwfwj}
  - {id: xq-czj, name: 西区住建局, body: other, aliases: [区住建局]}
  - {id: dq-czj, name: 东区住建局, body: other, aliases: [区住建局]}
  - {id: sanjiu, name: “三旧”改造办, body: other}
  - {id: qinghe, name: 清河镇, body: town, groups: [各社区]}
  - {id: liuxi, name: 柳溪街道, body: town}
references:
  - {file: official/rule.txt, sites: [portal]}
"""

RESOLVED = {
    "市政府办公室": ("office",),
    "党政办": ("office",),
    "市发展改革局": ("fgj",),
    "发展改革局": ("fgj",),
    "发展和改革局": ("fgj",),
    "中山市发展改革局": ("fgj",),
    "财政局": ("czj",),
    "市财政局": ("czj",),
    "财政分局": ("czj",),
    "市政务服务数据管理局（市信息中心）": ("zwfwj",),
    "市政务服务数据管理局(市信息中心)": ("zwfwj",),
    " 市 财政局 ": ("czj",),
    "“三旧”改造办": ("sanjiu",),
    "三旧改造办": ("sanjiu",),
    "西区住建局": ("xq-czj",),
    "各部门": ("fgj", "czj", "zwfwj"),
    "市直各部门": ("fgj", "czj", "zwfwj"),
    "其他部门": ("fgj", "czj", "zwfwj"),
    "各镇街": ("qinghe", "liuxi"),
    "各镇政府、街道办事处": ("qinghe", "liuxi"),
    "各社区": ("qinghe",),
    "各行政执法部门": ("czj",),
    "其他单位": ("fgj", "czj", "zwfwj", "qinghe", "liuxi"),
}


@pytest.fixture(scope="module")
def city() -> Roster:
    return roster_from_text(CITY, "roster.yaml")


@pytest.mark.parametrize(("word", "ids"), RESOLVED.items(), ids=list(RESOLVED))
def test_word_finds_its_units(city: Roster, word: str, ids: tuple[str, ...]) -> None:
    """Official names, aliases, names without the place or its level word, and group phrases."""
    found = city.resolve([word])
    assert tuple(unit.id for unit in found.units) == ids
    assert (found.unresolved, found.ambiguous) == ((), ())


@pytest.mark.parametrize("word", ["市水务局", "各县", "局", "市", "", "区财政局", "镇财政局", "东莞市财政局"])
def test_unknown_word_is_kept(city: Roster, word: str) -> None:
    """A name that nobody goes by is reported, never dropped."""
    found = city.resolve(["市财政局", word])
    assert tuple(unit.id for unit in found.units) == ("czj",)
    assert found.unresolved == (word,)


def test_name_of_two_units_is_ambiguous(city: Roster) -> None:
    """A short name that two units answer to finds neither."""
    for word in ("区住建局", "住建局"):
        found = city.resolve([word])
        assert (found.units, found.unresolved, found.ambiguous) == ((), (), (word,))


def test_each_unit_once_in_roster_order(city: Roster) -> None:
    """Groups and names that overlap name each unit once."""
    found = city.resolve(["各镇街", "市直各部门", "财政分局", "清河镇"])
    assert tuple(unit.id for unit in found.units) == ("fgj", "czj", "zwfwj", "qinghe", "liuxi")


def test_group_listed_by_units_wins_over_its_usual_meaning() -> None:
    """A phrase that units list in `groups` means these units only."""
    text = CITY.replace("groups: [各行政执法部门]", "groups: [市直各部门]")
    found = roster_from_text(text, "r").resolve(["市直各部门"])
    assert tuple(unit.id for unit in found.units) == ("czj",)


def test_places(city: Roster) -> None:
    """Portal, section and missing places are known."""
    by_id = {unit.id: unit for unit in city.units}
    assert city.portal is not None
    assert (city.portal.id, city.portal.code) == ("portal", "4420000001")
    section = city.place_of(by_id["zwfwj"])
    assert section is not None
    assert section.section
    assert city.place_of(by_id["fgj"]) is None
    assert city.references == (Reference("official/rule.txt", ("portal",)),)


# a change to the roster above: words the error must hold
WRONG = {
    ("site: portal}", "site: portall}"): ("line 6", "units[0].site", "portall", "portal, zwfwj"),
    ("id: qinghe", "id: liuxi"): ("line 14", "liuxi", "line 13"),
    ("id: zwfwj, name: 政数局栏目", "id: portal, name: 政数局栏目"): ("line 4", "sites[1].id", "portal", "line 3"),
    ('"http://www.zs.test/"', '"ftp://www.zs.test/"'): ("line 3", "ftp://"),
    ('"http://www.zs.test/"', "www.zs.test"): ("line 3", "www.zs.test"),
    ('"http://www.zs.test/"', '"http://me:pw@www.zs.test/"'): ("line 3", "sites[0].url"),
    ('"http://www.zs.test/"', '"http://www.zs.test:99999/"'): ("line 3", "sites[0].url"),
    ('"http://www.zs.test/"', '"http:///path"'): ("line 3", "sites[0].url"),
    ("pins: {budget:", "pins: {budgets:"): ("line 4", "pins.budgets", "no column 'budgets'"),
    ('pins: {budget: "http:', 'pins: {budget: "ftp:'): ("line 4", "pins.budget"),
    ("body: town, groups", "body: village, groups"): ("line 13", "units[7].body", "village"),
    ("section: true", "section: true, portal: true"): ("line 4", "one portal"),
    ("sites: [portal]}", "sites: [portl]}"): ("line 16", "references[0].sites[0]", "portl"),
    ("official/rule.txt", "../rule.txt"): ("line 16", "references[0].file"),
    ("official/rule.txt", "/etc/passwd"): ("line 16", "references[0].file"),
    ("place: 中山市", "plaec: 中山市"): ("line 1", "plaec", "known are place, sites"),
    ("aliases: [财政分局]", "alias: [财政分局]"): ("line 8", "units[2].alias", "known are id, name, body"),
    ("site: portal}", "site: portal, site: portal}"): ("line 6", "twice"),
}


@pytest.mark.parametrize(("change", "words"), WRONG.items(), ids=[" -> ".join(each) for each in WRONG])
def test_wrong_roster_is_told_with_its_place(change: tuple[str, str], words: tuple[str, ...]) -> None:
    """Every mistake names file, line and key, and what would be right."""
    assert change[0] in CITY
    with pytest.raises(RosterError) as error:
        roster_from_text(CITY.replace(change[0], change[1], 1), "roster.yaml")
    assert all(word in str(error.value) for word in ("roster.yaml", *words)), error.value


def test_all_mistakes_are_told_at_once() -> None:
    """Two mistakes give two problems."""
    text = CITY.replace("site: portal}", "site: nowhere}").replace("site: zwfwj}", "site: elsewhere}")
    with pytest.raises(RosterError) as error:
        roster_from_text(text, "roster.yaml")
    assert [problem.line for problem in error.value.problems] == [6, 9]
