"""Which column of a table is what: the header words that plans use."""

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


def role_of(cell: str) -> Role | None:
    """Return the role that a header cell's word stands for, or None."""
    return _ROLES.get("".join(simplified(cell).split()).replace("（", "(").replace("）", ")"))


def read_header(cells: tuple[str, ...]) -> Header | None:
    """Return the header that a row of cells is, or None when it is not one.

    Where a table has a task column but no requirement column, the task column holds the requirements.
    """
    roles = [role_of(cell) for cell in cells]
    if len({role for role in roles if role}) < _FEWEST or not {Role.TASK, Role.REQUIREMENT} & set(roles):
        return None
    if Role.REQUIREMENT not in roles:
        roles = [Role.REQUIREMENT if role is Role.TASK else role for role in roles]
    return Header(tuple(roles))
