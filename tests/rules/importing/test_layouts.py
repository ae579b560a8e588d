"""Layouts of other places: items without a table, units at their end, columns of all kinds, pages as saved."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from rules.importing.ledger import Imported, import_plan
from tests.rules.importing.renderings import RENDERINGS

HEAD = """\
泽安市人民政府办公室关于印发泽安市2021年政务公开工作要点的通知
泽府办函〔2021〕7号
各镇街，市直各单位：
现将《泽安市2021年政务公开工作要点》印发给你们，请认真贯彻执行。
泽安市人民政府办公室
2021年5月6日
"""


def brief(plan: Imported) -> list[tuple[str, str, str, str, str]]:
    """Id, text, lead with the groups that lead, the others, last day."""
    return [
        (
            each.id,
            each.text,
            "、".join((*each.lead, *each.leading)),
            "、".join((*each.support, *(group for group in each.groups if group not in each.leading))),
            str(each.due or ""),
        )
        for each in plan.requirements
    ]


# what the layout is: (text, requirements)
LAYOUTS = {
    "units in brackets at the end of （一） items": (
        """一、推进决策公开
（一）做好决策预公开。网上征求意见的，15日内反馈。（市司法局牵头，各部门配合）
（二）公布年度重大决策事项目录（含承办单位）。2021年6月底前完成。（市政府办公室、各镇街按职责分工负责）
二、加强平台建设
（三）市政府门户网站全部支持IPv6。（市政务服务数据管理局（市信息中心）负责）
（四）办好政府公报。
公报每年不少于12期。（责任单位：市政府办公室；完成时限：2021年12月底前）
附件：任务表
""",
        [
            ("1", "做好决策预公开。网上征求意见的，15日内反馈。", "市司法局", "各部门", ""),
            (
                "2",
                "公布年度重大决策事项目录（含承办单位）。2021年6月底前完成。",
                "市政府办公室、各镇街",
                "",
                "2021-06-30",
            ),
            ("3", "市政府门户网站全部支持IPv6。", "市政务服务数据管理局（市信息中心）", "", ""),
            ("4", "办好政府公报。 公报每年不少于12期。", "市政府办公室", "", "2021-12-31"),
        ],
    ),
    "units in paragraphs of their own, numbering begun anew": (
        """一、推进决策公开
1.做好决策预公开。
责任单位：市司法局、各部门
2.公布年度重大决策事项目录。
牵头单位：市政府办公室
配合单位：各镇街
完成时限：2021年6月底前
二、加强平台建设
1.市政府门户网站全部支持IPv6。
责任单位：市政务服务数据管理局
""",
        [
            ("1.1", "做好决策预公开。", "市司法局、各部门", "", ""),
            ("1.2", "公布年度重大决策事项目录。", "市政府办公室", "各镇街", "2021-06-30"),
            ("2.1", "市政府门户网站全部支持IPv6。", "市政务服务数据管理局", "", ""),
        ],
    ),
    "1） items that name nobody": (
        "一、推进决策公开\n1）做好决策预公开。\n2）公布目录。\n3）办好政府公报。\n泽安市人民政府办公室\n",
        [("1", "做好决策预公开。", "", "", ""), ("2", "公布目录。", "", "", ""), ("3", "办好政府公报。", "", "", "")],
    ),
    "（一） items of one sentence under two parts": (
        "一、推进公开\n（一）做好决策预公开。\n（二）公布目录。\n二、平台\n（一）支持IPv6。\n（二）办好公报。\n",
        [
            ("1.1", "做好决策预公开。", "", "", ""),
            ("1.2", "公布目录。", "", "", ""),
            ("2.1", "支持IPv6。", "", "", ""),
            ("2.2", "办好公报。", "", "", ""),
        ],
    ),
    "一是 in sections of prose": (
        "一、总体要求\n坚持公开。\n二、主要任务\n（一）推进公开。一是做好预公开，各部门要公布草案。二是公布目录。\n",
        [("2.1.1", "一是做好预公开，各部门要公布草案。", "各部门", "", ""), ("2.1.2", "二是公布目录。", "", "", "")],
    ),
    "lead, support and deadline in columns": (
        """序号\t重点任务\t主要措施\t牵头单位\t配合单位\t完成时限
