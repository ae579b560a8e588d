"""Pages of lists that lead nowhere new: repeated, timed, in a session, log-ins, and what lies beyond the last."""

from datetime import date

import pytest

from crawler.model import ColumnWanted, Outcome, Site, SiteWanted, Stopped
from crawler.survey import Budget, SiteSurvey
from crawler.survey.territory import canonical, identity
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, paging, rows, series

NEWEST = date(2022, 2, 10)
ITEMS = series(30, NEWEST)
NEXT = "<div class='page'><a href='{0}'>下一页</a></div>"
LOGIN = "<html><head><title>统一身份认证</title></head><body><p>请登录</p></body></html>"


def listed(number: int, pager: str = NEXT, *, size: int = 10, suffix: str = "") -> str:
    items = [(title, url + suffix, day) for title, url, day in ITEMS[(number - 1) * size : number * size]]
    return page(rows(items), pager.format(f"/gzdt/?page={number + 1}"), name="工作动态")


def read(pages: dict[str, str | Answer]) -> tuple[Stopped, int]:
    news = ColumnWanted("news", ("工作动态",), since=date(2015, 1, 1))
    run = SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (news,)), Budget())
    crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/gzdt/": listed(1), **pages}))
    found = column(run.evidence(), "news")
    return found.coverage.stopped, len(found.items)


BLANK = page("<div class='list'><ul></ul></div>", name="工作动态")


@pytest.mark.parametrize(
    ("beyond", "stopped"),
    [
        (BLANK, Stopped.END),
        (listed(3), Stopped.TRAP),
        (listed(1), Stopped.TRAP),
        (LOGIN, Stopped.ERROR),
        ('{"code":500,"message":"busy"}', Stopped.ERROR),
        (Answer(outcome=Outcome.NOT_FOUND), Stopped.ERROR),
    ],
    ids=["blank", "the last again", "the first again", "log-in", "error as JSON", "not there"],
)
def test_beyond_the_last_page_of_a_list_that_says_no_length(beyond: str | Answer, stopped: Stopped) -> None:
    """Only a blank page of the list's own proves its end; the last page again may be any trap."""
    pages: dict[str, str | Answer] = {f"{HOST}/gzdt/?page={number}": listed(number) for number in (2, 3)}
    assert read({**pages, f"{HOST}/gzdt/?page=4": beyond}) == (stopped, 30)


COUNTED = "<div class='page'>共 3 页 <a href='{0}'>下一页</a></div>"


@pytest.mark.parametrize("beyond", [BLANK, listed(3), listed(1), Answer(outcome=Outcome.NOT_FOUND)])
def test_beyond_the_last_page_of_a_list_that_says_its_length(beyond: str | Answer) -> None:
    """The pager leads on beyond its own count: nothing new there, so the count is believed."""
    pages: dict[str, str | Answer] = {
        f"{HOST}/gzdt/" if number == 1 else f"{HOST}/gzdt/?page={number}": listed(number, COUNTED)
        for number in (1, 2, 3)
    }
    assert read({**pages, f"{HOST}/gzdt/?page=4": beyond}) == (Stopped.END, 30)


@pytest.mark.parametrize("suffix", ["?t={0}645000000{0}", ";jsessionid=A{0}B", "?id=7&_=0.{0}1234", "?PHPSESSID=a{0}"])
def test_the_same_items_under_other_moments_and_sessions_are_the_same(suffix: str) -> None:
    pages: dict[str, str | Answer] = {
        f"{HOST}/gzdt/": listed(1, suffix=suffix.format(1)),
        f"{HOST}/gzdt/?page=2": listed(1, suffix=suffix.format(2)),
    }
    assert read(pages) == (Stopped.TRAP, 10)


def test_a_pager_that_only_changes_the_moment_is_a_trap() -> None:
    """Each page leads to itself under another moment: asked once more, then never again."""
    pages: dict[str, str | Answer] = {
        f"{HOST}/gzdt/?page=2{suffix}": page(
            rows(ITEMS[10:20]), NEXT.format(f"/gzdt/?page=2&t=164500000{number}"), name="工作动态"
        )
        for number, suffix in enumerate(["", *(f"&t=164500000{number}" for number in range(9))])
    }
    stopped, items = read(pages)
    assert (stopped, items) == (Stopped.END, 20)


