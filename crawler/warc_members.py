"""WARC files member by member: each record as it lies in the file, for copying it unchanged."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 16
_HEAD = 1 << 15
"""Bytes of a record, unpacked, within which its WARC header ends; ours are a tenth of that."""


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it begins, its bytes as they lie in the file, and its record's WARC header fields.

    The names of the fields are in lower case.
    """

    offset: int
    packed: bytes
    fields: Mapping[str, str]

    @property
    def kind(self) -> str:
        """The record's type: response, revisit, request, resource, warcinfo."""
        return self.fields.get("warc-type", "")


def members(path: Path, offset: int = 0) -> Iterator[Member]:
    """Yield the records of a file from `offset` on; what a killed run left half written at the end is not one.

    Raises OSError when the file cannot be read, zlib.error when `offset` is not the beginning of a record.
    """
    with path.open("rb") as file:
        file.seek(offset)
        rest = b""
        while True:
            packed, head, rest = _member(file.read, rest)
            if packed is None:
                return
            yield Member(offset, packed, _fields(head))
            offset += len(packed)


def member_at(folder: Path, file: str, offset: int) -> Iterator[Member]:
    """Yield the record of the archive in `folder` that begins there, and those after it; nothing when it is not there.

    A file outside the archive is not read.
    """
    path = folder / file
    if not path.resolve().is_relative_to((folder / "warc").resolve()):
        return
    try:
        yield from members(path, offset)
    except (OSError, zlib.error):
        return


def _member(read: Callable[[int], bytes], rest: bytes) -> tuple[bytes | None, bytes, bytes]:
    """One member's packed bytes (None at the end), the beginning of what it unpacks to, and what was read beyond it."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    pieces: list[bytes] = []
    head = bytearray()
    chunk = rest or read(_CHUNK)
    while chunk:
        plain = inflate.decompress(chunk)
        if len(head) < _HEAD:
            head += plain[: _HEAD - len(head)]
        if inflate.eof:
            beyond = inflate.unused_data
            pieces.append(chunk[: len(chunk) - len(beyond)])
            return b"".join(pieces), bytes(head), beyond
        pieces.append(chunk)
        chunk = read(_CHUNK)
    return None, b"", b""


def _fields(head: bytes) -> dict[str, str]:
    lines = head.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
