"""The second night asks what is due or new and nothing else, and says the same of what did not change."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.gather import reextract
from crawler.model import ColumnFacts, Outcome
from crawler.model.freshness import Freshness
from crawler.store import Store
from crawler.warc import files
from tests.nights.city import ITEMS, Nights, serve_nights, write_document, write_site

NEVER = Freshness(documents=10_000, lists=10_000, site_maps=10_000)
"""Nothing has its turn; only the home page is asked."""
ALWAYS = Freshness(documents=1, lists=1, whole_lists=1, site_maps=1)
"""Everything has its turn."""


@dataclass(frozen=True)
class FirstNight:
    """The portal, served; copies of it and of its evidence as they were after the first night, and what that asked."""

    nights: Nights
    copies: Path
    asked: tuple[tuple[str, int], ...]


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstNight]:
    folder = tmp_path_factory.mktemp("nights")
    with serve_nights(folder) as nights:
        nights.gather(0, NEVER)
        for each in (nights.site, nights.out):
            shutil.copytree(each, folder / "copies" / each.name)
        yield FirstNight(nights, folder / "copies", tuple(nights.requests()))


@pytest.fixture
def nights(first_night: FirstNight) -> Nights:
    """The portal after its first night."""
    nights = first_night.nights
    for each in (nights.site, nights.out):
        shutil.rmtree(each)
        shutil.copytree(first_night.copies / each.name, each)
    nights.requests()
    return nights


def records(nights: Nights) -> list[tuple[str, str | None]]:
    """The records of the last file: their types and, of revisits, the profile's last word."""
    *_, path = files(nights.out)
    with path.open("rb") as file:
        return [
            (each.rec_type, (each.rec_headers.get_header("WARC-Profile") or "").rsplit("/", 1)[-1] or None)
            for each in ArchiveIterator(file)
            if each.rec_type not in {"warcinfo", "request"}
        ]


@pytest.mark.slow
def test_without_a_freshness_everything_is_asked_anew(tmp_path: Path) -> None:
    with serve_nights(tmp_path) as nights:
        nights.gather(0, None)
        first = nights.requests()
        nights.gather(1, None)
        assert sorted(nights.requests()) == sorted(first)


def test_an_unchanged_site_is_asked_for_its_home_page_alone(nights: Nights, first_night: FirstNight) -> None:
    said = nights.facts()
    nights.gather(1, NEVER)
    assert len(first_night.asked) > ITEMS
    assert nights.requests() == [("/", 304)]
    assert nights.facts() == said


def test_asked_again_an_unchanged_page_answers_304_and_is_pointed_at(nights: Nights, first_night: FirstNight) -> None:
    said = nights.facts()
    asked = {path for path, _ in first_night.asked}
    nights.gather(1, ALWAYS)
    again = dict(nights.requests())
    assert {path for path, status in again.items() if status == 304} == {
        path for path in asked if path != "/robots.txt" and "mingjian" not in path
    }
    assert nights.facts() == said
    kinds = records(nights)
    assert kinds.count(("revisit", "server-not-modified")) == ITEMS + 3
    with Store(nights.out) as store:
        visits = [each for each in store.visits() if each.status == 304]
        assert {each.outcome for each in visits} == {Outcome.OK}
        assert all(store.body(each) for each in visits)


