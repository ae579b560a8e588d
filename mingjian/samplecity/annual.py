"""Annual reports on open-government work: figures that add up, and their two table layouts (NORMS 4)."""

from dataclasses import dataclass

from mingjian.samplecity.phrasing import pick

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_OUTCOMES = (
    ("（一）予以公开", ("",)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ("",)),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    ("（四）无法提供", ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
)
_OTHER = {
    "2019": (("（六）其他处理", ("",)),),
    "2021": (
        (
            "（六）其他处理",
            (
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "3.其他",
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results: its group's label on the group's first line, its own label, and seven cells."""

    group: str | None
    span: int
    label: str
    cells: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one report; a cell is None where the published table is left blank.

    `rules` are the government rules (规章) that it claims; `told` is what its prose says came in, where that is wrong.
    """

    new: tuple[int, ...]
    carried_in: tuple[int, ...]
    rows: tuple[Row, ...]
    total: tuple[int, ...]
    carried_out: tuple[int, ...]
    reviews: tuple[int, ...]
    made: int
    decisions: int
    rules: int = 0
    told: int | None = None

    @property
    def received(self) -> int:
        """How many requests came in during the year, as the prose tells it."""
        return self.new[-1] if self.told is None else self.told


def figures(
    seed: str, layout: str, carried_in: tuple[int, ...], fault: str | None = None, *, rules: int = 0
) -> Figures:
    """Return figures that satisfy the identities I1 to I4, except for the declared fault.

    `total` breaks I1 in the last column, `review` breaks I4, `blank-totals` leaves the last column of the result
    rows blank (which decides nothing), `prose` tells another figure in the text. `rules` are the 规章 claimed.
    """
    rows: list[Row] = []
    sums = [0] * 6
    for group, labels in (*_OUTCOMES, *_OTHER[layout]):
        for place, label in enumerate(labels):
            ceiling = 9 if group.startswith(("（一）", "（二）")) else 3
            cells = [_cell(seed, group, label, column, ceiling) for column in range(6)]
            sums = [left + right for left, right in zip(sums, cells, strict=True)]
            last = None if fault == "blank-totals" else sum(cells)
            rows.append(Row(group if place == 0 else None, len(labels), label, (*cells, last)))
    out = [1 if column == 0 else 0 for column in range(6)]
    carried = list(carried_in[:6])
    new = [max(0, total + left - came) for total, left, came in zip(sums, out, carried, strict=True)]
    printed_new = (*new, sum(new) + (3 if fault == "total" else 0))
    reviews = [pick((0, 0, 1, 2), seed, "review", cell) for cell in range(12)]
    blocks = [(*reviews[start : start + 4], sum(reviews[start : start + 4])) for start in (0, 4, 8)]
    if fault == "review":
        blocks[0] = (*blocks[0][:4], blocks[0][4] + 1)
    return Figures(
        new=printed_new,
        carried_in=(*carried, sum(carried)),
        rows=tuple(rows),
        total=(*sums, sum(sums)),
        carried_out=(*out, sum(out)),
        reviews=tuple(cell for block in blocks for cell in block),
        made=2 + pick(range(9), seed, "made"),
        decisions=20 + pick(range(300), seed, "decisions"),
        rules=rules,
        told=printed_new[-1] + 7 if fault == "prose" else None,
    )


def _cell(seed: str, group: str, label: str, column: int, ceiling: int) -> int:
    if column == 0:
        return pick(range(ceiling), seed, group, label) + (4 if group.startswith("（一）") else 0)
    return pick((0, 0, 0, 0, 1), seed, group, label, column)


def as_blocks(numbers: Figures, *, organiser: str, year: int) -> tuple[str | tuple[tuple[str, ...], ...], ...]:
    """Return the whole report as paragraphs and tables, for a report that is published only as a file."""
    block = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return (
        f"{organiser}{year}年政府信息公开工作年度报告",
        "一、总体情况",
        f"{year}年通过门户网站主动公开政府信息{numbers.decisions}条，新收政府信息公开申请{numbers.received}件。",
        "二、主动公开政府信息情况",
        (
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "0", "0", "0"),
            ("行政规范性文件", str(numbers.made), "1", str(numbers.made + 12)),
        ),
        "三、收到和处理政府信息公开申请情况",
        as_rows(numbers),
        "四、政府信息公开行政复议、行政诉讼情况",
        (
            (*("行政复议",) * 5, *("行政诉讼",) * 10),
            (*block, *("未经复议直接起诉",) * 5, *("复议后起诉",) * 5),
            block * 3,
            tuple(map(str, numbers.reviews)),
        ),
        "五、存在的主要问题及改进情况",
        "栏目更新不够及时，将完善信息发布机制。",
        "六、其他需要报告的事项",
        "无其他需要报告的事项。",
    )


def as_rows(numbers: Figures) -> tuple[tuple[str, ...], ...]:
    """Return the table of requests as plain rows, as an office types it into a document."""

    def text(*labels: str, cells: tuple[int | None, ...]) -> tuple[str, ...]:
        return (*labels, *("" if cell is None else str(cell) for cell in cells))

    rows = [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", "", *("申请人情况",) * 7),
        ("", "", "", "自然人", *("法人或其他组织",) * 5, "总计"),
        ("", "", "", *APPLICANTS),
        text("一、本年新收政府信息公开申请数量", "", "", cells=numbers.new),
        text("二、上年结转政府信息公开申请数量", "", "", cells=numbers.carried_in),
    ]
    group = ""
    for row in numbers.rows:
        group = row.group or group
        rows.append(text("三、本年度办理结果", group, row.label or group, cells=row.cells))
    rows.append(text("三、本年度办理结果", "（七）总计", "（七）总计", cells=numbers.total))
    rows.append(text("四、结转下年度继续办理", "", "", cells=numbers.carried_out))
    return tuple(rows)
