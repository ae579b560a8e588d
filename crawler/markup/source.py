"""One saved page, decoded and parsed once."""

from dataclasses import dataclass
from functools import cached_property

import lxml.etree
import lxml.html

from crawler.markup.decode import decode

LARGEST = 8_000_000
"""Bytes beyond which a body is not parsed (our limit, hence never their failure)."""


@dataclass(frozen=True)
class Source:
    """A body with its text; the tree is parsed on first use and shared by all readers.

    Readers must not change the tree.
    """

    url: str
    body: bytes
    media_type: str | None
    text: str
    encoding: str

    @cached_property
    def tree(self) -> lxml.html.HtmlElement | None:
        """The root element of the HTML, or None when there is no markup in it or it is too large."""
        if len(self.body) > LARGEST or "<" not in self.text:
            return None
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=False)
        try:
            return lxml.html.document_fromstring(self.text.encode("utf-8", "replace"), parser=parser)
        except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
            return None


def open_source(body: bytes, *, url: str, media_type: str | None = None) -> Source:
    """Return the decoded page; never raises on any bytes."""
    text, encoding = decode(body, media_type)
    return Source(url=url, body=body, media_type=media_type, text=text, encoding=encoding)
