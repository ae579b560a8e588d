"""One ledger written as a table in every form an office issues it: HTML, DOCX, XLSX and PDF, with merged cells."""

import io
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby

import docx
import openpyxl
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

RowText = tuple[str, str, str]
HEADER: RowText = ("工作任务", "具体要求", "责任单位")
"""A row is (task, numbered requirement, units)."""


def _runs(rows: Sequence[RowText], column: int) -> Iterator[tuple[int, int]]:
    """Yield (first row, length) of the runs in which a column repeats its text; units merge only within a task."""
    start = 0
    for _, group in groupby(rows, key=lambda row: (row[0], row[column])):
        length = len(list(group))
        yield start, length
        start += length


def html(title: str, rows: Sequence[RowText]) -> bytes:
    """A saved page: menu, title, and one table with rowspans."""
    spans = {(start, column): length for column in (0, 2) for start, length in _runs(rows, column)}
    lines = []
    for number, row in enumerate(rows):
        cells = [
            f'<td rowspan="{spans.get((number, column), 1)}"><p>{escape(row[column])}</p></td>'
            for column in range(3)
            if column == 1 or (number, column) in spans
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th>{word}</th>" for word in HEADER)
    page = f"""<!DOCTYPE html><html><head><meta charset="gbk"><title>{title}</title><script>var a = 1;</script></head>
    <body><div class="nav"><a href="/">首页</a></div><h1>{title}</h1>
    <table><tr>{head}</tr>{"".join(lines)}</table></body></html>"""
    return page.encode("gb18030")


def word(title: str, rows: Sequence[RowText]) -> bytes:
    """A DOCX with vertically merged cells."""
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(rows=1 + len(rows), cols=3)
    for place, text in enumerate(HEADER):
        table.cell(0, place).text = text
    for number, row in enumerate(rows, start=1):
        table.cell(number, 1).text = row[1]
    for column in (0, 2):
        for start, length in _runs(rows, column):
            merged = table.cell(start + 1, column).merge(table.cell(start + length, column))
            merged.text = rows[start][column]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(title: str, rows: Sequence[RowText]) -> bytes:
    """An XLSX with a merged title and merged cells."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.append((title,))
    page.merge_cells("A1:C1")
    page.append(HEADER)
    for row in rows:
        page.append(row)
    for column in (0, 2):
        for start, length in _runs(rows, column):
            if length > 1:
                page.merge_cells(
                    start_row=start + 3, end_row=start + length + 2, start_column=column + 1, end_column=column + 1
                )
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def pdf(title: str, rows: Sequence[RowText]) -> bytes:
    """A PDF with a ruled table over several pages, its header repeated on each; cells repeat their text."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=11, wordWrap="CJK")
    cells = [[Paragraph(escape(text), style) for text in row] for row in (HEADER, *rows)]
    table = Table(cells, colWidths=(120, 400, 200), repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4)).build([Paragraph(escape(title), style), table])
    return out.getvalue()


RENDERINGS: dict[str, Callable[[str, Sequence[RowText]], bytes]] = {
    "html": html,
    "docx": word,
    "xlsx": sheet,
    "pdf": pdf,
}
