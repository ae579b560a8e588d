"""WARC 1.1 records (ISO 28500:2017) as bytes, with SHA-256 digests of payload and block."""

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_BREAKS = str.maketrans("\r\n", "  ")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
"""Base32 two letters at a time, RFC 4648 6: the standard library's own takes ten times as long."""
_PADDED = 260
"""Bits of a SHA-256 digest, filled up to whole letters."""


def record(kind: str, fields: Iterable[tuple[str, str]], block: bytes, content_type: str) -> bytes:
    """Return one record, not yet compressed. `fields` are the WARC headers that its kind needs besides the common."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        *(f"{name}: {_in_line(value)}" for name, value in fields),
        f"WARC-Block-Digest: {digest(block)}",
        f"Content-Type: {_in_line(content_type)}",
        f"Content-Length: {len(block)}",
    ]
    return b"".join(("\r\n".join(lines).encode("utf-8", "replace"), b"\r\n\r\n", block, b"\r\n\r\n"))


def new_id() -> str:
    """Return a new record id, a random UUID (RFC 9562 5.4)."""
    number = int.from_bytes(os.urandom(16), "big") & ~(0xF << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62
    text = f"{number:032x}"
    return f"<urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}>"


def digest(data: bytes) -> str:
    """Return the digest of `data` as WARC spells it: `sha256:` and Base32."""
    number = int.from_bytes(hashlib.sha256(data).digest(), "big") << 4
    letters = "".join([_PAIRS[number >> at & 0x3FF] for at in range(_PADDED - 10, -1, -10)])
    return f"sha256:{letters}===="


def http_head(first_line: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Return a request line or status line and its headers; a line break within a value cannot begin another header."""
    lines = [first_line, *(_in_line(f"{name}: {value}") for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"


def status_line(protocol: str, status: int) -> str:
    """Return a status line; the reason is the standard's, because the client does not pass on the server's."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    return f"{protocol} {status} {phrase}"


def request_line(method: str, url: str) -> str:
    """Return the request line for `url`: its path and query."""
    rest = url.split("://", 1)[-1]
    slash = rest.find("/")
    return f"{method} {rest[slash:] if slash >= 0 else '/'} HTTP/1.1"


def warc_date(moment: datetime) -> str:
    """Return a UTC moment as WARC spells it."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _in_line(text: str) -> str:
    return text.translate(_BREAKS) if "\r" in text or "\n" in text else text
