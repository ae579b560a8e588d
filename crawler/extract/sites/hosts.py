"""Names of hosts: which belong to one registered domain, which are government's."""

import re
from typing import Final
from urllib.parse import urlsplit

_SECOND: Final = frozenset(
    {
        *("com", "net", "org", "gov", "edu", "ac", "mil"),
        *("bj", "sh", "tj", "cq", "he", "sx", "nm", "ln", "jl", "hl", "js", "zj", "ah", "fj", "jx", "sd", "ha", "hb"),
        *("hn", "gd", "gx", "hi", "sc", "gz", "yn", "xz", "sn", "gs", "qh", "nx", "xj", "tw", "hk", "mo"),
    }
)
_OFFICIAL: Final = re.compile(r"(?:^|\.)(?:gov|mil)\.cn$|\.政务$|\.公益$|\.xn--zfr164b$|\.xn--55qw42g$")
_CHEAP: Final = re.compile(
    r"\.(?:top|xyz|vip|icu|cyou|club|win|bid|loan|pw|ml|cf|ga|gq|tk|buzz|sbs|cfd|life|live|fun|site|online|cc|ru)$"
)
_KNOWN: Final = re.compile(
    r"(?:^|\.)(?:conac\.cn|kaipuyun\.cn|baidu\.com|bdimg\.com|bdstatic\.com|qq\.com|gtimg\.com|qlogo\.cn|cnzz\.com|51\.la|weibo\.com|sinajs\.cn"
    r"|sina\.com\.cn|jiathis\.com|bshare\.cn|jquery\.com|jsdelivr\.net|bootcss\.com|bootcdn\.net|staticfile\.(?:org|net)|cdnjs\.com|cloudflare\.com"
    r"|googleapis\.com|google-analytics\.com|googletagmanager\.com|google\.com|aliyun\.com|alicdn\.com|aliyuncs\.com|amap\.com|tianditu\.com|people\.com\.cn"
    r"|xinhuanet\.com|news\.cn|cctv\.com|cntv\.cn|iflytek\.com|wzaservice\.cn|tanx\.com|unpkg\.com|myqcloud\.com|sogou\.com|360\.cn|so\.com"
    r"|12371\.cn|xuexi\.cn|gmw\.cn|cnr\.cn|ce\.cn|china\.com\.cn|chinanews\.com(?:\.cn)?|youth\.cn|qstheory\.cn|81\.cn|people\.cn|wenming\.cn"
    r"|govwza\.cn|yunaq\.com|trs\.cn|12377\.cn|umeng\.com|gridsum\.com|gridsumdissector\.com|webterren\.com)$"
)
_NO_NAME: Final = re.compile(r"[\d.]+|.*:.*|localhost")
_PARTS: Final = 3


def shown_host(url: str) -> str | None:
    """Return the lower-case host name in an address; None for none and for bare numbers."""
    host = host_of(url)
    return None if host is None or _NO_NAME.fullmatch(host) else host


def host_of(url: str) -> str | None:
    """Return the lower-case host of an http or protocol-relative address, None where it has none."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    return host.rstrip(".") or None if host and parts.scheme in {"", "http", "https"} else None


def domain_of(host: str) -> str:
    """Return the registered part of a host name: zean.gov.cn of www.zean.gov.cn; a number is its own."""
    labels = host.split(".")
    if _NO_NAME.fullmatch(host) and labels[-1].isdigit():
        return host
    deep = len(labels) >= _PARTS and labels[-1] == "cn" and labels[-2] in _SECOND
    return ".".join(labels[-3:] if deep else labels[-2:])


def related(one: str, other: str) -> bool:
    """Return whether two hosts stand under one registered domain."""
    return domain_of(one) == domain_of(other)


def is_official(host: str) -> bool:
    """Return whether a host name is one that only authorities get."""
    return _OFFICIAL.search(host) is not None


def is_well_known(host: str) -> bool:
    """Return whether a host is one of the counters, libraries, maps and news that sound portals link to."""
    return _KNOWN.search(host) is not None


def is_cheap(host: str) -> bool:
    """Return whether a host name ends in one of the suffixes that are registered by the thousand."""
    return _CHEAP.search(host) is not None
