"""Whatever lines stand among those of a plan, in any layout, each word of them is told somewhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.importing.document import DocumentError
from rules.importing.ledger import import_plan
from tests.rules.importing.test_layouts import HEAD, LAYOUTS

WORDS = st.sampled_from(
    [
        "另行通知",
        "各部门要认真落实",
        "公开目录",
        "（试行）",
        "。",
        "；",
        "\t",
        "  ",
        "|",
        "市财政局",
        "甲乙丙丁",
        "国产无码",
        "第3页",
        "x<y",
        "•",
        "\u3000",
        "表格说明",
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(extra=st.lists(LINES, max_size=4), place=st.integers(0, 20))
@settings(max_examples=25, deadline=None)
def test_no_line_is_lost_in_any_layout(layout: str, extra: list[str], place: int) -> None:
    """Words of inserted lines stand in a requirement, its units, a heading, the preamble, junk or unassigned."""
    lines = (HEAD + LAYOUTS[layout][0]).splitlines()
    try:
        plan = import_plan("\n".join([*lines[:place], *extra, *lines[place:]]).encode())
    except DocumentError:
        return
    kept = "".join(
        [
            *(each.task + each.text for each in plan.requirements),
            *(name for each in plan.requirements for name in (*each.lead, *each.support, *each.groups)),
            *plan.headings,
            *plan.preamble,
            *plan.unassigned,
            *(text for text, _ in plan.junk),
        ]
    )
    for word in ("另行通知", "各部门要认真落实", "公开目录", "甲乙丙丁", "国产无码", "表格说明", "市财政局"):
        assert word in "".join(kept.split()) or word not in "".join(extra), (word, extra)


def test_words_where_a_number_should_stand_are_told() -> None:
    """A row whose number cell holds words: they are unassigned, the requirement is read."""
    text = "序号\t工作任务\t具体要求\t责任单位\n另行通知\t一、任务\t公开年报\t市司法局\n"
    plan = import_plan(text.encode())
    assert [each.text for each in plan.requirements] == ["公开年报"]
    assert "另行通知" in plan.unassigned
