"""The full gathering path over generated portals: fetch, decode, parse, extract, store, WARC."""

import sys
from datetime import date
from pathlib import Path

from crawler.gather import GatherSettings, gather
from crawler.model import Wanted
from tests.bench.portal import Portal


def main(folder: Path, port: int, *, pages: int, hosts: int, delay: float, budget: int | None) -> None:
    """Gather `hosts` portals alike, which one server shows under different names: all pages, or `budget` of each."""
    portal = Portal(pages)
    names = [f"h{number:03d}" for number in range(hosts)]
    sites = tuple(portal.wanted(f"http://{name}.localhost:{port}/", name) for name in names)
    settings = GatherSettings(allow_private=True, delay=delay, page_budget=budget or pages + 100, fresh=True)
    gather(Wanted(date(2022, 2, 15), sites), folder, settings)


if __name__ == "__main__":
    place, at, many, served, pause, *most = sys.argv[1:]
    main(
        Path(place),
        int(at),
        pages=int(many),
        hosts=int(served),
        delay=float(pause),
        budget=int(most[0]) if most else None,
    )
