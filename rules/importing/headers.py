"""Which column of a table is what: the header words that plans use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.importing.chinese import simplified


class Role(StrEnum):
    """What a table column holds."""

    NUMBER = "number"
    TASK = "task"
    REQUIREMENT = "requirement"
    LEAD = "lead"
    SUPPORT = "support"
    DUE = "due"
    REMARK = "remark"


_WORDS = {
    Role.NUMBER: ("序号", "编号"),
    Role.TASK: (
        "工作任务",
        "重点任务",
        "主要任务",
        "工作要点",
        "工作类别",
        "任务分类",
        "一级指标",
        "任务",
        "工作项目",
        "类别",
    ),
    Role.REQUIREMENT: (
        "具体要求",
        "工作要求",
        "具体任务",
        "任务内容",
        "工作内容",
        "具体措施",
        "工作措施",
        "工作举措",
        "考核内容",
        "落实措施",
        "具体内容",
        "主要内容",
        "任务要求",
        "二级指标",
        "工作任务内容",
    ),
    Role.LEAD: (
        "责任单位",
        "落实单位",
        "牵头落实单位",
        "牵头单位",
        "责任部门",
        "牵头部门",
        "责任科室",
        "主办单位",
        "实施单位",
        "责任主体",
        "责任单位(部门)",
        "责任分工",
    ),
    Role.SUPPORT: ("配合单位", "配合部门", "协办单位", "参与单位", "协助单位"),
    Role.DUE: ("完成时限", "时限", "完成时间", "时间要求", "时间节点", "办理时限", "工作时限", "完成期限"),
    Role.REMARK: ("备注", "说明", "完成情况"),
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words}
_PATTERNS = (
    (Role.NUMBER, re.compile(r"(?:任务)?(?:序|编)号|项目号")),
    (
        Role.SUPPORT,
        re.compile(r"(?:配合|协办|参与|协助|参加)(?:落实|实施|责任)?(?:单位|部门|科室|处室)(?:\(.{1,6}\))?"),
    ),
    (
        Role.LEAD,
        re.compile(
            r"(?:牵头|责任|主办|承办|主责|负责|落实|实施|执行|考核)(?:负责|落实|实施|责任|主体|和配合|及配合|/配合)*"
            r"(?:单位|部门|科室|处室|股室|主体)(?:及分工)?(?:\(.{1,6}\))?|职责分工|任务分工|分工单位"
        ),
    ),
    (
        Role.DUE,
        re.compile(r"(?:完成|办理|工作|落实|实施|计划|公开|时间)*(?:时限|期限|时间|时间节点|进度)(?:要求|安排)?"),
    ),
    (
        Role.REQUIREMENT,
        re.compile(
            r"(?:具体|主要|重点|工作|任务|落实|公开|推进|考核|细化|评估|评价)*"
            r"(?:要求|举措|措施|内容|事项|工作|标准|细则|分解|评估点|要点)(?:及要求|和要求)?|(?:细化|具体)(?:分工|任务)(?:和要求)?"
        ),
    ),
    (
        Role.TASK,
        re.compile(
            r"[一二三四]级(?:指标|事项|目录)|(?:重点|主要|工作|目标|公开)*(?:任务|项目|类别|领域|要点|目标|指标)(?:分类|名称)?"
        ),
    ),
    (
        Role.REMARK,
        # Who answers in person is no unit.
        re.compile(
            r"备注|说明|完成情况|落实情况|进展情况|分值|得分|权重|评分标准|佐证材料|采样方式|成果形式|预期成果|完成标志|"
            r"(?:分管|责任|牵头|主责|包抓)(?:县|区|市)?(?:领导|人)|负责人|联系人|联系方式|联系电话"
        ),
    ),
)
_OUTRIGHT = re.compile(r"牵头|主办|主责")
_LEVEL = re.compile(r"[一二三四]级指标")
_COUNT = re.compile(r"[（(]?\d{1,4}[)）.．、]?")
_LONGEST = 14
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The roles of a table's columns; None for a column whose word is not known."""

    roles: tuple[Role | None, ...]

    def cell(self, cells: tuple[str, ...], role: Role) -> str:
        """Return the text under `role`; columns that repeat one role (merged headers) are joined once each."""
        texts = (text for text, each in zip(cells, self.roles, strict=False) if each is role)
        return "\n".join(dict.fromkeys(text for text in texts if text))

    def has(self, role: Role) -> bool:
        """True when some column has `role`."""
        return role in self.roles

    def beside(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Return the texts under no known role and under remarks, and those beyond the header's columns."""
        roles = (*self.roles, *(None for _ in cells[len(self.roles) :]))
        other = (text for text, role in zip(cells, roles, strict=False) if role in (None, Role.REMARK))
        return tuple(dict.fromkeys(text for text in other if text))

    def refined(self, cells: tuple[str, ...]) -> "Header | None":
        """Return this header with a second header row laid over it, or None when `cells` are no such row."""
        words = [(place, role_of(cell)) for place, cell in enumerate(cells) if cell]
        known = {place: role for place, role in words if role is not None and place < len(self.roles)}
        if not known or len(known) < len(words) or not {Role.LEAD, Role.SUPPORT, Role.DUE} & set(known.values()):
            return None
        known = dict(zip(known, ranked([(cells[place], role) for place, role in known.items()]), strict=True))
        return Header(tuple(known.get(place, role) for place, role in enumerate(self.roles)))


def ranked(words: Sequence[tuple[str, Role]]) -> list[Role]:
    """Return the roles of words that stand together: beside 牵头单位, those called 责任单位 take part."""
    outright = [role is Role.LEAD and is_outright(word) for word, role in words]
    mixed = any(outright) and not all(led for led, (_, role) in zip(outright, words, strict=True) if role is Role.LEAD)
    return [
        Role.SUPPORT if mixed and role is Role.LEAD and not led else role
        for led, (_, role) in zip(outright, words, strict=True)
    ]


def is_outright(word: str) -> bool:
    """True when a word for responsible units says that they lead."""
    return bool(_OUTRIGHT.search(simplified(word)))


def role_of(cell: str) -> Role | None:
    """Return the role that a header cell's word stands for, or None."""
    word = "".join(simplified(cell).split()).replace("（", "(").replace("）", ")")
    return _ROLES.get(word) if word in _ROLES or len(word) > _LONGEST else _role_like(word)


def _role_like(word: str) -> Role | None:
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(word)), None)