def test_a_server_that_never_sees_a_change_is_believed_once(nights: Nights) -> None:
    """A page that changed without its time or size: nginx says 304, as broken caches do."""
    page = nights.site / "tzgg" / "index.html"
    kept, text = page.stat(), page.read_text("utf-8")
    page.write_text(text.replace("2022-01-20", "2022-02-14"), "utf-8")
    os.utime(page, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    shown = []
    for night in (1, 2, 3):
        nights.gather(night, ALWAYS)
        column = next(each.facts for each in nights.evidence() if each.subject == "notices" and each.kind == "column")
        assert isinstance(column, ColumnFacts)
        shown.append((dict(nights.requests())["/tzgg/"], column.items[0].date))
    old, new = date(2022, 1, 20), date(2022, 2, 14)
    assert shown == [(304, old), (200, new), (304, new)]


@pytest.mark.slow
def test_without_validators_the_same_body_is_kept_once(nights: Nights) -> None:
    """A server that sends neither ETag nor Last-Modified sends everything again; only the answer's head is kept."""
    with Store(nights.out) as store:
        store.connection.execute("update visits set etag = null, last_modified = null")
    nights.requests()
    nights.gather(1, ALWAYS)
    assert {status for path, status in nights.requests() if path.startswith("/tzgg")} == {200}
    assert ("revisit", "identical-payload-digest") in records(nights)
    assert not [each for each in records(nights) if each[0] == "response" and each[1]]
    with Store(nights.out) as store:
        assert all(store.body(each) for each in store.visits() if each.digest is not None)


def test_a_new_item_on_the_home_page_has_its_column_read_and_the_item_opened(nights: Nights) -> None:
    write_site(nights.site, ITEMS + 1)
    nights.gather(1, NEVER)
    asked = [path for path, _ in nights.requests()]
    # The second page moved with the first.
    assert asked == ["/", "/tzgg/", "/tzgg/index_1.html", f"/tzgg/{ITEMS + 1}.html"]
    column = next(each.facts for each in nights.evidence() if each.subject == "notices" and each.kind == "column")
    assert len(column.items) == ITEMS + 1  # type: ignore[union-attr]


def test_a_document_that_changed_is_read_again_when_it_has_its_turn(nights: Nights) -> None:
    said = nights.facts()
    write_document(nights.site, 3, "改写后的内容与原来不同，请各单位遵照执行。" * 10)
    os.utime(nights.site / "tzgg" / "3.html", (2e9, 2e9))
    nights.gather(1, ALWAYS)
    differing = [each for each in nights.facts() if each not in said]
    assert [str(each[1]).rsplit("/", 1)[-1] for each in differing] == ["3.html"]


def test_what_failed_is_asked_again_and_never_taken_for_seen(tmp_path: Path) -> None:
    with serve_nights(tmp_path) as nights:
        lost = nights.site / "tzgg" / "5.html"
        text = lost.read_text(encoding="utf-8")
        lost.unlink()
        nights.gather(0, NEVER)
        nights.requests()
        nights.gather(1, NEVER)
        assert ("/tzgg/5.html", 404) in nights.requests()
        lost.write_text(text, encoding="utf-8")
        nights.gather(2, NEVER)
        assert ("/tzgg/5.html", 200) in nights.requests()
        nights.gather(3, NEVER)
        assert [path for path, _ in nights.requests()] == ["/"]


@pytest.mark.slow
def test_of_a_resting_site_nothing_is_asked(nights: Nights) -> None:
    said = nights.facts()
    nights.requests()
    nights.gather(1, Freshness(resting=("portal",)))
    assert nights.requests() == []
    assert nights.facts() == said


def test_unchanged_evidence_is_confirmed_and_not_stored_again(nights: Nights) -> None:
    before = {each.id for each in nights.evidence()}
    with Store(nights.out) as store:
        counts = [store.connection.execute(each).fetchone()[0] for each in COUNTS]
    nights.gather(1, Freshness(resting=("portal",)))
    kept = {each.id for each in nights.evidence() if each.kind != "watch"}
    assert kept <= before
    with Store(nights.out) as store:
        after = [store.connection.execute(each).fetchone()[0] for each in COUNTS]
    assert [now - then for now, then in zip(after, counts, strict=True)][:2] == [0, 0]
    assert max(now - then for now, then in zip(after, counts, strict=True)) <= 2


COUNTS = (
    "select count(*) from visits",
    "select count(*) from bodies",
    "select count(*) from facts",
    "select count(*) from evidence",
    "select count(*) from confirmations",
)


def test_a_later_night_reads_again_from_the_store_alone(tmp_path: Path) -> None:
    """Extracting after three nights, with the server gone, comes to the evidence that the third night had."""
    with serve_nights(tmp_path) as nights:
        nights.gather(0)
        nights.gather(1)
        nights.gather(2)
        said, order = nights.evidence(), nights.wanted
    reextract(order, nights.out)
    kept = {each.id for each in said if each.kind not in {"watch", "history"}}
    assert kept <= {each.id for each in nights.evidence()}


@pytest.mark.slow
def test_readings_of_unchanged_pages_are_kept_and_a_broken_cache_costs_nothing_but_time(nights: Nights) -> None:
    said = nights.facts()
    for path in nights.out.glob("readings.db*"):
        path.write_bytes(b"no database at all")
    nights.gather(1, NEVER)
    assert nights.facts() == said
    assert nights.requests()[-1] == ("/", 304)
