"""Night after night over a portal that does not change: what the second costs, and what thirty add to the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import Cost, run
from tests.bench.portal import Portal
from tests.crawl.nginx import serve_nginx

PAGES = 1_500
NIGHTS = 30
HEAD = f"{'':<14}{'requests':>10}{'CPU s':>9}{'store MB':>10}{'of it WARC':>12}{'evidence.db':>13}{'readings.db':>13}"


@dataclass(frozen=True)
class Night:
    """What one night cost, and the bytes of the store after it."""

    requests: int
    cost: Cost
    warc: int
    evidence: int
    readings: int

    @property
    def stored(self) -> int:
        """All of the store, the cache of readings and what SQLite has not yet folded in included."""
        return self.warc + self.evidence + self.readings

    def line(self, name: str) -> str:
        """Return the night as a row of the table."""
        sizes = (f"{each / 1e6:.2f}" for each in (self.stored, self.warc, self.evidence, self.readings))
        stored, warc, evidence, readings = sizes
        return f"{name:<14}{self.requests:>10}{self.cost.cpu:>9.1f}{stored:>10}{warc:>12}{evidence:>13}{readings:>13}"


def many_nights(folder: Path, pages: int = PAGES, count: int = NIGHTS) -> str:
    """Return the table, and how the second night and the whole month stand to the first night."""
    nights = gathered(folder, pages, count)
    first, last = nights[0], nights[-1]
    return "\n".join(
        (
            "",
            f"{pages} pages that do not change, {count} nights",
            HEAD,
            *(night.line(f"night {number}") for number, night in enumerate(nights, 1)),
            _share("requests", "10 %", [each.requests for each in nights]),
            _share("CPU time", "33 %", [each.cost.cpu for each in nights]),
            f"    growth of the store {100 * (last.stored / first.stored - 1):.1f} % of the first   (goal: under 20 %)",
        )
    )


def gathered(folder: Path, pages: int, count: int) -> list[Night]:
    """Gather the same portal so many nights and return them."""
    Portal(pages).write(folder / "site")
    found: list[Night] = []
    with serve_nginx(folder / "site", folder / "nginx") as nginx:
        asked = 0
        for number in range(count):
            cost = run("tests.bench.one_night", folder / "out", str(nginx.port), str(pages), str(number))
            if cost.code:
                raise RuntimeError(f"night {number + 1} ended with exit code {cost.code}")
            requests = len(nginx.log())
            out = folder / "out"
            found.append(
                Night(
                    requests - asked, cost, _bytes(out, "warc/*"), _bytes(out, "evidence.db*"), _bytes(out, "readings*")
                )
            )
            asked = requests
    return found


def _share(what: str, goal: str, nights: Sequence[float]) -> str:
    first, second, *_ = nights
    later = sum(nights[1:]) / (len(nights) - 1)
    return (
        f"    {what} of the second night {100 * second / first:.1f} %, "
        f"of all later ones on average {100 * later / first:.1f} % of the first   (goal: {goal})"
    )


def _bytes(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))
