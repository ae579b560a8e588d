"""Links are resolved as browsers do, whatever the shortcuts taken for speed."""

from urllib.parse import urljoin

import pytest

from crawler.markup import open_source

BASES = [
    "http://a.test/", "http://a.test", "http://a.test/c/d.html",
    "http://a.test:8080/c/?x=1/2", "http://a.test/c/d/#f/g",
    "http://a.test?x", "https://a.test/c/index.html;p", "", "file:///x/y",
]  # fmt: skip
HREFS = [
    "/", "/x", "x", "./x", "../x", "x/y.html?z=1", "?p=2", "#", "", "./", "//h/x", "x/../y", "/./x", "a.b/c",
    "x%20y", "x:y",
    "中文/index.html", "/政务/x",
    "http://q.test/", "mailto:a@b", "javascript:;", "./x/./y", "-x", ".x", "./.x", "/a//b",
    "x?y=http://z", "tel:1", "../../zhengce/xxgk/",
]  # fmt: skip


@pytest.mark.parametrize("base", BASES)
def test_links_are_resolved_by_the_standard(base: str) -> None:
    source = open_source(b"<a href='x'>x</a>", url=base)
    joined = {href: urljoin(base, href) for href in HREFS}
    wanted = {href: url if url.startswith(("http://", "https://")) else None for href, url in joined.items()}
    assert {href: source.absolute(href) for href in HREFS} == wanted


@pytest.mark.parametrize("href", ["http://[::1", "http://", "http:///x", "//", "http://a b/", "\x00", "http://[x]/"])
def test_broken_links_do_not_raise(href: str) -> None:
    open_source(b"<a>", url="http://a.test/").absolute(href)


def test_a_base_element_is_obeyed() -> None:
    source = open_source(b"<html><head><base href='/zwgk/'></head><body></body></html>", url="http://a.test/x/y.html")
    assert source.absolute("z.html") == "http://a.test/zwgk/z.html"


@pytest.mark.parametrize("href", ["http://www.zean.test文域名：政务/", "//www.zean.test文：政务/x.html"])
def test_hosts_of_signs_that_no_host_has_lead_nowhere(href: str) -> None:
    """Parsing such an address fails: whoever reads a page's links must never meet one."""
    assert open_source(b"<a>", url="http://a.test/").absolute(href) is None
