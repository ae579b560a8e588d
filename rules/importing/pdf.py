"""PDF with a text layer: ruled tables as rows, the rest as lines joined over their breaks."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber

from rules.importing.document import Block, Document, DocumentError, Line, Row
from rules.importing.numbering import numbered

PAGES = 300
CHARACTERS = 20_000
"""On one page; a page of small print has three thousand."""
RULES = 5_000
"""Lines and rectangles on one page, beyond which it is a drawing and no table is looked for."""
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}\s*(?:页)?[-—–\s]*(?:共\s*\d+\s*页)?")
_ENDS = "。；;：:！!？?"
_FULL = 0.85
_NEAR = 3.0
"""Points within which two rules are one, as pdfplumber has it."""
_TITLE_END = "的通知"


def read(body: bytes, name: str) -> Document:
    """Return the blocks of a PDF. Raises DocumentError when it is broken, locked or has no text (a scan)."""
    what = name or "the file"
    try:
        with pdfplumber.open(io.BytesIO(body)) as opened:
            pages = len(opened.pages)
            blocks = tuple(_blocks(opened.pages)) if pages <= PAGES else ()
    except DocumentError as error:
        raise DocumentError(f"{what}: {error}") from error
    except Exception as error:  # pdfminer raises many kinds on broken files
        raise DocumentError(f"{what} cannot be read as PDF ({type(error).__name__}: {error})") from error
    if pages > PAGES:
        raise DocumentError(f"{what} has more than {PAGES} pages, which no plan document has")
    if not blocks:
        raise DocumentError(f"{what} has no text layer (a scan?); import a text, DOCX or HTML version")
    return Document("pdf", blocks)


def _blocks(pages: list[Any]) -> Iterator[Block]:
    where = 0
    for page in pages:
        if len(page.chars) > CHARACTERS:
            raise DocumentError(f"page {page.page_number} holds more than {CHARACTERS} characters, which no page does")
        tables = (
            page.find_tables(_closing(page)) if len(page.rects) + len(page.lines) + len(page.curves) <= RULES else []
        )
        top = 0.0
        for table in sorted(tables, key=lambda each: each.bbox[1]):
            if table.bbox[1] - top > 1:
                for line in _lines(page.crop((0, top, page.width, min(table.bbox[1], page.height)), strict=False)):
                    where += 1
                    yield Line(line, where)
            for cells in table.extract():
                where += 1
                filled = tuple(_joined(cell or "") for cell in cells)
                if any(filled):
                    # one table over several pages stays one table: headers are repeated, never restarted
                    yield Row(filled, where, 1)
            top = min(table.bbox[3], page.height)
        if page.height - top > 1:
            for line in _lines(page.crop((0, top, page.width, page.height), strict=False)):
                where += 1
                yield Line(line, where)
        page.close()


def _closing(page: Any) -> dict[str, Any]:
    """Return settings that close a table where the end of a page cuts a row: its upright rules end in no level one."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    level = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    if not upright or not level:
        return {}
    ends = (min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright))
    return {"explicit_horizontal_lines": [end for end in ends if all(abs(end - each) > _NEAR for each in level)]}


def _lines(area: Any) -> Iterator[str]:
    """Lines of running text; a line that fills the width and ends without a stop goes on in the next."""
    lines = [line.strip() for line in (area.extract_text() or "").splitlines()]
    lines = [line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    widest = max((len(line) for line in lines), default=0)
    joined = ""
    for line in lines:
        if joined and (numbered(line) or joined.endswith(_TITLE_END)):
            yield joined
            joined = ""
        joined += line
        if line[-1] in _ENDS or len(line) < _FULL * widest:
            yield joined
            joined = ""
    if joined:
        yield joined


def _joined(cell: str) -> str:
    """A cell's wrapped lines as one text; items inside keep a line of their own."""
    text = ""
    for line in cell.splitlines():
        stripped = line.strip()
        text += f"\n{stripped}" if text and numbered(stripped) and text[-1] in _ENDS else stripped
    return text
