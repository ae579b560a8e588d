"""DOCX and XLSX: paragraphs and tables with their merged cells; archives are measured before they are opened."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from rules.importing.document import Block, Document, DocumentError, Line, Row

UNPACKED = 100_000_000
UNPACKED_TEXT = 20_000_000
"""Bytes of all XML parts together; a plan has less than two million."""
RATIO = 200
"""An honest document of this kind shrinks 5 to 30 times; a bomb thousands of times."""
ROWS = 20_000
COLUMNS = 40
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")


def read(body: bytes, name: str) -> Document:
    """Return the blocks of a DOCX or XLSX file. Raises DocumentError for other archives, bombs and broken files."""
    what = name or "the file"
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise DocumentError(f"{what} is a broken archive ({error}); save the document again") from error
    size = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if size > UNPACKED or (size > UNPACKED // 20 and size / packed > RATIO):
        raise DocumentError(
            f"{what} unpacks to {size // 1_000_000} MB from {packed} bytes, which no document does; not opened"
        )
    text = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
    if text > UNPACKED_TEXT:
        raise DocumentError(
            f"{what} unpacks to {text // 1_000_000} MB of text, which no plan document does; not opened"
        )
    names = {entry.filename for entry in entries}
    try:
        if "word/document.xml" in names:
            return Document("docx", tuple(_word(body)))
        if "xl/workbook.xml" in names:
            return Document("xlsx", tuple(_sheets(body)))
    except DocumentError:
        raise
    except Exception as error:  # the libraries raise whatever their XML parsing runs into
        raise DocumentError(f"{what} cannot be read as an office document ({type(error).__name__}: {error})") from error
    raise DocumentError(f"{what} is an archive, but neither a DOCX nor an XLSX document")


def _word(body: bytes) -> Iterator[Block]:
    document: Any = docx.Document(io.BytesIO(body))
    _accept_changes(document.element.body)
    where = table_number = 0
    for element in _blocks(document.element.body):
        if element.tag == qn("w:p"):
            where += 1
            for line in Paragraph(element, document).text.split("\n"):
                if line.strip():
                    yield Line(line.strip(), where)
        else:
            table_number += 1
            for row in Table(element, document).rows:
                where += 1
                # python-docx repeats merged cells in every place they span, which is just what a Row holds
                cells = tuple("\n".join(_paragraphs(cell._tc, document)) for cell in row.cells[:COLUMNS])  # noqa: SLF001 - nested tables are reached through the element
                if any(cells):
                    yield Row(cells, where, table_number)
    for text in _footnotes(document):
        where += 1
        yield Line(text, where)


def _footnotes(document: Any) -> Iterator[str]:
    """Yield the texts of footnotes and endnotes, which stand in parts of their own."""
    for part in document.part.package.iter_parts():
        if str(part.partname) in _NOTES:
            notes = parse_xml(part.blob)
            for note in notes.iterchildren():
                text = "".join(each.text or "" for each in note.iter(qn("w:t"))).strip()
                if text:
                    yield text


_WRAPPING = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag"), qn("w:customXml"))
_DELETED = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
"""Changes that take words away, and the second copy of a text box, which old readers show instead of the first."""


def _accept_changes(body: Any) -> None:
    """Make the document what it is with its tracked changes accepted, content controls and the like unwrapped."""
    for element in list(body.iter(*_DELETED)):
        parent = element.getparent()
        if parent is None:
            continue
        if parent.tag == qn("w:trPr"):  # the mark of a deleted row
            row = parent.getparent()
            parent = row.getparent() if row is not None else None
            element = row  # noqa: PLW2901 - the row goes instead of its mark
        if parent is not None and element is not None:
            parent.remove(element)
    for element in list(body.iter(*_WRAPPING)):
        parent = element.getparent()
        if parent is not None and len(element) and parent.tag not in (qn("w:trPr"), qn("w:rPr")):
            for child in list(element):
                element.addprevious(child)
            parent.remove(element)


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order; what stands in a text box follows the paragraph it is tied to."""
    for element in parent.iterchildren(qn("w:p"), qn("w:tbl")):
        yield element
        if element.tag == qn("w:p"):
            for box in element.iter(qn("w:txbxContent")):
                yield from _blocks(box)


def _paragraphs(cell: Any, document: Any) -> Iterator[str]:
    """Yield the texts of a cell's paragraphs, those of tables inside it as well."""
    for element in cell.iter(qn("w:p")):
        text = Paragraph(element, document).text.strip()
        if text:
            yield text


def _sheets(body: bytes) -> Iterator[Block]:
    workbook = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    where = 0
    for table_number, sheet in enumerate(workbook.worksheets, start=1):
        spans = _spans(sheet)
        width = min(sheet.max_column, COLUMNS)
        for row in range(1, min(sheet.max_row, ROWS) + 1):
            places = (spans.get((row, column), (row, column)) for column in range(1, width + 1))
            cells = tuple(_shown(sheet.cell(*place).value) for place in places)
            where += 1
            filled = {cell for cell in cells if cell}
            if len(filled) == 1 and all(cell in filled for cell in cells[:1]):
                yield from (Line(line.strip(), where) for line in cells[0].splitlines() if line.strip())
            elif filled:
                yield Row(cells, where, table_number)


def _shown(value: Any) -> str:
    """Return a cell's value as a document would write it: days in Chinese, whole numbers without a point."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _spans(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the place of the text for every place of a merged area; areas beyond the bounds are left as they are."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        columns = range(area.min_col, min(area.max_col, COLUMNS) + 1)
        if area.max_row > ROWS or len(spans) > ROWS * COLUMNS // 4:
            continue
        for row in range(area.min_row, area.max_row + 1):
            spans.update(((row, column), (area.min_row, area.min_col)) for column in columns)
    return spans
