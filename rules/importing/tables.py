"""Plans in tables with a header row, repeated on every page or not, with merged, repeated or blank cells."""

import re

from rules.importing.chinese import number as chinese_number
from rules.importing.document import Block, Line, Row
from rules.importing.draft import Draft, Sorted, identify
from rules.importing.headers import Header, Role, read_header
from rules.importing.junk import junk_reason
from rules.importing.numbering import Style, numbered, split_items

_CELL_NUMBER = re.compile(r"[（(]?\s*(\d{1,4}(?:[.\-]\d{1,3}){0,2}|[一二三四五六七八九十百]{1,4})\s*[)）.．、]?")
_STOPS = "。；;！!？?”）)"
_LONGEST_HEADING = 60
_LONGEST_TITLE = 20
_BELOW = 60
"""Rows that are looked at to settle what a column holds."""


def read(blocks: tuple[Block, ...]) -> Sorted | None:
    """Return the blocks sorted, or None when no table has a header of a plan."""
    reader = _Reader()
    for place, block in enumerate(blocks):
        if isinstance(block, Line):
            reader.line(block.text)
        else:
            reader.row(block, _header(block, blocks[place + 1 : place + 1 + _BELOW]))
    identify(reader.found.drafts)
    return reader.found if reader.seen else None


def _header(row: Row, following: tuple[Block, ...]) -> Header | None:
    """Return the header that a row is, settled by the rows of its table below it."""
    if read_header(row.cells) is None:
        return None
    below: list[tuple[str, ...]] = []
    for each in following:
        if not isinstance(each, Row) or each.table != row.table or read_header(each.cells) is not None:
            break
        if not _spanned(each.cells):
            below.append(each.cells)
    return read_header(row.cells, below)


class _Reader:
    def __init__(self) -> None:
        self.found = Sorted()
        self.header: Header | None = None
        self.table = 0
        self.seen = self.fresh = False
        self.task = self.units = self.support = ""
        self.beside: tuple[str, ...] = ()

    def line(self, text: str) -> None:
        reason = junk_reason(text)
        if reason:
            self.found.junk.append((text, reason))
        elif self.seen or _is_item(text):
            # An item above the table may ask for what the table does not.
            self.found.unassigned.append(text)
        else:
            self.found.preamble.append(text)

    def row(self, row: Row, again: Header | None) -> None:
        cells = row.cells
        words = " ".join(dict.fromkeys(filter(None, cells)))
        refined = self.header.refined(cells) if self.header is not None and self.fresh else None
        if again is not None or refined is not None:
            self.header, self.table, self.seen, self.fresh = again or refined, row.table, True, True
            self.found.headings.append(words)
            return
        if self.header is None or not self._goes_on(row):
            self.line(words)
            return
        self.fresh = False
        if reason := junk_reason(words):
            self.found.junk.append((words, reason))
        elif _spanned(cells) or self._is_heading(cells):
            self._heading(words)
        else:
            self._requirements(cells, row.where)

    def _goes_on(self, row: Row) -> bool:
        """True when a row is one of the table whose header was read, or of the same table after a page break."""
        if row.table == self.table:
            return True
        header = self.header
        if (
            header is not None
            and len(row.cells) == len(header.roles)
            and _cell_number(header.cell(row.cells, Role.NUMBER))
        ):
            self.table = row.table
        elif header is not None and len(row.cells) == len(header.roles) and not header.has(Role.NUMBER):
            text = header.cell(row.cells, Role.REQUIREMENT)
            if numbered(text) or not text:
                self.table = row.table
        return row.table == self.table

    def _is_heading(self, cells: tuple[str, ...]) -> bool:
        """A row whose only cell is a short numbered title stands over the rows below it."""
        filled = [cell for cell in cells if cell]
        item = numbered(filled[0]) if len(filled) == 1 else None
        return item is not None and item.style is Style.CHINESE and len(item.body) <= _LONGEST_HEADING // 2

    def _heading(self, words: str) -> None:
        if len(words) <= _LONGEST_HEADING and "：" not in words[:4]:
            self.task = words
            self.found.headings.append(words)
        else:
            self.found.unassigned.append(words)

    def _requirements(self, cells: tuple[str, ...], where: int) -> None:
        header = self.header
        if header is None:
            raise AssertionError("rows before a header were sorted above")
        task, number = " ".join(header.cell(cells, Role.TASK).split()), _cell_number(header.cell(cells, Role.NUMBER))
        units, support = header.cell(cells, Role.LEAD), header.cell(cells, Role.SUPPORT)
        text, due = header.cell(cells, Role.REQUIREMENT), header.cell(cells, Role.DUE)
        last = self.found.drafts[-1] if self.found.drafts else None
        odd = header.cell(cells, Role.NUMBER)
        if odd and not number and (text or units):
            self.found.unassigned.append(odd)  # words where a number should stand
        beside = header.beside(cells)
        if text and beside != self.beside:  # a merged cell stands beside every row it spans
            self.found.unassigned += beside
        self.beside = beside
        if not text:
            if last is not None and units and not task and not number:
                last.units = self.units = f"{last.units}；{units}"  # a second paragraph of a merged unit cell
            else:
                self.task = task or self.task
                self.found.headings.append(" ".join(filter(None, cells)))
            return
        if last is not None and not task and not number and _continues(last, text, units):
            last.text += " ".join(text.split("\n"))
            last.units = self.units = last.units + units
            last.support = self.support = last.support + support
            return
        self.task = task or self.task
        # A blank unit cell continues the merged one above it.
        self.units = units or self.units
        self.support = (support if units or support else self.support) if header.has(Role.SUPPORT) else ""
        for item in split_items(text, whole=bool(number)):
            self._add(item, Draft(self.task, "", self.units, self.support, due, where, number))

    def _add(self, item: str, like: Draft) -> None:
        read = numbered(item)
        if read is not None and read.style is Style.FIRSTLY and like.number:
            read = None  # the row has its own number; 一是 begins a part of its text
        like.value = read.value if read else None
        like.text = " ".join((read.body if read else item).split("\n"))
        last = self.found.drafts[-1] if self.found.drafts else None
        if last is not None and (last.text, last.task, last.number) == (like.text, like.task, like.number):
            return  # a merged cell that a grid repeated
        self.found.drafts.append(like)


def _is_item(text: str) -> bool:
    item = numbered(text)
    return item is not None and item.style not in (Style.CHINESE, Style.FIRSTLY) and len(item.body) > _LONGEST_TITLE


def _spanned(cells: tuple[str, ...]) -> bool:
    """True for a title that spans the table: the same text in every place."""
    return len(cells) > 1 and len(set(cells)) == 1


def _continues(last: Draft, text: str, units: str) -> bool:
    """True when a row is the rest of the one above it, cut by the end of a page.

    Such a row has no number where the others have one; where only a column of numbers has them, a merged number
    looks the same, and then the sentence must have been cut.
    """
    if numbered(text) or not (last.value is not None or last.number):
        return False
    cut = bool(last.text) and last.text[-1] not in _STOPS
    return cut or (last.value is not None and not last.number and not units)


def _cell_number(cell: str) -> str:
    """Return the number in a cell of numbers as an id has it (3, 2.1), or an empty text."""
    found = _CELL_NUMBER.fullmatch(cell.strip())
    if not found:
        return ""
    value = chinese_number(found.group(1))
    return found.group(1) if value is None else str(value)
