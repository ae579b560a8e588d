"""One saved page, decoded and parsed once."""

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html

from crawler.markup.decode import decode
from crawler.markup.flow import Flow
from crawler.markup.once import Once
from crawler.markup.walk import read_flow

LARGEST = 8_000_000
"""Bytes beyond which a body is not parsed (our limit, hence never their failure)."""

_NOT_MARKUP = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# Spelled out instead of IGNORECASE, which would keep the expression from leaping to the next "</".
_ENDS = re.compile(rb"</(?:[Hh][Tt][Mm][Ll]|[Bb][Oo][Dd][Yy])\s*>")
_WHOLE = re.compile(r"https?://(?:[^/?#@\s]*@)?[^/?#:@\s]+(?::\d{0,5})?(?:[/?#]|$)")
_ORIGIN = re.compile(r"https?://[^/?#@\[\]\s]+")
_PLAIN = re.compile(r"(?:/(?!/)|\./)?[\w-][\w./%=&-]*$")
_BLANKS_IN_URL = re.compile(r"[\t\r\n]")


@dataclass(frozen=True)
class Source(Once):
    """A body with its text; the flow and the tree are made on first use and shared by all readers.

    Readers must not change them.
    """

    url: str
    body: bytes
    media_type: str | None
    text: str
    encoding: str

    @property
    def too_large(self) -> bool:
        """True when the body is beyond what is parsed: nothing is known of it, and that is our limit."""
        return len(self.body) > LARGEST

    @cached_property
    def tree(self) -> lxml.html.HtmlElement | None:
        """The root element of the HTML without comments, or None when there is no markup or it is too large.

        For the few readers that the flow is not enough for: it is a second parsing.
        """
        markup = self._markup
        if markup is None:
            return None
        # Without comments, as the flow is read.
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        # One class for every element: lxml.html's own lookup calls back into Python for each.
        parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement))
        try:
            return lxml.html.document_fromstring(markup, parser=parser)
        except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
            return None

    @cached_property
    def _markup(self) -> bytes | None:
        """The markup in UTF-8, without what misleads the parser; None when there is none or it is too large.

        XML answers of list services carry their HTML in CDATA, which an HTML parser would swallow. What follows a
        `</html>` in the middle of a file (FIELD, Traps) would hang outside the tree.
        """
        if self.too_large or "<" not in self.text or self.body.startswith(_NOT_MARKUP):
            return None
        start = self.text[:200].lstrip()
        if start.startswith(("<datastore", "<recordset", "<?xml")) and "<html" not in self.text[:2000]:
            return _ENDS.sub(b"", _CDATA.sub("", self.text).encode("utf-8", "replace"))
        clean = self.encoding == "utf-8" and not self.body.startswith(codecs.BOM_UTF8) and "\ufffd" not in self.text
        markup = self.body if clean else self.text.encode("utf-8", "replace")
        # The parser hands on each NUL by itself, which takes seconds where a page is full of them.
        return _ENDS.sub(b"", markup.replace(b"\0", b"") if b"\0" in markup else markup)

    @cached_property
    def flow(self) -> Flow:
        """The page in reading order; empty when there is no markup."""
        return read_flow(self._markup)

    @property
    def is_page(self) -> bool:
        """True when there is markup with at least one element in it."""
        return bool(self.flow.tags)

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        for href in self.flow.bases:
            if href.strip():
                return _join(self.url, href.strip()) or self.url
        return self.url

    def absolute(self, href: str | None) -> str | None:
        """The absolute http address that `href` leads to, or None for scripts, mail and broken addresses.

        `#` and empty addresses lead to the page itself.
        """
        if href is None:
            return None
        href = href.strip()
        if not href.isprintable():
            href = _BLANKS_IN_URL.sub("", href)
        if href.startswith(("http://", "https://")):
            return href if "/." not in href and _is_whole(href) else _join(self.base, href)
        if _PLAIN.match(href) and "/." not in href:
            # The two common cases without urljoin, which takes ten times as long.
            origin, directory = self._roots
            if origin:
                return origin + href if href[0] == "/" else directory + href.removeprefix("./")
        return _join(self.base, href)

    @cached_property
    def _roots(self) -> tuple[str, str]:
        """What `/x` and `x` are to be put behind."""
        path = self.base.partition("#")[0].partition("?")[0]
        match = _ORIGIN.match(path)
        if match is None:
            return "", ""
        return match[0], path.rpartition("/")[0] + "/" if len(path) > len(match[0]) else path + "/"


def open_source(body: bytes, *, url: str, media_type: str | None = None) -> Source:
    """Return the decoded page; never raises on any bytes. A `url` that is no address at all is taken as none."""
    try:
        urlsplit(url)
    except ValueError:
        url = ""
    text, encoding = decode(body, media_type)
    return Source(url=url, body=body, media_type=media_type, text=text, encoding=encoding)


def _join(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) and _is_whole(url) else None


def _is_whole(url: str) -> bool:
    # Host names of other alphabets may hold signs that no host has, which only parsing tells.
    if "[" not in url and "]" not in url and url.isascii():
        return _WHOLE.match(url) is not None
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
