"""Where columns are found, and what must hold before one may be called absent."""

from datetime import date

import pytest

from crawler.model import ColumnWanted, Kind, Outcome, Place, Site, SiteWanted
from crawler.model.facts import Form
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, rows, series

PLANNING = ColumnWanted("planning", ("规划计划", "发展规划"), ("总体规划", "专项规划"), ("规划许可",), ("disclosure",))
DISCLOSURE = ColumnWanted("disclosure", ("政府信息公开", "政务公开"), ("信息公开",))
GUIDE = ColumnWanted("guide", ("政府信息公开指南",), ("公开指南",), ("办事指南",), ("disclosure",))
LIST = page(rows(series(8, date(2022, 1, 5), folder="/gh")), name="规划计划", crumb=("首页", "规划计划"))
SECTION = page('<div class="left"><ul><li><a href="/zwgk/zn/">政府信息公开指南</a></li></ul></div>', name="政务公开")


def survey(*columns: ColumnWanted, only: tuple[ColumnWanted, ...] = (DISCLOSURE,), **site: object) -> SiteSurvey:
    place = Site(id="site", name="泽安市某局", url=f"{HOST}/", **site)  # type: ignore[arg-type]  # test keywords
    return SiteSurvey(SiteWanted(place, columns, only), Budget())


HEAD = '<div class="tit"><h3>规划计划</h3><a href="/gh/">更多&gt;&gt;</a></div>'
BLOCK = f'<div class="box">{HEAD}{rows(series(5, date(2022, 1, 5), folder="/gh"))}</div>'
MAP = page('<ul><li><a href="/gh/">规划计划</a></li></ul>', name="网站地图")
SIDE = page('<div class="left"><a href="/gh/">规划计划</a> <a href="/js/">机构设置</a></div>', name="政务公开")


@pytest.mark.parametrize(
    ("pages", "place", "name"),
    [
        ({"/": home(("规划计划", "/gh/"))}, Place.NAVIGATION, "规划计划"),
        ({"/": home(("总体规划", "/gh/"))}, Place.NAVIGATION, "总体规划"),
        ({"/": home(blocks=BLOCK)}, Place.HOME_BLOCK, "规划计划"),
        ({"/": home(foot=(("网站地图", "/map.html"),)), "/map.html": MAP}, Place.SITE_MAP, "规划计划"),
        ({"/": home(), "/zwgk/": SIDE}, Place.SECTION, "规划计划"),
    ],
)
def test_found_where_it_is(pages: dict[str, str], place: Place, name: str) -> None:
    run = survey(PLANNING)
    crawl(run, Memory({HOST + path: body for path, body in {"/zwgk/": SECTION, "/gh/": LIST, **pages}.items()}))
    found = column(run.evidence(), "planning")
    assert (found.found, found.found_in, found.url, found.form, len(found.items)) == (
        True, place, f"{HOST}/gh/", Form.LISTING, 8,
    )  # fmt: skip
    assert found.name == name
    assert found.reasons


def test_pinned_by_the_roster() -> None:
    run = survey(PLANNING, pins={"planning": f"{HOST}/x/"})
    crawl(run, Memory({f"{HOST}/": home(("规划计划", "/gh/")), f"{HOST}/x/": LIST, f"{HOST}/gh/": LIST}))
    assert column(run.evidence(), "planning").url == f"{HOST}/x/"


@pytest.mark.parametrize("title", ["规划许可", "建设工程规划许可公示", "关于印发规划计划的通知"])
def test_negative_phrases_and_document_titles_are_no_columns(title: str) -> None:
    run = survey(PLANNING)
    crawl(run, Memory({f"{HOST}/": home((title, "/gh/")), f"{HOST}/zwgk/": SECTION, f"{HOST}/gh/": LIST}))
    assert not column(run.evidence(), "planning").found


def test_absent_after_home_and_section() -> None:
    """Absence is claimed only after every place was opened, and the places are named."""
    run = survey(PLANNING)
    crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/zwgk/": SECTION}))
    found = column(run.evidence(), "planning")
    assert not found.found
    assert {look.place for look in found.coverage.looks} == {Place.HOME, Place.SECTION}
    assert found.coverage.searched


@pytest.mark.parametrize(
    "outcome", [Outcome.TIMEOUT, Outcome.BLOCKED, Outcome.ROBOTS_FORBIDDEN, Outcome.HTTP_ERROR, Outcome.DROPPED]
)
@pytest.mark.parametrize("place", ["/zwgk/", "/map.html"])
def test_a_place_that_failed_forbids_claiming_absence(outcome: Outcome, place: str) -> None:
    pages = {
        f"{HOST}/": home(foot=(("网站地图", "/map.html"),)),
        f"{HOST}/zwgk/": SECTION,
        f"{HOST}/map.html": page("<a href='/gzdt/'>工作动态</a>", name="网站地图"),
    }
    run = survey(PLANNING)
    crawl(run, Memory({**pages, HOST + place: Answer(outcome=outcome)}))
    found = column(run.evidence(), "planning")
    assert not found.found
    assert not found.coverage.searched


