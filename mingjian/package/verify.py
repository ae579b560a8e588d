"""Checking a package: every file against its digest, every record against its own, the finding against the records."""

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from mingjian.errors import UsageError
from mingjian.package.write import FINDING

_DIGEST = "datapackage-digest.json"
_PACKAGE = "datapackage.json"
_INDEX = "indexes/index.cdx.gz"
_LARGEST = 8 << 30
"""Bytes that a package may unpack to; ours have a hundredth of it."""
_LARGEST_TEXT = 64 << 20


@dataclass(slots=True)
class Verified:
    """What a check came to: how many files, records and bodies were compared, and every problem as a sentence."""

    files: int = 0
    records: int = 0
    bodies: int = 0
    problems: list[str] = field(default_factory=list)

    def wrong(self, place: str, chinese: str, english: str) -> None:
        """Note a problem with `place`."""
        self.problems.append(f"{place}：{chinese} ({english})")


def verify(file: Path) -> Verified:
    """Return what checking the package came to. Raises UsageError when the file is no WACZ at all."""
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"{file}: 不是证据包 (not a WACZ package: {error})") from error
    with archive:
        names = archive.namelist()
        if _PACKAGE not in names:
            raise UsageError(f"{file}: 缺少 {_PACKAGE}，不是证据包 (no {_PACKAGE}: not a WACZ package)")
        found = Verified()
        if sum(each.file_size for each in archive.infolist()) > _LARGEST:
            found.wrong(file.name, "展开后过大，不予校验", "unpacks to more than any package of ours; not checked")
            return found
        try:
            _check(archive, found)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            found.wrong(file.name, "文件已损坏", f"damaged: {error}")
        return found


def _check(archive: zipfile.ZipFile, found: Verified) -> None:
    listed = _listed(archive, found)
    for name in archive.namelist():
        if name not in listed and name not in {_PACKAGE, _DIGEST} and not name.endswith("/"):
            found.wrong(name, "未列入清单", f"not listed in {_PACKAGE}")
    for name, about in listed.items():
        _compare(archive, name, about, found)
    bodies: set[str] = set()
    offsets: set[int] = set()
    for name in listed:
        if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")) and name in archive.namelist():
            with archive.open(name) as stream:
                _records(name, stream, found, bodies, offsets)
            with archive.open(name) as stream:
                if name.endswith(".gz") and not _ends_whole(stream):
                    found.wrong(name, "存档文件不完整，末条记录残缺", "ends within a record")
    _index(archive, found, offsets)
    _finding(archive, found, bodies)


def _listed(archive: zipfile.ZipFile, found: Verified) -> dict[str, dict[str, Any]]:
    """The resources that the package lists, after checking its own digest."""
    data = _text(archive, _PACKAGE)
    own = _json(archive, _DIGEST, found)
    if own is not None and own.get("hash") != f"sha256:{hashlib.sha256(data).hexdigest()}":
        found.wrong(_PACKAGE, "清单摘要不符，清单被改动过", f"does not match {_DIGEST}: the list was altered")
    package = _json(archive, _PACKAGE, found)
    resources = package.get("resources") if package is not None else None
    if not isinstance(resources, list):
        found.wrong(_PACKAGE, "清单不可读", "lists no resources")
        return {}
    return {str(each["path"]): each for each in resources if isinstance(each, dict) and "path" in each}


def _compare(archive: zipfile.ZipFile, name: str, about: dict[str, Any], found: Verified) -> None:
    try:
        stream = archive.open(name)
    except KeyError:
        found.wrong(name, "清单所列文件缺失", "listed, but not in the package")
        return
    digest, size = hashlib.sha256(), 0
    try:
        with stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        found.wrong(name, "文件已损坏", "damaged: its checksum within the ZIP does not hold")
        return
    found.files += 1
    if about.get("hash") != f"sha256:{digest.hexdigest()}":
        found.wrong(name, "摘要不符，内容被改动过", f"does not match its digest: altered after {_PACKAGE} was written")
    elif about.get("bytes") != size:
        found.wrong(name, "字节数不符", f"has {size} bytes, not {about.get('bytes')}")


