"""Responsible units (责任单位) as a cell names them: lead, support, and group phrases that a roster expands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLAUSES = re.compile(
    r"[；;。\n]|(?<=牵头)[、，,]|(?<=牵头负责)[、，,]|(?<=[一-鿿])[ \t　]+(?=[一-鿿]{2,20}(?:配合|协助))"
)
_SEPARATORS = re.compile(r"[、，,\s]+|(?<=[局办委府室院会所队中心站科处])(?:和|及|以及)(?=[市区县镇各省国])")
_DESCRIBED = re.compile(r"涉及[^；;。]*?的(?:相关|有关)?(?:单位|部门)")
_TAILS = re.compile(
    r"(?:(?:按照?)?(?:各自)?(?:职责|职能)(?:分工)?(?:负责)?(?:强化监管|抓好落实|贯彻落实|组织落实|落实|执行|负责)?"
    r"|分别负责|负责落实|具体落实|抓好落实|落实|负责|分工|等(?:有关|相关)?(?:部门|单位)?)$"
)
_LEAD = re.compile(r"(.+?)(?:分别|共同)?牵头(?:负责|落实)*")
_SUPPORT = re.compile(r"(.+?)(?:等(?:部门|单位)?)?(?:配合|协助|参与)(?:做好.*|落实)?")
_GROUP = re.compile(
    r"^(?:其他|其它|各(?!界)|有关|相关|市直|区直|县直|省直|州直|全市|全区|全县|所属|市各|区各|县各|业务|[市区县]政府各|[市区县]级各|本级|涉及|基层)"
    r"|各(?:有关|相关|镇|街|乡|部门|单位|科|社区|村|直属|职能|县|区|市|级|行政|责任|公证)|责任栏目"
)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one requirement in the document's order. `groups` are phrases; the rest are names."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def is_group(name: str) -> bool:
    """True when a phrase stands for many units (各部门, 市直各部门, 各镇街) rather than naming one."""
    return bool(_GROUP.search(name))


def read_units(cell: str) -> Units:
    """Return the units that a cell names. Without 牵头 every unit is lead, in the order of the cell."""
    lead: list[str] = []
    support: list[str] = []
    groups: list[str] = []
    text = _DESCRIBED.sub(lambda found: _set_aside(found.group(0), groups), cell.strip())
    clauses = [clause.strip("、，, \t　") for clause in _CLAUSES.split(text)]
    led = "牵头" in text
    for clause in clauses:
        leading, supporting = _LEAD.fullmatch(clause), _SUPPORT.fullmatch(clause)
        if leading:
            _add(leading.group(1), lead, groups)
        elif supporting:
            _add(supporting.group(1), support, groups)
        else:
            _add(clause, support if led else lead, groups)
    return Units(_unique(lead), _unique(name for name in support if name not in lead), _unique(groups))


def _set_aside(phrase: str, groups: list[str]) -> str:
    """A described group (涉及……的相关单位) has separators of its own inside; it is taken out whole."""
    groups.append(phrase)
    return ""


def _add(names: str, to: list[str], groups: list[str]) -> None:
    for raw in _SEPARATORS.split(names):
        # A group phrase may join two groups: 其他部门及各社区.
        for part in re.split(r"(?:以及|及|和)(?=各)", raw):
            name = _bare(part)
            if name:
                (groups if is_group(name) else to).append(name)


def _bare(raw: str) -> str:
    name = re.sub(r"^(?:由|以及|及|和|与)", "", raw.strip())
    while (shorter := _TAILS.sub("", name)) != name:
        name = shorter
    if len(name) > 1 and name[0] + name[-1] in ("“”", '""'):
        name = name[1:-1]
    return name


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
