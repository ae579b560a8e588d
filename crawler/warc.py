"""Bodies kept as WARC: one gzip member per record, so that a killed run leaves a file that still reads."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

LARGEST_BODY = 8_000_000
"""Bytes of one body, after decoding, beyond which it is not kept (our limit, never their failure)."""
LARGEST_FILE = 1_000_000_000
"""Bytes after which the next file is begun."""
_FOLDER = "warc"
_EFFORT = 4
"""zlib's level: half the time of warcio's 9 on real pages, for a twentieth more bytes."""
_ABOUT = (
    "Captured through Scrapy. Header names, header order, the reason phrase and transfer encoding are as the HTTP "
    "client normalised them: this is not a capture of the wire. Bodies keep their content encoding as sent. "
    "Rendered pages are `resource` records that hold the document as the browser had built it."
)


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where a record begins: the file relative to the audit's folder, and the offset in bytes of its gzip member."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as the HTTP client saw them; `body` still has its content encoding.

    `truncated` is the WARC word for why the body is short (`disconnect`, `length`, `time`), else None.
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


class WarcWriter:
    """Appends records to `FOLDER/warc/PREFIX-NNNNN.warc.gz`; each record reaches the file in one write."""

    def __init__(self, folder: Path, prefix: str, *, user_agent: str) -> None:
        self._folder = folder
        self._prefix = prefix
        self._user_agent = user_agent
        self._file: BinaryIO | None = None
        self._name = ""
        self._offset = 0
        self._buffer = BytesIO()
        self._writer: Any = WARCWriter(self._buffer, gzip=False, warc_version="1.1")
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
        """Write a response record followed by its request record. Returns where the response record begins."""
        headers = {"WARC-Date": _warc_date(seen.seen_at)}
        if seen.address is not None:
            headers["WARC-IP-Address"] = seen.address
        if seen.truncated is not None:
            headers["WARC-Truncated"] = seen.truncated
        status = StatusAndHeaders(f"{seen.status} {_phrase(seen.status)}", list(seen.headers), protocol=seen.protocol)
        response = self._writer.create_warc_record(
            seen.url,
            "response",
            payload=BytesIO(seen.body),
            length=len(seen.body),
            http_headers=status,
            warc_headers_dict=headers,
        )
        line = StatusAndHeaders(
            f"{seen.method} {_target(seen.url)} HTTP/1.1", list(seen.request_headers), is_http_request=True
        )
        request = self._writer.create_warc_record(
            seen.url,
            "request",
            payload=BytesIO(seen.request_body),
            length=len(seen.request_body),
            http_headers=line,
            warc_headers_dict={
                "WARC-Date": _warc_date(seen.seen_at),
                "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        place = self._append(response)
        self._append(request)
        return place

    def resource(self, url: str, seen_at: datetime, media_type: str, body: bytes) -> WarcPlace:
        """Write a `resource` record: bytes that stand for `url` without being an answer of its server."""
        record = self._writer.create_warc_record(
            url,
            "resource",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": _warc_date(seen_at)},
        )
        return self._append(record)

    def _append(self, record: Any) -> WarcPlace:
        if self._file is None or self._offset > LARGEST_FILE:
            self._begin()
        return self._write(record)

    def _write(self, record: Any) -> WarcPlace:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)
        place = WarcPlace(self._name, self._offset)
        if self._file is None:
            raise RuntimeError("a WARC record was written before its file was begun")
        packed = zlib.compress(self._buffer.getbuffer(), _EFFORT, zlib.MAX_WBITS | 16)
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
        info = {"software": self._user_agent, "format": "WARC File Format 1.1", "description": _ABOUT}
        self._write(self._writer.create_warcinfo_record(Path(self._name).name, info))


def read_body(folder: Path, place: WarcPlace) -> bytes | None:
    """Return the payload of the record at `place`, content encoding undone, or None when it is not there any more."""
    path = folder / place.file
    if not path.resolve().is_relative_to((folder / _FOLDER).resolve()):
        return None
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            for record in ArchiveIterator(file):
                body: bytes = record.content_stream().read(LARGEST_BODY + 1)
                return body
    except (OSError, EOFError, zlib.error, ArchiveLoadFailed):
        return None
    return None


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


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _target(url: str) -> str:
    """The path and query of `url`, as a request line has them."""
    rest = url.split("://", 1)[-1]
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"
