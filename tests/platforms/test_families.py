"""Each family on pages in its own shape: recognised, its items, its totals, and how its next page is asked for."""

import json
from datetime import UTC, date, datetime

import pytest

from crawler.markup import Source, open_source
from crawler.model import ListedItem
from crawler.platforms import (
    PLATFORMS,
    filled,
    following,
    list_page,
    own_listing,
    recognise,
    shown_at,
    shown_number,
    sources,
)

HOST = "http://www.zean.test"


def source(text: str, path: str = "/", media_type: str = "text/html") -> Source:
    return open_source(text.encode(), url=HOST + path, media_type=media_type)


def asked(page: Source, number: int) -> str | None:
    listing = own_listing(page)
    fetch = list_page(page, listing, number) if listing is not None else None
    return fetch.url if fetch is not None else None


@pytest.mark.parametrize(
    ("call", "pages", "second", "last"),
    [
        ('createPageHTML(3, 0, "index", "html");', 3, "/xw/index_1.html", "/xw/index_2.html"),
        ("createPageHTML(3,0,'index','shtml',45)", 3, "/xw/index_1.shtml", "/xw/index_2.shtml"),
        ('createPage(12, 0, "list", "htm");', 12, "/xw/list_1.htm", "/xw/list_11.htm"),
        ("createPageHTML('page_div', 5, 0, 'fenye', 'html', 100);", 5, "/xw/fenye_1.html", "/xw/fenye_4.html"),
        ('createPageHTML(1, 0, "index", "html");', 1, None, "/xw/index.html"),
    ],
)
def test_trs_pages_stand_only_in_a_script(call: str, pages: int, second: str | None, last: str) -> None:
    page = source(f"<html><body><ul></ul><script>{call}</script></body></html>", "/xw/")
    listing = own_listing(page)
    assert listing is not None
    assert listing.pages == pages
    assert asked(page, 2) == (HOST + second if second else None)
    assert asked(page, pages) == HOST + last
    assert asked(page, pages + 1) is None


RECORD = (
    '<record><![CDATA[<li><a href="/art/2022/1/{n}/art_5_{n}.html" title="{title}">{cut}</a>'
    "<b>2022-01-{n:02}</b></li>]]></record>"
)
TITLE = "泽安市发展和改革局关于进一步规范政府投资项目审批管理有关事项的通知"


def hanweb(count: int, total: int) -> Source:
    records = "".join(RECORD.format(n=n, title=TITLE, cut=TITLE[:20] + "...") for n in range(1, count + 1))
    query = "page=1&appid=1&webid=110&path=/&columnid=5&unitid=38&webname=x&permissiontype=0"
    more = f"/module/web/jpage/dataproxy.jsp?{query}"
    return source(
        f'<div id="38"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="{more}"></a>]]></nextgroup>'
        f"<recordset>{records}</recordset></datastore></script></div>"
        f"<script>$('#38').jpage({{perPage:15,totalRecord:{total},proxyUrl:'/module/web/jpage/dataproxy.jsp'}})</script>",
        "/col/col5/index.html",
    )


def test_hanweb_items_have_their_full_titles() -> None:
    listing = own_listing(hanweb(3, 3))
    assert listing is not None
    assert listing.items[0] == ListedItem(TITLE, f"{HOST}/art/2022/1/1/art_5_1.html", date(2022, 1, 1))
    assert (len(listing.items), listing.total, listing.pages) == (3, 3, 1)


def test_hanweb_asks_the_proxy_for_the_records_that_follow() -> None:
    page = hanweb(30, 62)
    listing = own_listing(page)
    assert listing is not None
    fetch = list_page(page, listing, 3)
    assert fetch is not None
    assert (fetch.method, fetch.url) == (
        "POST",
        f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=61&endrecord=62&perpage=15",
    )
    assert {"columnid": "5", "unitid": "38", "webid": "110"}.items() <= dict(fetch.form).items()
    assert list_page(page, listing, 4) is None


def test_a_proxy_answer_is_read_like_the_page() -> None:
    records = "".join(RECORD.format(n=n, title=TITLE, cut=TITLE) for n in (7, 8))
    answer = source(f"<datastore><recordset>{records}</recordset></datastore>", "/module/web/jpage/dataproxy.jsp?x=1")
    listing = own_listing(answer)
    assert listing is not None
    assert [item.date for item in listing.items] == [date(2022, 1, 7), date(2022, 1, 8)]


