"""The archived records behind a finding, copied byte for byte, and the CDXJ index over them."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from crawler.store import Store
from crawler.warc import WarcPlace, warcinfo
from crawler.warc_members import Member, member_at

FILE = "data.warc.gz"
_INDEXED = frozenset({"response", "revisit", "resource"})
_LINES = 300
"""Lines of the index in one compressed block, as the CDXJ readers expect it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record to copy: where it is, and the digest of its body as the visit has it (None: not known)."""

    place: WarcPlace
    digest: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One record as the index names it."""

    key: str
    moment: str
    fields: dict[str, str]

    def text(self) -> str:
        """Return the line of CDXJ."""
        return f"{self.key} {self.moment} {json.dumps(self.fields, ensure_ascii=False)}\n"


def copy_records(
    store: Store, wanted: Iterable[Wanted], out: BinaryIO, software: str
) -> tuple[list[Line], set[Wanted]]:
    """Copy the records, their requests, and the bodies that they point at; return the index, and what is not kept.

    Each record is written once, with the bytes that it has in the store.
    """
    lines: list[Line] = []
    missing: set[Wanted] = set()
    done: set[tuple[str, int]] = set()
    offset = out.write(zlib.compress(warcinfo(FILE, software), 9, zlib.MAX_WBITS | 16))
    for each in wanted:
        own = list(_with_request(store, each.place))
        found = [(each.place, own)]
        if own and own[0].kind == "revisit":
            original = store.original_place(own[0].fields.get("warc-payload-digest", ""), each.digest)
            # The body before what refers to it: readers that go through the file once need that order.
            found.insert(0, (original or each.place, list(_with_request(store, original)) if original else []))
        if not all(copied for _, copied in found):
            missing.add(each)
        for place, copied in found:
            if (place.file, place.offset) in done or not copied:
                continue
            done.add((place.file, place.offset))
            for member in copied:
                if member.kind in _INDEXED:
                    lines.append(_line(member, offset))
                offset += out.write(member.packed)
    return lines, missing


def index(lines: Iterable[Line]) -> tuple[bytes, bytes]:
    """Return the compressed CDXJ and the index of its blocks."""
    ordered = sorted(lines, key=lambda line: (line.key, line.moment, int(line.fields["offset"])))
    packed = b""
    blocks = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for start in range(0, len(ordered), _LINES):
        block = ordered[start : start + _LINES]
        data = zlib.compress("".join(line.text() for line in block).encode(), 9, zlib.MAX_WBITS | 16)
        about = {
            "offset": len(packed),
            "length": len(data),
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "filename": "index.cdx.gz",
        }
        blocks.append(f"{block[0].key} {block[0].moment} {json.dumps(about)}\n")
        packed += data
    return packed, "".join(blocks).encode()


def sort_key(url: str) -> str:
    """Return the key under which replayers look an address up (SURT): host names turned round, all in lower case."""
    if not url.lower().startswith(("http://", "https://")):
        return url.lower()
    parts = urlsplit(url.lower())
    host = parts.hostname or ""
    numeric = host.replace(".", "").isdigit() or ":" in host
    turned = host if numeric else ",".join(reversed(host.removeprefix("www.").split(".")))
    try:
        port = parts.port
    except ValueError:
        port = None
    usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = parts.path if parts.path == "/" else parts.path.rstrip("/")
    return f"{turned}{'' if usual else f':{port}'}){path or '/'}{f'?{query}' if query else ''}"


def _with_request(store: Store, place: WarcPlace) -> Iterator[Member]:
    """The record at `place`, and the request that it answers when it follows it."""
    now = store.where(place)
    records = member_at(store.folder, now.file, now.offset)
    first = next(records, None)
    if first is None:
        return
    yield first
    second = next(records, None)
    if second is not None and second.fields.get("warc-concurrent-to") == first.fields.get("warc-record-id"):
        yield second


def _line(member: Member, offset: int) -> Line:
    fields = member.fields
    url = fields.get("warc-target-uri", "")
    moment = "".join(each for each in fields.get("warc-date", "") if each.isdigit())[:14]
    if member.kind == "revisit":
        status, mime = _http(member)[0], "warc/revisit"
    elif member.kind == "response":
        status, mime = _http(member)
    else:
        status, mime = "200", fields.get("content-type", "application/octet-stream").split(";")[0].strip()
    about = {
        "url": url,
        "mime": mime,
        "status": status,
        "digest": fields.get("warc-payload-digest", ""),
        "length": str(len(member.packed)),
        "offset": str(offset),
        "filename": FILE,
        "recordDigest": f"sha256:{hashlib.sha256(member.packed).hexdigest()}",
    }
    return Line(sort_key(url), moment, about)


def _http(member: Member) -> tuple[str, str]:
    """The status and the media type that the recorded answer gives."""
    block = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(member.packed, 1 << 16).split(b"\r\n\r\n", 2)
    head = block[1].decode("latin-1", "replace").split("\r\n") if len(block) > 1 else []
    words = head[0].split(" ") if head else []
    kinds = (line.partition(":")[2] for line in head[1:] if line.lower().startswith("content-type:"))
    mime = next(kinds, "").split(";")[0].strip().lower() or "unk"
    return (words[1] if len(words) > 1 else "-"), mime
