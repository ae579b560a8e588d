"""The annual report as a PDF that a word processor prints: tables with merged cells, figures centred, blanks empty."""

import io
from collections.abc import Callable, Mapping, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.extract import annual_forms as forms

FONT = "STSong-Light"
Style = tuple[object, ...]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
DISCLOSURE = (
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "rules made", "rules repealed", "rules valid"),
    ("行政规范性文件", "normative made", "normative repealed", "normative valid"),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", "licences decided"),
    ("第二十条第（六）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政处罚", "penalties decided"),
    ("行政强制", "coercion decided"),
    ("第二十条第（八）项",),
    ("信息内容", "本年收费金额（单位：万元）"),
    ("行政事业性收费", "fees amount"),
)
"""The lines of section 二; two English words are the place of a figure."""


def pdf_report(
    rows: Mapping[str, forms.Row],
    reviews: Sequence[int | None],
    disclosure: Mapping[str, int | float | None],
    *,
    ruled: bool = True,
    footer: str = "",
) -> bytes:
    """Return the report of 2022 in the form of 2021, `footer` under each page with its number in place of `#`.

    Tables that are not ruled draw no lines.
    """
    grid = [GRID] if ruled else []
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK", alignment=1)

    def cell(value: object) -> Paragraph:
        return Paragraph("" if value is None else str(value), style)

    titles = [cell(title) for title in forms.SECTIONS]
    target = io.BytesIO()

    def under(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 30, footer.replace("#", str(document.page)))

    SimpleDocTemplate(target, pagesize=A4, leftMargin=20, rightMargin=20).build(
        [
            cell("泽安市2022年政府信息公开工作年度报告"),
            *titles[:2],
            _disclosure(disclosure, cell, grid),
            titles[2],
            _requests(rows, cell, grid),
            titles[3],
            _reviews(reviews, cell, grid),
            *titles[4:],
        ],
        onFirstPage=under,
        onLaterPages=under,
    )
    return target.getvalue()


def _disclosure(
    figures: Mapping[str, int | float | None], cell: Callable[[object], Paragraph], grid: list[Style]
) -> Table:
    spans, lines = [], []
    for at, line in enumerate(DISCLOSURE):
        lines.append([cell(figures.get(each, each)) for each in line] + [""] * (4 - len(line)))
        if len(line) < 4:
            spans.append(("SPAN", (len(line) - 1, at), (3, at)))
    return Table(lines, colWidths=[140, 110, 110, 110], style=TableStyle([*grid, *spans]))


def _requests(rows: Mapping[str, forms.Row], cell: Callable[[object], Paragraph], grid: list[Style]) -> Table:
    spans = [("SPAN", (0, 0), (2, 2)), ("SPAN", (3, 0), (9, 0)), ("SPAN", (3, 1), (3, 2))]
    spans += [("SPAN", (4, 1), (8, 1)), ("SPAN", (9, 1), (9, 2))]
    applicants = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    lines: list[list[object]] = [
        ["", "", "", cell("申请人情况"), "", "", "", "", "", ""],
        ["", "", "", cell("自然人"), cell("法人或其他组织"), "", "", "", "", cell("总计")],
        ["", "", "", "", *(cell(name) for name in applicants), ""],
    ]
    for key, heads in zip(forms.keys("2021"), forms.labels("2021"), strict=True):
        line: list[object] = ["", "", ""]
        column = 3 - sum(wide for _, wide, _ in heads)
        for name, wide, high in heads:
            line[column] = cell("" if high > 10 else name)
            if wide > 1:
                spans.append(("SPAN", (column, len(lines)), (column + wide - 1, len(lines))))
            column += wide
        lines.append(line + [cell(value) for value in rows[key]])
    return Table(lines, colWidths=[30, 60, 150] + [38] * 7, style=TableStyle([*grid, *spans]))


def _reviews(figures: Sequence[int | None], cell: Callable[[object], Paragraph], grid: list[Style]) -> Table:
    kinds = [cell(each) for each in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    gap = [""] * 4
    lines = [
        [cell("行政复议"), *gap, cell("行政诉讼"), *gap, "", *gap],
        [*kinds, cell("未经复议直接起诉"), *gap, cell("复议后起诉"), *gap],
        [""] * 5 + kinds + kinds,
        [cell(value) for value in figures],
    ]
    spans = [("SPAN", (0, 0), (4, 0)), ("SPAN", (5, 0), (14, 0)), ("SPAN", (5, 1), (9, 1)), ("SPAN", (10, 1), (14, 1))]
    return Table(lines, colWidths=[34] * 15, style=TableStyle([*grid, *spans]))
