"""What fuzzing needs: real pages to start from, ways to damage them, and every extractor at once."""

import os
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.extract import read_page
from crawler.extract.files.reading import file_kind, read_file
from crawler.extract.lists.navigation import read_links
from crawler.extract.regulations.regulation import parse_regulation
from crawler.markup import open_source
from crawler.platforms import list_page, own_listing, recognise
from tests.extract.test_every_page import READERS

TESTS = Path(__file__).resolve().parents[1]
PORTALS = Path(os.environ.get("MINGJIAN_PORTALS", TESTS.parents[1] / "shared/portals"))
SUFFIXES = {".html", ".xml", ".pdf", ".docx"}
LONGEST = 120_000
"""Bytes of a seed that are used: a larger one says nothing more and costs time."""
SCALE = 1_000_000
URLS = (
    "http://www.zean.gov.cn/zwgk/202107/t20210705_1.html",
    "http://www.zean.gov.cn/",
    "http://www.zean.gov.cn/gkmlpt/api/all/12?page=1",
    "http://www.zean.gov.cn/gkmlpt/content/1/2/post_2.html",
    "file:///x",
    "http://[::1/",
)
_MARKUP = (
    *(b"<div>", b"</div>", b"<table><tr><td>", b"</table>", b"<a href='x'>", b"<a href='//[::'>", b"<script>"),
    *(b"</script>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<datastore><record>", b"</html>"),
    *(b"<base href='http://[x'>", b"<li>" * 50, b"<td rowspan=99999 colspan='-1'>", b"<tr><th>", b"{{"),
    *(
        b"<meta charset=utf-16>",
        b"&#x110000;",
        b"&#55296;",
        b"<" * 60,
        b"'\"",
        b"\x00",
        b"\xff\xfe",
        b"\x81",
        b"\x81\x40",
    ),
    *(b"\xef\xbb\xbf", b"\r", b"9" * 400, b"2021-02-30", b"0000-00-00", b"createPageHTML(9999999,-1,'a','html')"),
)
_WORDS = (
    *(
        "发布时间：",
        "二〇二一年",
        "○",
        "年月日",
        "2021年7月",
        "第一条",
        "〔2021〕第９９９９９９９９号",
        "共999999999页",
    ),
    *(
        "截止日期：",
        "2月29日前",
        "结转下年度继续办理",
        "总计",
        "征求意见",
        "解读",
        "　",
        "\u200b",
        "\u202e",
        "①²௧",
        "１２３",
    ),
)
PIECES = (*_MARKUP, *(each.encode() for each in _WORDS))


class Edit(NamedTuple):
    """One damage: what is done at `place` (in millionths of the body) over `size` bytes."""

    kind: str
    place: int
    size: int
    number: int


KINDS = ("insert", "delete", "repeat", "move", "splice", "byte", "cut")


@lru_cache(maxsize=1)
def seeds() -> tuple[bytes, ...]:
    """The project's own stored pages, and the labelled real ones where they are at hand."""
    paths = [path for folder in (TESTS / "pages", PORTALS) for path in sorted(folder.rglob("*"))]
    return tuple(path.read_bytes()[:LONGEST] for path in paths if path.suffix in SUFFIXES)


def damaged(seed: int, edits: Sequence[Edit]) -> bytes:
    """Return a seed after these edits."""
    body = seeds()[seed % len(seeds())]
    for kind, place, size, number in edits:
        at = place * len(body) // SCALE
        head, inside, tail = body[:at], body[at : at + size], body[at + size :]
        if kind == "insert":
            body = head + PIECES[number % len(PIECES)] + inside + tail
        elif kind == "delete":
            body = head + tail
        elif kind == "repeat":
            body = head + inside * (2 + number % 40) + tail
        elif kind == "move":
            body = tail + inside + head
        elif kind == "splice":
            other = seeds()[number % len(seeds())]
            start = place * len(other) // SCALE
            body = head + other[start : start + size] + tail
        elif kind == "byte":
            body = head + bytes([number % 256]) + inside[1:] + tail
        else:
            body = head
        body = body[: 4 * LONGEST]
    return body


def read_everything(body: bytes, url: str, media_type: str | None = None) -> float:
    """Let every extractor read the bytes; return the CPU seconds it took."""
    started = time.process_time()
    source = open_source(body, url=url, media_type=media_type)
    page = read_page(source)
    read_links(source)
    parse_regulation(source.text[:LONGEST])
    family, listing = recognise(source), own_listing(source)
    if family is not None:
        family.columns(source)
        family.branches(source)
        family.document_html(source)
    list_page(source, listing or page.listing, 2)
    for read in READERS.values():
        read(source, page)
    if file_kind(body) is not None:
        read_file(body, media_type, url)
    return time.process_time() - started
