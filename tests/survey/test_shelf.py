"""What a survey puts aside comes back as it was, from memory or from a file, and costs little while it lies there."""

import gc
import tracemalloc
from collections import deque
from pathlib import Path

import pytest

from crawler.extract.interaction.consultation import ConsultationRead
from crawler.extract.interaction.pairing import OpenedPage
from crawler.model import Outcome, Purpose, Visit
from crawler.model import Reading as Kind
from crawler.platforms import Fetch
from crawler.scratch import Scratch
from crawler.survey import Budget, SiteSurvey
from crawler.survey.reader import read_visit
from crawler.survey.seen import Special
from crawler.survey.shelf import Shelf
from tests.bench.portal import Portal
from tests.survey.driver import SEEN_AT, Memory, crawl, visit
from tests.survey.pages import HOST
from tests.survey.test_order import WANTED, site

PAGES = sorted(Path(__file__).parents[1].joinpath("pages").rglob("*.html"))[::4]


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem)
def test_a_reading_comes_back_as_it_was(file: Path, tmp_path: Path) -> None:
    with Scratch(tmp_path) as scratch:
        shelf = Shelf(scratch)
        for purpose in (Purpose.HOME, Purpose.COLUMN):
            fetch = Fetch(f"{HOST}/a/b.html", purpose)
            answer = Visit("site", fetch.url, purpose, Outcome.OK, SEEN_AT, media_type="text/html")
            reading = read_visit(fetch, answer, file.read_bytes(), frozenset(Kind), signs=True)
            held = shelf.hold(reading)
            special = shelf.put_special(reading.special)
            # Others push it from what lies near.
            for _ in range(40):
                shelf.put_special(Special(opened=OpenedPage("", "", None, ConsultationRead())))
            assert shelf.reading(held.number) == reading
            assert shelf.special(special) == reading.special


def test_nothing_is_put_aside_for_nothing() -> None:
    shelf = Shelf()
    assert shelf.put_special(Special()) is None
    assert shelf.special(None) == Special()


def test_where_readings_lie_changes_nothing(tmp_path: Path) -> None:
    memory = site(frozenset({3, 9}))
    with Scratch(tmp_path) as scratch:
        one, other = SiteSurvey(WANTED, Budget()), SiteSurvey(WANTED, Budget(), Shelf(scratch))
        assert crawl(one, memory) == crawl(other, memory)
        assert one.evidence() == other.evidence()
    assert not list(tmp_path.iterdir())


def test_a_file_gives_back_what_was_put_into_it(tmp_path: Path) -> None:
    with Scratch(tmp_path) as scratch:
        packets = [b"", b"x", b"\x00" * 70_000, "通知".encode()]
        numbers = [scratch.put(each) for each in packets]
        assert [scratch.get(each) for each in reversed(numbers)] == packets[::-1]


@pytest.mark.slow
def test_a_page_that_was_read_costs_little_memory(tmp_path: Path) -> None:
    """Two kilobytes a page, whatever stands on it: 40,000 pages are 80 MB."""
    portal = Portal(2_000)
    portal.write(tmp_path / "site")
    found = {
        f"{HOST}/{path.relative_to(tmp_path / 'site').as_posix().removesuffix('index.html')}": path
        for path in (tmp_path / "site").rglob("*.html")
    }
    with Scratch(tmp_path) as scratch:
        survey = SiteSurvey(portal.wanted(f"{HOST}/"), Budget(pages=2_100), Shelf(scratch))
        waiting = deque(survey.start())
        asked, sizes = 0, []
        tracemalloc.start()
        while waiting:
            fetch = waiting.popleft()
            body = found[fetch.url].read_bytes() if fetch.url in found else None
            waiting.extend(survey.take(fetch, *visit(Memory({fetch.url: body} if body else {}), fetch)))
            asked += 1
            if asked in {1_000, 1_900}:
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        assert sum(1 for _ in survey.pieces()) > 1_800
    assert (sizes[1] - sizes[0]) / 900 < 2_048
