"""What stops a survey: a block stops the host; a section stays within its folder; real pages break nothing."""

import os
from datetime import date
from pathlib import Path

import pytest

from crawler.model import ColumnWanted, Fault, Kind, Outcome, Purpose, Site, SiteWanted, Visit
from crawler.platforms import Fetch
from crawler.survey import Budget, SiteSurvey
from crawler.survey.reader import read_visit
from tests.survey.driver import SEEN_AT, Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, rows, series

PORTALS = Path(os.environ.get("MINGJIAN_PORTALS") or Path(__file__).resolve().parents[2].parent / "shared/portals")
NEWS = ColumnWanted("news", ("工作动态",), since=date(2020, 1, 1))
PLANNING = ColumnWanted("planning", ("规划计划",))
LIST = page(rows(series(8, date(2022, 1, 5))), name="工作动态")
BLOCK = "<html><head><title>安全验证</title></head><body>您的访问被拦截，请完成安全验证。网站防火墙</body></html>"


@pytest.mark.parametrize("sign", [Answer(outcome=Outcome.BLOCKED), Answer(BLOCK)])
def test_the_first_block_stops_all_further_requests(sign: Answer) -> None:
    """No retry, no browser, no other page of that host; what was not asked is blocked, not absent."""
    run = SiteSurvey(SiteWanted(Site("site", "某局", f"{HOST}/"), (NEWS, PLANNING)), Budget())
    asked = crawl(run, Memory({f"{HOST}/": home(("规划计划", "/gh/")), f"{HOST}/gzdt/": LIST}, missing=sign))
    assert [fetch.purpose for fetch in asked] == [Purpose.HOME, Purpose.IMPOSSIBLE]
    for name in ("news", "planning"):
        read = column(run.evidence(), name).coverage
        assert read.unread
        assert not read.searched


def test_a_section_is_not_credited_with_the_portals_columns() -> None:
    """The portal's own menu stands on the section's page too: only what lies in the section's folder is the unit's."""
    site = Site("zwfwj", "某局", f"{HOST}/bmpd/zwfwj/", section=True)
    front = page("<ul><li><a href='/bmpd/zwfwj/gzdt/'>工作动态</a></li></ul>", links=(("规划计划", "/gh/"),))
    pages = {site.url: front, f"{HOST}/gh/": LIST, f"{HOST}/bmpd/zwfwj/gzdt/": LIST}
    run = SiteSurvey(SiteWanted(site, (NEWS, PLANNING)), Budget())
    asked = crawl(run, Memory(pages))
    assert column(run.evidence(), "news").url == f"{HOST}/bmpd/zwfwj/gzdt/"
    assert not column(run.evidence(), "planning").found
    assert all(fetch.url.startswith(site.url) for fetch in asked)


NUMBERED = Site("zwfwj", "某局", f"{HOST}/col/col77/index.html", section=True)
FRONT = page("<ul><li><a href='/col/col78/index.html'>工作动态</a></li></ul>", links=(("规划计划", "/col/col9/"),))


def test_a_section_without_a_folder_is_bounded_by_the_portals_front() -> None:
    """Numbered columns (Hanweb) have no folder in common: what the portal's front page links to is the portal's."""
    portal = page(rows(series(8, date(2022, 1, 5))), links=(("规划计划", "/col/col9/"), ("要闻", "/col/col2/")))
    pages = {NUMBERED.url: FRONT, f"{HOST}/": portal, f"{HOST}/col/col9/": LIST, f"{HOST}/col/col78/index.html": LIST}
    run = SiteSurvey(SiteWanted(NUMBERED, (NEWS, PLANNING)), Budget())
    crawl(run, Memory(pages))
    assert column(run.evidence(), "news").url == f"{HOST}/col/col78/index.html"
    assert not column(run.evidence(), "planning").found
    assert column(run.evidence(), "planning").coverage.searched


def test_a_section_that_cannot_be_bounded_lacks_nothing() -> None:
    run = SiteSurvey(SiteWanted(NUMBERED, (NEWS, PLANNING)), Budget())
    crawl(run, Memory({NUMBERED.url: FRONT, f"{HOST}/": Answer(outcome=Outcome.TIMEOUT)}))
    found = column(run.evidence(), "planning")
    assert not found.found
    assert not found.coverage.searched


@pytest.mark.parametrize(
    ("final", "credited"),
    [
        ("http://www.zean.test/", True),
        ("https://www.zean.test/", True),
        ("http://zean.test/index.html", True),
        ("http://www.zean.test:8080/", False),
        ("http://www.hijacked.test/", False),
    ],
)
def test_where_the_home_page_may_lead(final: str, credited: bool) -> None:
    run = SiteSurvey(SiteWanted(Site("site", "某局", f"{HOST}/"), (NEWS,)), Budget())
    crawl(run, Memory({f"{HOST}/": Answer(home(), final=final)}))
    assert (run.evidence()[0].outcome is Outcome.OK) is credited


@pytest.mark.skipif(not PORTALS.is_dir(), reason="the saved pages are not here")
@pytest.mark.parametrize("purpose", [Purpose.HOME, Purpose.COLUMN, Purpose.DOCUMENT])
def test_real_pages_are_read_for_any_purpose(purpose: Purpose) -> None:
    for file in sorted(PORTALS.glob("*.*")):
        if file.suffix in {".html", ".xml", ".pdf"}:
            url = f"{HOST}/{file.name}"
            reading = read_visit(
                Fetch(url, purpose), Visit("site", url, purpose, Outcome.OK, SEEN_AT), file.read_bytes(), frozenset()
            )
            assert reading.page.url == url


_ROW = "<li><a href='/gzdt/t20220105_{0}.html'>市某局召开第{0}次工作会议</a><span>2022-01-05</span></li>"


@pytest.mark.parametrize(
    "large",
    [
        page("<ul>" + "".join(_ROW.format(number) for number in range(9_000)) + "</ul>", name="工作动态"),
        page("<p>" + "泽" * 3_000_000 + "</p>", name="工作动态"),
        page("<div>" * 600 + "<a href='/gh/'>规划计划</a>" + "</div>" * 600, name="工作动态"),
    ],
    ids=["more elements than we walk", "more bytes than we parse", "nested deeper than we go"],
)
def test_a_page_beyond_our_limits_is_too_large_not_cut_short(large: str) -> None:
    """The limit is ours: not their failure, and what was not read there is not absent."""
    run = SiteSurvey(SiteWanted(Site("site", "某局", f"{HOST}/"), (NEWS, PLANNING)), Budget())
    crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/gzdt/": large}))
    read = column(run.evidence(), "news").coverage
    assert [each.split()[0] for each in read.unread] == ["too-large"]
    assert Outcome.TOO_LARGE.fault is Fault.OURS


def test_a_home_page_beyond_our_limits_proves_no_column_absent() -> None:
    large = home(*((f"栏目{number}", f"/c{number}/") for number in range(26_000)))
    run = SiteSurvey(SiteWanted(Site("site", "某局", f"{HOST}/"), (PLANNING,)), Budget())
    crawl(run, Memory({f"{HOST}/": large}))
    assert {(each.kind, each.outcome) for each in run.evidence()} == {
        (Kind.SITE, Outcome.TOO_LARGE),
        (Kind.COLUMN, Outcome.TOO_LARGE),
    }
