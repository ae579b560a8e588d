"""Families whose lists come from an interface: where their pages say it is, what it answers, how page N is asked."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.markup import Source, open_source
from crawler.model import ListedItem
from crawler.platforms import following, list_page, own_listing, recognise, shown_number, sources

HOST = "http://www.zean.test"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = (
    "{'parseType':'bulidstatic','webId':'3096','tplSetId':'quSyq','pageType':'column','tagId':'%s','editType':'null',"
    "'pageId':'1554467'}"
)
SEARCH = "/common/search/7cfa6365343e4f69b13f0ade298c0580"


def source(text: str, path: str = "/", media_type: str = "text/html") -> Source:
    return open_source(text.encode(), url=HOST + path, media_type=media_type)


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def rows(first: int, count: int, shape: str = "li") -> str:
    one = (
        '<{0}><a href="/col/art/2022/art_{1:032x}.html" title="关于第{1}号工作的通知"><i></i>关于第{1}…</a>'
        "<b>2022-01-{2:02}</b></{0}>"
    )
    return "".join(one.format(shape, number, 28 - number % 28) for number in range(first, first + count))


def pager(page: int, *, count: int = 70, size: int = 24) -> str:
    return (
        f'<div class="pagination" querydata="{QUERY % "当前栏目_list"}" rows="{size}" unitid="当前栏目_list" '
        f'count="{count}" pageno="{page}" uniturl="{UNIT}"></div>'
    )


def answered(markup: str) -> Source:
    body = json.dumps({"success": True, "code": "200", "data": {"html": markup}}, ensure_ascii=False)
    return source(body, f"{UNIT}?pageId=1554467&webId=3096&tagId=x", "application/json")


UNITS = "".join(
    f'<script src="/js/unitbuild.js" url="{UNIT}" queryData="{QUERY % name}"></script>'
    for name in ("头部导航", "当前位置", "图片", "当前栏目list")
)


def test_jpaas_units_that_are_called_lists_are_asked() -> None:
    page = source(f"<html><body>{UNITS}</body></html>", "/col/col1554467/index.html")
    asked = [query(fetch.url)["tagId"] for fetch in sources(page)]
    assert asked == ["当前栏目list"]
    assert sources(page)[0].url.startswith(HOST + UNIT + "?parseType=bulidstatic&webId=3096")


@pytest.mark.parametrize("shape", ["li", "tr", "div", "dl"])
def test_jpaas_answers_are_lists_whatever_their_rows_are(shape: str) -> None:
    page = answered(f"<div class='page-content'>{rows(1, 24, shape)}</div>{pager(1)}")
    listing = own_listing(page)
    assert listing is not None
    assert (len(listing.items), listing.total, listing.pages, shown_number(page)) == (24, 70, 3, 1)
    assert listing.items[0] == ListedItem(
        "关于第1号工作的通知", f"{HOST}/col/art/2022/art_{1:032x}.html", date(2022, 1, 27)
    )


def test_jpaas_asks_the_unit_for_as_many_rows_as_page_one_has() -> None:
    page = source(f"<html><body><ul>{rows(1, 24)}</ul>{pager(1)}</body></html>", "/col/col1554467/index.html")
    listing = own_listing(page)
    assert listing is not None
    assert (listing.total, listing.pages) == (70, 3)
    fetch = list_page(page, listing, 3)
    assert fetch is not None
    asked = query(fetch.url)
    assert json.loads(asked.pop("paramJson")) == {"pageNo": 3, "pageSize": "24"}
    assert asked["pageId"] == "1554467"
    assert list_page(page, listing, 4) is None


def test_jpaas_says_which_page_it_answers() -> None:
    """It may answer page 1 whatever page is asked."""
    assert shown_number(answered(rows(1, 24) + pager(1))) == 1
    assert shown_number(answered(rows(25, 24) + pager(2))) == 2
    assert shown_number(answered(rows(25, 24))) is None


UCAP = {
    "page": 1,
    "rows": 20,
    "total": 45,
    "results": [
        {"title": "防汛工作", "url": "//www.zean.test/c1/content.shtml", "publishedTimeStr": "2022-01-05 09:30:00"},
        {"title": "春节放假安排", "url": "/c2/content.shtml", "publishedTimeStr": "2022-01-04"},
        {"title": "没有地址"},
        None,
    ],
}  # fmt: skip


@pytest.mark.parametrize("answer", [{"data": UCAP}, {"code": 200, "results": {"data": UCAP}}])
def test_ucap_answers_are_lists(answer: object) -> None:
    path = f"{SEARCH}?_isAgg=true&_isJson=true&_pageSize=20&_template=index&_channelName=&page=1"
    page = source(json.dumps(answer), path, "application/json")
    listing = own_listing(page)
    assert listing is not None
    assert [(item.url, item.date) for item in listing.items] == [
        (f"{HOST}/c1/content.shtml", date(2022, 1, 5)),
        (f"{HOST}/c2/content.shtml", date(2022, 1, 4)),
    ]
    assert (listing.total, listing.pages, shown_number(page)) == (45, 3, 1)
    fetch = list_page(page, listing, 3)
    assert fetch is not None
    assert query(fetch.url)["page"] == "3"
    assert list_page(page, listing, 4) is None


@pytest.mark.parametrize(
    "script",
    [
        f"$.get('{SEARCH}?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page='+n)",
        "var url = '/common/search/' + channelId + '?_isJson=true';",
    ],
)
def test_ucap_pages_name_the_interface(script: str) -> None:
    meta = f'<meta name="channelId" content="{SEARCH[-32:]}">'
    page = source(f"<html><head>{meta}</head><body><script>{script}</script></body></html>", "/hlj/list.shtml")
    (fetch,) = sources(page)
    assert fetch.url.startswith(f"{HOST}{SEARCH}?_isAgg=true&_isJson=true")
    assert query(fetch.url)["_pageSize"] == ("15" if "15" in script else "20")


@pytest.mark.parametrize(
    ("call", "path", "second", "last"),
    [
        ("createPageHTML('page_div',8, 1,'list','shtml',118);", "/c1/list.shtml", "list_2", "list_8"),
        ("createPageHTML('page_div',8, 1,'list','shtml',118);", "/c1/", "list_2", "list_8"),
        ("createPageHTML('page_div', 8, 0, 'list', 'shtml', 118);", "/c1/list.shtml", "list_1", "list_7"),
    ],
)
def test_static_ucap_lists_count_from_one(call: str, path: str, second: str, last: str) -> None:
    page = source(f"<html><body><ul></ul><script>{call}</script></body></html>", path)
    listing = own_listing(page)
    assert listing is not None
    asked = [fetch.url if (fetch := list_page(page, listing, number)) else None for number in (1, 2, 8, 9)]
    assert asked == [f"{HOST}/c1/{name}.shtml" if name else None for name in ("list", second, last, None)]
    assert listing.next == f"{HOST}/c1/{second}.shtml"


FUJIAN = """<html><body><ul class="list">%s
<li ms-visible="false" style="display:none" ms-repeat-el="docs"><a ms-attr-href="el.url">{{el.title}}</a></li></ul>
<script>var page = {recordCount: '%d'}; var search = {channelid: '229105', sortfield: '-docorderpri,-docreltime',
classsql: 'chnlid=4910', classcol: 'publishyear', classnum: 100, classsort: 0, cache: true, page: 1, prepage: 75};
avalon.post('/fjdzapp/search', search, draw);</script></body></html>"""


def test_fujian_pages_show_the_first_items_and_post_for_all() -> None:
    page = source(FUJIAN % (rows(1, 10), 180), "/zwgk/tzgg/")
    listing = own_listing(page)
    assert listing is not None
    assert (listing.total, listing.pages) == (180, 4)
    fetch = list_page(page, listing, 2)
    assert fetch is not None
    assert (fetch.method, fetch.url) == ("POST", f"{HOST}/fjdzapp/search")
    expected = {"channelid": "229105", "classsql": "chnlid=4910", "page": "1", "prepage": "75", "classnum": "100"}
    assert expected.items() <= dict(fetch.form).items()
    assert list_page(page, listing, 5) is None


@pytest.mark.parametrize("day", ["2022-01-05 08:00:00", 1641312000000, "1641312000000"])
def test_fujian_answers_are_lists(day: str | int) -> None:
    document = {"doctitle": "关于防汛工作的通知", "docpuburl": f"{HOST}/zwgk/t20220105_1.htm", "docreltime": day}
    page = source(json.dumps({"data": [document, {}, 3], "pageCount": 3, "recordCount": 180}), "/fjdzapp/search")
    listing = own_listing(page)
    assert listing is not None
    assert listing.items == (ListedItem("关于防汛工作的通知", f"{HOST}/zwgk/t20220105_1.htm", date(2022, 1, 5)),)
    assert listing.total == 180


RECORDS = {
    "rows of tables": (
        "<record><![CDATA[<tr><td><a href='/a/1.html'>关于防汛工作的通知</a></td><td>2022-01-05</td></tr>]]></record>"
    ),
    "blocks": "<record><![CDATA[<div><a href='/a/1.html'>关于防汛工作的通知</a><p>2022年1月5日</p></div>]]></record>",
    "escaped": "<record>&lt;div&gt;&lt;a href='/a/1.html'&gt;关于防汛工作的通知&lt;/a&gt;2022/1/5&lt;/div&gt;</record>",
    "fields": "<record id='1'><title>关于防汛工作的通知</title><url>/a/1.html</url><date>2022-01-05</date></record>",
    "fields in CDATA": (
        "<record><TITLE><![CDATA[关于防汛工作的通知]]></TITLE><LINK><![CDATA[/a/1.html]]></LINK>"
        "<PUBDATE>2022-01-05 10:00</PUBDATE></record>"
    ),
}


@pytest.mark.parametrize("shape", RECORDS)
def test_record_sets_whose_records_are_no_list_items(shape: str) -> None:
    text = f"<?xml version='1.0'?><recordset><totalrecord>1</totalrecord>{RECORDS[shape]}</recordset>"
    listing = own_listing(source(text, "/module/list.jsp", "text/xml"))
    assert listing is not None
    assert listing.items == (ListedItem("关于防汛工作的通知", f"{HOST}/a/1.html", date(2022, 1, 5)),)


ASPX = """<html><body><form method="post" action="./list.aspx?id=3" id="form1">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK+%s==" />
<input type="hidden" name="__EVENTVALIDATION" value="/wEW&amp;x" /><input type="text" name="key" value="词">
<ul>%s</ul><div id="AspNetPager1">%s</div></form></body></html>"""
NUMBERS = (
    "<span>1</span><a href=\"javascript:__doPostBack('AspNetPager1','2')\">2</a>"
    "<a href=\"javascript:__doPostBack('AspNetPager1','3')\">3</a>"
    "<a href=\"javascript:__doPostBack('AspNetPager1','2')\">下一页</a> 共 12 页 118 条"
)
BUTTON = "<a id=\"next\" href=\"javascript:__doPostBack('ctl00$lbtnNext','')\">下一页</a>"


def test_postbacks_send_the_hidden_form_back() -> None:
    page = source(ASPX % (1, rows(1, 10), NUMBERS), "/list.aspx?id=3")
    listing = own_listing(page)
    family = recognise(page)
    assert listing is not None
    assert family is not None
    assert (family.family, listing.pages) == ("aspnet", 12)
    fetch = list_page(page, listing, 7)
    assert fetch is not None
    assert (fetch.method, fetch.url) == ("POST", f"{HOST}/list.aspx?id=3")
    assert dict(fetch.form) == {
        "__EVENTTARGET": "AspNetPager1",
        "__EVENTARGUMENT": "7",
        "__VIEWSTATE": "/wEPDwUK+1==",
        "__EVENTVALIDATION": "/wEW&x",
    }
    assert list_page(page, listing, 13) is None


def test_postbacks_by_a_button_go_on_from_the_page_before() -> None:
    page = source(ASPX % (4, rows(31, 10), BUTTON), "/list.aspx?id=3")
    listing = own_listing(page)
    assert listing is not None
    assert list_page(page, listing, 5) is None
    fetch = following(page, 5)
    assert fetch is not None
    assert dict(fetch.form)["__EVENTTARGET"] == "ctl00$lbtnNext"
    assert dict(fetch.form)["__VIEWSTATE"] == "/wEPDwUK+4=="


def test_the_days_of_a_calendar_are_no_pager() -> None:
    days = "".join(f"<a href=\"javascript:__doPostBack('Calendar1','{8000 + day}')\">{day}</a>" for day in range(1, 29))
    page = source(ASPX % (1, rows(1, 10), days), "/list.aspx?id=3")
    family = recognise(page)
    assert family is None or family.family != "aspnet"
    assert following(page, 2) is None


def test_a_form_too_large_to_send_back_is_recognised_and_not_sent() -> None:
    page = source(ASPX % ("x" * 300_000, rows(1, 10), NUMBERS), "/list.aspx?id=3")
    listing = own_listing(page)
    assert listing is not None
    assert list_page(page, listing, 2) is None


def test_long_forms_stand_in_the_key_by_their_digest() -> None:
    page = source(ASPX % ("x" * 100_000, rows(1, 10), NUMBERS), "/list.aspx?id=3")
    listing = own_listing(page)
    assert listing is not None
    keys = {fetch.key for number in (2, 3) if (fetch := list_page(page, listing, number)) is not None}
    assert len(keys) == 2
    assert all(len(key) < 300 for key in keys)
