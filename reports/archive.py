"""Archived copies: a saved page, shown without any power to run, load or lead anywhere.

Three walls stand between a hostile page and its reader. What could act is taken out of the shown copy (scripts,
frames, forms, links, event handlers, addresses to load). The copy stands in an iframe with an empty `sandbox`. And
the wrapper's Content-Security-Policy, which the frame inherits, lets nothing load. The unchanged text of the page is
shown as source beneath, and the unchanged bytes are in the WARC file.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.etree
import lxml.html
from markupsafe import Markup, escape
from w3lib.encoding import html_to_unicode

from checks.personal_numbers import without_numbers
from checks.wording import OUTCOMES
from reports import names
from reports.hostile import clean, line
from reports.views.pieces import Address, address, beijing, finding_title
from rules.result import AuditResult, FindingResult, SourceCited

CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

LONGEST_SHOWN = 3_000_000
"""Bytes of HTML beyond which no copy is laid out; its beginning is shown as text."""
LONGEST_SOURCE = 400_000
"""Characters of source shown; the rest is in the WARC file."""
MOST_CITING = 8

_HTML = re.compile(r"html", re.IGNORECASE)
_TEXT = re.compile(r"text/|html|json|xml|javascript", re.IGNORECASE)
_GONE = tuple(
    "script noscript template link meta base iframe frame frameset noframes object embed applet param portal "  # noqa: SIM905 - a list of words
    "audio video source track picture canvas svg math dialog head".split()
)
_UNWRAPPED = ("form", "marquee", "fencedframe", "button", "label", "area", "map")
_KEPT = frozenset(
    "align alt bgcolor border cellpadding cellspacing class color colspan dir face height id lang nowrap rowspan size "  # noqa: SIM905 - a list of words
    "span start style title type valign value width".split()
)
_JPEG = b"\xff\xd8\xff"
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),  # DOCX, XLSX, OFD and WPS files as well
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),  # DOC, XLS
    (b"\x89PNG", "image/png"),
    (_JPEG, "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"Rar!", "application/vnd.rar"),
)
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpeg|webp|bmp);base64,[A-Za-z0-9+/=\s]{1,2000000}", re.IGNORECASE)
_LOADS = re.compile(r"url\s*\(|@import|expression\s*\(|-moz-binding|behavior\s*:|\\", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Copy:
    """What a wrapper page shows. `frame` is the inert copy as a whole document, None where nothing can be laid out.

    `picture` is the page as a browser showed it, as a `data:` address.
    """

    digest: str
    media_type: str
    size: int
    address: Address | None
    seen: str | None
    outcome: str
    status: int | None
    warc: str | None
    offset: int | None
    citing: tuple[tuple[str, str], ...]
    more_citing: int
    frame: str | None
    source: Markup | None
    source_cut: bool
    hidden: int = 0
    picture: Markup | None = None


def cited_sources(result: AuditResult) -> dict[str, SourceCited]:
    """Return the first cited look of every payload that findings cite and that can have a page, by digest."""
    found: dict[str, SourceCited] = {}
    for _, source in _citations(result):
        if source.digest and names.archive_page(source.digest):
            found.setdefault(source.digest, source)
    return found


def citing_findings(result: AuditResult) -> dict[str, list[tuple[str, str]]]:
    """Return for every cited digest the pages and titles of the findings that cite it, in the result's order."""
    units = {each.id: each.name for each in result.units}
    citing: dict[str, dict[str, str]] = {}
    for finding, source in _citations(result):
        if source.digest:
            title = f"{line(units.get(finding.unit, finding.unit), 60)}：{finding_title(finding)}"
            citing.setdefault(source.digest, {})[names.finding_page(finding.id)] = title
    return {digest: list(found.items()) for digest, found in citing.items()}


def _citations(result: AuditResult) -> Iterator[tuple[FindingResult, SourceCited]]:
    known = {each.id: each for each in result.evidence}
    for finding in result.findings:
        for identifier in dict.fromkeys((*finding.evidence, *(e for part in finding.parts for e in part.evidence))):
            for source in known[identifier].sources if identifier in known else ():
                yield finding, source


