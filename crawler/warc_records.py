"""WARC 1.1 records (ISO 28500:2017) as bytes, with SHA-256 digests of payload and block."""

import base64
import hashlib
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_BREAKS = str.maketrans("\r\n", "  ")


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
    """Return a new record id."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def digest(data: bytes) -> str:
    """Return the digest of `data` as WARC spells it: `sha256:` and Base32."""
    return f"sha256:{base64.b32encode(hashlib.sha256(data).digest()).decode()}"


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
