"""Small real PDF and DOCX files, the same bytes every time."""

import io
import zipfile
from datetime import UTC, datetime
from functools import lru_cache

from docx import Document as WordDocument
from docx.table import Table

from mingjian.samplecity.model import Attachment

_EPOCH = datetime(2022, 1, 1, tzinfo=UTC)
_LINES_PER_PAGE = 40
_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
)
_FONT_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


@lru_cache(maxsize=64)
def file_bytes(attachment: Attachment) -> bytes:
    """Return the file. Raises KeyError for a kind that is neither pdf nor docx."""
    return {"pdf": _pdf, "docx": _docx}[attachment.kind](attachment)


def _pdf(attachment: Attachment) -> bytes:
    """A PDF with a standard, not embedded Chinese font: any reader shows it, pdfium reads its text."""
    lines: list[tuple[str, ...]] = []
    for block in attachment.blocks:
        lines += [(block,)] if isinstance(block, str) else block
    groups = [lines[start : start + _LINES_PER_PAGE] for start in range(0, len(lines), _LINES_PER_PAGE)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(groups), b" ".join(b"%d 0 R" % (6 + 2 * place) for place in range(len(groups)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        _FONT,
        _FONT_DESCRIPTOR,
    ]
    for place, group in enumerate(groups):
        content = b"\n".join(_pdf_line(cells, 790 - 18 * row) for row, cells in enumerate(group))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (7 + 2 * place)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _pdf_file(objects)


def _pdf_line(cells: tuple[str, ...], height: int) -> bytes:
    width = 480 // len(cells)
    return b"\n".join(
        b"BT /F1 11 Tf %d %d Td <%s> Tj ET" % (50 + place * width, height, cell.encode("utf-16-be").hex().encode())
        for place, cell in enumerate(cells)
    )


def _pdf_file(objects: list[bytes]) -> bytes:
    body, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)


def _docx(attachment: Attachment) -> bytes:
    document = WordDocument()
    properties = document.core_properties
    properties.title, properties.author = attachment.title, "泽安市"
    properties.created = properties.modified = _EPOCH
    for block in attachment.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _fill(document.add_table(rows=len(block), cols=len(block[0])), block)
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _fill(table: Table, rows: tuple[tuple[str, ...], ...]) -> None:
    cells = table._cells  # noqa: SLF001 - the public row.cells walks the whole table for every row
    for place, text in enumerate(text for row in rows for text in row):
        cells[place].text = text


def _without_times(archive: bytes) -> bytes:
    """The same archive with one fixed time on every member, where python-docx writes the clock's."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            member = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return written.getvalue()