def copy_of(
    source: SourceCited,
    body: bytes,
    media_type: str | None,
    citing: list[tuple[str, str]] | None = None,
    picture: bytes | None = None,
) -> Copy:
    """Return what the wrapper page of one payload shows; never raises on any bytes.

    `picture` is a JPEG of it; where numbers of persons had to be covered, it is not shown, for it would show them.
    """
    kind = line(_magic(body) or media_type or _sniffed(body), 100)
    is_html = bool(_HTML.search(kind))
    is_text = bool(_TEXT.search(kind))
    text, hidden = without_numbers(decoded(body, media_type)) if is_text else (None, 0)
    return Copy(
        digest=line(source.digest or "", 160),
        media_type=kind,
        size=len(body),
        address=address(source.url),
        seen=beijing(source.seen_at),
        outcome=OUTCOMES[source.outcome],
        status=source.status,
        warc=line(source.warc, 200) if source.warc else None,
        offset=source.offset,
        citing=tuple((citing or [])[:MOST_CITING]),
        more_citing=max(0, len(citing or []) - MOST_CITING),
        frame=inert(text) if is_html and text is not None and len(body) <= LONGEST_SHOWN else None,
        source=None if text is None else escape(_source_text(text)),
        source_cut=text is not None and len(text) > LONGEST_SOURCE,
        hidden=hidden,
        picture=_as_address(picture) if picture is not None and not hidden else None,
    )


def _as_address(picture: bytes) -> Markup | None:
    if not picture.startswith(_JPEG):
        return None
    # The template engine bounds what is not marked as markup.
    return Markup("data:image/jpeg;base64,{}").format(b64encode(picture).decode())


def _magic(body: bytes) -> str | None:
    """Return what the first bytes plainly are, whatever the server called it."""
    return next((kind for start, kind in _MAGIC if body.startswith(start)), None)


def _sniffed(body: bytes) -> str:
    """Return a guess for a body of which nobody said what it is."""
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\x00" in head and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    if head.startswith((b"{", b"[")):
        return "application/json"
    return "text/html" if b"<" in head else "text/plain"


def decoded(body: bytes, media_type: str | None) -> str:
    """Return the text of a body: by its header, its own declaration, UTF-8, or else GB 18030."""
    _, text = html_to_unicode(
        media_type, body, default_encoding="gb18030", auto_detect_fun=lambda data: "utf-8" if _is_utf8(data) else None
    )
    return text


def inert(text: str) -> str | None:
    """Return a copy of the HTML page `text` that cannot act, or None when there is no markup to lay out."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = lxml.html.document_fromstring(_CONTROL.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None
    styles = [each.text for each in root.iter("style") if each.text and not _LOADS.search(each.text)]
    body = root.find("body")
    if body is None:
        return None
    lxml.etree.strip_elements(body, *_GONE, "style", with_tail=False)
    lxml.etree.strip_tags(body, *_UNWRAPPED)
    for element in body.iter():
        _disarm(element)
    shown = lxml.html.tostring(body, encoding="unicode")
    style = "\n".join(each.replace("<", "") for each in styles)
    return f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>{style}</style></head>{shown}</html>'


def _disarm(element: lxml.html.HtmlElement) -> None:
    """Take every attribute off `element` that could load, lead or act."""
    if not isinstance(element.tag, str):
        return
    if ":" in element.tag:
        element.tag = "span"
    if element.tag == "a":
        element.tag = "u"  # looks like a link and is none
    for name in list(element.attrib):
        value = str(element.attrib[name])
        harmless = name in _KEPT and not (name == "style" and _LOADS.search(value))
        if not harmless and not (name == "src" and element.tag == "img" and _DATA_IMAGE.fullmatch(value)):
            del element.attrib[name]


def _source_text(text: str) -> str:
    """Return the source with unsafe characters made visible; `clean` bounds its input, so it goes in slices."""
    shown = text[:LONGEST_SOURCE]
    return "".join(clean(shown[start : start + 10_000]) for start in range(0, len(shown), 10_000))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
