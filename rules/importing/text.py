"""Plain text: tables by tabs, tables flattened to one cell per line, stray tags of a page that was copied."""

import re

from rules.importing.document import Block, Document, Line, Row
from rules.importing.headers import read_header

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_BREAK = re.compile(r"</?(?:p|br|div|li)\b[^<>]{0,100}>", re.IGNORECASE)
_FEWEST_GROUPS = 3
_BARS = re.compile(r"[|｜│┃]")
_BLANKS = re.compile(r"[ 　]{2,}")
_RULE = re.compile(r"[\s|｜│┃+:\-—─━┌┬┐├┼┤└┴┘]*")


def read(decoded: str) -> Document:
    """Return the blocks of a text. Tags are removed; a line that held nothing else is junk."""
    lines: list[tuple[int, str]] = []
    junk: list[tuple[str, str]] = []
    for where, raw in enumerate(re.split(r"\r\n|\r|\n|\f", decoded), start=1):
        kept = _TAG.sub("", _BREAK.sub("\v", raw))
        if raw.strip() and not kept.strip("\v \t　\xa0"):
            junk.append((raw.strip()[:200], "markup") if "<" in raw else (raw.strip()[:200], "blank"))
            kept = ""
        if _RULE.fullmatch(kept) and _BARS.search(kept):
            junk.append((kept.strip()[:200], "table rule"))
            kept = ""
        lines.append((where, kept))
    blocks = _cells_by_line(lines) or _cells_by_tab(_with_tabs(lines))
    return Document("text", tuple(blocks), tuple(junk))


def clean(cell: str) -> str:
    """Return a cell's text without the blanks around its paragraphs."""
    parts = (part.strip(" \t　\xa0") for part in cell.replace("\v", "\n").split("\n"))
    return "\n".join(part for part in parts if part)


def _with_tabs(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Put tabs for the bars or the wide blanks that part the cells of a typed table; its header row shows which."""
    for mark in (_BARS, _BLANKS):
        if any("\t" not in line and read_header(_parted(line, mark)) for _, line in lines):
            return [
                (where, line if "\t" in line or _RULE.fullmatch(line) else "\t".join(_parted(line, mark)))
                for where, line in lines
            ]
    return lines


def _parted(line: str, mark: re.Pattern[str]) -> tuple[str, ...]:
    cells = [cell.strip() for cell in mark.split(line)]
    if mark is _BARS and len(cells) > 2 and not cells[0] and not cells[-1]:  # noqa: PLR2004 - bars at both ends
        cells = cells[1:-1]
    return tuple(cells)


def _cells_by_tab(lines: list[tuple[int, str]]) -> list[Block]:
    blocks: list[Block] = []
    table, inside = 0, False
    for where, line in lines:
        cells = line.split("\t")
        if len(cells) > 1 and sum(bool(cell.strip()) for cell in cells) > 1 - inside:
            if not inside:
                table += 1
            inside = True
            blocks.append(Row(tuple(clean(cell) for cell in cells), where, table))
        elif line.strip():
            inside = False
            blocks.append(Line(clean(line), where))
    return blocks


def _cells_by_line(lines: list[tuple[int, str]]) -> list[Block] | None:
    """Rows whose cells stand one below the other, each begun by a tab, a blank line between rows.

    An empty cell is a line with nothing but its tab, which is why rows keep their shape. None when the text is not so.
    """
    groups: list[list[tuple[int, str]]] = [[]]
    for where, line in lines:
        if not line.strip(" 　\xa0"):
            groups.append([])
        else:
            groups[-1].append((where, line))
    rows = [group for group in groups if len(group) > 1 and all(_is_cell(line) for _, line in group)]
    if len(rows) < _FEWEST_GROUPS:
        return None
    width = max((len(group) for group in rows), key=[len(group) for group in rows].count)
    blocks: list[Block] = []
    for group in groups:
        if len(group) == width and all(_is_cell(line) for _, line in group):
            blocks.append(Row(tuple(clean(line) for _, line in group), group[0][0], 1))
        else:
            blocks.extend(Line(clean(line), where) for where, line in group if line.strip())
    return blocks


def _is_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]
