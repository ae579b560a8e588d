"""The form in which people decide what the audit could not: one row per requirement and unit that is still open."""

from collections.abc import Sequence
from pathlib import Path

from checks import Verdict
from reports.views.ledger import Ledger
from reports.views.pieces import day, finding_title
from reports.wording import REASONS
from reports.workbook import Column, Value, open_book
from rules.result import AuditResult, Cell
from rules.review_file import COLUMNS, SHEET, WORDS

FILE = "review.xlsx"
_OPEN = frozenset({Verdict.MANUAL, Verdict.INCONCLUSIVE, Verdict.ERROR})
FORM = (
    Column(COLUMNS["plan"], 17),
    Column(COLUMNS["requirement"], 9),
    Column(COLUMNS["unit"], 12),
    Column("单位名称", 20),
    Column("工作任务", 20),
    Column("具体要求", 38),
    Column("网上所见", 46),
    Column("目前判定", 12),
    Column(COLUMNS["check"], 18, answer=True),
    Column(COLUMNS["verdict"], 10, answer=True, choices=tuple(WORDS)),
    Column(COLUMNS["reason"], 32, answer=True),
    Column(COLUMNS["author"], 12, answer=True),
    Column(COLUMNS["date"], 13, answer=True, day=True),
    Column(COLUMNS["until"], 13, answer=True, day=True),
    Column(COLUMNS["document"], 32, answer=True),
)
_NOTES = (
    ("填写", "只填浅黄色各列。“认定”留空、其余也留空的行不作处理；填了一部分的行会被指出，不会被采用。"),
    ("认定", "符合、不符合：对须人工核查和暂不能判定的部分作出结论。豁免：在一段时间内不要求，必须填写“有效期至”。"),
    ("检查", "一般留空。要改变某项检查已有的判定，填检查的编号（如 column-missing）或判定编号；原判定仍会显示。"),
    ("依据", "文件文号或网址，必填。没有依据的结论不能采用。"),
    ("有效期至", "最后有效的一天。过期的意见不再采用，并在报告中列出。"),
    ("责任单位", "填名册中的单位编号、单位名称，或“各镇街”这样的统称。"),
    ("采用", "填好后运行：mingjian check 文件夹 --review 本文件"),
)


def write_form(results: Sequence[AuditResult], path: Path) -> int:
    """Write the form for the open cells of some plans as an XLSX workbook and return how many rows it has.

    The same workbook, filled in, is what `rules.review_file.load_reviews` reads. Raises OSError when `path` cannot be
    written, ValueError without a result.
    """
    if not results:
        raise ValueError("a form needs at least one result")
    rows = [_row(ledger, cell) for ledger in (Ledger(each, {}) for each in results) for cell in _open(ledger)]
    first = results[0]
    caption = f"{first.place}　人工核查表（审核基准日 {day(first.as_of)}）"
    with open_book(path, title=caption, made=first.as_of) as book:
        book.table(SHEET, caption, FORM, rows)
        book.notes("填写说明", _NOTES)
    return len(rows)


def _open(ledger: Ledger) -> list[Cell]:
    return [each for each in ledger.result.cells if each.needs_person or each.verdict in _OPEN]


def _row(ledger: Ledger, cell: Cell) -> tuple[Value, ...]:
    requirement = ledger.requirements.get(cell.requirement)
    unit = ledger.units.get(cell.unit)
    seen = [
        f"{finding_title(each)}：{f'（{REASONS[each.reason]}）' if each.reason else ''}{each.observed}"
        for each in ledger.findings_of(cell)
    ]
    if requirement is not None and (cell.needs_person or not seen):
        seen.append(f"须人工核查：{requirement.why}")
    row: tuple[Value, ...] = (
        ledger.result.plan.id,
        cell.requirement,
        cell.unit,
        unit.name if unit else cell.unit,
        requirement.task if requirement else "",
        requirement.text if requirement else "",
        "\n".join(seen),
        cell.verdict,
    )
    return row + (None,) * (len(FORM) - len(row))
