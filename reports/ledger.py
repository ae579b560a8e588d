"""The ledger (台账): one row per requirement and unit, for people to work through, answer and file."""

from collections.abc import Sequence
from pathlib import Path

from checks import Verdict
from reports.views.ledger import Ledger
from reports.views.pieces import day, finding_title
from reports.views.review import review_text
from reports.views.trend import state_word
from reports.wording import REASONS, ROLES, VERDICTS
from reports.workbook import Column, Value, open_book
from rules.history import Past
from rules.result import AuditResult, Cell, FindingResult

FILE = "ledger.xlsx"
_MOST_LINKS = 8
_DECIDED = frozenset({Verdict.PASS, Verdict.FAIL})
_NOT_OWED = frozenset({Verdict.NOT_APPLICABLE, Verdict.PENDING})
COLUMNS = (
    Column("要求编号", 9),
    Column("工作任务", 20),
    Column("具体要求", 38),
    Column("责任单位", 18),
    Column("分工", 7),
    Column("期限", 12),
    Column("判定", 12),
    Column("较上次变化", 12),
    Column("所见", 52),
    Column("整改建议", 40),
    Column("证据网址", 40),
    Column("判定覆盖", 14),
    Column("人工认定", 34),
    Column("单位意见", 14, answer=True, choices=("无异议", "有异议", "已整改", "整改中")),
    Column("说明（附网址）", 36, answer=True),
    Column("整改完成日期", 14, answer=True, day=True),
    Column("经办人", 12, answer=True),
)


def write_ledger(result: AuditResult, path: Path, *, past: Past | None = None) -> Path:
    """Write the ledger of `result` as an XLSX workbook and return `path`. Raises OSError when it cannot be written.

    `past` are the nights before and this one; without it the column of changes is blank. Cells from the web are text,
    whatever they begin with: no formula, no link, no control character.
    """
    ledger = Ledger(result, {}, past)
    caption = f"{result.place}　{result.plan.title}　落实情况台账（审核基准日 {day(result.as_of)}）"
    with open_book(path, title=caption, made=result.as_of) as book:
        book.table("台账", caption, COLUMNS, [_row(ledger, cell) for cell in result.cells])
        book.notes("说明", _notes(result))
    return path


def _row(ledger: Ledger, cell: Cell) -> tuple[Value, ...]:
    requirement = ledger.requirements.get(cell.requirement)
    unit = ledger.units.get(cell.unit)
    findings = ledger.findings_of(cell)
    row: tuple[Value, ...] = (
        cell.requirement,
        requirement.task if requirement else "",
        requirement.text if requirement else "",
        unit.name if unit else cell.unit,
        ROLES.get(cell.role, cell.role),
        requirement.due if requirement else None,
        cell.verdict,
        state_word(ledger, cell.findings),
        _observed(cell, findings, requirement.why if requirement else ""),
        "\n".join(dict.fromkeys(each.remedy for each in findings if each.verdict is Verdict.FAIL and each.remedy)),
        "\n".join(_links(ledger, findings)),
        _coverage(cell, findings),
        _decided_by_hand(cell, findings),
    )
    return row + (None,) * (len(COLUMNS) - len(row))


def _observed(cell: Cell, findings: Sequence[FindingResult], why: str) -> str:
    lines = [
        f"【{VERDICTS[each.verdict].word}】{finding_title(each)}："
        f"{f'（{REASONS[each.reason]}）' if each.reason else ''}{each.observed}"
        for each in findings
    ]
    if cell.note:
        lines.append(cell.note)
    if not findings or cell.needs_person:
        lines.append(f"须人工核查：{why}")
    return "\n".join(lines)


def _links(ledger: Ledger, findings: Sequence[FindingResult]) -> tuple[str, ...]:
    """Return the addresses that the findings rest on, those of parts that fail first."""
    parts = [part.url for each in findings for part in each.parts if part.verdict is Verdict.FAIL and part.url]
    ids = [each for found in findings for each in found.evidence if each in ledger.evidence]
    urls = list(dict.fromkeys([*parts, *(each.url for one in ids for each in ledger.evidence[one].sources)]))
    more = [f"等共 {len(urls)} 个网址"] if len(urls) > _MOST_LINKS else []
    return (*urls[:_MOST_LINKS], *more)


def _coverage(cell: Cell, findings: Sequence[FindingResult]) -> str:
    """Return how many of the things that the requirement asks of the unit were decided."""
    owed = [each.verdict for each in findings if each.verdict not in _NOT_OWED]
    decided = sum(each in _DECIDED for each in owed)
    total = len(owed)
    if cell.needs_person or not findings:
        by_hand = cell.review is not None and not cell.needs_person
        total, decided = total + 1, decided + by_hand
    return f"已判定 {decided} / {total} 项" if total else "无须判定"


def _decided_by_hand(cell: Cell, findings: Sequence[FindingResult]) -> str:
    reviews = [cell.review, *(each.review for each in findings)]
    return "\n".join(dict.fromkeys(review_text(each) for each in reviews if each is not None))


def _notes(result: AuditResult) -> list[tuple[str, str]]:
    score = result.score
    known = score.lowest is not None and score.highest is not None and score.coverage is not None
    figure = f"{score.lowest:g} 至 {score.highest:g}（满分 100）" if known else f"不计算：{score.note or ''}"
    return [
        ("方案", f"{result.plan.title}{f'（{result.plan.number}）' if result.plan.number else ''}"),
        ("审核基准日", day(result.as_of) or ""),
        ("总体得分", figure),
        ("判定覆盖率", "—" if score.coverage is None else f"{score.coverage:.0%}"),
        (
            "怎样使用",
            "表头可筛选；浅黄色各列由责任单位填写。“暂不能判定”不等于“不符合”。本表中的网址均为文字，不会自动打开。",
        ),
        *((word.word, word.meaning) for word in VERDICTS.values()),
        *(("注意", notice) for notice in result.notices),
    ]