1\t推进决策公开\t公开反馈结果\t市司法局\t各部门、市财政局\t2021年底前
2\t\t公布年度目录\t市政府办公室\t\t长期坚持
3\t平台建设\t支持IPv6\t市政务服务数据管理局\t各镇街\t2021年6月30日前
""",
        [
            ("1", "公开反馈结果", "市司法局", "市财政局、各部门", "2021-12-31"),
            ("2", "公布年度目录", "市政府办公室", "", ""),
            ("3", "支持IPv6", "市政务服务数据管理局", "各镇街", "2021-06-30"),
        ],
    ),
    "a header of two rows": (
        """序号\t工作任务\t工作内容\t责任分工\t责任分工
\t\t\t牵头单位\t配合单位
1\t决策\t公开反馈结果\t市司法局\t各部门
""",
        [("1", "公开反馈结果", "市司法局", "各部门", "")],
    ),
    "no column of units": (
        "序号\t工作任务\t具体要求\n1\t决策\t公开反馈结果（市司法局牵头）\n2\t\t公布年度目录\n",
        [("1", "公开反馈结果", "市司法局", "", ""), ("2", "公布年度目录", "", "", "")],
    ),
    "several items in one cell": (
        """工作任务\t具体要求\t责任单位
决策\t1.公开反馈结果。2.公布目录。\t市司法局
平台\t3.支持IPv6。4.办好公报。\t市政府办公室
""",
        [
            ("1", "公开反馈结果。", "市司法局", "", ""),
            ("2", "公布目录。", "市司法局", "", ""),
            ("3", "支持IPv6。", "市政府办公室", "", ""),
            ("4", "办好公报。", "市政府办公室", "", ""),
        ],
    ),
    "a numbered row with 一是 and 二是 in it": (
        "序号\t工作任务\t具体要求\t责任单位\n1\t决策\t一是公开反馈结果；二是公布目录。\t市司法局\n",
        [("1", "一是公开反馈结果；二是公布目录。", "市司法局", "", "")],
    ),
    "a header repeated where a page cuts a cell": (
        """工作任务\t具体要求\t责任单位
决策\t1.征集结束后公开\t市司法局、市政
工作任务\t具体要求\t责任单位
\t反馈结果。\t府办公室
\t2.公布目录。\t市财政局
""",
        [
            ("1", "征集结束后公开反馈结果。", "市司法局、市政府办公室", "", ""),
            ("2", "公布目录。", "市财政局", "", ""),
        ],
    ),
    "a title across the table over its rows": (
        """序号\t具体要求\t责任单位
一、决策公开\t一、决策公开\t一、决策公开
1\t公开反馈结果\t市司法局
""",
        [("1", "公开反馈结果", "市司法局", "", "")],
    ),
    "bars between the cells": (
        """| 工作任务 | 具体要求 | 责任单位 |
|---|---|---|
| 决策 | 1.公开反馈结果 | 市司法局 |
| | 2.公布目录 | 市财政局 |
""",
        [("1", "公开反馈结果", "市司法局", "", ""), ("2", "公布目录", "市财政局", "", "")],
    ),
    "wide blanks between the cells": (
        """工作任务      具体要求              责任单位
决策公开      1.公开反馈结果        市司法局
              2.公布目录            市财政局
""",
        [("1", "公开反馈结果", "市司法局", "", ""), ("2", "公布目录", "市财政局", "", "")],
    ),
    "one cell a line with a column of numbers": (
        """序号
