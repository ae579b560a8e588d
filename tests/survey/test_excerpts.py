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


def read(pages: dict[str, str | Answer]) -> ColumnFacts:
    news = ColumnWanted("news", ("工作动态",), since=date(2021, 1, 1))
    run = SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (news,)), Budget())
    crawl(run, Memory({f"{HOST}/": home(), **pages}))
    return column(run.evidence(), "news")


def test_the_columns_below_are_read_and_not_the_longest_of_their_excerpts() -> None:
    """The longest block shows what is old; the column that is up to date has a short one."""
    old = rows(series(8, OLD, folder="/gzdt/a"))
    new = rows(series(2, NEW, folder="/gzdt/b"))
    landing = page(box("本级动态", "/gzdt/a/", old), box("基层动态", "/gzdt/b/", new), name="工作动态")
    below = {f"{HOST}/gzdt/a/": page(old, name="本级动态"), f"{HOST}/gzdt/b/": page(new, name="基层动态")}
    found = read({f"{HOST}/gzdt/": landing, **below})
    assert (found.form, found.newest, len(found.items)) == (Form.LINKS, NEW, 10)


def test_an_excerpt_below_which_nothing_more_is_read_is_no_whole_list() -> None:
    """Two levels below the column the search ends: what is shown there is kept, and not said to be all."""

    def links(name: str, url: str) -> str:
        return f"<div class='left'><ul><li><a href='{url}'>{name}</a></li></ul></div>"

    excerpt = box("专项动态", "/gzdt/a/b/c/", rows(series(8, OLD, folder="/gzdt/a/b/c")))
    pages: dict[str, str | Answer] = {
        f"{HOST}/gzdt/": page(links("本级动态", "/gzdt/a/"), name="工作动态"),
        f"{HOST}/gzdt/a/": page(links("综合动态", "/gzdt/a/b/"), name="本级动态"),
        f"{HOST}/gzdt/a/b/": page(excerpt, name="综合动态"),
    }
    found = read(pages)
    assert (found.form, len(found.items), found.coverage.stopped) == (Form.LINKS, 8, Stopped.NO_PAGING)
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
