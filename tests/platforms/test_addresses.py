"""Addresses found in pages: the quick way for plain ones gives what taking them apart gives."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms.address import resolve

BASE = "http://www.zean.test/a/b.html"


@pytest.mark.parametrize(
    ("base", "href", "address"),
    [
        (BASE, "/c/t1.html?x=1&y=2", "http://www.zean.test/c/t1.html?x=1&y=2"),
        (BASE, "http://other.test", "http://other.test/"),
        (BASE, "http://OTHER.test/A", "http://other.test/A"),
        (BASE, "https://other.test:8443/A?b", "https://other.test:8443/A?b"),
        (BASE, "//other.test/a", "http://other.test/a"),
        (BASE, "/a/../c/./d", "http://www.zean.test/c/d"),
        (BASE, "/c#top", "http://www.zean.test/c"),
        (BASE, "/c?", "http://www.zean.test/c"),
        (BASE, " /c d ", "http://www.zean.test/cd"),
        (BASE, "t.html", "http://www.zean.test/a/t.html"),
        (BASE, "#top", None),
        (BASE, "http://other.test:0/", None),
        (BASE, "http://other.test:99999/", None),
        (BASE, "javascript:void(0)", None),
        (BASE, "/" + "x" * 1900, "http://www.zean.test/" + "x" * 1900),
        (BASE, "/" + "x" * 2000, None),
        ("http://WWW.zean.test/", "/c", "http://www.zean.test/c"),
        ("ftp://www.zean.test/", "/c", None),
        ("http://[::1]:80/", "/c", "http://[::1]:80/c"),
    ],
)
def test_addresses_are_resolved(base: str, href: str, address: str | None) -> None:
    assert resolve(base, href) == address


@given(st.text("/.?#;&=ab:%-", max_size=12))
def test_a_path_from_the_root_is_joined_as_browsers_do(path: str) -> None:
    joined = resolve(BASE, "/" + path)
    if joined is not None and "?" not in path and not path.startswith("/"):
        assert joined == urljoin(BASE, "/" + path).partition("#")[0]
