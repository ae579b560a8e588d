"""Site maps for machines: where columns are looked for last, and what that may prove."""

import gzip
from datetime import date

import pytest

from crawler.model import ColumnFacts, ColumnWanted, Outcome, Place, Site, SiteWanted
from crawler.survey import Budget, SiteSurvey
from crawler.survey.sitemaps import folder_of, initials, named_sitemaps, read_sitemap, unpacked
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, rows, series

PLANNING = ColumnWanted("planning", ("规划计划",), ("发展规划",))
LIST = page(rows(series(8, date(2022, 1, 5))), name="规划计划")
OTHER = page(rows(series(8, date(2022, 1, 5))), name="干部花名册")

OPEN = page("<p>政府信息公开</p>", name="政务公开")


def sitemap(*urls: str) -> Answer:
    entries = "".join(f"<url><loc>{url}</loc><lastmod>2022-01-05</lastmod></url>" for url in urls)
    return Answer(f'<?xml version="1.0"?><urlset>{entries}</urlset>', media_type="text/xml")


def look(pages: dict[str, str | Answer]) -> tuple[ColumnFacts, list[str]]:
    run = SiteSurvey(SiteWanted(Site("site", "某局", f"{HOST}/"), (PLANNING,)), Budget())
    asked = crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/zwgk/": OPEN, **pages}))
    return column(run.evidence(), "planning"), [fetch.url.removeprefix(HOST) for fetch in asked]


HIDDEN = {f"{HOST}/zwgk/ghjh/": LIST}
MAP = sitemap(f"{HOST}/", f"{HOST}/zwgk/tzgg/", f"{HOST}/zwgk/ghjh/", f"{HOST}/zwgk/ghjh/t20220105_1.html")


def test_a_column_that_no_page_links_to_is_found_by_its_folder() -> None:
    found, asked = look({f"{HOST}/sitemap.xml": MAP, **HIDDEN})
    assert (found.found, found.url, found.name) == (True, f"{HOST}/zwgk/ghjh/", "规划计划")
    assert found.found_in is Place.SITE_MAP
    assert "/zwgk/tzgg/" not in asked


def test_a_folders_name_alone_is_no_column() -> None:
    """The letters may stand for something else: the page's own name decides."""
    found, _ = look({f"{HOST}/sitemap.xml": MAP, f"{HOST}/zwgk/ghjh/": OTHER})
    assert not found.found
    assert found.coverage.searched


def test_a_titled_entry_names_a_column() -> None:
    entry = f"<url><loc>{HOST}/c/77.html</loc><title><![CDATA[规划计划]]></title></url>"
    found, _ = look({f"{HOST}/sitemap.xml": Answer(f"<urlset>{entry}</urlset>"), f"{HOST}/c/77.html": LIST})
    assert found.url == f"{HOST}/c/77.html"


def test_robots_may_name_the_map() -> None:
    robots = Answer(f"User-agent: *\nDisallow: /admin\nSitemap: {HOST}/maps/all.xml\n", media_type="text/plain")
    found, asked = look({f"{HOST}/robots.txt": robots, f"{HOST}/maps/all.xml": MAP, **HIDDEN})
    assert found.found
    assert asked[-4:-1] == ["/sitemap.xml", "/robots.txt", "/maps/all.xml"]


def test_packed_maps_are_read() -> None:
    index = f"<sitemapindex><sitemap><loc>{HOST}/m1.xml.gz</loc></sitemap></sitemapindex>"
    packed = Answer(gzip.compress(str(MAP.body).encode()), media_type="application/x-gzip")
    found, _ = look({f"{HOST}/sitemap.xml": Answer(index), f"{HOST}/m1.xml.gz": packed, **HIDDEN})
    assert found.found


@pytest.mark.parametrize(
    "body",
    [
        b"\x1f\x8bno gzip at all",
        gzip.compress(str(MAP.body).encode())[:-20],
        gzip.compress(b" " * 50_000_000),
    ],
    ids=["broken", "cut off", "a bomb"],
)
def test_a_packed_map_that_cannot_be_read_whole_proves_nothing_wrong(body: bytes) -> None:
    index = f"<sitemapindex><sitemap><loc>{HOST}/m1.xml.gz</loc></sitemap></sitemapindex>"
    found, _ = look({f"{HOST}/sitemap.xml": Answer(index), f"{HOST}/m1.xml.gz": Answer(body)})
    assert not found.found
    assert len(unpacked(body)) <= 8_000_000


def test_a_map_of_maps_is_followed() -> None:
    index = f"<sitemapindex><sitemap><loc>{HOST}/m1.xml</loc></sitemap></sitemapindex>"
    found, _ = look({f"{HOST}/sitemap.xml": Answer(index), f"{HOST}/m1.xml": MAP, **HIDDEN})
    assert found.found


@pytest.mark.parametrize(
    ("answer", "searched"),
    [
        (Answer(outcome=Outcome.NOT_FOUND), True),
        (Answer("<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"), True),
        (sitemap(f"{HOST}/zwgk/tzgg/"), True),
        (Answer(outcome=Outcome.TIMEOUT), False),
        (Answer(outcome=Outcome.HTTP_ERROR), False),
    ],
    ids=["not there", "said not to be there", "without the column", "no answer", "an error"],
)
def test_absence_is_claimed_when_there_is_no_map_or_it_was_read(answer: Answer, searched: bool) -> None:
    found, _ = look({f"{HOST}/sitemap.xml": answer})
    assert not found.found
    assert found.coverage.searched is searched


def test_a_named_map_that_cannot_be_read_leaves_the_search_unfinished() -> None:
    robots = Answer(f"Sitemap: {HOST}/maps/all.xml\n", media_type="text/plain")
    found, _ = look({f"{HOST}/robots.txt": robots})
    assert not found.coverage.searched


def test_nothing_is_asked_where_the_column_is_linked() -> None:
    run = SiteSurvey(SiteWanted(Site("site", "某局", f"{HOST}/"), (PLANNING,)), Budget())
    asked = crawl(run, Memory({f"{HOST}/": home(("规划计划", "/gh/")), f"{HOST}/gh/": LIST}))
    assert not [fetch.url for fetch in asked if fetch.url.endswith((".xml", ".txt"))]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("通知公告", "tzgg"), ("政策解读", "zcjd"), ("规划计划", "ghjh"), ("重点领域", "zdly"), ("a局", ""), ("", "")],
)
def test_first_letters_of_names(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("path", "folder"),
    [("/zwgk/tzgg/", "tzgg"), ("/zwgk/TZGG/index.html", "tzgg"), ("/zwgk/tzgg/t1.html", ""), ("/", ""), ("/tzgg", "")],
)
def test_folders_of_addresses(path: str, folder: str) -> None:
    assert folder_of(HOST + path) == folder


@pytest.mark.parametrize(
    "text", ["", "<url>" * 20_000, "<urlset><url><loc>" * 9000, "<url><loc>javascript:1</loc>", "Sitemap: \n" * 9000]
)
def test_hostile_maps_give_nothing(text: str) -> None:
    assert read_sitemap(text) == ()
    assert named_sitemaps(text) == ()
