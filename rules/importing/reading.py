"""Which kind of file a document is, by its bytes, and the reader that it goes to."""

import re

from rules.importing import text
from rules.importing.document import Document, DocumentError

LARGEST = 60_000_000
"""Bytes. A plan is far smaller, but a PDF or DOCX may hold pictures; this bounds what is read into memory."""
LARGEST_TEXT = 5_000_000
"""Bytes of a text or a page, ten times the longest known; what they hold must all be read, so this bounds the time."""


def read_document(body: bytes, name: str = "") -> Document:
    """Return the lines and rows of a text, HTML, DOCX, XLSX or PDF file; the bytes decide which it is.

    Raises DocumentError for an empty, too large, binary or broken file, and for archives that unpack beyond measure.
    """
    if not body.strip():
        raise DocumentError(f"{name or 'the file'} is empty; name the plan document itself")
    if len(body) > LARGEST:
        raise DocumentError(f"{name or 'the file'} is larger than {LARGEST // 1_000_000} MB, which no plan document is")
    if body.startswith(b"%PDF-"):
        from rules.importing import pdf  # noqa: PLC0415 - each reader's libraries are slow to load; one is needed

        return pdf.read(body, name)
    if body.startswith(b"PK\x03\x04"):
        from rules.importing import office  # noqa: PLC0415 - as above

        return office.read(body, name)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(f"{name or 'the file'} is an old DOC or XLS file; save it as DOCX or XLSX and import that")
    if len(body) > LARGEST_TEXT:
        raise DocumentError(
            f"{name or 'the file'} is a text larger than {LARGEST_TEXT // 1_000_000} MB, which no plan document is"
        )
    decoded = decode(body, name)
    if _is_html(decoded):
        from rules.importing import markup  # noqa: PLC0415 - as above

        return markup.read(decoded)
    return text.read(decoded)


def decode(body: bytes, name: str = "") -> str:
    """Return the text of a text file. Raises DocumentError for bytes that are no text in a Chinese encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if b"\x00" not in body[:4096]:
        for encoding in ("utf-8", "gb18030"):
            try:
                decoded = body.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _looks_like_text(decoded):
                return decoded
        damaged = body.decode("utf-8", "replace")
        if _looks_like_text(damaged):
            return damaged
    raise DocumentError(
        f"{name or 'the file'} is not a document that can be read (text, HTML, DOCX, XLSX or PDF with a text layer)"
    )


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f�]")
_MOST_CONTROL = 0.02


def _looks_like_text(decoded: str) -> bool:
    sample = decoded[:20_000]
    return len(_CONTROL.findall(sample)) <= _MOST_CONTROL * len(sample)


_TAG = re.compile(r"<(?:html|body|table|div|!doctype)\b", re.IGNORECASE)


def _is_html(decoded: str) -> bool:
    """A few stray tags in a text file do not make it a page; a document element, a table or blocks do."""
    return bool(_TAG.search(decoded))
