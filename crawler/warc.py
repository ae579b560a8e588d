"""Bodies kept as WARC: one gzip member per record, so that a killed run leaves a file that still reads."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.clock import now
from crawler.warc_records import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    digest,
    http_head,
    new_id,
    record,
    request_line,
    status_line,
    warc_date,
)

LARGEST_BODY = 8_000_000
"""Bytes of one body, after decoding, beyond which it is not kept (our limit, never their failure)."""
LARGEST_FILE = 1_000_000_000
"""Bytes after which the next file is begun."""
_FOLDER = "warc"
_EFFORT = 4
"""zlib's level: half the time of warcio's 9 on real pages, for a twentieth more bytes."""
_SMALL = 4_000
"""Bytes of a record from which zlib's own window pays: below, clearing it takes longer than packing."""
_ABOUT = (
    "Captured through Scrapy. Header names, header order, the reason phrase and transfer encoding are as the HTTP "
    "client normalised them: this is not a capture of the wire. Bodies keep their content encoding as sent. "
    "Rendered pages are `resource` records that hold the document as the browser had built it."
)


_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"
_NOT_CHANGED = 304
_MAGIC = b"\x1f\x8b"
_NO_PAYLOAD = frozenset({"request", "warcinfo"})
_WORTH = 256
"""Bytes of a body from which pointing at an earlier record is shorter than keeping it again."""


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where a record begins: the file relative to the audit's folder, and the offset in bytes of its gzip member.

    `revisit`: the record holds no body, because an earlier one holds the same.
    """

    file: str
    offset: int
    revisit: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """A record that holds a payload: the payload's digest as WARC spells it, the address it came from, and when."""

    payload: str
    url: str
    seen_at: datetime
    place: WarcPlace | None = None


class KnownBodies(Protocol):
    """What is stored already."""

    def find(self, payload: str) -> Original | None:
        """Return the record that holds the payload with this digest, or None."""

    def keep(self, payload: str, place: WarcPlace, url: str, seen_at: datetime) -> None:
        """Remember that the record at `place` holds this payload."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as the HTTP client saw them; `body` still has its content encoding.

    `truncated` is the WARC word for why the body is short (`disconnect`, `length`, `time`), else None. `original` is
    the stored record that the request asked about (If-None-Match, If-Modified-Since), else None.
    """

    url: str
    seen_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: bytes = b""
    protocol: str = "HTTP/1.1"
    address: str | None = None
    truncated: str | None = None
    original: Original | None = None


class WarcWriter:
    """Appends records to `FOLDER/warc/PREFIX-NNNNN.warc.gz`; each record reaches the file in one write."""

    def __init__(self, folder: Path, prefix: str, *, user_agent: str, known: KnownBodies | None = None) -> None:
        self._folder = folder
        self._prefix = prefix
        self._user_agent = user_agent
        self._known = known
        self._file: BinaryIO | None = None
        self._name = ""
        self._offset = 0
        (folder / _FOLDER).mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the writer may be used again and then begins another."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def exchange(self, seen: Exchange) -> WarcPlace:
        """Write a response record followed by its request record. Returns where the response record begins.

        A body that is stored already is not written again: a `revisit` record points at it.
        """
        name, payload, moment = new_id(), digest(seen.body), warc_date(seen.seen_at)
        fields = [("WARC-Record-ID", name), ("WARC-Target-URI", seen.url), ("WARC-Date", moment)]
        if seen.address is not None:
            fields.append(("WARC-IP-Address", seen.address))
        if seen.truncated is not None:
            fields.append(("WARC-Truncated", seen.truncated))
        head = http_head(status_line(seen.protocol, seen.status), seen.headers)
        known = self._known if seen.truncated is None and len(seen.body) >= _WORTH else None
        original, profile = (None, SAME_PAYLOAD) if known is None else (known.find(payload), SAME_PAYLOAD)
        if seen.status == _NOT_CHANGED and seen.original is not None:
            original, profile = seen.original, NOT_MODIFIED
        if original is not None:
            fields += [
                ("WARC-Profile", profile),
                ("WARC-Refers-To-Target-URI", original.url),
                ("WARC-Refers-To-Date", warc_date(original.seen_at)),
                ("WARC-Payload-Digest", original.payload),
            ]
            place = self._append(record("revisit", fields, head, _RESPONSE), revisit=True)
        else:
            fields.append(("WARC-Payload-Digest", payload))
            place = self._append(record("response", fields, head + seen.body, _RESPONSE))
            if known is not None:
                known.keep(payload, place, seen.url, seen.seen_at)
        asked = [
            ("WARC-Record-ID", new_id()),
            ("WARC-Target-URI", seen.url),
            ("WARC-Date", moment),
            ("WARC-Concurrent-To", name),
            ("WARC-Payload-Digest", digest(seen.request_body)),
        ]
        line = http_head(request_line(seen.method, seen.url), seen.request_headers)
        self._append(record("request", asked, line + seen.request_body, _REQUEST))
        return place

    def resource(self, url: str, seen_at: datetime, media_type: str, body: bytes) -> WarcPlace:
        """Write a `resource` record: bytes that stand for `url` without being an answer of its server.

        Where the same bytes are stored for `url` already, nothing is written and their place returned.
        """
        payload = digest(body)
        found = self._known.find(payload) if self._known is not None else None
        if found is not None and found.url == url and found.place is not None:
            return found.place
        fields = [
            ("WARC-Record-ID", new_id()),
            ("WARC-Target-URI", url),
            ("WARC-Date", warc_date(seen_at)),
            ("WARC-Payload-Digest", payload),
        ]
        place = self._append(record("resource", fields, body, media_type))
        if self._known is not None:
            self._known.keep(payload, place, url, seen_at)
        return place

    def _append(self, made: bytes, *, revisit: bool = False) -> WarcPlace:
        if self._file is None or self._offset > LARGEST_FILE:
            self._begin()
        return self._write(made, revisit=revisit)

    def _write(self, made: bytes, *, revisit: bool = False) -> WarcPlace:
        place = WarcPlace(self._name, self._offset, revisit)
        if self._file is None:
            raise RuntimeError("a WARC record was written before its file was begun")
        packed = _packed(made)
        self._file.write(packed)
        self._offset += len(packed)
        return place

    def _begin(self) -> None:
        self.close()
        number = 0
        while True:
            self._name = f"{_FOLDER}/{self._prefix}-{number:05d}.warc.gz"
            try:
                # Unbuffered and never an existing file: what an earlier run wrote is not touched.
                self._file = (self._folder / self._name).open("xb", buffering=0)
            except FileExistsError:
                number += 1
            else:
                break
        self._offset = 0
        self._write(warcinfo(Path(self._name).name, self._user_agent))


