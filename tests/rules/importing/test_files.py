"""What office programs put into files: tracked changes, text boxes, content controls, rows that a page's end cuts."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import docx
import openpyxl
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from rules.importing.ledger import import_plan

HEADER = ("序号", "工作任务", "具体要求", "责任单位", "完成时限")


def _element(name: str, inner: str, attributes: str = "") -> Any:
    return parse_xml(f"<w:{name} {nsdecls('w')} {attributes}>{inner}</w:{name}>")


def _run(text: str, word: str = "t") -> str:
    return f"<w:r><w:{word}>{text}</w:{word}></w:r>"


def _tracked(table: Any) -> None:
    """The text of the requirement was changed, and one row was struck out."""
    paragraph = table.cell(1, 2).paragraphs[0]
    paragraph.text = "公布"
    paragraph._p.append(_element("del", _run("旧的", "delText"), 'w:id="1" w:author="a"'))
    paragraph._p.append(_element("ins", _run("年度目录"), 'w:id="2" w:author="a"'))
    struck = table.add_row()
    for cell in struck.cells:
        cell.text = "删去"
    struck._tr.get_or_add_trPr().append(_element("del", "", 'w:id="3" w:author="a"'))


def _controlled(table: Any) -> None:
    """The requirement is a content control, and so is the row."""
    cell = table.cell(1, 2)
    cell.text = ""
    cell.paragraphs[0]._p.append(_element("sdt", f"<w:sdtContent>{_run('公布年度目录')}</w:sdtContent>"))
    row = table.rows[1]._tr
    control = _element("sdt", "<w:sdtContent/>")
    row.addprevious(control)
    control[0].append(row)


def _boxed(table: Any) -> None:
    """The requirement stands in a text box within the cell."""
    cell = table.cell(1, 2)
    cell.text = ""
    box = f"<w:pict><w:txbxContent><w:p>{_run('公布年度目录')}</w:p></w:txbxContent></w:pict>"
    cell.paragraphs[0]._p.append(_element("r", box))


@pytest.mark.parametrize("edit", [_tracked, _controlled, _boxed])
def test_words_that_are_no_plain_runs(edit: Callable[[Any], None]) -> None:
    """Changes are taken as accepted; controls and boxes are read like any text."""
    document = docx.Document()
    box = f"<w:pict><w:txbxContent><w:p>{_run('泽安市2021年政务公开任务分解表')}</w:p></w:txbxContent></w:pict>"
    document.add_paragraph()._p.append(_element("r", box))
    table = document.add_table(rows=2, cols=5)
    for place, cells in enumerate((HEADER, ("1", "决策", "公布年度目录", "市司法局", "年底前"))):
        for column, text in enumerate(cells):
            table.cell(place, column).text = text
    edit(table)
    out = io.BytesIO()
    document.save(out)
    plan = import_plan(out.getvalue())
    assert [(each.text, each.lead, str(each.due)) for each in plan.requirements] == [
        ("公布年度目录", ("市司法局",), "2021-12-31")
    ]
    assert (plan.title, plan.year) == ("泽安市2021年政务公开任务分解表", 2021)


def test_footnotes_are_told() -> None:
    """A footnote may ask for something; it stands in a part of its own and goes unassigned."""
    document = docx.Document()
    document.add_paragraph("泽安市2021年政务公开任务分解表")
    table = document.add_table(rows=2, cols=5)
    for place, cells in enumerate((HEADER, ("1", "决策", "公布年度目录", "市司法局", "年底前"))):
        for column, text in enumerate(cells):
            table.cell(place, column).text = text
    note = f"<w:footnote w:id='1'><w:p>{_run('目录以市司法局公布的为准')}</w:p></w:footnote>"
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    out = io.BytesIO()
    document.save(out)
    assert import_plan(out.getvalue()).unassigned == ("目录以市司法局公布的为准",)


def test_days_and_numbers_in_a_workbook() -> None:
    """A day that the office program keeps as a day is a deadline, a number it keeps as 1.0 is 1."""
    book = openpyxl.Workbook()
    assert book.active is not None
    title = ("泽安市2021年政务公开任务分解表",)
    for row in (title, HEADER, (1.0, "决策", "公布年度目录", "市司法局", datetime(2021, 11, 30))):  # noqa: DTZ001 - as cells have it
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    read = import_plan(out.getvalue()).requirements[0]
    assert (read.id, str(read.due)) == ("1", "2021-11-30")


def test_a_row_cut_by_the_end_of_a_page() -> None:
    """The table is open below where the page ends, and goes on without its header: one requirement again."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    large = ParagraphStyle("line", fontName="STSong-Light", fontSize=16, leading=30, wordWrap="CJK")
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=11, leading=15, wordWrap="CJK")
    title = "泽安市人民政府办公室关于印发《泽安市2021年全市政务公开重点工作任务分解表》的通知"
    long = f"公开{'、'.join(f'第{number}类信息' for number in range(1, 60))}。"
    rows = [
        HEADER,
        ("1", "决策", "公布目录。", "市司法局", "长期"),
        ("2", "财政", long, "市财政局牵头，各镇街配合", "10月底前"),
        ("3", "", "公开预算。", "市财政局", "长期"),
    ]
    cells = [[Paragraph(text, small) for text in row] for row in rows]
    table = Table(
        cells, colWidths=(40, 120, 300, 150, 100), style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], splitInRow=1
    )
    above = [
        Paragraph(text, large) for text in (title, "各镇街、市直各单位：", "2021年5月6日", *("现印发给你们。",) * 6)
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4)).build([*above, table])
    plan = import_plan(out.getvalue())
    assert [(each.id, each.task, each.text) for each in plan.requirements] == [
        ("1", "决策", "公布目录。"),
        ("2", "财政", long),
        ("3", "财政", "公开预算。"),
    ]
    assert (plan.requirements[1].lead, plan.requirements[1].groups) == (("市财政局",), ("各镇街",))
    assert plan.title == title
