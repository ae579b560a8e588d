"""What a home page shows beside its columns."""

# ruff: noqa: E501  # a row of markup reads best whole

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.sites.front import read_front
from crawler.markup import open_source
from crawler.model import AidKind, FrontPage

URL = "http://www.zean.test/"


def front(body: str | bytes, *, head: str = "") -> FrontPage:
    if isinstance(body, str):
        body = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return read_front(open_source(body, url=URL, media_type="text/html"))


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ('<a href="/wza/">无障碍浏览</a>', {AidKind.BARRIER_FREE}),
        ('<a href="javascript:void(0)" onclick="toggle()">【无障碍】</a>', {AidKind.BARRIER_FREE}),
        ('<a href="/x" title="进入长者模式"><img src="/a.png"></a>', {AidKind.ELDERLY}),
        ('<img src="/a.png" alt="关怀版">', {AidKind.ELDERLY}),
        ('<input type="button" value="适老化">', {AidKind.ELDERLY}),
        ("<span>长者助手</span><span>无障碍阅读</span>", {AidKind.ELDERLY, AidKind.BARRIER_FREE}),
        ('<script src="//gov.govwza.cn/dist/aria.js?appid=1"></script>', {AidKind.BARRIER_FREE}),
        # Look-alikes: news of aids is no aid.
        ('<ul><li><a href="/1.html">我市推进公共场所无障碍环境建设</a></li></ul>', set()),
        ('<a href="/2.html">老年人权益保障法宣传</a><p>适老化改造补贴申请指南</p>', set()),
        ('<a href="/ylfw/">养老服务</a>', set()),
    ],
)
def test_aids_are_entries_and_not_news_of_them(body: str, kinds: set[AidKind]) -> None:
    assert {aid.kind for aid in front(body).aids} == kinds


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (
            '<form action="/s"><input name="q"><input type="submit" value="搜索"></form>',
            ("http://www.zean.test/s", "q", "get"),
        ),
        (
            '<form action="http://so.lingnan.test/s" method="POST"><input type="text" name="searchWord"></form>',
            ("http://so.lingnan.test/s", "searchWord", "post"),
        ),
        (
            '<form><input name="keyword" placeholder="请输入关键字"><button>搜索</button></form>',
            ("http://www.zean.test/", "keyword", "get"),
        ),
        (
            '<form action="/login"><input name="user"><input type="password" name="word"><button>搜索</button></form>',
            None,
        ),
        ('<form action="/vote"><input name="opinion"></form>', None),
        ('<div><input id="q"><span onclick="go()">搜索</span></div>', None),
        ('<form action="javascript:go()"><input name="q" class="search"></form>', None),
    ],
)
def test_search_form(body: str, form: tuple[str, str, str] | None) -> None:
    found = front(body).search
    assert (None if found is None else (found.action, found.field, found.method)) == form


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<a href='#'>搜索</a>", True),
        ("<p>检索</p>", True),
        ("<script>jrobot()</script>", True),
        ("<p>新闻</p>", False),
    ],
)
def test_whether_searching_is_spoken_of(body: str, named: bool) -> None:
    assert front(body).search_named is named


def test_hidden_fields_and_charset_go_with_the_form() -> None:
    body = '<form action="/s?old=1"><input name="q" id="searchbox"><input type="hidden" name="site" value="7"><input type="hidden" value="x"></form>'
    found = front(f"<html><head><meta charset='gbk'></head><body>{body}搜索</body></html>".encode("gbk")).search
    assert found is not None
    assert found.others == (("site", "7"),)
    assert found.encoding.lower() in {"gbk", "gb18030"}


def test_links_are_named_by_pictures_too_and_hosts_by_options() -> None:
    shown = front(
        '<a href="http://zfgs.lingnan.test/"><img alt="行政执法信息公示平台" src="a.png"></a>'
        '<select><option value="http://credit.lingnan.test/">信用网站</option></select>'
        '<a href="javascript:void(0)">空</a><a href="mailto:a@zean.test">邮箱</a>'
    )
    assert [(link.title, link.url) for link in shown.links] == [("行政执法信息公示平台", "http://zfgs.lingnan.test/")]
    assert shown.hosts == ("zfgs.lingnan.test", "credit.lingnan.test")


def test_dates_beside_links_and_in_addresses() -> None:
    rows = "".join(
        f'<li><a href="/a/{n}.html">关于第{n}项工作的情况通报</a><span>2022-01-0{n}</span></li>' for n in range(1, 5)
    )
    shown = front(
        f"<ul>{rows}</ul><a href='/zwdt/202202/t20220209_123.html'>图片新闻一则配图</a>"
        "<a href='/content_9.html'>没有日期的新闻一则</a><a href='/about/'>机构职能</a>"
    )
    assert [item.date for item in shown.items] == [date(2022, 1, day) for day in (4, 3, 2, 1)]
    assert shown.newest_by_address == date(2022, 2, 9)
    assert shown.undated == 1


def test_tags_as_printed_in_their_standard_spelling() -> None:
    head = '<meta name="sitename" content="泽安"><META NAME="SiteDomain" CONTENT=""><meta property="SiteIDCode" content="null">'
    assert [(said.where, said.value) for said in front("", head=head).tags][:2] == [
        ("SiteName", "泽安"),
        ("SiteDomain", ""),
    ]


def test_a_file_shows_nothing() -> None:
    assert read_front(open_source(b"%PDF-1.4", url=URL, media_type="application/pdf")) == FrontPage(scripted=False)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>/=\"'abdfhimnoprst 无障碍搜索:;&#", max_size=200))
def test_any_markup_is_read(text: str) -> None:
    assert len(front(text).links) <= 200
