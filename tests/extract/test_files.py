"""Attached files: text and tables, and hostile bytes."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.files.reading import LARGEST, file_kind, read_file
from tests.extract import annual_forms as forms

PORTALS = Path(os.environ.get("MINGJIAN_PORTALS", Path(__file__).resolve().parents[2].parent / "shared/portals"))


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return target.getvalue()


def pdf(text: bytes) -> bytes:
    """A PDF of one page, written by hand; its cross-reference table is left to repair."""
    stream = b"BT /F1 12 Tf 10 100 Td (" + text + b") Tj ET"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
        b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length "
        + str(len(stream)).encode()
        + b">>stream\n"
        + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )


def test_docx_text() -> None:
    read = read_file(word("泽安市2021年度报告", "第一段"), None, "http://w/a.docx")
    assert read is not None
    assert (read.kind, read.text, read.tables) == ("docx", "泽安市2021年度报告\n第一段", ())


def test_docx_merged_cells() -> None:
    rows = {key: (at,) * 7 for at, key in enumerate(forms.keys("2021"))}
    read = read_file(forms.docx_report("2021", rows, (0,) * 15))
    assert read is not None
    heights = {cell.text: cell.height for row in read.tables[0] for cell in row if cell.height > 1}
    assert heights["三、本年度办理结果"] == 22
    assert heights["（三）不予公开"] == 8


def test_pdf_text() -> None:
    read = read_file(pdf(b"annual report 2021"))
    assert read is not None
    assert (read.kind, read.text.strip()) == ("pdf", "annual report 2021")


def test_a_picture_only_pdf_has_nothing_to_read() -> None:
    assert read_file(pdf(b"")) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "doc"),
        (b"{\\rtf1", "rtf"),
        (zipped(document=b"<a/>"), "docx"),
        (b"PK\x03\x04 another archive", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_kind_by_the_bytes(body: bytes, kind: str | None) -> None:
    assert file_kind(body) == kind


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.4 broken",
        b"PK\x03\x04word/",
        zipped(styles=b"<a/>"),
        zipped(document=b""),
        zipped(document=b"<w:document"),
        zipped(document=b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
        zipped(
            document=b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9))
            + b"]><a>&j;</a>"
        ),
        zipped(document=b"<a>" * 100_000),
        zipped(document=b" " * 20_000_000),
        word("x")[:2000],
        b"%PDF-" + b" " * LARGEST,
    ],
    ids=range(12),
)  # fmt: skip
def test_broken_and_hostile_files_are_none(body: bytes) -> None:
    assert read_file(body) is None


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_compression(method: int) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("word/document.xml", os.urandom(4000))
    body = bytearray(target.getvalue())
    for at in range(60, 3000, 7):
        body[at] ^= 0xFF
    assert read_file(bytes(body)) is None


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_mutated_files_never_crash(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from([pdf(b"annual report"), word("报告")]))
    at = data.draw(st.integers(0, len(body)))
    read_file(body[:at] + data.draw(st.binary(max_size=20)) + body[at + data.draw(st.integers(0, 20)) :])


@given(st.binary(max_size=300))
def test_any_bytes_never_crash(body: bytes) -> None:
    read_file(body)


@pytest.mark.skipif(not PORTALS.exists(), reason="the folder of labelled real pages is not here")
def test_real_pdf_has_its_pages() -> None:
    read = read_file((PORTALS / "annual__huaian_2024.pdf").read_bytes())
    assert read is not None
    assert read.text.count("\f") == 5
    assert "淮安市人民政府" in read.text