CONFIG = """<html><body><div id="detail"></div><script>
    window._CONFIG = {
        SITE_NAME: '泽安市财政局', SID: '755042',
        TREE: %s
    }
</script></body></html>"""
TREE = [
    {
        "id": 7,
        "name": "法定主动公开内容",
        "children": [{"id": 8, "name": "预决算公开", "children": [], "jump_url": ""}],
    },
    {"id": 9, "name": "依申请公开", "jump_url": "http://www.zean.test/ysq/", "children": []},
]


def test_gkmlpt_tree_names_columns_as_addresses_of_the_interface() -> None:
    page = source(CONFIG % json.dumps(TREE, ensure_ascii=False), "/gkmlpt/index")
    family = recognise(page)
    assert family is not None
    assert [(link.title, link.url) for link in family.columns(page)] == [
        ("法定主动公开内容", f"{HOST}/gkmlpt/api/all/7?page=1&sid=755042"),
        ("预决算公开", f"{HOST}/gkmlpt/api/all/8?page=1&sid=755042"),
        ("依申请公开", f"{HOST}/ysq/"),
    ]
    assert family.branches(page) == {
        f"{HOST}/gkmlpt/api/all/7?page=1&sid=755042": (f"{HOST}/gkmlpt/api/all/8?page=1&sid=755042",)
    }
    assert shown_at(f"{HOST}/gkmlpt/api/all/8?page=1&sid=755042") == f"{HOST}/gkmlpt/index#8"
    assert shown_at(f"{HOST}/ysq/") == f"{HOST}/ysq/"


def test_gkmlpt_answers_are_lists_with_dates_of_china() -> None:
    """Five minutes after midnight in China is still the day before in UTC."""
    shown = int(datetime(2022, 1, 20, 16, 5, tzinfo=UTC).timestamp())
    articles = [
        {"title": "预算公开", "url": f"{HOST}/gkmlpt/content/0/508/post_508890.html", "display_publish_time": shown}
    ]
    body = json.dumps({"articles": articles, "total": 130, "classify": {"post_count": 130}})
    page = source(body, "/gkmlpt/api/all/8?page=1&sid=755042", "application/json")
    listing = own_listing(page)
    assert listing is not None
    assert (listing.items[0].date, listing.total, listing.pages) == (date(2022, 1, 21), 130, 2)
    assert asked(page, 2) == f"{HOST}/gkmlpt/api/all/8?page=2&sid=755042"
    assert asked(page, 3) is None


def test_gkmlpt_documents_are_filled_with_what_the_script_draws() -> None:
    detail = {
        "content": "<p>预算总收入 1,200 万元。</p>",
        "publisher": "泽安市财政局",
        "attachment": [{"name": "表.docx", "url": f"{HOST}/a/1"}],
    }
    script = json.dumps(detail, ensure_ascii=False).replace("<", "\\u003C")
    text = f"<html><body><div id='detail'></div><script>window._CONFIG = {{ DETAIL: {script} }}</script></body></html>"
    page = filled(source(text, "/gkmlpt/content/0/508/post_508890.html"))
    assert page.tree is not None
    (place,) = page.tree.xpath("//div[@id='detail']")
    assert "发布机构：泽安市财政局" in place.text_content()
    assert "预算总收入 1,200 万元。" in place.text_content()
    assert [anchor.get("href") for anchor in place.iter("a")] == [f"{HOST}/a/1"]
    assert filled(page) is page


def anchors(**links: str) -> str:
    return "".join(f'<a href="{url}">{text.strip("_")}</a>' for text, url in links.items())


QUERY = anchors(_2="?page=2", _3="?page=3", 下一页="?page=2", 尾页="?page=9")
FILES = "<span>共 7 页</span>" + anchors(_2="i_1.html", _3="i_2.html", 下页="i_1.html")


@pytest.mark.parametrize(
    ("links", "pages", "second", "fifth"),
    [
        (QUERY, 9, "/l/?page=2", "/l/?page=5"),
        (anchors(下一页="p2.html"), None, "/l/p2.html", None),
        (FILES, 7, "/l/i_1.html", "/l/i_4.html"),
    ],
)
def test_plain_paging_links(links: str, pages: int | None, second: str, fifth: str | None) -> None:
    page = source(f"<html><body><ul></ul><div>{links}</div></body></html>", "/l/")
    listing = own_listing(page)
    assert listing is not None
    assert listing.pages == pages
    assert asked(page, 2) == HOST + second
    assert asked(page, 5) == (HOST + fifth if fifth else None)