def test_a_calendar_of_empty_months_is_no_list_end() -> None:
    """Every month leads to the next: the limit of list pages ends it, as budget."""
    pages: dict[str, str | Answer] = {}
    for number in range(2, 80):
        month = f"{2022 + number // 12}年{number % 12 + 1}月"
        items: list[tuple[str, str, date | None]] = [
            (f"{month}第{day}号活动安排预告", f"/rl/{number}-{day}.html", None) for day in range(3)
        ]
        pages[f"{HOST}/gzdt/?page={number}"] = page(
            rows(items), NEXT.format(f"/gzdt/?page={number + 1}"), name="工作动态"
        )
    stopped, _ = read(pages)
    assert stopped is Stopped.BUDGET


def test_items_pinned_on_every_page_do_not_end_the_reading() -> None:
    """A notice of 2016 stands first on each page; an old one in the midst of a page, too."""
    old = [("泽安市某局安全生产工作总体规划纲要全文", "/gzdt/p.html", date(2016, 3, 8))]
    bodies = {}
    for number in (1, 2, 3):
        items = [*old, *ITEMS[number * 10 - 10 : number * 10]]
        url = f"{HOST}/gzdt/" if number == 1 else f"{HOST}/gzdt/?page={number}"
        bodies[url] = page(rows(items), paging(number, 3, "/gzdt/"), name="工作动态")
    news = ColumnWanted("news", ("工作动态",), since=date(2021, 12, 1))
    run = SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (news,)), Budget())
    crawl(run, Memory({f"{HOST}/": home(), **bodies}))
    found = column(run.evidence(), "news")
    assert (found.coverage.pages_read, len(found.items)) == (3, 31)
    assert found.coverage.stopped in {Stopped.END, Stopped.SINCE}


@pytest.mark.parametrize("place", [4, 9])
def test_an_old_page_in_no_order_does_not_end_the_reading(place: int) -> None:
    """A whole page older than wanted, but not in order: newer ones may follow, and do."""
    mixed = [*ITEMS[20:30], *ITEMS[10:20]]
    mixed[place], mixed[-1] = mixed[-1], mixed[place]
    pages: dict[str, str | Answer] = {}
    for number, items in enumerate((ITEMS[:10], mixed[:10], mixed[10:]), 1):
        url = f"{HOST}/gzdt/" if number == 1 else f"{HOST}/gzdt/?page={number}"
        pages[url] = page(rows(items), paging(number, 3, "/gzdt/"), name="工作动态")
    news = ColumnWanted("news", ("工作动态",), since=date(2021, 11, 20))
    run = SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (news,)), Budget())
    crawl(run, Memory({f"{HOST}/": home(), **pages}))
    read_ = column(run.evidence(), "news").coverage
    assert (read_.pages_read, read_.stopped) == (3, Stopped.END)


@pytest.mark.parametrize(
    ("url", "asked", "same"),
    [
        ("/a.jsp;jsessionid=0F3A?id=1", "/a.jsp?id=1", "/a.jsp?id=1"),
        ("/a.php?PHPSESSID=abc&id=1", "/a.php?id=1", "/a.php?id=1"),
        ("/a.php?id=1&sessionId=abc", "/a.php?id=1", "/a.php?id=1"),
        ("/a?id=1&t=1645000000123", "/a?id=1&t=1645000000123", "/a?id=1"),
        ("/a?_=0.123456&id=1", "/a?_=0.123456&id=1", "/a?id=1"),
        (
            "/gkmlpt/api/all/8?page=1&sid=755042",
            "/gkmlpt/api/all/8?page=1&sid=755042",
            "/gkmlpt/api/all/8?page=1&sid=755042",
        ),
        ("/a?t=2022&r=3", "/a?t=2022&r=3", "/a?t=2022&r=3"),
    ],
)
def test_sessions_are_not_asked_and_moments_do_not_tell_pages_apart(url: str, asked: str, same: str) -> None:
    assert (canonical(HOST + url), identity(HOST + url)) == (HOST + asked, HOST + same)