def _records(name: str, stream: IO[bytes], found: Verified, bodies: set[str], offsets: set[int]) -> None:
    """Compare every record with the digests that it carries; learn the bodies and where records begin."""
    payloads: set[str] = set()
    referred: list[tuple[str, str]] = []
    try:
        records = ArchiveIterator(stream, check_digests=True)
        for record in records:
            kind, fields = record.rec_type, record.rec_headers
            payload = fields.get_header("WARC-Payload-Digest") or ""
            url = (fields.get_header("WARC-Target-URI") or name)[:300]
            if kind == "revisit":
                referred.append((payload, url))
                record.raw_stream.read()
            else:
                body, content = hashlib.sha256(), record.content_stream()
                while chunk := content.read(1 << 20):
                    body.update(chunk)
                while record.raw_stream.read(1 << 20):
                    pass
                if kind in {"response", "resource"}:
                    payloads.add(payload)
                    bodies.add(f"sha256:{body.hexdigest()}")
            # Only now: asking where a record begins reads it to its end.
            offsets.add(records.get_record_offset())
            found.records += 1
            if record.digest_checker.passed is False:
                found.wrong(f"{name} {url}", "存档记录的摘要不符", "; ".join(record.digest_checker.problems))
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        found.wrong(name, "存档文件不可读", f"cannot be read to its end: {error}")
    for payload, url in referred:
        if payload not in payloads:
            found.wrong(f"{name} {url}", "所指的原始记录不在包内", "points at a record that is not in the package")


def _ends_whole(stream: IO[bytes]) -> bool:
    """Whether the last gzip member is complete; readers of WARC pass over one that is not."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    begun = False
    while chunk := stream.read(1 << 20):
        while chunk:
            inflate.decompress(chunk)
            begun, chunk = not inflate.eof, inflate.unused_data
            if inflate.eof:
                inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return not begun


def _index(archive: zipfile.ZipFile, found: Verified, offsets: set[int]) -> None:
    if _INDEX not in archive.namelist():
        found.wrong(_INDEX, "缺少索引", "the index is missing")
        return
    with archive.open(_INDEX) as packed:
        plain = _unzipped(packed.read(_LARGEST_TEXT))
    for line in plain.decode("utf-8", "replace").splitlines():
        try:
            offset = int(json.loads(line.split(" ", 2)[2])["offset"])
        except (ValueError, KeyError, IndexError, TypeError):
            found.wrong(_INDEX, "索引不可读", f"cannot be read: {line[:80]}")
            return
        if offset not in offsets:
            found.wrong(_INDEX, "索引所指处没有记录", f"no record begins at {offset}")


def _unzipped(data: bytes) -> bytes:
    """All members of a gzip file, up to what an index of ours may have."""
    plain = io.BytesIO()
    while data and plain.tell() < _LARGEST_TEXT:
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        plain.write(inflate.decompress(data, _LARGEST_TEXT))
        if not inflate.eof:
            break
        data = inflate.unused_data
    return plain.getvalue()


def _finding(archive: zipfile.ZipFile, found: Verified, bodies: set[str]) -> None:
    """Every page that the finding cites and the package claims to hold is there, byte for byte."""
    said = _json(archive, FINDING, found)
    if said is None:
        return
    absent = set(said.get("not_kept") or ())
    for piece in said.get("evidence") or ():
        for source in piece.get("sources") or ():
            digest, url = source.get("digest"), str(source.get("url"))[:300]
            if digest is None or url in absent:
                continue
            found.bodies += 1
            if digest not in bodies:
                found.wrong(
                    url, "结论所引页面的存档与摘要不符", f"no archived body has the digest that is cited: {digest}"
                )


def _json(archive: zipfile.ZipFile, name: str, found: Verified) -> dict[str, Any] | None:
    try:
        read = json.loads(_text(archive, name))
    except KeyError:
        found.wrong(name, "缺少此文件", "is missing")
        return None
    except ValueError:
        read = None
    if not isinstance(read, dict):
        found.wrong(name, "内容不可读", "is not the JSON it should be")
        return None
    return read


def _text(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_LARGEST_TEXT)
