"""One portal on nginx: the full gathering path beside a bare spider, and memory over a long run."""

from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import Cost, run
from tests.bench.portal import Portal
from tests.crawl.nginx import serve_nginx

PAGES = 3_700
LONG = (4_000, 40_000)


@dataclass(frozen=True)
class Row:
    """One run: what it cost, and what nginx says was asked: different pages answered with 200, and requests in all."""

    name: str
    cost: Cost
    pages: int
    requests: int

    def __str__(self) -> str:
        cost = self.cost
        return (
            f"{self.name:<34}{self.pages:>7}{self.requests:>10}{cost.wall:>9.1f}{cost.per_second(self.pages):>9.0f}"
            f"{cost.per_thousand(self.pages):>13.2f}{cost.peak:>9.0f}{cost.together:>10.0f}"
        )


HEAD = (
    f"{'':<34}{'pages':>7}{'requests':>10}{'wall s':>9}{'pages/s':>9}{'CPU s/1,000':>13}{'peak MB':>9}{'together':>10}"
)
ABOUT = (
    "Pages are counted from nginx's access log: different addresses answered with 200, robots.txt left out. Both read\n"
    "the home page, every list page and every document. Wall and CPU time are those of the whole command with the\n"
    "start of its interpreters; the peak is that of its largest process, and of all its processes together."
)


def one_portal(folder: Path, pages: int = PAGES) -> str:
    """Return the table of both crawlers over the same portal of `pages` pages."""
    Portal(pages).write(folder / "site")
    bare, ours = _bare(folder, "bare spider, stores nothing"), _ours(folder, "mingjian, full path", pages)
    speed = ours.cost.per_second(ours.pages) / bare.cost.per_second(bare.pages)
    thrift = bare.cost.per_thousand(bare.pages) / ours.cost.per_thousand(ours.pages)
    ratio = (
        f"mingjian is {speed:.2f} times as fast, with {1 / thrift:.2f} of the CPU time a page (goal: 2 times as fast)"
    )
    return "\n".join(("", HEAD, str(bare), str(ours), "", ratio, ABOUT))


def long_portal(folder: Path) -> str:
    """Return the table of gatherings of growing length, with memory along the way."""
    lines = ["", HEAD]
    for pages in LONG:
        place = folder / str(pages)
        Portal(pages).write(place / "site")
        row = _ours(place, f"mingjian, {pages:,} pages", pages)
        marks = [memory for _, memory in row.cost.memory]
        tenths = [f"{marks[len(marks) * step // 10]:.0f}" for step in range(1, 10)] if len(marks) > 10 else []
        lines += [str(row), f"    MB of all processes together at each tenth of the way: {' '.join(tenths)}"]
    return "\n".join(lines)


def _bare(folder: Path, name: str) -> Row:
    with serve_nginx(folder / "site", folder / "nginx-bare") as nginx:
        cost = run("tests.bench.bare", f"http://127.0.0.1:{nginx.port}/")
        return Row(name, cost, *_counted(nginx.folder))


def _ours(folder: Path, name: str, pages: int) -> Row:
    with serve_nginx(folder / "site", folder / "nginx-ours") as nginx:
        cost = run("tests.bench.ours", folder / "out", str(nginx.port), str(pages), "1", "0")
        return Row(name, cost, *_counted(nginx.folder))


def _counted(folder: Path) -> tuple[int, int]:
    """Count different pages and requests, without keeping the log in memory."""
    pages, requests = set(), 0
    with (folder / "access.log").open(encoding="utf-8") as log:
        for line in log:
            requests += 1
            _, _, _, status, _, path = line.rstrip("\n").split(" ", 5)
            if status == "200" and path != "/robots.txt":
                pages.add(path)
    return len(pages), requests
