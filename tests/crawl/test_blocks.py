"""Pages of firewalls and challenges are told from the site's own pages, whatever their status."""

import pytest

from crawler.net.blocks import block_name, stops_host

_LINK = "<li><a href='/zwgk/{0}.html'>关于第{0}项工作的通知</a></li>"
NEWS = (
    "<html><head><title>我市部署网站安全防护</title></head><body><h1>我市部署网站安全防护</h1><p>{}</p>"
    + "".join(_LINK.format(number) for number in range(40))
    + "</body></html>"
)
FOOTER = (
    "<html><head><title>测试市人民政府</title></head><body>"
    + "".join(_LINK.format(number) for number in range(40))
    + "<a href='https://webscan.360.cn'>360网站安全检测</a><a href='https://www.yunaq.com/'>创宇云安全</a>"
    "<img src='/safedog.png' alt='安全狗'></body></html>"
)

# status, encoding, page -> what blocks us (None: it is the site's own page)
BLOCKS = [
    (
        "瑞数",
        202,
        "utf-8",
        (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><meta content='vT3c' r='m'><script r='m'>"
            "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=87520;$_ts.cd=\"qEyc\";</script>"
            "<script src='/PeJ0/4Y.a6c.js' r='m'></script></head></html>"
        ),
    ),
    (
        "瑞数",
        412,
        "utf-8",
        "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.cd='qm';if($_ts.lcd)$_ts.lcd();</script></head></html>",
    ),
    ("412: a script challenge", 412, "utf-8", "<html><script src='/a/b.js'></script></html>"),
    ("瑞数", 400, "utf-8", "<html><script>var _$rc='x';$_ts=window['$_ts']</script></html>"),
    (
        "安全狗",
        200,
        "gb18030",
        (
            "<html><head><title>网站防火墙</title></head><body>您的请求带有不合法参数，已被网站管理员设置拦截！"
            "<a href='http://404.safedog.cn/images/safedogsite/'>安全狗</a></body></html>"
        ),
    ),
    (
        "云锁",
        403,
        "utf-8",
        (
            "<html><head><title>403</title></head><body><p>您的请求已被云锁拦截</p><a href='http://www.yunsuo.com.cn'>"
            "云锁</a></body></html>"
        ),
    ),
    (
        "云锁",
        200,
        "utf-8",
        (
            "<html><head><script>function setCookie(){document.cookie='yunsuo_session_verify='+x}"
            "function YunSuoAutoJump(){self.location=''}</script></head></html>"
        ),
    ),
    (
        "知道创宇",
        521,
        "utf-8",
        "<script>document.cookie='__jsl_clearance_s=1645000000.1|-1|x';location.href=location.pathname</script>",
    ),
    (
        "知道创宇",
        403,
        "utf-8",
        (
            "<html><head><title>知道创宇云防御</title></head><body>当前访问疑似黑客攻击，已被创宇盾拦截"
            "<a href='http://www.jiasule.com'>加速乐</a></body></html>"
        ),
    ),
    (
        "长亭",
        468,
        "utf-8",
        (
            "<html id='slg-bg'><head><script src='/.safeline/static/favicon.js'></script>"
            "<title>雷池 WAF</title></head></html>"
        ),
    ),
    (
        "长亭",
        403,
        "utf-8",
        "<html><body>请求存在威胁，已被拦截<p>安全检测能力由 长亭雷池 WAF 驱动</p></body></html>",
    ),
    (
        "阿里云",
        405,
        "utf-8",
        (
            "<html><head><title>405</title></head><body>由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。"
            "<img src='https://errors.aliyun.com/images/TB1.png'></body></html>"
        ),
    ),
    (
        "验证码",
        200,
        "utf-8",
        (
            "<html><head><title>访问验证</title></head><body><p>请输入验证码以继续访问</p>"
            "<img src='/captcha'></body></html>"
        ),
    ),
    ("验证码", 200, "gb18030", "<html><body><h3>人机验证</h3><div id='slider'>请完成安全验证</div></body></html>"),
    ("防火墙", 200, "utf-8", "<html><body>您的访问请求可能对网站造成安全威胁，请求已被拦截</body></html>"),
    ("429: too many requests", 429, "utf-8", "<html>slow down</html>"),
    ("403: the server refuses us", 403, "utf-8", "<html><title>403 Forbidden</title><h1>Forbidden</h1></html>"),
    (None, 200, "utf-8", NEWS.format("各单位安装安全狗、云锁、创宇盾和长亭雷池等网站防火墙，防止验证码被绕过。")),
    (None, 200, "gb18030", NEWS.format("网站应具备人机验证、访问验证等能力，请求已被拦截的要留存日志。")),
    (None, 200, "utf-8", FOOTER),
    (None, 404, "utf-8", "<html><body>您访问的页面不存在，人机验证</body></html>"),
    (None, 500, "utf-8", "<html><body>500</body></html>"),
    (None, 200, "utf-8", ""),
    (None, 200, "utf-8", "<html><head><title>测试市财政局</title></head><body><div id=app></div></body></html>"),
]


@pytest.mark.parametrize(("name", "status", "encoding", "page"), BLOCKS)
def test_blocks_are_named(name: str | None, status: int, encoding: str, page: str) -> None:
    assert block_name(status, page.encode(encoding)) == name


@pytest.mark.parametrize(
    ("stops", "name"),
    [(False, "403: the server refuses us"), (True, "429: too many requests"), (True, "瑞数"), (True, "验证码")],
)
def test_only_a_bare_403_is_borne_once(stops: bool, name: str) -> None:
    assert stops_host(name) is stops
