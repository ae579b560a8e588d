"""Responsible units (责任单位) as a cell names them: lead, support, and group phrases that a roster expands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[、，,；;。\s]+|(?<=[局办委府室院会所队中心站科])(?:和|及|以及)(?=[市区县镇各省国])")
_TAIL = re.compile(
    r"(?:按照?(?:各自)?(?:职责|职能)(?:分工)?(?:负责)?(?:强化监管|抓好落实|贯彻落实|落实|执行|负责)?|分别负责|负责落实|具体落实|(?:抓好)?落实|负责|等?配合做好.*|等(?:部门|单位)?)$"
)
_LEAD = re.compile(r"(.+?)(?:分别|共同)?牵头(?:负责)?")
_SUPPORT = re.compile(r"(.*?)(?:等?(?:部门|单位)?)?(?:配合|协助|参与)(?:做好.*)?")
_GROUP = re.compile(
    r"^(?:其他|其它|各|有关|相关|市直|区直|县直|省直|全市|全区|全县|所属|市各|区各|县各|业务|[市区县]政府各|[市区县]各|本级|涉及|基层|[市区县]政府门户网站各|局机关各)"
)
_IN_GROUP = re.compile(
    r"各(?:有关|相关|镇|街|乡|部门|单位|科|社区|村|直属|职能|县|区|市|级|行政|责任|公证)|责任栏目|业务科室|业务部门"
)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one requirement in the document's order. `groups` are phrases; the rest are names."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def is_group(name: str) -> bool:
    """True when a phrase stands for many units (各部门, 市直各部门, 各镇街) rather than naming one."""
    return bool(_GROUP.match(name) or _IN_GROUP.search(name))


def read_units(cell: str) -> Units:
    """Return the units that a cell names. Without 牵头 every unit is lead, in the order of the cell."""
    text = re.sub(r"\s+", "、" if re.search(r"[一-鿿]\s+[一-鿿]", cell) else "", cell.strip().rstrip("。；;"))
    lead: list[str] = []
    support: list[str] = []
    groups: list[str] = []
    for clause in re.split(r"[；;。]|(?<=牵头)[、，,]|(?<=负责)[、，,]", text):
        found = _LEAD.fullmatch(clause.strip())
        named = _SUPPORT.fullmatch(clause.strip())
        if found:
            _add(found.group(1), lead, groups)
        elif named and named.group(1):
            _add(named.group(1), support, groups)
        else:
            _add(clause, support if "牵头" in text else lead, groups)
    return Units(_unique(lead), _unique(name for name in support if name not in lead), _unique(groups))


def _add(names: str, to: list[str], groups: list[str]) -> None:
    for raw in _SEPARATORS.split(names):
        name = _TAIL.sub("", raw).strip("“”\"' ")
        name = re.sub(r"^(?:由|以及|及|和|与)", "", name)
        if not name:
            continue
        # A group phrase may name two groups joined by 及: 其他部门及各社区.
        for part in re.split(r"(?:及|和)(?=各)", name):
            (groups if is_group(part) else to).append(part)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
