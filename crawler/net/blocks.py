"""Pages that a firewall or a challenge answers instead of the site's own (FIELD, Traps)."""

import re
from dataclasses import dataclass

_HEAD = 20_000
"""Bytes read in search of a mark; challenge pages are short."""
_SHORT = 12_000
_FEW_LINKS = 8
"""A page with status 200 is a challenge only when it is shorter and has fewer links than this: news may name a
firewall, and footers carry its badge."""
_SUSPECT = frozenset({202, 203, 400, 401, 403, 405, 406, 412, 418, 429, 444, 456, 468, 493, 501, 502, 503, 521, 555})
_OK = 200
_FORBIDDEN = 403
_ALWAYS = {412: "412: a script challenge", 429: "429: too many requests"}


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    pattern: re.Pattern[bytes]


def _mark(name: str, *phrases: str) -> _Mark:
    """A mark that is any of `phrases` in UTF-8 or GB18030, whatever the case of its letters."""
    spelled = {each.encode(encoding) for each in phrases for encoding in ("utf-8", "gb18030")}
    return _Mark(name, re.compile(b"|".join(re.escape(each) for each in sorted(spelled)), re.IGNORECASE))


_MARKS = (
    _mark("瑞数", "$_ts=window", "$_ts.cd", "_$rc", "RiverSecurity"),
    _mark(
        "安全狗", "safedog.cn", "网站防火墙-安全狗", "safedogsite", "<title>安全狗", "如果您是网站管理员，请登录安全狗"
    ),
    _mark("云锁", "yunsuo_session", "yunsuo.com", "云锁防护", "您的请求已被云锁"),
    _mark("知道创宇", "jiasule", "yunaq.com", "知道创宇云安全", "创宇盾", "__jsl_clearance", "__jsluid"),
    _mark("长亭", "safeline", "雷池", "长亭科技"),
    _mark("阿里云", "errors.aliyun.com", "acw_sc__v2", "aliyun_waf"),
    _mark("腾讯云", "waf.tencent-cloud", "TencentEdgeOne"),
    _mark("验证码", "请输入验证码以继续", "访问验证", "人机验证", "请完成安全验证", "captcha-delivery", "滑动验证页面"),
    _mark(
        "防火墙",
        "您的访问请求可能对网站造成安全威胁",
        "您的请求带有不合法参数",
        "当前访问疑似黑客攻击",
        "访问过于频繁",
        "您的访问被阻断",
        "Web应用防火墙",
        "WAF拦截",
        "请求已被拦截",
        "您所提交的请求含有不合法的参数",
        "Access Denied by WAF",
    ),
)


def block_name(status: int, body: bytes) -> str | None:
    """Return what blocks us (瑞数, 安全狗, 403, …), or None when the answer looks like the site's own.

    `body` is the answer without content encoding. A 403 without a mark is a block, too: the server refuses us.
    """
    bare = len(body) <= _SHORT and body.count(b"<a ") < _FEW_LINKS
    if status in _SUSPECT or (status == _OK and bare):
        head = body[:_HEAD]
        for mark in _MARKS:
            if mark.pattern.search(head):
                return mark.name
    if status in _ALWAYS:
        return _ALWAYS[status]
    return "403: the server refuses us" if status == _FORBIDDEN else None


def stops_host(name: str) -> bool:
    """Whether one such answer is reason enough to leave the host alone; a lone bare 403 may be about one folder."""
    return not name.startswith("403")