def read_header(cells: tuple[str, ...], below: Sequence[tuple[str, ...]] = ()) -> Header | None:
    """Return the header that a row of cells is, or None when it is not one.

    Where a table has a task column but no requirement column, the task column holds the requirements. `below` are the
    rows under it: what stands there settles which column is meant where the words leave it open.
    """
    roles = [role_of(cell) for cell in cells]
    if any(cell and role is None and len(cell) > _LONGEST for cell, role in zip(cells, roles, strict=True)):
        return None
    if len({role for role in roles if role}) < _FEWEST or not {Role.TASK, Role.REQUIREMENT} & set(roles):
        return None
    named = [(place, role) for place, role in enumerate(roles) if role is not None]
    for (place, _), role in zip(named, ranked([(cells[place], role) for place, role in named]), strict=True):
        roles[place] = role
    _settle_levels(cells, roles)
    if Role.REQUIREMENT not in roles:
        longest = _longest(cells, roles, below)
        roles = [Role.REQUIREMENT if role is Role.TASK and longest is None else role for role in roles]
        if longest is not None:
            roles[longest] = Role.REQUIREMENT
    if Role.NUMBER not in roles and (counted := _counting(cells, roles, below)) is not None:
        roles[counted] = Role.NUMBER
    return Header(tuple(roles))


def _settle_levels(cells: tuple[str, ...], roles: list[Role | None]) -> None:
    """Of 一级指标 to 四级指标 the deepest holds the requirements, or none where another column does."""
    levels = [place for place, cell in enumerate(cells) if _LEVEL.match("".join(cell.split()))]
    other = any(role is Role.REQUIREMENT and place not in levels for place, role in enumerate(roles))
    for place in levels:
        deepest = cells[place] == cells[levels[-1]] and not other
        roles[place] = Role.REQUIREMENT if deepest else Role.TASK


def _longest(cells: tuple[str, ...], roles: Sequence[Role | None], below: Sequence[tuple[str, ...]]) -> int | None:
    """Return the column that holds the requirements where several could: that with the longest texts of its own."""
    open_ = [place for place, role in enumerate(roles) if role is Role.TASK or (role is None and cells[place])]
    if len(open_) < _FEWEST or not below:
        return None
    lengths = {place: sum(map(len, {row[place] for row in below if place < len(row)})) for place in open_}
    return max(open_, key=lambda place: lengths[place])


def _counting(cells: tuple[str, ...], roles: Sequence[Role | None], below: Sequence[tuple[str, ...]]) -> int | None:
    """Return the column of numbers that has no word of its own: an empty one, or the first under a merged 具体要求."""
    spread = sum(role is Role.REQUIREMENT for role in roles) > 1
    for place, role in enumerate(roles):
        if (role is None and not cells[place]) or (role is Role.REQUIREMENT and spread):
            texts = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
            if texts and all(_COUNT.fullmatch(text) for text in texts):
                return place
    return None
