"""How far lists are read, and what stops them."""

from datetime import date, timedelta

import pytest

from crawler.model import ColumnWanted, Outcome, Site, SiteWanted, Stopped
from crawler.model.facts import Form
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, paging, rows, series

NEWEST = date(2022, 2, 10)
Row = tuple[str, str, date | None]


def survey(since: date | None, **budget: int) -> SiteSurvey:
    news = ColumnWanted("news", ("工作动态",), since=since)
    return SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (news,)), Budget(**budget))


def site(*lists: list[Row], pages: int | None = None) -> dict[str, str | Answer]:
    count = pages or len(lists)
    bodies = {
        f"{HOST}/gzdt/" if number == 1 else f"{HOST}/gzdt/?page={number}": page(
            rows(items), paging(number, count, "/gzdt/"), name="工作动态"
        )
        for number, items in enumerate(lists, 1)
    }
    return {f"{HOST}/": home(), **bodies}


def three_pages() -> list[list[Row]]:
    """30 items a week apart: pages end 2021-12-09, 2021-09-30, 2021-07-22."""
    return [series(10, NEWEST, start=start) for start in (0, 10, 20)]


@pytest.mark.parametrize(
    ("since", "pages_read", "stopped", "items"),
    [
        (None, 1, Stopped.SINCE, 10),
        (date(2022, 1, 1), 2, Stopped.SINCE, 20),
        (date(2021, 12, 9), 2, Stopped.SINCE, 20),
        (date(2021, 9, 1), 3, Stopped.END, 30),
        (date(2015, 1, 1), 3, Stopped.END, 30),
    ],
)
def test_read_back_to_the_wanted_day(since: date | None, pages_read: int, stopped: Stopped, items: int) -> None:
    run = survey(since)
    crawl(run, Memory(site(*three_pages())))
    found = column(run.evidence(), "news")
    read = found.coverage
    assert (read.pages_read, read.stopped, len(found.items)) == (pages_read, stopped, items)
    assert (read.pages_total, read.undated, found.newest) == (3, 0, NEWEST)
    assert since is None or read.reaches(since)


def test_a_pinned_item_neither_ends_the_reading_nor_spoils_the_order() -> None:
    lists = three_pages()
    lists[0].insert(0, ("泽安市某局安全生产工作总体规划纲要全文", "/gzdt/p.html", date(2016, 3, 8)))
    run = survey(date(2021, 12, 9))
    crawl(run, Memory(site(*lists)))
    read = column(run.evidence(), "news").coverage
    assert (read.pages_read, read.stopped, read.oldest) == (2, Stopped.SINCE, NEWEST - timedelta(days=7 * 19))


def test_an_unordered_list_is_read_to_its_end() -> None:
    lists = three_pages()
    lists[1] = lists[1][::-1]
    run = survey(date(2021, 12, 1))
    crawl(run, Memory(site(*lists)))
    assert column(run.evidence(), "news").coverage.stopped is Stopped.END


def test_undated_items_are_counted_and_do_not_end_the_reading() -> None:
    lists = three_pages()
    title, url, _ = lists[1][4]
    lists[1][4] = (title, url, None)
    run = survey(date(2022, 1, 1))
    crawl(run, Memory(site(*lists)))
    read = column(run.evidence(), "news").coverage
    assert (read.pages_read, read.undated, read.stopped) == (3, 1, Stopped.END)


@pytest.mark.parametrize(
    ("outcome", "stopped"),
    [
        (Outcome.TIMEOUT, Stopped.ERROR),
        (Outcome.NOT_FOUND, Stopped.ERROR),
        (Outcome.TRUNCATED, Stopped.ERROR),
        (Outcome.BLOCKED, Stopped.BLOCKED),
        (Outcome.ROBOTS_FORBIDDEN, Stopped.BLOCKED),
        (Outcome.BUDGET_SPENT, Stopped.BUDGET),
    ],
)
def test_a_failed_page_leaves_the_list_incomplete(outcome: Outcome, stopped: Stopped) -> None:
    run = survey(date(2021, 1, 1))
    pages = site(*three_pages())
    pages[f"{HOST}/gzdt/?page=2"] = Answer(outcome=outcome)
    crawl(run, Memory(pages))
    found = column(run.evidence(), "news")
    assert (found.coverage.stopped, len(found.items)) == (stopped, 10)
    assert found.coverage.unread == (f"{outcome} {HOST}/gzdt/?page=2",)
    assert not found.coverage.reads_list_back_to(date(2021, 1, 1))


def test_an_empty_answer_for_a_promised_page_is_no_end() -> None:
    run = survey(date(2021, 1, 1))
    lists = three_pages()
    crawl(run, Memory(site(lists[0], [], lists[2])))
    assert column(run.evidence(), "news").coverage.stopped is Stopped.ERROR


