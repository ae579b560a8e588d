"""Writing the package: records, index, pages, pictures, the finding itself, and digests of everything."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from crawler.clock import now
from crawler.model import Visit
from crawler.store import Store
from crawler.warc import WarcPlace
from mingjian import __version__
from mingjian.package.find import Located
from mingjian.package.records import Wanted, copy_records, index
from rules.result import EvidenceCited, SourceCited

WACZ_VERSION = "1.1.1"
FINDING = "mingjian/finding.json"
_SOFTWARE = f"Mingjian {__version__}"
_MOST_PICTURES = 50


@dataclass(frozen=True, slots=True)
class Packed:
    """What a package came to: the file, its size, how many pages and pictures, and the addresses that are not kept."""

    file: Path
    size: int
    pages: int
    pictures: int
    missing: tuple[str, ...]


def write_package(located: Located, store: Store, out: Path) -> Packed:
    """Write the finding with every stored page that it cites to `out`; a file there is replaced only by a whole one.

    Pages whose bodies retention has dropped, and looks that brought none, are named in the package as not kept.
    Raises OSError when the file cannot be written.
    """
    cited = _cited(located)
    sources = _sources(cited)
    visits = {
        (each.warc, each.offset): store.visit_of_source(each.digest, each.warc, each.offset)
        for each in sources
        if each.warc
    }
    kept = [each for each in sources if each.warc is not None and each.offset is not None]
    wanted = [Wanted(WarcPlace(each.warc or "", each.offset or 0), each.digest) for each in kept]
    pictures = _pictures(store, visits.values())
    wanted += [Wanted(place, None) for place, _ in pictures]
    out.parent.mkdir(parents=True, exist_ok=True)
    made = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with made.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            package = _Package(archive)
            with tempfile.TemporaryFile() as records:
                lines, gone = copy_records(store, wanted, records, _SOFTWARE)
                records.seek(0)
                package.stream("archive/data.warc.gz", records)
            packed, blocks = index(lines)
            package.add("indexes/index.cdx.gz", packed, stored=True)
            package.add("indexes/index.idx", blocks)
            lost = {(each.place.file, each.place.offset) for each in gone}
            pages = [each for each in kept if (each.warc, each.offset) not in lost]
            package.add("pages/pages.jsonl", _pages(located, pages, visits))
            for number, (_, body) in enumerate(pictures, 1):
                package.add(f"screenshots/{number:03d}.jpg", body, stored=True)
            absent = (each.url for each in sources if each.warc is None or (each.warc, each.offset) in lost)
            missing = tuple(dict.fromkeys(absent))
            package.add(FINDING, _finding(located, cited, store, missing))
            package.close(located, pages)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        size = made.stat().st_size
        made.replace(out)
    finally:
        made.unlink(missing_ok=True)
    return Packed(out, size, len(pages), len(pictures), missing)


class _Package:
    """A WACZ being written, with the digest of each of its files."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._made = now()
        self._resources: list[dict[str, Any]] = []

    def add(self, path: str, data: bytes, *, stored: bool = False) -> None:
        self.stream(path, io.BytesIO(data), stored=stored)

    def stream(self, path: str, data: Any, *, stored: bool = True) -> None:
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, self._made.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with self._archive.open(info, "w", force_zip64=True) as out:
            while chunk := data.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        name = path.rsplit("/", 1)[-1]
        self._resources.append({"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size})

    def close(self, located: Located, pages: Sequence[SourceCited]) -> None:
        """Write what lists everything else, and its own digest."""
        finding, result = located.finding, located.result
        about: dict[str, Any] = {
            "profile": "data-package",
            "title": f"{finding.check_title} {finding.unit} {finding.id}",
            "description": f"{result.plan.title}：{finding.observed}"[:1000],
            "created": _moment(self._made),
            "wacz_version": WACZ_VERSION,
            "software": _SOFTWARE,
        }
        if pages:
            about["mainPageUrl"] = pages[0].url
            about["mainPageDate"] = _moment(pages[0].seen_at)
        data = _json({**about, "resources": self._resources})
        self._archive.writestr("datapackage.json", data)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._archive.writestr("datapackage-digest.json", _json(digest))


def _cited(located: Located) -> list[EvidenceCited]:
    known = {each.id: each for each in located.result.evidence}
    return [known[name] for name in located.finding.evidence if name in known]


def _sources(cited: Sequence[EvidenceCited]) -> list[SourceCited]:
    return list(dict.fromkeys(source for each in cited for source in each.sources))


def _pictures(store: Store, visits: Any) -> list[tuple[WarcPlace, bytes]]:
    found: dict[WarcPlace, bytes] = {}
    for visit in visits:
        picture = visit.picture if visit is not None else None
        if picture is None or len(found) >= _MOST_PICTURES:
            continue
        place = WarcPlace(picture.warc, picture.offset)
        body = store.body_at(place)
        if body is not None:
            found[place] = body
    return list(found.items())


def _pages(located: Located, pages: Sequence[SourceCited], visits: dict[Any, Visit | None]) -> bytes:
    lines: list[dict[str, Any]] = [
        {"format": "json-pages-1.0", "id": "pages", "title": located.finding.check_title, "hasText": False}
    ]
    for each in pages:
        visit = visits.get((each.warc, each.offset))
        url = (visit.final_url if visit is not None else None) or each.url
        name = hashlib.sha256(f"{each.warc} {each.offset}".encode()).hexdigest()[:16]
        lines.append({"id": name, "url": url, "ts": _moment(each.seen_at), "title": url})
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def _finding(located: Located, cited: Sequence[EvidenceCited], store: Store, missing: Sequence[str]) -> bytes:
    """The finding as `audit.json` has it, with what it is judged by: the evidence and the facts read off it."""
    finding, result = located.finding, located.result
    requirement = next((each for each in result.requirements if each.id == finding.requirement), None)
    unit = next((each for each in result.units if each.id == finding.unit), None)
    facts = {each.id: store.facts_json(each.id) for each in cited}
    whole = {
        "schema": "mingjian-evidence-1",
        "version": result.version,
        "as_of": result.as_of,
        "plan": result.plan,
        "requirement": requirement,
        "unit": unit,
        "finding": finding,
        "evidence": cited,
        "facts": {name: msgspec.Raw(text.encode()) for name, text in facts.items() if text is not None},
        "not_kept": missing,
    }
    return msgspec.json.format(msgspec.json.encode(whole, order="deterministic"), indent=1) + b"\n"


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