def test_off_site_columns_are_named_but_not_credited() -> None:
    run = survey(PLANNING)
    asked = crawl(run, Memory({f"{HOST}/": home(("规划计划", "http://www.mirror.test/gh/")), f"{HOST}/zwgk/": SECTION}))
    found = column(run.evidence(), "planning")
    assert (found.found, found.form, found.items) == (True, Form.OFF_SITE, ())
    assert all(fetch.url.startswith(HOST) for fetch in asked)


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.NOT_FOUND, Outcome.HTTP_ERROR])
def test_a_named_column_that_does_not_open_is_unreadable(outcome: Outcome) -> None:
    run = survey(PLANNING)
    crawl(run, Memory({f"{HOST}/": home(("规划计划", "/gh/")), f"{HOST}/gh/": Answer(outcome=outcome)}))
    found = column(run.evidence(), "planning")
    assert (found.found, found.form) == (True, Form.UNREADABLE)
    assert found.coverage.unread == (f"{outcome} {HOST}/gh/",)
    assert not found.coverage.searched


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.DNS_FAILED, Outcome.NEEDS_BROWSER])
def test_without_a_home_page_nothing_is_said(outcome: Outcome) -> None:
    run = survey(PLANNING, GUIDE)
    asked = crawl(run, Memory({f"{HOST}/": Answer(outcome=outcome)}))
    assert len(asked) == 1
    assert [(each.kind, each.subject, each.outcome, each.facts) for each in run.evidence()] == [
        (Kind.SITE, "site", outcome, None),
        (Kind.COLUMN, "planning", outcome, None),
        (Kind.COLUMN, "guide", outcome, None),
    ]


def test_a_soft_404_is_no_column() -> None:
    """A server that answers every address with the same words and 200 has no page there."""
    missing = page("<p>您要找的内容暂时无法显示，请从导航继续浏览本站其他栏目。</p>", name="提示")
    run = survey(PLANNING)
    crawl(run, Memory({f"{HOST}/": home(("规划计划", "/gh/"))}, missing=Answer(missing)))
    found = column(run.evidence(), "planning")
    assert (found.found, found.form) == (True, Form.UNREADABLE)
    assert found.coverage.unread == (f"soft-not-found {HOST}/gh/",)


def test_a_text_column_is_text() -> None:
    text = (
        "<h2>政府信息公开指南</h2><div class='content'><p>"
        + "为了方便公民、法人和其他组织获得本机关的政府信息，编制本指南。" * 8
        + "</p></div>"
    )
    run = survey(GUIDE)
    crawl(
        run,
        Memory({f"{HOST}/": home(), f"{HOST}/zwgk/": SECTION, f"{HOST}/zwgk/zn/": page(text, name="政府信息公开指南")}),
    )
    found = column(run.evidence(), "guide")
    assert (found.form, found.found_in) == (Form.TEXT, Place.SECTION)


def test_no_address_is_asked_twice() -> None:
    run = survey(PLANNING, GUIDE, DISCLOSURE, only=())
    asked = crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/zwgk/": SECTION, f"{HOST}/zwgk/zn/": LIST}))
    assert len({fetch.key for fetch in asked}) == len(asked)


SCRIPTED = home().replace("</body>", '<script src="/menu.js"></script></body>')


def test_menu_written_by_a_script_is_seen_in_the_browser() -> None:
    """A home page with scripts is looked at once more in the browser before its column is called absent."""
    run = survey(PLANNING, only=())
    site = Memory({f"{HOST}/": SCRIPTED, f"{HOST}/gh/": LIST}, rendered={f"{HOST}/": home(("规划计划", "/gh/"))})
    asked = crawl(run, site)
    assert [fetch.url for fetch in asked if fetch.browser] == [f"{HOST}/"]
    assert column(run.evidence(), "planning").url == f"{HOST}/gh/"


def test_absence_behind_scripts_needs_a_browser() -> None:
    """Without a browser nothing is absent on a page with scripts; with one, every look is traced to its bytes."""
    blind = survey(PLANNING, only=())
    crawl(blind, Memory({f"{HOST}/": SCRIPTED}, rendered={f"{HOST}/": Answer(outcome=Outcome.NEEDS_BROWSER)}))
    assert not column(blind.evidence(), "planning").coverage.searched
    run = survey(PLANNING)
    crawl(run, Memory({f"{HOST}/": SCRIPTED, f"{HOST}/zwgk/": SECTION}))
    (found,) = (each for each in run.evidence() if each.kind is Kind.COLUMN)
    assert column(run.evidence(), "planning").coverage.searched
    assert {each.url for each in found.provenance} == {f"{HOST}/", f"{HOST}/zwgk/"}
