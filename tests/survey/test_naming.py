"""Which titles name a column, and how surely."""

import pytest

from crawler.model import ColumnWanted
from crawler.survey.naming import Grade, match, says_more
from rules.columns import find_column


def wanted(name: str) -> ColumnWanted:
    column = find_column(name)
    return ColumnWanted(column.id, column.names, column.synonyms, column.negatives, column.parents)


@pytest.mark.parametrize(
    ("column", "title", "grade"),
    [
        ("planning", "规划计划", Grade.NAME),
        ("planning", "【 规划计划 】>>", Grade.NAME),
        ("planning", "规划信息", Grade.SYNONYM),
        ("planning", "泽安市专项规划", Grade.CONTAINS),
        ("planning", "规划许可", None),
        ("planning", "关于印发专项规划的通知", None),
        ("planning", "2021年专项规划", None),
        ("regulations", "规章制度", None),
        ("regulations", "规章", Grade.NAME),
        ("budget", "预决算公开", Grade.SYNONYM),
        ("final-accounts", "预决算公开", Grade.SYNONYM),
        ("budget", "工程预算", None),
        ("feedback", "征集结果反馈", Grade.NAME),
        ("consultation", "征集结果反馈", None),
        ("guide", "政府信息公开指南", Grade.NAME),
        ("guide", "办事指南", None),
        ("mailbox", "市长信箱", Grade.NAME),
        ("leadership", "领导信箱", None),
        ("gazette", "统计公报", None),
        ("notices", "", None),
        ("notices", "· · ·", None),
    ],
)
def test_titles(column: str, title: str, grade: Grade | None) -> None:
    found = match(title, wanted(column))
    assert (found.grade if found else None) == grade


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("更多", True),
        ("更多>>", True),
        ("MORE+", True),
        ("查看更多", True),
        (">>", True),
        ("", True),
        ("更多服务事项清单", False),
    ],
)
def test_more(text: str, more: bool) -> None:
    assert says_more(text) is more