工作任务
具体要求
责任单位
1
推进决策公开
征集结束后及时公开反馈结果，并向社会公开意见的采纳情况。
市司法局
2
公布年度重大决策事项目录，明确承办单位、决策时间及公众参与方式。
市政府办公室
""",
        [
            ("1", "征集结束后及时公开反馈结果，并向社会公开意见的采纳情况。", "市司法局", "", ""),
            ("2", "公布年度重大决策事项目录，明确承办单位、决策时间及公众参与方式。", "市政府办公室", "", ""),
        ],
    ),
    "traditional characters are kept": (
        "工作任務\t具體要求\t責任單位\n決策\t1.徵集結束後15日內公開反饋結果\t市財政局牽頭，各部門配合\n",
        [("1", "徵集結束後15日內公開反饋結果", "市财政局", "各部门", "")],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    """Each layout gives its requirements with numbers, units and deadlines, and nothing of the notice around them."""
    text, expected = LAYOUTS[layout]
    plan = import_plan((HEAD + text).encode())
    assert brief(plan) == expected
    assert (plan.number, plan.issuer, str(plan.issued), plan.year) == (
        "泽府办函〔2021〕7号",
        "泽安市人民政府办公室",
        "2021-05-06",
        2021,
    )


def test_addressees_are_offered_where_nobody_is_named() -> None:
    """One warning names the requirements without units, and whom the notice is addressed to."""
    plan = import_plan((HEAD + LAYOUTS["1） items that name nobody"][0]).encode())
    assert "requirements 1, 2, 3 name no responsible unit" in plan.warnings[0]
    assert "各镇街，市直各单位" in plan.warnings[0]


def test_columns_that_no_field_holds_are_told() -> None:
    """Remarks and columns of unknown names go unassigned, a deadline that is no day is warned of."""
    text = """序号\t工作任务\t具体要求\t责任单位\t完成时限\t备注\t颜色
1\t决策\t公开反馈结果\t市司法局\t长期坚持\t逐月报送\t红
2\t决策\t公开目录\t市司法局\t2021年底前\t\t
"""
    plan = import_plan((HEAD + text).encode())
    assert {"逐月报送", "红"} <= set(plan.unassigned)
    assert any("1: 长期坚持" in warning for warning in plan.warnings)


SAVED = """<html><head><title>通知-泽安市</title></head><body>
<table width=1000><tr><td>首页 | 政务公开 | 互动交流</td></tr></table>
<table><tr><td width=200><ul><li>公开指南</li></ul></td><td>
<table><tr><td><font>{head}</font></td></tr></table>
<table border=1><tr><td>工作任务<td>具体要求<td>责任单位</tr>
<tr><td rowspan=2>推进<b>决策</b>公开<td><p>1.征集结束后15日内<br>公开反馈结果。</p><td>市司法局</tr>
<tr><td>2.公布目录。<td>市财政局</tr></table>
</td></tr></table><div style="display:none">国产精品无码在线</div>
<div>{garbled}</div><div>版权所有：泽安市人民政府 粤ICP备123号</div></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_with_menus_spam_and_garbled_text(encoding: str) -> None:
    """Layout tables, menus, injected spam, mojibake and the footer are told apart from the plan."""
    garbled = "政务公开工作要点".encode().decode("gb18030", "replace")
    page = SAVED.format(head=HEAD.replace("\n", "<br>"), garbled=garbled)
    plan = import_plan(page.encode(encoding))
    assert brief(plan) == [
        ("1", "征集结束后15日内公开反馈结果。", "市司法局", "", ""),
        ("2", "公布目录。", "市财政局", "", ""),
    ]
    reasons = {reason for _, reason in plan.junk}
    assert {"page title", "page furniture", "injected spam", "mojibake"} <= reasons
    assert not any("无码" in text for text in (*plan.headings, *plan.preamble, *plan.unassigned))


# words that look like junk and are not: they stand in real requirements
HONEST = ["公开福利彩票公益金使用情况", "加强成人教育信息公开", "掀起学习条例的高潮，加强培训", "新媒体要及时发布信息"]


