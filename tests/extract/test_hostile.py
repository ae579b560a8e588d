"""No bytes make the extractors crash or hang."""

# ruff: noqa: E501  # a row of markup reads best whole

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extract import read_page
from crawler.extract.interaction.message import read_message
from crawler.extract.lists.navigation import read_links
from crawler.extract.matching import own_links
from crawler.markup import open_source
from crawler.survey.frames import read_frames

PAGE = """<html><head><title>公告_泽安市人民政府</title><meta name="PubDate" content="2021-07-05"></head><body>
<div class="nav"><a href="/zwgk/">政务公开</a></div><div>当前位置：<a href="/">首页</a> &gt; <a href="./">公告</a></div>
<h1>关于停水的公告</h1><div>发布时间：2021-07-05 来源：市水务局</div><table><tr><td>索引号：</td><td>000/2021</td></tr></table>
<div class="TRS_Editor"><p>因管道检修，定于2021年7月8日停水，请相互转告，做好储水准备。</p></div>
<ul><li><a href="t20210705_1.html" title="一条公告">一条公告</a><span>[07-05]</span></li><li><a href="t20210704_2.html">又一条公告</a><span>2021-07-04</span></li></ul>
<script>createPageHTML(3,0,"index","html")</script><div class="footer">粤ICP备12345678号 网站标识码4490000001</div></body></html>""".encode()
PIECES = [
    *(b"<div>", b"</div>", b"<ul><li>", b"<table><tr><td>", b"<a href='x'>", b"</a>", b"<script>", b"<!--", b"-->"),
    *(
        "发布时间：".encode(),
        b"2021-07-05",
        "二〇二一年".encode(),
        b"\xff\xfe",
        b"\x00",
        b"\x81\x40",
        b"<![CDATA[",
        b"&#x110000;",
    ),
    *(b"</html>", b"<datastore>", b"<base href='http://[x'>", b"<meta charset=utf-16>", b"<frameset>", b"href='//[::'"),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(PAGE)), st.sampled_from(PIECES), st.integers(0, 40)), max_size=12))
def test_mutated_pages(edits: list[tuple[int, bytes, int]]) -> None:
    body = PAGE
    for place, piece, cut in edits:
        body = body[:place] + piece + body[place + cut :]
    source = open_source(body, url="http://www.zean.test/zwgk/")
    read_page(source)
    read_links(source)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    read_page(open_source(body, url="http://www.zean.test/", media_type="text/html; charset=x"))


def _rows() -> bytes:
    row = "<li><a href='/a/t20210705_{0}.html'>泽安市人民政府第{0}号公告全文</a><span>2021-07-05</span></li>"
    return ("<ul>" + "".join(row.format(n) for n in range(45_000)) + "</ul>").encode()


def _noise() -> bytes:
    chance = random.Random(7)  # noqa: S311  # noise, no secret
    return "".join(chance.choices("发布时间：0123456789-年月日 <>\"'=&;", k=1_500_000)).encode()


# Each is made by the test that reads it: every worker imports this file.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "rows": _rows,
    "nested divs": lambda: b"<div>" * 400_000 + "正文".encode(),
    "unclosed inline elements": lambda: b"<font><b>" * 300_000 + b"2021-07-05",
    "links without end": lambda: b"<a href='/x/1.html'>" * 250_000,
    "labels": lambda: "发布时间：".encode() * 300_000,
    "labels in elements": lambda: "<p>发布时间：</p>".encode() * 200_000,
    "labels of days and sources": lambda: "<p>发布时间：2021-07-05 来源：市府办</p>".encode() * 90_000,
    "labels of times": lambda: "<p>时间：2021-07-05</p><p>正文</p>".encode() * 90_000,
    "labels of titles": lambda: "<h1>公告</h1>".encode() + "<p>名称：关于停水的公告</p><p>正文</p>".encode() * 70_000,
    "labels of facts": lambda: (
        "<p>索引号：12/3</p><p>公开日期：2021-07-05</p><p>时间：2021-07-06</p>".encode() * 50_000
    ),
    "digits": lambda: b"2021-" * 1_000_000,
    "blanks": lambda: b"<p>" + b" " * 5_000_000,
    "one paragraph": lambda: b"<p>" + "二〇二一年".encode() * 300_000,
    "dates side by side": lambda: b"<span>2021-07-05</span>" * 200_000,
    "links side by side": lambda: "<a href='/t20210705_1.html'>泽安市人民政府公告全文</a>".encode() * 70_000,
    "flat rows": lambda: "<a href='/t20210705_1.html'>泽安市人民政府公告全文</a><i>2021-07-05</i>".encode() * 50_000,
    "titles": lambda: b"<title>" + b"_-|" * 1_500_000,
    "classes": lambda: b"<p class='" + b"nav-" * 1_000_000 + b"'>",
    "headings": lambda: "<h3>通知公告</h3>".encode() * 200_000,
    "mustaches": lambda: b"{{" * 2_000_000,
    "noise": _noise,
    "breadcrumbs": lambda: "<div>首页 &gt;</div>".encode() * 200_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_large_hostile_pages_end(case: str) -> None:
    """Nothing is quadratic: up to 5 MB are read within seconds even on a loaded machine."""
    body = HOSTILE[case]()[:5_000_000]
    started = time.process_time()
    read_page(open_source(body, url="http://www.zean.test/zwgk/"))
    assert time.process_time() - started < 12


READERS = {
    "links of its own part": own_links,
    "letters": read_message,
    "frames": read_frames,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", ["many links in one block", "one line of labels", "frames"])
def test_readers_beside_end_on_large_pages(reader: str, case: str) -> None:
    body = {
        "many links in one block": "<a href='/t20210705_1.html'>泽安市人民政府公告全文</a>".encode() * 70_000,
        "one line of labels": "来源：".encode() * 500_000,
        "frames": b"<iframe src='a.html'></iframe>" * 150_000,
    }[case]
    source = open_source(body, url="http://www.zean.test/zwgk/")
    started = time.process_time()
    READERS[reader](source)
    assert time.process_time() - started < 12
