"""What a page is."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.model import PageKind

NAV = "<div class='nav'>" + "".join(f"<a href='/c{n}/'>栏目{n}</a>" for n in range(20)) + "</div>"
FOOT = "<div class='footer'>主办：泽安市人民政府 粤ICP备12345678号</div>"
PROSE = "<p>" + "市政府及其组成人员要依法履行职责，推进政务公开，接受监督。" * 12 + "</p>"
ROWS = (
    "<ul>"
    + "".join(
        f"<li><a href='/t202107{n:02}_{n}.html'>泽安市人民政府第{n}号公告全文</a><span>2021-07-{n:02}</span></li>"
        for n in range(1, 16)
    )
    + "</ul>"
)

PAGES = {
    "root is home": ("/", f"<title>泽安市人民政府</title>{NAV}{ROWS}{FOOT}", PageKind.HOME),
    "index is home": ("/index.html", f"<title>泽安市人民政府</title>{NAV}{ROWS}{FOOT}", PageKind.HOME),
    "list": ("/zwgk/tzgg/", f"<title>通知公告</title>{NAV}{ROWS}{FOOT}", PageKind.LISTING),
    "list with labelled rows": (
        "/zwgk/tzgg/",
        f"<title>通知公告</title>{NAV}" + ROWS.replace("<span>", "<span>发布时间：") + FOOT,
        PageKind.LISTING,
    ),
    "undated list": ("/zwgk/", f"{NAV}" + ROWS.replace("2021-07", "--"), PageKind.LISTING),
    "document": ("/t1.html", f"<title>公告</title>{NAV}<h1>关于停水的公告</h1><div>发布时间：2021-07-05</div>{PROSE}{FOOT}", PageKind.DOCUMENT),
    "document with related list": (
        "/t1.html",
        f"{NAV}<h1>关于停水的公告</h1><div>发布时间：2021-07-05 来源：市水务局</div>{PROSE}<div class='xgwz'>{ROWS}</div>{FOOT}",
        PageKind.DOCUMENT,
    ),
    "document of a picture only": ("/t1.html", f"{NAV}<h1>一图读懂</h1><div>发布时间：2021-07-05</div><img src='a.png'>{FOOT}", PageKind.DOCUMENT),
    "guide": ("/gkzn/", f"<title>指南</title>{NAV}<h1>政府信息公开指南</h1>{PROSE}{FOOT}", PageKind.OTHER),
    "form": (
        "/hdjl/xx/",
        f"{NAV}<form action='/s'>" + "<input type='text'>" * 6 + "<textarea></textarea><button>提交</button></form>" + FOOT,
        PageKind.FORM,
    ),
    "vue shell": (
        "/a",
        "<title>泽安市教育局</title><div id='app'><li v-for='item in list' :key='item.id'>{{item.title}}</li><p v-if='none'>暂时没有内容</p></div><script src='a.js'></script>",
        PageKind.SHELL,
    ),
    "bare shell": ("/a", "<title>泽安市卫生健康局</title><div id='root'></div><script src='/static/main.js'></script>", PageKind.SHELL),
    "script redirect": ("/a", "<script>window.location.href='/index.html'</script>", PageKind.SHELL),
    "rui shu": ("/a", "<meta id='x' content='q'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1</script><script src='/p.js'></script>", PageKind.BLOCKED),
    "safe dog": ("/a", "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！ 安全狗</p>", PageKind.BLOCKED),
    "yunsuo": ("/a", "<p>当前访问疑似黑客攻击，已被网站管理员设置为拦截 云锁</p>", PageKind.BLOCKED),
    "jiasule": ("/a", "<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>", PageKind.BLOCKED),
    "captcha": ("/a", "<p>访问过于频繁，请输入验证码</p><img src='c.jpg'><input>", PageKind.BLOCKED),
    "captcha in a site's frame": ("/s", f"{NAV}<div>当前位置：<a href='/'>首页</a> &gt; 搜索</div><p>访问频繁，请输入验证码</p><input>", PageKind.BLOCKED),
    "captcha with a clock": ("/s", "<p>请完成验证 时间：2021-07-05 10:00:00 来源：203.0.113.4</p><input>", PageKind.BLOCKED),
    "nginx 403": ("/a", "<title>403 Forbidden</title><center><h1>403 Forbidden</h1></center><hr><center>nginx</center>", PageKind.BLOCKED),
    "soft 404": ("/a", f"<title>404</title>{FOOT}<p>您访问的页面不存在或已被删除！</p><a href='/'>返回首页</a>", PageKind.ERROR),
    "soft 404 within the template": ("/a", f"<title>404-页面不存在</title>{NAV}{NAV}<p>抱歉</p>{FOOT}", PageKind.ERROR),
    "server error": ("/a", "<h1>HTTP Status 500</h1><p>Internal Server Error</p>", PageKind.ERROR),
    "maintenance": ("/a", "<p>网站正在维护中，请稍后访问。</p>", PageKind.ERROR),
    "home at another address": ("/zazf/index.shtml", f"<title>泽安市人民政府门户网站</title>{NAV}{NAV}{ROWS}{FOOT}", PageKind.HOME),
    "section at another address": ("/zwgk/index.shtml", f"<title>政务公开_泽安市人民政府门户网站</title>{NAV}{NAV}{ROWS}{FOOT}", PageKind.LISTING),
    "document saved without its address": (
        "/",
        f"<title>公告</title>{NAV}<h1>关于停水的公告</h1><div>发布时间：2021-07-05</div>{PROSE}{FOOT}",
        PageKind.DOCUMENT,
    ),
    "list saved without its address": (
        "/",
        f"<title>泽安市人民政府</title>{NAV}<div>当前位置：<a href='/'>首页</a> &gt; <a href='./'>公告</a></div>{ROWS}{FOOT}",
        PageKind.LISTING,
    ),
    "nothing": ("/a", "", PageKind.OTHER),
    "an article about a firewall": (
        "/t2.html",
        f"{NAV}<h1>安全狗等产品介绍：404 页面不存在怎么办</h1><div>发布时间：2021-07-05 来源：网信办</div>{PROSE}{PROSE}{FOOT}",
        PageKind.DOCUMENT,
    ),
    "an empty column": ("/kong/", f"<title>健康中国</title>{NAV}<p>暂无内容</p>{FOOT}", PageKind.OTHER),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_page_kind(case: str) -> None:
    path, markup, kind = PAGES[case]
    page = read_page(open_source(f"<html><body>{markup}</body></html>".encode(), url=f"http://www.zean.test{path}"))
    assert page.kind is kind


def test_a_list_page_has_no_publication_date_and_an_article_no_listing() -> None:
    path, markup, _ = PAGES["list with labelled rows"]
    page = read_page(open_source(markup.encode(), url=f"http://www.zean.test{path}"))
    assert page.document.published is None
    path, markup, _ = PAGES["document with related list"]
    page = read_page(open_source(markup.encode(), url=f"http://www.zean.test{path}"))
    assert page.listing.items == ()