@pytest.mark.parametrize("words", HONEST)
def test_official_words_are_no_junk(words: str) -> None:
    """A requirement is never taken for spam or for a menu."""
    plan = import_plan(
        f"{HEAD}工作任务\t具体要求\t责任单位\n重点\t1.{words}\t市财政局\n新媒体\t{words}\t市司法局".encode()
    )
    assert [each.text for each in plan.requirements] == [words, words]


def test_a_flattened_table_within_layout_tables() -> None:
    """The text of a page whose cells became lines, wrapped in a table that only lays out the page."""
    text = "工作任务\n具体要求\n责任单位\n决策公开\n1.公开反馈结果。\n市司法局\n2.公布目录。\n市财政局"
    lines = "".join(f"<p>{line}</p>" for line in (HEAD + text).splitlines())
    page = f"<body><table><tr><td><p>首页</p><p>政务公开指南</p></td><td>{lines}</td></tr></table></body>"
    assert [each[0:3] for each in brief(import_plan(page.encode()))] == [
        ("1", "公开反馈结果。", "市司法局"),
        ("2", "公布目录。", "市财政局"),
    ]


def test_a_workbook_of_several_sheets() -> None:
    """Each sheet with a header adds its rows; a sheet of contacts does not."""
    book = openpyxl.Workbook()
    for place, rows in enumerate(
        (
            (("序号", "工作任务", "具体要求", "责任单位"), (1, "决策", "公开反馈结果", "市司法局")),
            (("序号", "工作任务", "具体要求", "责任单位"), (2, "平台", "支持IPv6", "市政府办公室")),
            (("姓名", "电话"), ("张三", "5181064")),
        )
    ):
        sheet = book.active if place == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    plan = import_plan(out.getvalue())
    assert [each.id for each in plan.requirements] == ["1", "2"]
    assert {"姓名 电话", "张三 5181064"} <= set(plan.unassigned)


def test_a_document_with_a_table_inside_a_cell() -> None:
    """The text of a nested table stays in the cell that holds it."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for place, text in enumerate(("工作任务", "具体要求", "责任单位")):
        table.cell(0, place).text = text
    for place, text in enumerate(("决策", "1.公开下列信息：", "市司法局")):
        table.cell(1, place).text = text
    table.cell(1, 1).add_table(rows=1, cols=1).cell(0, 0).text = "年度目录"
    out = io.BytesIO()
    document.save(out)
    assert [each.text for each in import_plan(out.getvalue()).requirements] == ["公开下列信息：年度目录"]


def test_cells_cut_by_the_pages_of_a_pdf() -> None:
    """A cell that goes on after the repeated header of the next page is one requirement again."""
    parts = ["、".join(f"第{number}类信息" for number in each) for each in (range(1, 200), range(200, 390))]
    long = f"公开{parts[0]}、{parts[1]}。"
    rows = [
        ("一、任务", "1.公开目录。", "市司法局"),
        ("一、任务", f"2.公开{parts[0]}、", "市财政局"),
        ("", f"{parts[1]}。", ""),
        ("二、平台", "3.支持IPv6。", "市政府办公室"),
    ]
    plan = import_plan(RENDERINGS["pdf"]("泽安市2021年政务公开工作方案", rows))
    assert [each.id for each in plan.requirements] == ["1", "2", "3"]
    assert plan.requirements[1].text == long
    assert plan.requirements[2].lead == ("市政府办公室",)


def test_the_city_plan_as_a_saved_page_in_layout_tables() -> None:
    """The real flattened document in the tables of a page gives the ledger of the text."""
    path = Path(__file__).resolve().parents[4] / "shared" / "plans" / "zhongshan-2021.txt"
    if not path.is_file():
        pytest.skip("the real plan documents are not on this machine")
    text = path.read_text("utf-8")
    lines = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    page = f"<html><body><table><tr><td><a href=/>首頁</a></td><td>{lines}</td></tr></table></body></html>"
    one, other = import_plan(text.encode()), import_plan(page.encode())
    assert brief(other) == brief(one)
