"""The editions of documents: what a page read over the nights, kept only where it changed."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from crawler.history.state import KnownEdition, key
from crawler.model import DocumentLook, DocumentRead, Edition, SiteLook
from crawler.model.typography import normalise

_COUNTER = re.compile(
    r"(?:浏览|阅读|点击|访问|查看|下载|人气)\s*(?:(?:次数|人数|数|量)\s*[:\uff1a]?|[:\uff1a])\s*[\[(\uff08]?\s*\d{1,9}\s*[\])\uff09]?\s*(?:人次|次)?"
    r"|(?:浏览|阅读|点击|访问|查看)\s*\d{1,9}\s*(?:人次|次)"
    r"|您是第\s*\d+\s*位[^\n]{0,12}"
    r"|今天是[^\n]{0,40}"
    r"|(?:当前|现在)时间[^\n]{0,40}"
)
_MOST = 6
"""Editions kept of a document: the first and the last ones."""
_BULK = 0.5
_FEW = 5


def content_digest(text: str, attachments: Iterable[str] = ()) -> str:
    """Return the digest of a document's main text and the titles of its attachments.

    Visit counters, the day's date and blanks do not count. 16 hexadecimal digits.
    """
    words = normalise(_COUNTER.sub("", text))
    content = "\n".join([words, *sorted(normalise(_COUNTER.sub("", each)) for each in attachments)])
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:16]


def document_digest(document: DocumentRead) -> str:
    """Return the digest of a document as a page has it; empty when it has no text."""
    return content_digest(document.text, [link.title for link in document.attachments]) if document.text else ""


def with_editions(known: Mapping[str, tuple[KnownEdition, ...]], look: SiteLook) -> dict[str, tuple[KnownEdition, ...]]:
    """Return the editions with those that a night added.

    Where most of the documents that were read again differ, the site's pages changed and not its documents.
    """
    after = dict(known)
    changed: list[str] = []
    again = 0
    for each in look.documents:
        where = key(each.url)
        before = after.get(where, ())
        if not before:
            after[where] = (_edition(each, look.extractor, baseline=True),)
            continue
        last = before[-1]
        if each.source.seen_at <= last.source.seen_at or (last.column != each.column and _same(last, each)):
            continue
        again += 1
        if _same(last, each):
            continue
        newer_reader = last.extractor != look.extractor
        made = _edition(each, look.extractor, baseline=newer_reader)
        after[where] = (*before[:1], *before[1:][-(_MOST - 2) :], made)
        if not newer_reader:
            changed.append(where)
    if len(changed) >= _FEW and len(changed) >= _BULK * again:
        for where in changed:
            last = after[where][-1]
            after[where] = (*after[where][:-1], replace(last, edition=replace(last.edition, baseline=True)))
    return after


def _same(known: KnownEdition, look: DocumentLook) -> bool:
    before = known.edition
    return (before.digest, before.title, before.published) == (look.digest, look.title, look.published)


def _edition(look: DocumentLook, extractor: str, *, baseline: bool) -> KnownEdition:
    edition = Edition(look.source.seen_at, look.digest, look.title, look.published, baseline)
    return KnownEdition(look.column, look.url, edition, extractor, look.source)
