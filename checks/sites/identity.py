"""Whose site it is: the marks in its foot, its code, its domain."""

import ipaddress
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from pydantic import Field

from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import undecided
from checks.registry import check
from checks.sites.home_page import home_page, of_section, unseen
from crawler.model import Kind, Want

_GUIDE = "《政府网站发展指引》（国办发〔2017〕47号）"
_RESERVED = frozenset({"test", "example", "invalid", "localhost", "local", "internal"})
"""Endings that no public site can have (RFC 2606, RFC 6761): such a host is a trial, not a government site."""
_AREA = 6
_FOOT_READ = 2


class Mark(StrEnum):
    """A mark of the site's foot."""

    CODE = "code"
    ICP = "icp"
    POLICE = "police"
    ORGANISER = "organiser"


_MARKS = {
    Mark.CODE: "网站标识码",
    Mark.ICP: "ICP备案编号",
    Mark.POLICE: "公安机关备案标识",
    Mark.ORGANISER: "主办单位",
}


class MarksParams(Params):
    """Which marks the home page must show."""

    marks: tuple[Mark, ...] = Field(min_length=1)


class NoParams(Params):
    """No parameters: what is compared stands in the roster."""


class DomainParams(Params):
    """The endings of which a site's host name must have one, with their dot (`.gov.cn`)."""

    suffixes: tuple[str, ...] = Field(min_length=1, max_length=20)


def _no_wants(_params: Params, _as_of: object) -> Iterable[Want]:
    """The visit to the site itself is enough."""
    return ()


