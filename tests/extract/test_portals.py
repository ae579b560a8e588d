"""Extraction measured on labelled real pages, where they are at hand."""

import time

import pytest

from crawler.extract import read_page
from crawler.markup import open_source
from tests.accuracy.portals import Tally, measure, portals_folder

FOLDER = portals_folder()
needs_pages = pytest.mark.skipif(FOLDER is None, reason="the labelled real pages are not at hand")

GOALS = {
    "published": 0.97,
    "title": 0.99,
    "number": 0.99,
    "index": 0.99,
    "issued": 0.97,
    "publisher": 0.97,
    "source": 0.97,
    "n_items": 0.98,
    "newest": 0.98,
    "oldest": 0.98,
    "first": 0.98,
    "last": 0.98,
    "site_code": 0.97,
    "icp": 0.97,
    "police": 0.97,
    "disputed": 0.99,
}


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    assert FOLDER is not None
    return measure(FOLDER)


@needs_pages
@pytest.mark.parametrize("fact", GOALS)
def test_recall(fact: str, tallies: dict[str, Tally]) -> None:
    tally = tallies[fact]
    assert tally.recall >= GOALS[fact], tally.misses


@needs_pages
def test_no_publication_date_is_wrong(tallies: dict[str, Tally]) -> None:
    assert tallies["published"].precision >= 0.99, tallies["published"].misses


@needs_pages
def test_kinds(tallies: dict[str, Tally]) -> None:
    misses = [miss for fact, tally in tallies.items() if fact.startswith("kind ") for miss in tally.misses]
    assert misses == []


@needs_pages
def test_every_page_is_read_whatever_address_it_is_given() -> None:
    for path in sorted(FOLDER.iterdir()):
        for url in ("http://x.test/", "http://x.test/a/b/202101/t20210101_1.html", "file:///x", ""):
            read_page(open_source(path.read_bytes(), url=url))


@needs_pages
def test_a_page_of_40_kb_costs_few_milliseconds() -> None:
    """The goal is 3 ms; the bound leaves room for a loaded machine."""
    bodies = [path.read_bytes() for path in sorted(FOLDER.glob("*.html"))]
    for body in bodies:
        read_page(open_source(body, url="http://x.test/a/"))
    started = time.process_time()
    for body in bodies:
        read_page(open_source(body, url="http://x.test/a/"))
    spent = time.process_time() - started
    assert spent / sum(map(len, bodies)) * 40_000 < 0.015
