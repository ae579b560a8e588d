"""One night of a generated portal that does not change, in a process of its own so that its cost can be measured."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crawler.gather import GatherSettings, gather
from crawler.model import Wanted
from crawler.model.freshness import Freshness
from tests.bench.portal import Portal

FIRST = datetime(2022, 2, 15, 17, 0, tzinfo=UTC)
"""One o'clock at night in Beijing."""


def main(folder: Path, port: int, pages: int, number: int) -> None:
    """Gather the portal as on night `number` from 0."""
    portal = Portal(pages)
    settings = GatherSettings(
        allow_private=True,
        delay=0,
        page_budget=pages + 100,
        freshness=Freshness(),
        at=FIRST + timedelta(days=number),
        fresh=True,
    )
    gather(Wanted(date(2022, 2, 15), (portal.wanted(f"http://127.0.0.1:{port}/"),)), folder, settings)


if __name__ == "__main__":
    place, at, many, night = sys.argv[1:]
    main(Path(place), int(at), int(many), int(night))
