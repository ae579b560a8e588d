"""Every reader of facts beside `read_page` reads every page at hand without failing, in little time."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.extract import read_page
from crawler.extract.annual import read_annual_report, succession
from crawler.extract.interaction.consultation import read_consultation
from crawler.extract.interaction.entrance import read_entrance
from crawler.extract.interaction.message import read_message, read_statistics
from crawler.extract.interpretations.interpretation import interpretation_page, pair_interpretations, policy_page
from crawler.extract.regulations.layout import read_layout
from crawler.extract.regulations.regulation import read_regulation
from crawler.extract.sites.conflicts import read_conflicts
from crawler.extract.sites.tampering import read_signs
from crawler.markup import Source, open_source
from crawler.model import Page

TESTS = Path(__file__).resolve().parents[1]
PORTALS = Path(os.environ.get("MINGJIAN_PORTALS", TESTS.parents[1] / "shared/portals"))
READABLE = {".html", ".xml", ".pdf"}
PAGES = [path for folder in (TESTS / "pages", PORTALS) for path in sorted(folder.rglob("*")) if path.suffix in READABLE]
URL = "http://www.zean.gov.cn/zwgk/1.html"


def interpretations(source: Source, page: Page) -> None:
    links = ("http://www.zean.gov.cn/zwgk/2.html",)
    pair_interpretations([policy_page(source, page, links=links)], [interpretation_page(source, page, links=links)])


def reports(source: Source, page: Page) -> None:
    report = read_annual_report(source)
    if report is not None:
        succession(report, report, page.document.text, page.document.text)


READERS: dict[str, Callable[[Source, Page], object]] = {
    "conflicts": read_conflicts,
    "signs": lambda source, _page: read_signs(source, hosts=("www.zean.gov.cn",)),
    "interpretations": interpretations,
    "consultations": read_consultation,
    "regulations": read_regulation,
    "reports": reports,
    "letters": lambda source, _page: (read_message(source), read_statistics(source)),
    "entrances": lambda source, _page: read_entrance(source, ""),
    "layouts": lambda source, page: read_layout(source, page.document.text),
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_fails(path: Path) -> None:
    for url in (URL, "file:///x", ""):
        source = open_source(path.read_bytes(), url=url)
        page = read_page(source)
        for read in READERS.values():
            read(source, page)


@pytest.fixture(scope="module")
def opened() -> list[tuple[Source, Page]]:
    """All pages with what was read of them."""
    sources = [open_source(path.read_bytes(), url=URL) for path in PAGES if path.suffix == ".html"]
    return [(source, read_page(source)) for source in sources]


@pytest.mark.parametrize("reader", [name for name in READERS if name != "reports"])
def test_a_page_of_40_kb_costs_few_milliseconds(opened: list[tuple[Source, Page]], reader: str) -> None:
    """On an idle machine each costs 0.5 to 3 ms; the bound leaves room for a loaded one."""
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        for source, page in opened:
            READERS[reader](source, page)
        best = min(best, time.process_time() - started)
    assert best / sum(len(source.body) for source, _ in opened) * 40_000 < 0.02