@check(
    "site-marks-missing",
    needs={Kind.SITE},
    params=MarksParams,
    wants=_no_wants,
    title="网站标识齐全",
    fail_title="网站标识不全",
    norm=Norm(_GUIDE, "页脚应当标明的主办单位、网站标识码、备案编号等"),
)
def site_marks_missing(given: Given[MarksParams]) -> Finding:
    """The home page shows the required marks in its foot.

    Why:
        主办单位、网站标识码和备案标识是公众辨认真假政府网站的依据。
    Passes when:
        首页读到要求的全部标识。
    Fails when:
        首页由浏览器打开（脚本已运行），页脚已读到至少两种标识，而要求的某一种没有。
    Inconclusive when:
        缺的标识可能由脚本写入（首页没有用浏览器打开）或整个页脚都没有读到（可能是图片）；首页打不开。
    Not applicable when:
        判定对象是门户网站上的一个栏目，没有自己的页脚。
    """
    marks = given.params.marks
    expected = f"首页标明{'、'.join(_MARKS[each] for each in marks)}。"
    if given.site.section:
        return of_section(given, "统一标明", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    shown = {each for each in Mark if getattr(facts.identity, each.value)}
    missing = [each for each in marks if each not in shown]
    if not missing:
        observed = f"{given.site.name}首页标明了{'、'.join(_MARKS[each] for each in marks)}。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    told = f"{given.site.name}首页没有读到{'、'.join(_MARKS[each] for each in missing)}"
    if not facts.rendered:
        observed = f"{told}；首页没有用浏览器打开，标识可能由脚本写入，不能断定没有。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=evidence)
    if len(shown) < _FOOT_READ:
        observed = f"{told}；页脚没有读全（可能是图片），不能断定没有。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=evidence)
    remedy = f"请在 {facts.home_url} 的页脚用文字标明{'、'.join(_MARKS[each] for each in missing)}。"
    seen = f"（已读到{'、'.join(_MARKS[each] for each in Mark if each in shown)}）"
    return Finding(Verdict.FAIL, f"{told}{seen}。", expected=expected, remedy=remedy, evidence=evidence)


@check(
    "site-code-conflict",
    needs={Kind.SITE},
    params=NoParams,
    wants=_no_wants,
    title="网站标识码与登记一致",
    fail_title="网站标识码与登记不一致",
    norm=Norm(_GUIDE, "网站标识码；页脚、标签与登记的标识码应当一致"),
)
def site_code_conflict(given: Given[NoParams]) -> Finding:
    """The site code on the home page is the one that the roster registers for the site.

    Why:
        标识码是政府网站的唯一编号；抄错一位，“找错”留言和监管数据就会记到别的网站名下。
    Passes when:
        首页的标识码与名册登记的相同。
    Fails when:
        首页的标识码与名册登记的不同，而前六位（地区码）相同。
    Inconclusive when:
        名册没有登记标识码；首页没有读到标识码；地区码也不同（可能误读了其他编号，或套用了其他网站的模板）；首页打不开。
    Not applicable when:
        判定对象是门户网站上的一个栏目，没有自己的标识码。
    """
    site = given.site
    expected = "首页的网站标识码与名册登记的一致。"
    if site.section:
        return of_section(given, "统一标明", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    shown = facts.identity.code
    if site.code is None or shown is None:
        lacking = "名册没有登记" if site.code is None else "首页没有读到"
        reason = Reason.NO_REFERENCE if site.code is None else Reason.UNREADABLE
        observed = f"{lacking}{site.name}的网站标识码，无从核对。"
        return undecided(reason, observed, expected=expected, evidence=evidence)
    told = f"{site.name}首页的网站标识码是{shown}，名册登记为{site.code}"
    if shown.lower() == site.code.lower():
        return Finding(Verdict.PASS, f"{told}，一致。", expected=expected, evidence=evidence)
    if shown[:_AREA].lower() != site.code[:_AREA].lower() or len(shown) != len(site.code):
        observed = f"{told}，地区码也不同，可能误读了其他编号或套用了其他网站的模板，需要人工核对。"
        return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)
    remedy = f"请核对 {facts.home_url} 的标签和页脚中的网站标识码；如名册登记有误，请更正名册。"
    return Finding(Verdict.FAIL, f"{told}，不一致。", expected=expected, remedy=remedy, evidence=evidence)


@check(
    "domain-not-conforming",
    needs={Kind.SITE},
    params=DomainParams,
    wants=_no_wants,
    title="网站域名符合规定",
    fail_title="网站域名不符合规定",
    norm=Norm(
        "《国务院办公厅关于加强政府网站域名管理的通知》（国办函〔2018〕55号）", "政府网站的域名后缀（后缀由方案规定）"
    ),
)
def domain_not_conforming(given: Given[DomainParams]) -> Finding:
    """The host name of the site, where its home page was reached, has one of the required endings.

    Why:
        规定的域名后缀由国家统一审核，公众凭它辨认政府网站。
    Passes when:
        首页实际打开的网址（没有记录的用名册网址）的域名以规定的后缀结尾。
    Fails when:
        首页已打开，名册网址和实际网址的域名都不以规定的后缀结尾，或网址是公网IP地址。
    Inconclusive when:
        首页打不开；名册网址与实际网址一个符合、一个不符合。
    Not applicable when:
        判定对象是门户网站上的一个栏目；网址是保留作测试的域名或内网地址，不是公网网站。
    """
    suffixes = given.params.suffixes
    expected = f"网站域名以{'、'.join(suffixes)}结尾。"
    if given.site.section:
        return of_section(given, "统一标明", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    hosts = list(dict.fromkeys(_host(url) for url in (given.site.url, facts.final_url or facts.home_url)))
    if any(_is_trial(host) for host in hosts):
        observed = f"{given.site.name}的网址（{given.site.url}）是测试域名或内网地址，不判断域名后缀。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=evidence)
    fitting = [host for host in hosts if any(_ends(host, suffix) for suffix in suffixes)]
    told = f"{given.site.name}的域名是{'、'.join(hosts)}"
    if len(fitting) == len(hosts):
        return Finding(Verdict.PASS, f"{told}，符合规定。", expected=expected, evidence=evidence)
    if fitting:
        observed = f"{told}，一个符合规定，一个不符合，需要人工核对以哪个为主。"
        return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)
    remedy = f"请把 {given.site.url} 迁移到{'、'.join(suffixes)}域名，并按规定注销其他域名。"
    return Finding(Verdict.FAIL, f"{told}，后缀不符合规定。", expected=expected, remedy=remedy, evidence=evidence)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _is_trial(host: str) -> bool:
    """Return whether a host cannot be a public site: a reserved ending, a bare word, or a private address."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in _RESERVED


def _ends(host: str, suffix: str) -> bool:
    """Return whether the host has the ending, written in Chinese or as DNS spells it."""
    wanted = suffix.strip(".").lower()
    try:
        spelled = wanted.encode("idna").decode("ascii")
    except UnicodeError:
        spelled = wanted
    return any(host == each or host.endswith(f".{each}") for each in (wanted, spelled))
