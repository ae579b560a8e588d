"""Site maps for machines: `sitemap.xml`, and where robots.txt says it is. They name addresses, seldom columns."""

import html
import re
import zlib
from urllib.parse import urlsplit

from crawler.model import Link

ROBOTS = "/robots.txt"
USUAL = "/sitemap.xml"
_ENTRY = re.compile(r"<(url|sitemap)\b[^<>]{0,200}>")
_FIELD = re.compile(
    r"<(?:\w{1,20}:)?(loc|title|name)\b[^<>]{0,200}>\s*(?:<!\[CDATA\[([^<\]]{1,2000})\]\]>|([^<]{1,2000}))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,1000})", re.IGNORECASE | re.MULTILINE)
_MOST = 5000
_LONGEST_ENTRY = 5000
_GZIP = b"\x1f\x8b"
_LARGEST = 8_000_000
"""Bytes of a site map once it is unpacked; the entries beyond are not read."""
# GB 2312 keeps its first 3,755 characters in the order of their sounds: where each first letter begins.
_SOUNDS = (
    (45217, "a"), (45253, "b"), (45761, "c"), (46318, "d"), (46826, "e"), (47010, "f"), (47297, "g"), (47614, "h"),
    (48119, "j"), (49062, "k"), (49324, "l"), (49896, "m"), (50371, "n"), (50614, "o"), (50622, "p"), (50906, "q"),
    (51387, "r"), (51446, "s"), (52218, "t"), (52698, "w"), (52980, "x"), (53689, "y"), (54481, "z"),
)  # fmt: skip
_LAST_SOUND = 55289


def read_sitemap(text: str) -> tuple[Link, ...]:
    """Return the entries of a site map in XML, with their titles where it gives any; maps that it names come first."""
    maps: dict[str, Link] = {}
    pages: dict[str, Link] = {}
    entries = [entry for entry, _ in zip(_ENTRY.finditer(text), range(_MOST), strict=False)]
    ends = [*(entry.start() for entry in entries[1:]), len(text)]
    for entry, end in zip(entries, ends, strict=False):
        piece = text[entry.end() : min(end, entry.end() + _LONGEST_ENTRY)]
        fields: dict[str, str] = {}
        for found in _FIELD.finditer(piece):
            fields.setdefault(found.group(1).lower(), html.unescape(found.group(2) or found.group(3)).strip())
        url = fields.get("loc", "")
        if url.startswith(("http://", "https://")):
            place = maps if entry.group(1) == "sitemap" else pages
            place.setdefault(url, Link(fields.get("title") or fields.get("name") or "", url))
    return (*maps.values(), *pages.values())


def unpacked(body: bytes) -> bytes:
    """Return a packed site map (`sitemap.xml.gz`) unpacked, as far as it reads and up to 8 MB; other bytes as given."""
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _LARGEST)
    except zlib.error:
        return body


def named_sitemaps(robots: str) -> tuple[Link, ...]:
    """Return the site maps that a robots.txt names."""
    return tuple(
        Link("", url) for url in dict.fromkeys(_NAMED.findall(robots)) if url.startswith(("http://", "https://"))
    )


def leads_to_map(url: str) -> bool:
    """True for the address of another site map."""
    return urlsplit(url).path.lower().endswith((".xml", ".xml.gz"))


def initials(name: str) -> str:
    """Return the first letters of the sounds of a Chinese name (通知公告: tzgg), as folders are called; else ""."""
    letters = []
    for sign in name:
        try:
            code = int.from_bytes(sign.encode("gb2312"), "big")
        except UnicodeEncodeError:
            return ""
        if not _SOUNDS[0][0] <= code <= _LAST_SOUND:
            return ""
        letters.append(next(letter for begin, letter in reversed(_SOUNDS) if begin <= code))
    return "".join(letters)


def folder_of(url: str) -> str:
    """Return the last folder's name of a column's address (`/zwgk/tzgg/index.html`: tzgg); "" for other addresses."""
    path = urlsplit(url).path
    folders, _, name = path.rpartition("/")
    if name and not re.fullmatch(r"(?:index|list|default)\.\w{3,5}", name, re.IGNORECASE):
        return ""
    return folders.rpartition("/")[2].lower()
