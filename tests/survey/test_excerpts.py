"""Pages that list what other columns hold: an excerpt, or a box of what is read most, never ends a column's list."""

from datetime import date

import pytest

from crawler.model import ColumnWanted, Site, SiteWanted, Stopped
from crawler.model.facts import ColumnFacts, Form
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, rows, series

OLD, NEW = date(2021, 3, 1), date(2022, 2, 10)


def box(name: str, more: str, listed: str) -> str:
    link = f'<a class="more" href="{more}">更多&gt;&gt;</a>' if more else ""
    return f'<div class="box"><h3>{name}{link}</h3>{listed}</div>'


def read(pages: dict[str, str | Answer], url: str = "/gzdt/") -> ColumnFacts:
    news = ColumnWanted("news", ("工作动态",), since=date(2021, 1, 1))
    front = home(("工作动态", url), ("政策文件", "/list.asp?id=5")).replace('href="/gzdt/"', f'href="{url}"')
    run = SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (news,)), Budget())
    crawl(run, Memory({f"{HOST}/": front, **pages}))
    return column(run.evidence(), "news")


def test_the_columns_below_are_read_and_not_the_longest_of_their_excerpts() -> None:
    """The longest block shows what is old; the column that is up to date has a short one."""
    old = rows(series(8, OLD, folder="/gzdt/a"))
    new = rows(series(2, NEW, folder="/gzdt/b"))
    landing = page(box("本级动态", "/gzdt/a/", old), box("基层动态", "/gzdt/b/", new), name="工作动态")
    below = {f"{HOST}/gzdt/a/": page(old, name="本级动态"), f"{HOST}/gzdt/b/": page(new, name="基层动态")}
    found = read({f"{HOST}/gzdt/": landing, **below})
    assert (found.form, found.newest, len(found.items)) == (Form.LINKS, NEW, 10)


def test_an_excerpt_whose_column_is_not_found_is_no_whole_list() -> None:
    landing = page(box("政策文件", "/list.asp?id=5", rows(series(8, OLD, folder="/x"))), name="工作动态", links=())
    found = read({f"{HOST}/list.asp?id=3": landing}, "/list.asp?id=3")
    assert (found.form, len(found.items), found.coverage.stopped) == (Form.LISTING, 8, Stopped.NO_PAGING)
    assert not found.coverage.reads_list_back_to(date(2021, 12, 1))


@pytest.mark.parametrize(
    "beside",
    [
        box("热点推荐", "", rows(series(8, OLD, folder="/x"))),
        box("最新动态", "/xw/", rows(series(8, OLD, folder="/xw"))),
    ],
)
def test_only_a_block_beside_is_seen_that_is_neither_the_list_nor_its_absence(beside: str) -> None:
    found = read({f"{HOST}/gzdt/": page(beside, name="工作动态")})
    assert (found.form, found.items) == (Form.UNREADABLE, ())


def test_a_page_that_says_that_there_is_nothing_is_empty() -> None:
    hot = box("热点推荐", "", rows(series(8, OLD, folder="/x")))
    found = read({f"{HOST}/gzdt/": page("<p class='tip'>暂无信息</p>", hot, name="工作动态")})
    assert (found.form, found.items, found.coverage.stopped) == (Form.EMPTY, (), Stopped.END)
