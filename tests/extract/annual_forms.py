"""The forms of the annual report, filled in by the tests: HTML, DOCX and running text."""

import io
from collections.abc import Mapping, Sequence

import docx

Row = tuple[int | None, ...]

REFUSED = (
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
)
UNAVAILABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
UNPROCESSED = (
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
)
OTHER = (
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
)
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
GROUPS = (
    ("refused", "（三）不予公开", REFUSED),
    ("unavailable", "（四）无法提供", UNAVAILABLE),
    ("unprocessed", "（五）不予处理", UNPROCESSED),
)


def keys(layout: str) -> tuple[str, ...]:
    """The row keys of a layout in the order of the form."""
    middle = [f"{group}_{n + 1}" for group, _, labels in GROUPS for n in range(len(labels))]
    others = ["other"] if layout == "2019" else ["other_1", "other_2", "other_3"]
    return ("new", "carried_in", "open", "partial", *middle, *others, "total", "carried_out")


def labels(layout: str) -> list[list[tuple[str, int, int]]]:
    """For each row the label cells that begin in it, as (text, colspan, rowspan)."""
    results = 22 if layout == "2021" else 20
    lines = [
        [("一、本年新收政府信息公开申请数量", 3, 1)],
        [("二、上年结转政府信息公开申请数量", 3, 1)],
        [("三、本年度办理结果", 1, results), ("（一）予以公开", 2, 1)],
        [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1)],
    ]
    groups = [(title, names) for _, title, names in GROUPS]
    if layout == "2021":
        groups.append(("（六）其他处理", OTHER))
    for title, names in groups:
        for n, name in enumerate(names):
            lines.append([(title, 1, len(names)), (name, 1, 1)] if n == 0 else [(name, 1, 1)])
    if layout == "2019":
        lines.append([("（六）其他处理", 2, 1)])
    lines.append([("（七）总计", 2, 1)])
    lines.append([("四、结转下年度继续办理", 3, 1)])
    return lines


def cell(value: int | None, blank: str = "&nbsp;") -> str:
    return blank if value is None else str(value)


def html_requests(layout: str, rows: Mapping[str, Row], *, blank: str = "&nbsp;", span_error: int = 0) -> str:
    """The table of section 三 as Word exports it; `span_error` falsifies the rowspan of the merged cell."""
    text = (
        "<table border=1><tbody><tr><td colspan=3 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，"
        "等于第三项加第四项之和）</td><td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td>"
        "<td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr><tr><td>商业<br>企业</td><td>科研机构</td>"
        "<td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
    )
    for key, heads in zip(keys(layout), labels(layout), strict=True):
        text += "<tr>"
        for name, wide, high in heads:
            tall = high + span_error if high > 10 else high
            text += f"<td colspan={wide} rowspan={tall}><p>{name}</p></td>"
        text += "".join(f"<td><p align=center>{cell(value, blank)}</p></td>" for value in rows[key]) + "</tr>\n"
    return text + "</tbody></table>"


def html_reviews(cells: Sequence[int | None]) -> str:
    """The table of section 四."""
    kinds = "<td>结果<br>维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    heads = kinds.replace("<td>", "<td rowspan=2>")
    return (
        f"<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>{heads}"
        f"<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>{kinds}{kinds}</tr><tr>"
        + "".join(f"<td>{cell(value)}</td>" for value in cells)
        + "</tr></table>"
    )


def html_report(layout: str, rows: Mapping[str, Row], reviews: Sequence[int | None], year: int = 2021) -> bytes:
    """A whole report as a page, tables inside a layout table."""
    one, two, three, four, five, six = (f"<p><b>{title}</b></p>" for title in SECTIONS)
    column = "本年制发件数" if layout == "2021" else "本年新<br/>制作数量"
    return (
        f"<html><head><title>泽安市人民政府</title></head><body><table><tr><td><h1>泽安市{year}年政府信息公开工作年度报告</h1>"
        f"{one}<p>本年工作有序。</p>{two}<table><tr><td>信息内容</td><td>{column}</td></tr></table>"
        f"{three}{html_requests(layout, rows)}{four}{html_reviews(reviews)}{five}<p>略。</p>{six}<p>无。</p>"
        "</td></tr></table></body></html>"
    ).encode()


def docx_report(layout: str, rows: Mapping[str, Row], reviews: Sequence[int | None], year: int = 2021) -> bytes:
    """The same as a Word file with merged cells."""
    document = docx.Document()
    document.add_heading(f"泽安市{year}年政府信息公开工作年度报告")
    for title in SECTIONS[:3]:
        document.add_paragraph(title)
    heads = labels(layout)
    table = document.add_table(rows=3 + len(heads), cols=10)
    table.cell(0, 0).merge(table.cell(2, 2)).text = "勾稽关系"
    table.cell(0, 3).merge(table.cell(0, 9)).text = "申请人情况"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "自然人"
    table.cell(1, 4).merge(table.cell(1, 8)).text = "法人或其他组织"
    table.cell(1, 9).merge(table.cell(2, 9)).text = "总计"
    for at, name in enumerate(("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")):
        table.cell(2, 4 + at).text = name
    for at, (key, cells) in enumerate(zip(keys(layout), heads, strict=True), start=3):
        column = 3 - sum(wide for _, wide, _ in cells)
        for name, wide, high in cells:
            table.cell(at, column).merge(table.cell(at + high - 1, column + wide - 1)).text = name
            column += wide
        for place, value in enumerate(rows[key]):
            table.cell(at, 3 + place).text = cell(value, "")
    document.add_paragraph(SECTIONS[3])
    kinds = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    table = document.add_table(rows=4, cols=15)
    table.cell(0, 0).merge(table.cell(0, 4)).text = "行政复议"
    table.cell(0, 5).merge(table.cell(0, 14)).text = "行政诉讼"
    table.cell(1, 5).merge(table.cell(1, 9)).text = "未经复议直接起诉"
    table.cell(1, 10).merge(table.cell(1, 14)).text = "复议后起诉"
    for at in range(15):
        if at < 5:
            table.cell(1, at).merge(table.cell(2, at))
        table.cell(2, at).text = kinds[at % 5]
        table.cell(3, at).text = cell(reviews[at], "")
    for title in SECTIONS[4:]:
        document.add_paragraph(title)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def running_report(layout: str, rows: Mapping[str, Row], reviews: Sequence[int], breaks: Sequence[int]) -> str:
    """The same as the text layer of a PDF: labels broken at `breaks` characters, a page number in between."""
    text = (
        "2021 年政府信息公开工作年度报告\n" + "\n".join(SECTIONS[:3]) + "\n自然人\n法人或其他组织\n总计 商 业 企\n业\n"
    )
    for at, (key, cells) in enumerate(zip(keys(layout), labels(layout), strict=True)):
        label = "".join(f"{name}" for name, _, _ in cells)
        cut = breaks[at % len(breaks)]
        text += label[:cut] + "\n" + label[cut:] + " " + " ".join(cell(value, "") for value in rows[key]) + "\n"
        if at % 9 == 8:
            text += f"- {at} -\n\f" if at < 15 else f"{at}\n\f"
    text += SECTIONS[3] + "\n行政复议 行政诉讼\n总计\n未经复议直接起诉 复议后起诉\n结 果\n维持\n总计\n"
    return text + " ".join(cell(value, "") for value in reviews) + "\n" + "\n".join(SECTIONS[4:]) + "\n"
