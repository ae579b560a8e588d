"""What reading a page costs: CPU milliseconds per page and per 40 kB, on the labelled pages and the sample city's.

`python -m tests.accuracy --speed`. CPU time, the least of several rounds: the machine may be busy with other work.
"""

import gc
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from crawler.extract import read_page
from crawler.markup import open_source, walk
from mingjian.samplecity.city import PREFERRED_PORTS, SampleCity

UNIT = 40_000
"""The page size in bytes that the goal of 3 ms is stated for."""
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Priced:
    """One page: the set it belongs to, its name, bytes and the CPU seconds of decoding, of parsing, of everything."""

    group: str
    name: str
    size: int
    decode: float
    parse: float
    whole: float


def bodies(folder: Path | None) -> Iterator[tuple[str, str, str, bytes]]:
    """Yield (set, name, address, body) of the pages; PDF files are no pages."""
    if folder is not None:
        for path in sorted(folder.iterdir()):
            if path.suffix in {".html", ".xml"}:
                yield "real pages", path.name, "http://portal.invalid/section/page.html", path.read_bytes()
    city = SampleCity(PREFERRED_PORTS)
    for site, path, resource in city.pages():
        if "html" in resource.media_type:
            yield "sample city", path, f"http://{site}.zean.test{path}", resource.body


def priced(folder: Path | None) -> tuple[Priced, ...]:
    """Return what each page costs, the least of ROUNDS."""
    found = []
    for group, name, url, body in bodies(folder):
        best = [float("inf")] * 3
        for _ in range(ROUNDS):
            gc.collect(0)
            started = time.process_time()
            source = open_source(body, url=url)
            decoded = time.process_time()
            _ = source.flow
            walked = time.process_time()
            read_page(source)
            ended = time.process_time()
            spent = (decoded - started, walked - decoded, ended - started)
            best = [min(pair) for pair in zip(best, spent, strict=True)]
        found.append(Priced(group, name, len(body), *best))
    return tuple(found)


def speed_table(pages: tuple[Priced, ...]) -> str:
    """Return the costs as a table: sums per set, then the dearest pages."""
    head = f"{'':<44}{'pages':>6}{'kB':>8}{'decode':>8}{'parse':>7}{'readers':>9}{'ms/page':>9}{'ms/40 kB':>10}"
    loops = "machine code" if walk.__file__.endswith(tuple(EXTENSION_SUFFIXES)) else "plain Python"
    lines = [
        f"CPU milliseconds; Python {platform.python_version()}, hottest loops as {loops}; the goal is 3 ms per 40 kB",
        head,
    ]
    groups = dict.fromkeys(page.group for page in pages)
    lines += [_line(group, [page for page in pages if group in {page.group, "all"}]) for group in [*groups, "all"]]
    lines += ["", "the dearest pages"]
    lines += [_line(page.name[-42:], [page]) for page in sorted(pages, key=lambda page: -page.whole)[:12]]
    return "\n".join(lines)


def _line(name: str, pages: list[Priced]) -> str:
    count = len(pages)
    size = sum(page.size for page in pages)
    decode, parse, whole = (1000 * sum(getattr(page, part) for page in pages) for part in ("decode", "parse", "whole"))
    scale = UNIT / size
    return (
        f"{name:<44}{count:>6}{size / 1000:>8.0f}{decode * scale:>8.2f}{parse * scale:>7.2f}"
        f"{(whole - decode - parse) * scale:>9.2f}{whole / count:>9.2f}{whole * scale:>10.2f}"
    )
