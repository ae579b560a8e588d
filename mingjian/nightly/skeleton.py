"""The first roster of a workspace: units as a plan names them, with the addresses left for a person to fill in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import yaml

from crawler.model import Body, Unit
from rules.importing.units import is_group
from rules.roster import Roster
from rules.yamltext import Problem, YamlText

UNFILLED = "（请填写网址）"
"""Stands where an address is to be filled in. It is no address, so nothing can be audited by mistake."""
_MOST_TOLD = 5
_TOWNS = ("镇", "乡", "街道", "街道办", "街道办事处", "社区", "村委会", "居委会")
_OFFICES = ("政府办公室", "政府办", "党政办", "党政办公室", "府办", "府办公室")


@dataclass(frozen=True, slots=True)
class Named:
    """What a plan calls those who answer for it: names of units and phrases for many, in the plan's order."""

    units: tuple[str, ...]
    groups: tuple[str, ...]


def named(words: Iterable[str]) -> Named:
    """Sort the words under which a plan names responsible units."""
    ordered = tuple(dict.fromkeys(words))
    return Named(
        tuple(word for word in ordered if not is_group(word)), tuple(word for word in ordered if is_group(word))
    )


def roster_skeleton(place: str, found: Named) -> str:
    """Return the text of a roster with one unit and one site, without its address, for each name.

    Names that differ only in the level word in front (财政局, 市财政局) become one unit with aliases.
    """
    # A plan that names nobody but groups, as the national indicators do, is about one portal.
    portal = Unit(id="u01", name="政府门户网站", body=Body.GOVERNMENT, groups=found.groups)
    units = _units(place, found.units) or (portal,)
    lines = [
        "# 单位名册：谁负责、看哪里（写法见 docs/roster.md）。",
        "# 把每个“请填写网址”换成网站首页地址，例如 http://www.example.gov.cn/ 。",
        "# 没有网站的单位：删去它在 sites 中的一条，并删去它在 units 中的 site 一行。",
        "# 在门户网站上只有专栏的单位：填专栏地址，并加一行 section: true。",
        "# Who answers, and where to look. Put the address of each home page in the place of the mark.",
        f"place: {_scalar(place)}",
        "sites:",
    ]
    for unit in units:
        lines += [
            f"  - id: {unit.id}",
            f"    name: {_scalar(unit.name)}",
            f"    url: {_scalar(UNFILLED)}",
        ]
        lines += ["    portal: true   # 政府门户网站 the government's portal"] if unit.body is Body.GOVERNMENT else []
    lines += ["units:"]
    if found.groups and found.units:
        lines += ["  # 方案中还有下列统称，写进所指单位的 groups，如 groups: [各部门]。 Phrases for many units:"]
        lines += [f"  #   {' '.join(group.split())}" for group in found.groups]
    for unit in units:
        lines += [
            f"  - id: {unit.id}",
            f"    name: {_scalar(unit.name)}",
            f"    body: {unit.body.value}   # government, department, town, other",
        ]
        lines += [f"    groups: [{', '.join(_scalar(each) for each in unit.groups)}]"] if unit.groups else []
        lines += [f"    aliases: [{', '.join(_scalar(each) for each in unit.aliases)}]"] if unit.aliases else []
        lines += [f"    site: {unit.id}"]
    return "\n".join(lines) + "\n"


def unfilled(text: YamlText) -> list[Problem]:
    """Return a problem for each address of a roster that nobody has filled in yet; after a few, only their number."""
    if not isinstance(text.value, dict):
        return []
    sites = text.value.get("sites")
    blank = [
        (index, site)
        for index, site in enumerate(sites if isinstance(sites, list) else [])
        if isinstance(site, dict) and site.get("url") == UNFILLED
    ]
    problems = [
        text.problem(
            ("sites", index, "url"),
            f"the address of {site.get('name', 'this site')} is still to be filled in: write its home page, "
            "like http://www.example.gov.cn/, or delete the site and the unit's `site` when it has none.",
        )
        for index, site in blank[:_MOST_TOLD]
    ]
    if len(blank) > _MOST_TOLD:
        more = len(blank) - _MOST_TOLD
        problems.append(Problem(text.name, None, "sites", f"and {more} more addresses are to be filled in likewise."))
    return problems


def _units(place: str, names: Sequence[str]) -> tuple[Unit, ...]:
    units: list[Unit] = []
    government = False
    for name in names:
        known = Roster(place, (), tuple(units)).resolve([name]).units
        if len(known) == 1:
            at = units.index(known[0])
            if name != known[0].name:
                units[at] = replace(known[0], aliases=(*known[0].aliases, name))
            continue
        body = _body(name)
        if body is Body.GOVERNMENT and government:
            body = Body.DEPARTMENT
        government = government or body is Body.GOVERNMENT
        units.append(Unit(id=f"u{len(units) + 1:02d}", name=name, body=body))
    return tuple(units)


def _body(name: str) -> Body:
    if name.endswith(_OFFICES):
        return Body.GOVERNMENT
    return Body.TOWN if name.endswith(_TOWNS) else Body.DEPARTMENT


def _scalar(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style='"').strip()