@pytest.mark.parametrize(
    ("path", "second", "last"),
    [
        ("/gwk/yqtb/", "/gwk/yqtb/index_2.html", "/gwk/yqtb/index_54.html"),
        ("/gwk/yqtb/index.html", "/gwk/yqtb/index_2.html", "/gwk/yqtb/index_54.html"),
        ("/gwk/list_3.shtml", "/gwk/list_2.shtml", "/gwk/list_54.shtml"),
    ],
)
def test_pagination_calls_count_static_pages_from_one(path: str, second: str, last: str) -> None:
    page = source(
        "<html><body><script>$('#p').pagination({totalPage: 54, showPageNum: 9});</script></body></html>", path
    )
    assert (asked(page, 2), asked(page, 54), asked(page, 55)) == (HOST + second, HOST + last, None)


def test_written_rows_are_items() -> None:
    script = (
        r"""document.writeln("<li><a href=\"/a/1.html\" title=\"关于防汛工作的通知\">关于防汛…<\/a>");"""
        r"""document.writeln("<span>2021-07-05<\/span><\/li>");"""
        r"""document.writeln('<li><a href="/a/2.html">\u901a\u77e5\u516c\u544a</a> 2021-07-04</li>');"""
    )
    listing = own_listing(source(f"<html><body><ul><script>{script}</script></ul></body></html>", "/a/"))
    assert listing is not None
    assert listing.items == (
        ListedItem("关于防汛工作的通知", f"{HOST}/a/1.html", date(2021, 7, 5)),
        ListedItem("通知公告", f"{HOST}/a/2.html", date(2021, 7, 4)),
    )


HOSTILE = [
    "document.writeln('" + "<li><a href=x>" * 3000,
    "document.write('\\" * 5000,
    ".pagination({" + "totalPage: 9," * 3000,
    "",
    "<datastore><record>" * 500,
    "window._CONFIG = {TREE: " + "[" * 20000,
    "window._CONFIG = {DETAIL: {" + '"a":{' * 5000,
    "createPageHTML(999999, 999999, 'index', 'html')",
    "createPageHTML(99, 0, '../../etc', 'html')",
    ".jpage({totalRecord:9999999,perPage:1}) columnid:'1' unitid:'2'",
    '<a href="http://[">2</a><a href="http://x:99999/">下一页</a>' * 50,
    '{"articles": [1, null, {"title": 3}], "total": -4}',
    '{"articles": {}, "total": "x"}',
    "\x00" * 1000 + "<a href='?page=2'>下一页</a>",
    "<recordset>" + "<record>" * 40_000,
    "<recordset>" + "<record><title><url>" * 10_000 + "</record>",
    "<script querydata=" * 10_000 + "/front/page/build/unit",
    "<script queryData=\"{'pageId':'" + "x" * 3000 + "</front/page/build/unit",
    "'/common/search/" * 10_000,
    "fjdzapp/search recordCount: '9999999' prepage: '0' channelid: '' classsql: ''",
    "fjdzapp/search recordCount: '9999999' prepage: '99999999' channelid:'1' classsql:'2'",
    "<a href=\"javascript:__doPostBack('a','2')\">2</a>" + "<input type=hidden " * 20_000,
    '{"data": {"results": [[], {"title": 1, "url": 2}], "total": -1, "rows": 0, "page": true}}',
    "{\"data\": {\"html\": \"<div querydata rows='0' count='9'><a href='?1'>xx</a>\"}}",
    '{"data": {"html": "' + "<div>" * 5000 + '<a href=x>yy</a>"}}',
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/gkmlpt/index",
        "/gkmlpt/api/all/8?page=1&sid=1",
        "/common/search/7cfa6365343e4f69b13f0ade298c0580?page=1",
        "/fjdzapp/search",
        "/api-gateway/jpaas-publish-server/front/page/build/unit?pageId=1",
    ],
)
def test_hostile_pages_raise_nothing_and_stay_on_http(text: str, path: str) -> None:
    page = source(text, path)
    filled(page)
    listing = own_listing(page)
    for platform in PLATFORMS:
        platform.columns(page)
        platform.document_html(page)
    shown_number(page)
    asked = [*sources(page), *(following(page, number) for number in (0, 2, 10**9))]
    asked += [list_page(page, listing, number) for number in (0, 1, 2, 10**9) if listing is not None]
    assert all(fetch is None or fetch.url.startswith(("http://", "https://")) for fetch in asked)
