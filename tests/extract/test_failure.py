"""What stands where a page should be: gates and errors, and the pages that look or sound like them."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.model import PageKind

NAV = "<div class='nav'>" + "".join(f"<a href='/c{n}/'>栏目{n}</a>" for n in range(8)) + "</div>"
CRUMB = "<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/tz/'>通知公告</a></div>"
FOOT = "<div class='footer'>主办：泽安市人民政府 粤ICP备12345678号</div>"
MENU = "<div class='menu'>" + "".join(f"<a href='/m{n}/'>政务公开栏目{n}</a>" for n in range(40)) + "</div>"
ROWS = (
    "<ul>"
    + "".join(f"<li><a href='/t{n}.html'>关于第{n}号事项的公告</a> 2023-03-1{n}</li>" for n in range(6))
    + "</ul>"
)
GATES = {
    "rui shu 4": "<meta id='9Dhef' content='}l59g7'><script src='/KZb/b8Zx.dfe1675.js' r='m'></script><script r='m'>(function(){var a=0})()</script>",
    "a cookie spelled letter by letter": "<script>document.cookie=('_')+('j')+('s')+';path=/';location.href=location.pathname+location.search</script>",
    "a cookie and once more": "<script>document.cookie='x='+f();location.reload(true)</script>",
    "cloudflare": "<title>Just a moment...</title><h1>www.zean.test</h1><noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={}</script>",
    "who may not": "<p>对不起，您所在的地区或IP地址暂不允许访问本网站。</p>",
    "slider": "<title>人机识别检测</title><p>请向右滑动完成验证</p>",
    "policy of a firewall": "<p>该访问行为触发了WAF安全策略，请将截图提交给信息中心。</p>",
    "tomcat in Chinese": "<h1>HTTP状态 403 - 已禁止</h1><p>服务器理解该请求但拒绝授权。</p>",
    "words put in by script": "<div id='block_message'></div><script>var tips={m:'很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。'}</script>",
    "in English": "<h3>Sorry! your access has been intercepted by AnYu</h3>",
    "a cloud's": "<p>很抱歉，您提交的请求可能对网站造成威胁，请求已被管理员设置的策略阻断</p>",
    "an attack": "<h1>Error 418</h1><p>您的请求疑似攻击行为！事件ID：09-1111</p>",
    "too often": "<p>系统检测到您的操作过于频繁，已暂时限制您的访问，请10分钟后再试。</p>",
    "from abroad": "<h1>Access from outside mainland China is not permitted.</h1><p>本网站仅限中国大陆地区访问</p>",
    "an Office of firewalls": "<h2>非法请求</h2><p>您的访问已被绿盟Web应用防护系统阻止，如有疑问请联系管理员。</p>",
    "only from within": "<p>本系统仅供政务外网访问，请使用政务外网登录。</p>",
    "signs of a picture": "<form><p>请输入图中字符以继续访问</p><img src='/v.jpg'><input><button>继续</button></form>",
    "yunsuo by script": "<script>function j(){document.cookie='srcurl=1;path=/';self.location='/?security_verify_data=1'}</script>",
    "a button to press": "<title>安全验证</title><p>为了您的账号安全，请点击下方按钮完成验证后继续访问</p><button>点击验证</button>",
    "lei chi": "<h1>请求被拦截</h1><p>雷池 WAF 社区版</p>",
    "blocked in English": "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>",
    "too high a frequency": "<p>您的访问频率过高，请完成下面的验证</p><div id='slide'></div>",
    "request blocked": "<p>Sorry, your request has been blocked as it may cause potential threats.</p>",
}
ERRORS = {
    "no site on the panel": "<title>没有找到站点</title><p>您的请求在Web服务器中没有找到对应的站点！</p><p>普通网站访客，请联系网站管理员；</p>",
    "a site just made": "<title>恭喜，站点创建成功！</title><p>这是默认index.html，本页面由系统自动生成</p>",
    "nginx": "<title>Welcome to nginx!</title><p>If you see this page, the nginx web server is successfully installed.</p>",
    "IIS": "<title>IIS7</title><a href='http://go.microsoft.com/'><img src='welcome.png'></a>",
    "no database": "<b>Warning</b>: mysql_connect() [function.mysql-connect]: Can't connect to local MySQL server",
    "an alert and back": "<script>alert('对不起，该信息不存在或已被管理员删除！');history.back();</script>",
    "services suspended": "<title>系统维护公告</title><p>因机房搬迁，本网站将于9月1日至3日暂停服务，敬请谅解。</p>",
    "under construction": "<title>网站建设中</title><p>网站建设中，敬请期待…</p>",
    "stopped by the provider": "<h1>抱歉，该站点已经被管理员停止运行！</h1>",
    "not filed": "<h1>该网站暂时无法进行访问，可能由以下原因导致：</h1><p>该网站未进行备案。</p>",
    "being improved": "<title>系统升级</title><p>系统升级中，请稍后访问</p>",
    "an error in the title": f"<title>错误页面</title>{NAV}<h2>抱歉，页面无法访问…</h2><p>可能因为：网址有错误</p>{FOOT}",
    "a title and a picture": f"<title>404_泽安市人民政府</title>{NAV}{MENU}<img src='/404.png'>{FOOT}",
    "a trace": "<pre>java.lang.NullPointerException\n\tat com.gov.web.ArticleAction.show(ArticleAction.java:87)</pre>",
    "written by a script": "<script>document.write('<div>提示信息</div>');document.write('文档ID不正确或文档已删除')</script>",
    "moved or deleted": f"<title>文章</title>{NAV}<p>对不起，您访问的文章已经移动或者删除。</p>",
    "a domain that ran out": "<h1>域名 zean.test 已过期，请联系注册商续费</h1>",
    "not published": f"{NAV}<p>该文章未发布或已撤回</p>{FOOT}",
    "missing within the whole frame": f"<title>泽安市人民政府</title>{NAV}{MENU}<div><p>很抱歉，您要访问的页面不存在！</p><p>5秒后跳转到<a href='/'>首页</a></p></div>{FOOT}",
    "missing with what others read": f"<title>泽安市人民政府</title>{NAV}{MENU}<div><p>抱歉，您访问的页面不存在或已被删除。</p></div>{ROWS}{FOOT}",
    "missing with a clock and a place": f"<title>页面未找到</title>{NAV}{CRUMB}<p>您访问的页面不存在或已被删除。</p><p>更新时间：2023-09-01</p>{FOOT}",
}
DOCUMENTS = {
    "maintenance announced": "<h1>关于网站升级维护的公告</h1><p>发布日期：2023-02-03 来源：市行政审批局</p><p>为提升服务水平，定于2月4日0时至6时进行网站升级维护，期间暂停服务，敬请谅解。</p>",
    "number 404": "<h1>关于同意设立幼儿园的批复</h1><p>发布日期：2023-02-03</p><p>泽教字〔2023〕404号</p><p>经研究，同意设立。</p>",
    "what was deleted": "<h1>关于清理网站失效信息的说明</h1><p>发布日期：2023-02-03</p><p>近期清理网站，部分内容已失效，相关文章已删除，特此说明。</p>",
    "a letter about a dead page": "<h1>网站打不开</h1><p>发布日期：2023-02-03 来源：市政数局</p><p>网友：办事指南打开后提示您访问的页面不存在，希望尽快修复，谢谢。</p><p>答复：您好，经核实系栏目调整所致，现已修复，请您刷新后重新访问，感谢您的关注和支持。</p>",
    "a short letter": "<h1>咨询无法登录</h1><p>发布日期：2023-02-03</p><p>来信：登录时提示“页面不存在”。</p><p>回复：已修复。</p>",
    "a firewall bought": "<h1>网站防火墙采购成交公告</h1><p>发布日期：2023-02-03</p><p>采购网站防火墙（创宇盾、安全狗）一套，成交金额12万元。</p>",
    "sliders explained": "<h1>身份证预约操作说明</h1><p>发布日期：2023-02-03</p><p>点击预约，拖动滑块完成安全验证后提交。</p>",
}
OTHERS = {
    "a letter box that asks for a code": (
        "<h1>市长信箱</h1><form><input><input><input><textarea></textarea>请输入验证码<input><img src='/captcha'><button>提交</button></form>",
        PageKind.FORM,
    ),
    "a door with a password": (
        "<h2>用户登录</h2><form><input><input type='password'>请输入验证码<input><button>登录</button></form>",
        PageKind.OTHER,
    ),
    "rules of answering": (
        f"{CRUMB}<h1>依申请公开说明</h1><p>申请公开的政府信息不存在的，告知申请人该政府信息不存在。</p>",
        PageKind.OTHER,
    ),
    "a dialog nobody sees": (
        f"{CRUMB}<div style='display:none'>系统异常，请稍后再试</div><ul><li><a href='/1.html'>公开指南（2023年版）全文下载</a></li></ul>",
        PageKind.OTHER,
    ),
    "a search that found nothing": (
        "<form><input name=q><button>搜索</button></form><p>抱歉，没有找到与“zz”相关的内容，您查找的信息不存在。</p>",
        PageKind.OTHER,
    ),
    "a statement of the site": (
        f"{CRUMB}<p>本网站内容未经许可不得转载。因不可抗力、黑客攻击、系统维护等导致网站暂停服务、数据出错或者无法访问的，本网站不承担任何责任。用户发现链接错误或者内容已失效的，可以通过找错栏目告知我们，我们将尽快更正处理。</p>",
        PageKind.OTHER,
    ),
    "a place that a firewall is named after": (
        f"<title>雷池乡人民政府</title>{CRUMB}<h1>雷池乡概况</h1><p>雷池乡下辖长亭村等八个村。</p>",
        PageKind.OTHER,
    ),
    "a list about firewalls": (
        f"{CRUMB}<ul><li><a href='/1.html'>网站防火墙设备采购公告</a><span>2023-02-01</span></li><li><a href='/2.html'>网站维护服务采购公告</a><span>2023-01-01</span></li><li><a href='/3.html'>404教室改造公告</a><span>2022-12-01</span></li></ul>",
        PageKind.LISTING,
    ),
    "a list of one": (
        f"{CRUMB}<ul><li><a href='/1.html'>关于系统错误整改情况的报告</a><span>2023-02-01</span></li></ul>",
        PageKind.LISTING,
    ),
    "links undated": (
        f"{CRUMB}<ul><li><a href='/1.html'>网站防火墙管理办法</a></li><li><a href='/2.html'>网站维护制度</a></li></ul>",
        PageKind.OTHER,
    ),
    "a view for the printer": (
        "<h1>关于停电检修的通知</h1><p>发布时间：2023-05-06 来源：供电公司</p><p>因设备故障异常，5月7日停电，系统错误请致电95598。</p>",
        PageKind.DOCUMENT,
    ),
    "a column under construction": (f"{CRUMB}<p>栏目正在建设中，暂无信息</p>", PageKind.OTHER),
    "meta refresh": ("<meta http-equiv='refresh' content='0;url=/zwgk/'>", PageKind.SHELL),
    "log in first": ("<script>alert('请先登录');top.location.href='/login'</script>", PageKind.SHELL),
    "shell with the library of a code": (
        "<title>政务服务</title><div id='app'></div><script src='/js/captcha.min.js'></script>",
        PageKind.SHELL,
    ),
}


def kind(markup: str) -> PageKind:
    page = read_page(open_source(f"<html><body>{markup}</body></html>".encode(), url="http://www.zean.test/a/1.html"))
    if page.kind in {PageKind.BLOCKED, PageKind.ERROR, PageKind.SHELL}:
        assert page.document.published is None
        assert page.listing.items == ()
    return page.kind


@pytest.mark.parametrize("case", GATES)
def test_gate(case: str) -> None:
    assert kind(GATES[case]) is PageKind.BLOCKED


@pytest.mark.parametrize("case", ERRORS)
def test_error(case: str) -> None:
    assert kind(ERRORS[case]) is PageKind.ERROR


@pytest.mark.parametrize("case", DOCUMENTS)
@pytest.mark.parametrize("place", [NAV, CRUMB])
def test_a_short_document_is_none_of_them(case: str, place: str) -> None:
    assert kind(f"{place}{DOCUMENTS[case]}{FOOT}") is PageKind.DOCUMENT


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_something_else(case: str) -> None:
    markup, wanted = OTHERS[case]
    assert kind(f"{NAV if wanted is not PageKind.SHELL else ''}{markup}") is wanted


def test_a_closing_notice_where_the_home_page_was() -> None:
    notice = "<title>公告</title><h2>公告</h2><p>本网站自2018年6月30日起关停下线，内容迁移至市政府门户网站。</p><p>2018年6月15日</p>"
    page = read_page(open_source(f"<html><body>{notice}</body></html>".encode(), url="http://lyj.zean.test/"))
    assert (page.kind, page.document.published) == (PageKind.ERROR, None)


@pytest.mark.parametrize("body", ['{"error":0,"data":[{"title":"公告"}]}', "User-agent: *\nDisallow: /error/\n"])
def test_data_that_is_no_page(body: str) -> None:
    assert read_page(open_source(body.encode(), url="http://www.zean.test/api/list")).kind is PageKind.OTHER


def test_a_document_behind_a_gate_keeps_its_scripts() -> None:
    gate = "<script r='m'>$_ts=window['$_ts'];$_ts.nsd=1</script><script src='/x/a.js' r='m'></script>"
    assert kind(f"{gate}{NAV}<h1>药品抽检公告</h1><p>发布时间：2023-07-07</p><img src='t.png'>") is PageKind.DOCUMENT
