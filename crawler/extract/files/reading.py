"""Attached files to text and tables: PDF by its text layer, DOCX by its XML; hostile input is bounded."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import lxml.etree

from crawler.extract.files.pdf_text import Word, pdf_words, words_text
from crawler.extract.grid import MOST_ROWS, Cell, Rows

LARGEST = 30_000_000
"""Bytes beyond which a file is not opened (our limit, hence never their failure)."""
_LARGEST_XML = 12_000_000
_MOST_PARAGRAPHS = 30_000
_MOST_TABLES = 60
_MOST_TEXT = 2_000_000
_MOST_PARTS = 5_000
# RuntimeError: encrypted; NotImplementedError: a compression Python does not know.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    KeyError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class FileRead:
    """The text of a file, pages parted by form feeds, and its tables as written. `kind` is pdf or docx.

    `words` are those of a PDF, with the places of its figures; `body` is the PDF itself, whose tables are read by who
    wants them.
    """

    text: str
    tables: tuple[Rows, ...]
    kind: str
    words: tuple[Word, ...] = ()
    body: bytes = b""


def file_kind(body: bytes) -> str | None:
    """Return what the first bytes say: pdf, docx, doc (old Word), rtf, or None."""
    head = body[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if body.startswith(b"PK\x03\x04") and b"word/" in body:
        return "docx"
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "doc"
    return "rtf" if body.startswith(b"{\\rtf") else None


def read_file(body: bytes, media_type: str | None = None, url: str | None = None) -> FileRead | None:
    """Return the text and tables of a PDF or DOCX; None for other kinds, encrypted, broken, empty or too large files.

    `media_type` and `url` are not trusted: the bytes decide.
    """
    del media_type, url
    kind = file_kind(body)
    if len(body) > LARGEST:
        return None
    read = _read_pdf(body) if kind == "pdf" else _read_docx(body) if kind == "docx" else None
    return read if read is not None and read.text.strip() else None


def _read_pdf(body: bytes) -> FileRead | None:
    words = pdf_words(body)
    return FileRead(words_text(words), (), "pdf", words, body) if words is not None else None


def _read_docx(body: bytes) -> FileRead | None:
    xml = _docx_xml(body)
    if xml is None:
        return None
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = lxml.etree.fromstring(xml, parser)
    except lxml.etree.XMLSyntaxError:
        return None
    text = "\n".join(_docx_text(paragraph) for paragraph in islice(root.iter(f"{_W}p"), _MOST_PARAGRAPHS))
    tables = tuple(_docx_table(table) for table in islice(root.iter(f"{_W}tbl"), _MOST_TABLES))
    return FileRead(text[:_MOST_TEXT], tables, "docx")


def _docx_xml(body: bytes) -> bytes | None:
    """The main part, read no further than the limit whatever its directory entry claims."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if len(archive.infolist()) > _MOST_PARTS:
                return None
            with archive.open("word/document.xml") as part:
                xml = part.read(_LARGEST_XML + 1)
    except _BROKEN:
        return None
    return xml if len(xml) <= _LARGEST_XML else None


def _docx_text(paragraph: lxml.etree._Element) -> str:
    nodes = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
    return "".join(node.text or "" if node.tag == f"{_W}t" else " " for node in nodes)


def _docx_table(table: lxml.etree._Element) -> Rows:
    """Merged cells: gridSpan gives the width; vMerge without `restart` lengthens the cell above it."""
    rows: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}
    for line in islice(table.iterchildren(f"{_W}tr"), MOST_ROWS):
        row: list[Cell] = []
        column = 0
        for cell in line.iterchildren(f"{_W}tc"):
            width = _docx_span(cell)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in above:
                number, place = above[column]
                top = rows[number][place]
                rows[number][place] = Cell(top.text, top.width, top.height + 1)
            else:
                text = " ".join(" ".join(_docx_text(p) for p in _docx_paragraphs(cell)).split())
                above[column] = (len(rows), len(row))
                row.append(Cell(text, width))
            column += width
        rows.append(row)
    return tuple(tuple(row) for row in rows)


def _docx_paragraphs(cell: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """The cell's own paragraphs, also those in content controls; not those of tables within it."""
    for child in cell:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iterfind(f"{_W}sdtContent/{_W}p")


def _docx_span(cell: lxml.etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val") if span is not None else None
    return min(max(int(value), 1), 64) if value and value.isdecimal() and len(value) < len("10000") else 1