def test_page_one_again_is_a_trap() -> None:
    """Jpaas may answer page 1 whatever page is asked (FIELD)."""
    first = three_pages()[0]
    run = survey(date(2021, 1, 1))
    asked = crawl(run, Memory(site(first, first, first)))
    read = column(run.evidence(), "news").coverage
    assert (read.stopped, read.pages_read) == (Stopped.TRAP, 2)
    assert len(asked) < 8


def test_a_calendar_that_never_ends_stops_at_the_limit() -> None:
    """Every page leads to one more: the limit of list pages ends it, as budget, not as end."""
    pages: dict[str, str | Answer] = dict(site(series(10, NEWEST), pages=9999))
    for number in range(2, 40):
        pages[f"{HOST}/gzdt/?page={number}"] = page(
            rows(series(10, NEWEST, start=10 * number)), paging(number, 9999, "/gzdt/"), name="工作动态"
        )
    run = survey(date(1999, 1, 1), list_pages=12)
    crawl(run, Memory(pages))
    read = column(run.evidence(), "news").coverage
    assert (read.stopped, read.pages_read) == (Stopped.BUDGET, 12)


def test_the_page_budget_of_a_site_is_kept() -> None:
    run = survey(date(2021, 1, 1), pages=4)
    asked = crawl(run, Memory(site(*three_pages())))
    assert len(asked) == 4
    assert column(run.evidence(), "news").coverage.stopped is Stopped.BUDGET


def test_paging_that_only_a_script_knows_is_no_end() -> None:
    body = page(
        rows(series(10, NEWEST)), "<div class='page'><a href='javascript:go(2)'>下一页</a></div>", name="工作动态"
    )
    run = survey(date(2021, 1, 1))
    crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/gzdt/": body}))
    assert column(run.evidence(), "news").coverage.stopped is Stopped.NO_PAGING


BLANK = page("<div class='list'><ul></ul></div>", name="工作动态", crumb=("首页", "工作动态"))
SCRIPTED = page("<div id='l'></div><script>load('/api/list')</script>", name="工作动态", crumb=("首页", "工作动态"))
SHELL = (
    "<html><head><title>某局</title></head><body><div id='app'>{{ msg }} 暂时没有内容</div>"
    "<script src='/app.js'></script></body></html>"
)


@pytest.mark.parametrize(
    ("plain", "rendered", "form"),
    [
        (BLANK, None, Form.EMPTY),
        (SCRIPTED, SCRIPTED, Form.EMPTY),
        (SCRIPTED, page(rows(series(10, NEWEST)), name="工作动态"), Form.LISTING),
        (SCRIPTED, Answer(outcome=Outcome.NEEDS_BROWSER), Form.UNREADABLE),
        (SHELL, Answer(outcome=Outcome.NEEDS_BROWSER), Form.UNREADABLE),
        (SHELL, SHELL, Form.UNREADABLE),
        (SHELL, page(rows(series(10, NEWEST)), name="工作动态"), Form.LISTING),
    ],
)
def test_blank_is_said_only_of_pages_that_were_really_read(
    plain: str, rendered: str | Answer | None, form: Form
) -> None:
    run = survey(date(2021, 1, 1))
    url = f"{HOST}/gzdt/"
    crawl(run, Memory({f"{HOST}/": home(), url: plain}, {url: rendered} if rendered is not None else {}))
    assert column(run.evidence(), "news").form is form


def test_a_list_of_total_without_items_is_not_blank() -> None:
    body = page(
        "<div class='list'><ul></ul></div><div class='page'>共 35 条 <a href='?page=2'>下一页</a></div>",
        name="工作动态",
    )
    run = survey(date(2021, 1, 1))
    crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/gzdt/": body}))
    assert column(run.evidence(), "news").form is Form.UNREADABLE


def test_sub_columns_are_read_as_the_column() -> None:
    """A column of links (预算, 决算) is as far read as the one of them that was read least."""
    links = "<li><a href='/gzdt/a/'>本级动态</a></li><li><a href='/gzdt/b/'>基层动态</a></li>"
    nav = f"<div class='left'><ul>{links}</ul></div>"
    pages = {
        f"{HOST}/": home(),
        f"{HOST}/gzdt/": page(nav, name="工作动态"),
        f"{HOST}/gzdt/a/": page(nav, rows(series(8, NEWEST, folder="/a")), name="本级动态"),
        f"{HOST}/gzdt/b/": page(nav, rows(series(8, date(2021, 5, 1), folder="/b")), name="基层动态"),
    }
    run = survey(date(2021, 1, 1))
    crawl(run, Memory(pages))
    found = column(run.evidence(), "news")
    assert (found.form, len(found.items), found.newest) == (Form.LINKS, 16, NEWEST)
    assert found.coverage.stopped is Stopped.END
