"""Responsible units (责任单位) as a cell names them: lead, support, and group phrases that a roster expands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLAUSES = re.compile(
    r"[；;。\n]|(?<=牵头)[、，,]|(?<=牵头负责)[、，,]|(?<=[一-鿿])[ \t　]+(?=[一-鿿]{2,20}(?:配合|协助))"
)
_SEPARATORS = re.compile(
    r"[、，,\s]+|(?<=[局办委府室院会所队中心站科处])(?:和|及|以及)(?=[市区县镇各省国])"
    # 市税务局等市有关单位 names a unit and a group; 等部门 alone only says that these are departments.
    r"|等(?=(?:[省市区县州旗镇](?!场)(?:直|级|政府)?|政府|直属)各?(?:有关|相关|职能)?(?:各(?:有关|相关)?)?(?:单位|部门)(?:$|[、，,；;。\s]))"
)
_BRACKET = re.compile(r"[（(〔【\[][^（）()〔〕【】\[\]]{0,40}[）)〕】\]]")
_INSIDE = {each: chr(0xE000 + place) for place, each in enumerate("、，,；;。 \t　")}
"""Stand-ins, of the private use area, for separators within brackets: 各县（市、区）政府 is one name."""
_HIDDEN = str.maketrans(_INSIDE)
_SHOWN = str.maketrans({hidden: each for each, hidden in _INSIDE.items()})
_WORK = re.compile(r"牵头|配合|协助|负责")
_STRANGE = re.compile(r"以下|上述|不再|均需|逐一|列出|除外|为准|参照执行|[《》？?！!：:]|.{40}")
_DESCRIBED = re.compile(r"涉及[^；;。]*?的(?:相关|有关)?(?:单位|部门)")
_TAILS = re.compile(
    r"(?:(?:按照?)?(?:各自)?(?:职责|职能)(?:分工)?(?:负责)?(?:强化监管|抓好落实|贯彻落实|组织落实|落实|执行|负责)?"
    r"|分别负责|负责落实|具体落实|分别|共同|抓好落实|落实|负责|分工|等(?:有关|相关)?(?:部门|单位)?)$"
)
_LABELLED_LEAD = re.compile(
    r"(?:牵头|主办|主责|承办)(?:单位|部门|科室)[:：]([^；;。\n]+?)(?:牵头)?(?=[；;。\n]|[，,、\s]*(?:配合|协办)|$)"
)
_LABELLED_SUPPORT = re.compile(r"(?:配合|协办|参与|协助)(?:单位|部门|科室)[:：]([^；;。\n]+?)(?:配合)?(?=[；;。\n]|$)")
_LABELLED_OTHER = re.compile(
    r"(?:责任|落实|承办|实施|执行)(?:单位|部门|科室|处室|股室)(?:及分工)?[:：]([^；;。\n]+?)(?=[；;。\n]|[，,、\s]*(?:牵头|配合|协办)|$)"
)
_AS_LEAD = re.compile(r"(?:为|作为)牵头(?:单位|部门)")
_LEADS_INSIDE = re.compile(r"[（(]牵头[、，,；;]([^（）()]+)[)）]")
_AND_OFFICE = re.compile(r"(?<=[处科局办室])会(?!同|议)(?=[一-鿿]{1,12}[处科局办室委](?:$|[、，,；;。\s]))")
"""宣传处会办公室: in lists of an office's own sections 会 stands for 会同; 社会, 居委会 and 管委会 do not match."""
_TOGETHER = re.compile(r"([^；;。\n]+?)[，,]?会同([^；;。\n]+)")
_LED = re.compile(r"牵头(?!起草)")
_MARKED = re.compile(r"([^、，,；;。\s（(]{2,24})[（(]牵头(?:单位|部门)?[)）]")
_SUPERVISORS = re.compile(r"(.+?)(?:按照?)?(?:各自)?(?:职责|职能)?(?:分工)?(?:强化|加强|负责)?(?:监管|监督)(?:指导)?")
_LEAD = re.compile(r"(.+?)(?:分别|共同)?牵头(?:负责|落实)*")
_SUPPORT = re.compile(r"(.+?)(?:等(?:部门|单位)?)?(?:配合|协助|参与)(?:做好.*|落实)?")
_GROUP = re.compile(
    r"^[县市区]?[（(][县市区][、，]|^(?:其他|其它|各(?!界)|有关|相关|市直|区直|县直|省直|州直|全市|全区|全县|所属|市各|区各|县各|业务|[市区县]政府各|[市区县]级各|本级|涉及|基层(?![处科股所站]))"
    r"|各(?:有关|相关|镇|街|乡|部门|单位|科|社区|村|直属|职能|县|区|市|级|行政|责任|公证)|责任栏目|(?:起草|拟定|制定)部门$|(?:有关|相关)(?:职能|责任|业务)?(?:部门|单位|科室|机构)$"
)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one requirement in the document's order. `groups` are phrases; the rest are names.

    `leading` are those groups that lead, or stand beside the lead units without any word on who supports whom.
    `strange` are parts of the cell that are no units (以下均不再列出); they stand in none of the others.
    """

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


def is_group(name: str) -> bool:
    """True when a phrase stands for many units (各部门, 市直各部门, 各镇街) rather than naming one."""
    return bool(_GROUP.search(name))


def read_units(cell: str) -> Units:
    """Return the units that a cell names. Without 牵头 every unit is lead, in the order of the cell."""
    lead: list[str] = []
    support: list[str] = []
    leading: list[str] = []
    others: list[str] = []
    described: list[str] = []
    cell = _BRACKET.sub(_hidden, cell.strip())
    text = _DESCRIBED.sub(lambda found: _set_aside(found.group(0), described), _in_words(cell))
    led = bool(_LED.search(text))
    for clause in (each.strip("、，, \t　") for each in _CLAUSES.split(text)):
        leading_names, supporting = _LEAD.fullmatch(clause), _SUPPORT.fullmatch(clause)
        overseeing = _SUPERVISORS.fullmatch(clause) if lead or leading else None
        if leading_names:
            _add(leading_names.group(1), lead, leading)
        elif supporting or overseeing:
            _add((supporting or overseeing)[1], support, others)  # type: ignore[index]  # one of both matched
        elif led:
            _add(clause, support, others)
        else:
            _add(clause, lead, leading)
    (others if led else leading).extend(described)
    support = [name for name in support if name not in lead]
    strange = sorted((name for name in (*lead, *leading, *support, *others) if _STRANGE.search(name)), key=cell.find)
    kept = [_unique(each for each in names if each not in strange) for names in (lead, support, leading, others)]
    return Units(kept[0], kept[1], _unique((*kept[2], *kept[3])), kept[2], _unique(strange))


def _hidden(found: re.Match[str]) -> str:
    """Return a bracket with its separators hidden, unless it says who leads."""
    words = found.group(0)
    return words if _WORK.search(words) else words.translate(_HIDDEN)


def _in_words(cell: str) -> str:
    """Write labels, marks behind a name and 会同 in the words that most cells use: …牵头；…配合."""
    cell = _LEADS_INSIDE.sub(r"牵头；\1", _AS_LEAD.sub("牵头", cell))
    led = bool(_LABELLED_LEAD.search(cell))
    cell = _LABELLED_LEAD.sub(r"；\1牵头；", cell)
    cell = _LABELLED_SUPPORT.sub(r"；\1配合；", cell)
    # Beside 牵头单位：… those called 责任单位 take part; alone they are the ones responsible.
    cell = _LABELLED_OTHER.sub(r"；\1配合；" if led else r"；\1；", cell)
    cell = _AND_OFFICE.sub("会同", cell)
    cell = _TOGETHER.sub(r"\1牵头；\2配合", cell)
    marked = [found.group(1) for found in _MARKED.finditer(cell)]
    return f"{'、'.join(marked)}牵头；{_MARKED.sub('', cell)}" if marked else cell


def _set_aside(phrase: str, groups: list[str]) -> str:
    """A described group (涉及……的相关单位) has separators of its own inside; it is taken out whole."""
    groups.append(phrase)
    return ""


def _add(names: str, to: list[str], groups: list[str]) -> None:
    for raw in _SEPARATORS.split(names):
        # A group phrase may join two groups: 其他部门及各社区.
        for part in re.split(r"(?:以及|及|和)(?=各)", raw):
            name = _bare(part).translate(_SHOWN)
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


_UNIT_END = re.compile(
    r"(?:局|办|委|政府|院|支行|馆|股|队|联合会|协会|所|大队|中心|站|科|处|厅|单位|部门|社区|机构|公司|组织|街道|镇|乡|镇街|镇（街）|办事处|管委会|室|部|"
    r"委员会|总队|支队|学校|银行|集团|联社|分局|[)）〕】])(?:等)?$"
)
_NAME_END = re.compile(r"[局办委府室院会所队心站科股处厅位门区构司织道镇乡街村部校行团社庭窗场馆网台组）)〕】]$")
_BARE = frozenset(("单位", "部门", "机构", "本单位", "本部门", "科室"))
_LONGEST_NAME = 24
_SENTENCE = re.compile(r"[，,].{12,}[，,]|加强|推进|做好|落实《|完善|公开[^办室]")


def looks_like_unit(name: str) -> bool:
    """True when one name read from a cell ends as names of units do."""
    return len(name) <= _LONGEST_NAME and bool(_NAME_END.search(name))


def looks_like_units(text: str) -> bool:
    """True when every part of a text in simplified characters looks like the name of a unit or a group of units."""
    if _SENTENCE.search(text):
        return False
    units = read_units(text)
    names = (*units.lead, *units.support, *units.groups)
    return (
        bool(names)
        and not _BARE.intersection(names)
        and all((len(name) <= _LONGEST_NAME or _DESCRIBED.fullmatch(name)) and _UNIT_END.search(name) for name in names)
    )
