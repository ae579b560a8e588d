"""Links that may lead to columns: their place and the heading they stand under; breadcrumbs and column names."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest

from crawler.extract.lists.navigation import read_column, read_columns, read_links
from crawler.markup import open_source
from crawler.model import Place

HOME = """<html><head><title>泽安市人民政府门户网站</title></head><body>
<div class="header"><a href="/login">登录</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a><ul><li><a href="/zwgk/gkzn/">信息公开指南</a></li></ul></li></ul></div>
<div class="news"><div class="title"><h3>通知公告</h3><a href="/zwgk/tzgg/">更多&gt;&gt;</a></div>
<ul><li><a href="/zwgk/tzgg/202107/t20210705_1.html">泽安市人民政府关于召开会议的通知</a><span>07-05</span></li>
<li><a href="/zwgk/tzgg/202107/t20210704_2.html">泽安市人民政府关于防汛工作的通知</a></li></ul></div>
<div class="zt"><h3><a href="/zwgk/zcjd/">政策解读</a></h3><a href="http://zwfw.test/">政务服务</a><a href="/hdjl/yjzj/">意见征集</a></div>
<div class="footer"><a href="http://www.gov.cn/">中国政府网</a><a href="/wzdt/">网站地图</a><a href="javascript:void(0)">设为首页</a></div>
</body></html>"""


def links(page: str, url: str = "http://www.zean.test/") -> dict[str, tuple[str, Place, str | None]]:
    found = read_links(open_source(page.encode(), url=url))
    return {link.title: (link.url.removeprefix("http://www.zean.test"), link.place, link.heading) for link in found}


def test_menus_blocks_and_more_links_of_a_home_page() -> None:
    found = links(HOME)
    assert found["政务公开"][:2] == ("/zwgk/", Place.NAVIGATION)
    assert found["信息公开指南"][:2] == ("/zwgk/gkzn/", Place.NAVIGATION)
    assert found["通知公告"] == ("/zwgk/tzgg/", Place.HOME_BLOCK, "通知公告")
    assert found["政策解读"] == ("/zwgk/zcjd/", Place.HOME_BLOCK, "政策解读")
    assert found["意见征集"] == ("/hdjl/yjzj/", Place.HOME_BLOCK, "政策解读")
    assert found["网站地图"][0] == "/wzdt/"
    assert "中国政府网" not in found
    assert "设为首页" not in found
    assert not [title for title in found if "防汛" in title]


def test_off_site_links_in_the_page_are_kept_for_the_survey_to_judge() -> None:
    assert links(HOME)["政务服务"][0] == "http://zwfw.test/"


def test_site_map_and_section_pages_give_their_own_places() -> None:
    page = "<html><head><title>{}</title></head><body><div><h3>政务公开</h3><a href='/zwgk/tzgg/'>通知公告</a></div></body></html>"
    assert links(page.format("网站地图-泽安"), "http://www.zean.test/wzdt/index.html")["通知公告"][1] is Place.SITE_MAP
    assert links(page.format("政务公开"), "http://www.zean.test/zwgk/index.html")["通知公告"][1] is Place.SECTION


def test_columns_are_menu_and_block_links() -> None:
    titles = [link.title for link in read_columns(open_source(HOME.encode(), url="http://www.zean.test/"))]
    assert {"政务公开", "信息公开指南", "通知公告", "政策解读", "意见征集"} <= set(titles)


CRUMBS = {
    "links": "<div class='x'>当前位置：<a href='/'>首页</a> &gt; <a href='/a/'>政务公开</a> &gt; <a href='./'>通知公告</a></div>",
    "arrows": "<div class='x'>当前位置：<a href='/'>首页</a>-&gt;<a href='/a/'>政务公开</a>-&gt;<a href='./'>通知公告</a></div>",
    "no words": "<div><a href='/'>首页</a> &gt; <a href='/a/'>政务公开</a> &gt; <a href='./'>通知公告</a></div>",
    "list": "<ol class='breadcrumb'><span>您现在所在的位置：</span><li><a href='/'>首页</a></li><li>政务公开</li><li class='active'>通知公告</li></ol>",
    "plain text": "<div>您的位置: 首页 &gt; 政务公开 &gt; 通知公告</div>",
    "labels": "<div class='position'><label>首页</label><i>&gt;</i><label>政务公开</label><i>&gt;</i><label>通知公告</label></div>",
    "doubled arrows": "<div>当前位置：<a href='/'>首页</a>&gt;&gt;<a href='/a/'>政务公开</a>&gt;&gt;<span>通知公告</span></div>",
}


@pytest.mark.parametrize("form", CRUMBS)
def test_breadcrumb(form: str) -> None:
    page = f"<html><body><ul class='nav'><li><a href='/'>首页</a></li><li><a href='/b/'>政务服务</a></li></ul>{CRUMBS[form]}<p>正文</p></body></html>"
    column = read_column(open_source(page.encode(), url="http://www.zean.test/a/b/"))
    assert column.breadcrumb == ("首页", "政务公开", "通知公告")
    assert column.name == "通知公告"


def test_a_column_tag_copied_from_elsewhere_gives_way_to_the_breadcrumb() -> None:
    head = "<meta name='ColumnName' content='泽安市政府信息公开'>"
    page = f"<html><head>{head}</head><body>{CRUMBS['links']}</body></html>"
    assert read_column(open_source(page.encode(), url="http://www.zean.test/a/b/")).name == "通知公告"


def test_hostile_addresses_do_not_raise() -> None:
    page = "<html><body><a href='http://[::1'>政务公开</a><a href='http://a b/'>信息公开</a><a href='data:x'>数据</a></body></html>"
    assert links(page) == {}