def _packed(made: bytes) -> bytes:
    """A record as one gzip member."""
    if len(made) >= _SMALL:
        return zlib.compress(made, _EFFORT, zlib.MAX_WBITS | 16)
    small = zlib.compressobj(_EFFORT, zlib.DEFLATED, 12 | 16, 4)
    return small.compress(made) + small.flush()


def warcinfo(name: str, software: str) -> bytes:
    """Return the record that a file called `name` begins with: what made it, and what its records are not."""
    info = {"software": software, "format": "WARC File Format 1.1", "description": _ABOUT}
    block = "".join(f"{key}: {value}\r\n" for key, value in info.items()).encode()
    fields = [("WARC-Record-ID", new_id()), ("WARC-Date", warc_date(now())), ("WARC-Filename", name)]
    return record("warcinfo", fields, block, "application/warc-fields")


def read_original(folder: Path, place: WarcPlace) -> Original | None:
    """Return what the record at `place` holds or points at; None when it is not there or says nothing of a payload."""
    path = folder / place.file
    if not path.resolve().is_relative_to((folder / _FOLDER).resolve()):
        return None
    try:
        with path.open("rb") as file:
            if not _at_member(file, place.offset):
                return None
            for each in ArchiveIterator(file, no_record_parse=True):
                fields = each.rec_headers
                payload = fields.get_header("WARC-Payload-Digest")
                url = fields.get_header("WARC-Refers-To-Target-URI") or fields.get_header("WARC-Target-URI")
                date = fields.get_header("WARC-Refers-To-Date") or fields.get_header("WARC-Date")
                if each.rec_type in _NO_PAYLOAD or not payload or not url or not date:
                    return None
                return Original(payload, url, datetime.fromisoformat(date))
    except (OSError, EOFError, ValueError, zlib.error, ArchiveLoadFailed):
        return None
    return None


def read_body(folder: Path, place: WarcPlace) -> bytes | None:
    """Return the payload of the record at `place`, content encoding undone, or None when it is not there any more."""
    path = folder / place.file
    if not path.resolve().is_relative_to((folder / _FOLDER).resolve()):
        return None
    try:
        with path.open("rb") as file:
            if not _at_member(file, place.offset):
                return None
            for record in ArchiveIterator(file):
                if record.rec_type in _NO_PAYLOAD:
                    return None
                body: bytes = record.content_stream().read(LARGEST_BODY + 1)
                return body
    except (OSError, EOFError, zlib.error, ArchiveLoadFailed):
        return None
    return None


def _at_member(file: BinaryIO, offset: int) -> bool:
    """Stand at `offset`; whether a record may begin there. What does not, warcio reads as an empty one of old kind."""
    file.seek(offset)
    begins = file.read(len(_MAGIC)) == _MAGIC
    file.seek(offset)
    return begins


def mend(path: Path) -> int:
    """Cut a half-written record off the end of a file that a killed run left. Returns the bytes cut."""
    whole = _whole(path)
    size = path.stat().st_size
    if whole < size:
        with path.open("r+b") as file:
            file.truncate(whole)
    return size - whole


def files(folder: Path) -> Iterable[Path]:
    """Return the WARC files of an audit, oldest first."""
    return sorted((folder / _FOLDER).glob("*.warc.gz"))


def _whole(path: Path) -> int:
    """Bytes of the gzip members that are complete."""
    whole = position = 0
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            while chunk:
                try:
                    inflate.decompress(chunk)
                except zlib.error:
                    return whole
                position += len(chunk) - len(inflate.unused_data)
                chunk = inflate.unused_data
                if inflate.eof:
                    whole = position
                    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole
