"""Lists that stand elsewhere than on the column's page: in frames, in interfaces, behind posted forms."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.model import ColumnFacts, ColumnWanted, Form, Outcome, Site, SiteWanted, Stopped
from crawler.platforms import Fetch
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, home, page, rows, series

NEWEST = date(2022, 2, 10)
NEWS = ColumnWanted("news", ("工作动态",), since=date(2021, 9, 1))
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = "{'webId':'3','pageId':'9','pageType':'column','tagId':'信息列表'}"
ITEMS = series(30, NEWEST)


def read(pages: dict[str, str | bytes | Answer], memory: Memory | None = None) -> tuple[ColumnFacts, list[Fetch]]:
    run = SiteSurvey(SiteWanted(Site("site", "泽安市某局", f"{HOST}/"), (NEWS,)), Budget())
    site = memory or Memory({})
    site.pages = {f"{HOST}/": home(), **pages}
    asked = crawl(run, site)
    return column(run.evidence(), "news"), asked


def plain(body: str) -> str:
    return f"<html><head><title>列表</title></head><body>{body}</body></html>"


LIST = plain(rows(ITEMS[:10]))
COUNTER = plain("<p>今日访问量</p><p>12345</p>")
FRAMED = page("<iframe src='{0}' width='100%'></iframe>", "<iframe src='{1}'></iframe>", name="工作动态")


@pytest.mark.parametrize("order", [("/a.html", "/b.html"), ("/b.html", "/a.html")])
def test_the_frame_that_holds_the_list_is_the_column(order: tuple[str, str]) -> None:
    pages: dict[str, str | bytes | Answer] = {
        f"{HOST}/gzdt/": FRAMED.format(*order),
        f"{HOST}/a.html": LIST,
        f"{HOST}/b.html": COUNTER,
    }
    found, _ = read(pages)
    assert (found.form, len(found.items), found.coverage.stopped) == (Form.LISTING, 10, Stopped.END)


def test_a_frame_that_fails_leaves_the_column_unread() -> None:
    pages: dict[str, str | bytes | Answer] = {
        f"{HOST}/gzdt/": FRAMED.format("/a.html", "/b.html"),
        f"{HOST}/a.html": Answer(outcome=Outcome.TIMEOUT),
        f"{HOST}/b.html": COUNTER,
    }
    found, _ = read(pages)
    assert (found.form, found.coverage.unread) == (Form.UNREADABLE, (f"timeout {HOST}/a.html",))


def test_frames_without_size_are_not_asked() -> None:
    beacon = "<iframe src='/c.html' width='0' height='0'></iframe><iframe src='/d.html' style='display:none'></iframe>"
    _, asked = read({f"{HOST}/gzdt/": page(beacon, rows(ITEMS[:3]), name="工作动态")})
    assert not [fetch.url for fetch in asked if fetch.url.endswith(("c.html", "d.html"))]


def jpaas_answer(number: int, echo: int, size: int = 10, count: int = 30) -> Answer:
    body = rows(ITEMS[(number - 1) * size : number * size])
    figures = f'rows="{size}" count="{count}" pageno="{echo}"'
    pager = f'<div class="pagination" querydata="{QUERY}" {figures} uniturl="{UNIT}"></div>'
    data = {"success": True, "data": {"html": body + pager}}
    return Answer(json.dumps(data, ensure_ascii=False), media_type="application/json")


class Jpaas(Memory):
    """Answers the unit; `stuck` answers page 1 whatever is asked, `lying` calls every page its first."""

    manner = "well"

    def answer(self, fetch: Fetch) -> Answer:
        if urlsplit(fetch.url).path != UNIT:
            return super().answer(fetch)
        asked = parse_qs(urlsplit(fetch.url).query).get("paramJson")
        number = json.loads(asked[0])["pageNo"] if asked else 1
        shown = 1 if self.manner == "stuck" else number
        return jpaas_answer(shown, 1 if self.manner != "well" else number)


@pytest.mark.parametrize(
    ("manner", "items", "stopped"),
    [("well", 30, Stopped.END), ("stuck", 10, Stopped.TRAP), ("lying", 10, Stopped.TRAP)],
)
def test_jpaas_pages_are_believed_by_their_echo(manner: str, items: int, stopped: Stopped) -> None:
    site = Jpaas({})
    site.manner = manner
    script = f'<script src="/unitbuild.js" url="{UNIT}" queryData="{QUERY}"></script>'
    found, _ = read({f"{HOST}/gzdt/": page(f"<div class='list'>{script}</div>", name="工作动态")}, site)
    assert (found.form, len(found.items), found.coverage.stopped) == (Form.LISTING, items, stopped)


def test_a_jpaas_list_beside_a_few_links_is_the_columns_own() -> None:
    script = f'<script src="/unitbuild.js" url="{UNIT}" queryData="{QUERY}"></script>'
    aside = rows([("关于推荐内容的说明一", "/t/1.html", None), ("关于推荐内容的说明二", "/t/2.html", None)])
    found, _ = read({f"{HOST}/gzdt/": page(aside, script, name="工作动态")}, Jpaas({}))
    assert (len(found.items), found.coverage.stopped, found.coverage.undated) == (30, Stopped.END, 0)


SEARCH = "/common/search/7cfa6365343e4f69b13f0ade298c0580"


class Ucap(Memory):
    """Answers the search; beyond `broken` it answers an error."""

    broken = 99

    def answer(self, fetch: Fetch) -> Answer:
        parts = urlsplit(fetch.url)
        if parts.path != SEARCH:
            return super().answer(fetch)
        number = int(parse_qs(parts.query)["page"][0])
        results = [
            {"title": title, "url": url, "publishedTimeStr": f"{day} 09:00:00"}
            for title, url, day in ITEMS[(number - 1) * 10 : number * 10]
        ]
        data = {"page": number, "rows": 10, "total": 30, "results": results}
        body = {"code": 500, "message": "system busy"} if number > self.broken else {"data": data}
        return Answer(json.dumps(body), media_type="application/json")


@pytest.mark.parametrize(("broken", "items", "stopped"), [(99, 30, Stopped.END), (2, 20, Stopped.ERROR)])
def test_ucap_lists_are_read_from_the_search(broken: int, items: int, stopped: Stopped) -> None:
    site = Ucap({})
    site.broken = broken
    script = f"<div id='l'></div><script>$.get('{SEARCH}?_isAgg=true&_isJson=true&_pageSize=10&page='+n)</script>"
    found, _ = read({f"{HOST}/gzdt/": page(script, name="工作动态")}, site)
    assert (found.form, len(found.items), found.coverage.stopped) == (Form.LISTING, items, stopped)
    assert found.coverage.unread or stopped is Stopped.END


def fujian(fetch: Fetch) -> Answer:
    form = dict(fetch.form)
    first = (int(form["page"]) - 1) * int(form["prepage"])
    documents = [
        {"doctitle": title, "docpuburl": HOST + url, "docreltime": f"{day} 09:00:00"}
        for title, url, day in ITEMS[first : first + int(form["prepage"])]
    ]
    return Answer(json.dumps({"data": documents, "recordCount": 30}), media_type="application/json")


def test_fujian_lists_go_on_where_the_page_ends() -> None:
    template = "<li ms-repeat-el='docs' style='display:none'><a ms-attr-href='el.url'>{{el.title}}</a></li>"
    script = (
        "<script>var a={recordCount: '30'};var s={channelid:'2',classsql:'chnlid=4',prepage:12};"
        "post('/fjdzapp/search',s)</script>"
    )
    site = Memory({}, posts=fujian)
    found, asked = read({f"{HOST}/gzdt/": page(rows(ITEMS[:10]), template, script, name="工作动态")}, site)
    assert (len(found.items), found.coverage.stopped, found.total) == (30, Stopped.END, 30)
    assert [dict(fetch.form)["page"] for fetch in asked if fetch.method == "POST"] == ["1", "2", "3"]


def aspx(number: int, *, button: bool) -> str:
    links = [f"<a href=\"javascript:__doPostBack('Pager1','{n}')\">{n}</a>" for n in (1, 2, 3) if n != number]
    if button:
        links = ["<a href=\"javascript:__doPostBack('next','')\">下一页</a>"] if number < 3 else ["下一页"]
    state = f'<input type="hidden" name="__VIEWSTATE" value="state{number}"/>'
    pager = f"<div class='page'>{''.join(links)}{'' if button else ' 共 3 页'}</div>"
    return page(f"<form>{state}{rows(ITEMS[number * 10 - 10 : number * 10])}{pager}</form>", name="工作动态")


@pytest.mark.parametrize("button", [False, True])
def test_posted_forms_are_followed_to_the_end(button: bool) -> None:
    def answer(fetch: Fetch) -> Answer:
        form = dict(fetch.form)
        number = int(form["__VIEWSTATE"][5:]) + 1 if button else int(form["__EVENTARGUMENT"])
        return Answer(aspx(number, button=button))

    found, asked = read({f"{HOST}/gzdt/": aspx(1, button=button)}, Memory({}, posts=answer))
    assert (len(found.items), found.coverage.stopped) == (30, Stopped.END)
    assert len([fetch for fetch in asked if fetch.method == "POST"]) == 2


def test_forms_that_cannot_be_posted_leave_the_list_unfinished() -> None:
    body = aspx(1, button=True).replace("__VIEWSTATE", "__OTHER")
    found, _ = read({f"{HOST}/gzdt/": body})
    assert (len(found.items), found.coverage.stopped) == (10, Stopped.NO_PAGING)
