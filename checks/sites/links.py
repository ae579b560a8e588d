"""Links within a site that lead to nothing (N01-D6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from checks.coverage import told_outcome
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import undecided
from checks.registry import check
from checks.sites.home_page import looks_at, unseen
from crawler.model import Kind, LinkLook, LinksFacts, LinksWant, LinkTo

_INDICATORS = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
_SURE = 2
"""Requests, of two kinds, that must end alike before a link counts as dead."""
_SHOWN = 3
_PARTS = 50


class DeadParams(Params):
    """Which answers make a link dead for sure, and how many such links are too many."""

    statuses: tuple[int, ...] = Field(min_length=1, max_length=10)
    at_least: int = Field(ge=1)


class LinksParams(DeadParams):
    """The same, with how many pages that nobody opened otherwise are asked for."""

    pages: int = Field(ge=1, le=2000)


class FilesParams(DeadParams):
    """The same, with how many files that nobody opened otherwise are asked for."""

    files: int = Field(ge=1, le=500)


def _pages(params: LinksParams, _as_of: date) -> Iterable[LinksWant]:
    return (LinksWant(pages=params.pages, files=0),)


def _files(params: FilesParams, _as_of: date) -> Iterable[LinksWant]:
    return (LinksWant(pages=0, files=params.files),)


@check(
    "links-dead",
    needs={Kind.LINKS},
    params=LinksParams,
    wants=_pages,
    title="站内链接有效",
    fail_title="站内有打不开的链接",
    norm=Norm(_INDICATORS, "功能设计：首页和其他页面的链接应能打开（判定的状态码和个数由方案规定）"),
)
def links_dead(given: Given[LinksParams]) -> Finding:
    """Links to pages within the site open.

    Why:
        点开是“页面不存在”，公众就得不到信息；这也说明网站改版、撤稿后没有清理链接。
    Passes when:
        首页和已读列表上的站内链接，本次打开过或抽查过的，确认打不开的少于方案规定的个数，疑似的加上也不到。
    Fails when:
        以两种方式各请求一次都返回方案列出的状态码（如404、410）的站内链接，达到方案规定的个数。站外链接不计。
    Inconclusive when:
        确认打不开的不到规定个数，但超时、服务器错误、被拒绝等疑似的加上就达到；没有抽查到任何链接；首页打不开。
    Not applicable when:
        无。
    """
    return _dead(given, LinkTo.PAGE, "链接")


@check(
    "attachments-broken",
    needs={Kind.LINKS},
    params=FilesParams,
    wants=_files,
    title="附件能够下载",
    fail_title="有无法下载的附件",
    norm=Norm(_INDICATORS, "功能设计：附件应能打开（判定的状态码和个数由方案规定）"),
)
def attachments_broken(given: Given[FilesParams]) -> Finding:
    """Files that pages of the site link to on the site itself can be fetched.

    Why:
        表格、年报、文件全文常放在附件里；附件打不开等于没有公开。
    Passes when:
        本次打开过或抽查过的附件和文件，确认打不开的少于方案规定的个数，疑似的加上也不到。
    Fails when:
        以两种方式各请求一次都返回方案列出的状态码（如404、410）的本站附件，达到方案规定的个数。
    Inconclusive when:
        确认打不开的不到规定个数，但超时、服务器错误、被拒绝等疑似的加上就达到；首页打不开。
    Not applicable when:
        读过的页面上没有本站的附件或文件。
    """
    return _dead(given, LinkTo.FILE, "附件")


def _dead(given: Given[Any], to: LinkTo, what: str) -> Finding:
    params = given.params
    statuses = "、".join(str(each) for each in params.statuses)
    most = "没有" if params.at_least == 1 else f"少于{params.at_least}个"
    expected = f"返回{statuses}的站内{what}{most}。"
    looks = looks_at(given, Kind.LINKS)
    good = [(each, each.facts) for each in looks if isinstance(each.facts, LinksFacts)]
    if not good or len(good) != len(looks):
        return unseen(given, Kind.LINKS, f"站内{what}", expected)
    newest, facts = good[-1]
    opened = facts.opened_pages if to is LinkTo.PAGE else facts.opened_files
    known = facts.known_pages if to is LinkTo.PAGE else facts.known_files
    unopened = [each for each in facts.unopened if each.to is to]
    if to is LinkTo.FILE and known == 0:
        observed = f"{given.site.name}读过的页面上没有本站的附件。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=(newest.id,))
    dead = [each for each in unopened if each.status in params.statuses and each.looks >= _SURE]
    told = f"{given.site.name}已知站内{what}{known}个，看过{opened + len(unopened)}个，能打开{opened}个"
    parts = tuple(_part(each, Verdict.FAIL, newest.id) for each in dead[:_PARTS])
    if len(dead) >= params.at_least:
        remedy = f"请修复或撤下打不开的{what}，例如 {dead[0].page} 上的“{dead[0].title[:40]}”（{dead[0].url}）。"
        observed = f"{told}，确认打不开的{len(dead)}个：{_told(dead)}。"
        return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=(newest.id,), parts=parts)
    if len(unopened) >= params.at_least:
        doubtful = [each for each in unopened if each not in dead]
        observed = f"{told}，疑似打不开的{len(doubtful)}个：{_told(doubtful)}；一次访问不能断定。"
        return undecided(Reason.NOT_REACHED, observed, expected=expected, evidence=(newest.id,))
    if not opened and not unopened:
        observed = f"{told}，没有抽查到任何{what}。"
        return undecided(Reason.COVERAGE, observed, expected=expected, evidence=(newest.id,))
    bad = f"，打不开的{len(unopened)}个" if unopened else ""
    return Finding(Verdict.PASS, f"{told}{bad}。", expected=expected, evidence=(newest.id,))


def _told(looks: Sequence[LinkLook]) -> str:
    shown = "、".join(f"“{each.title[:30] or each.url[-60:]}”（{_end(each)}）" for each in looks[:_SHOWN])
    return f"{shown}{'等' if len(looks) > _SHOWN else ''}"


def _end(look: LinkLook) -> str:
    return told_outcome(look.outcome) if look.status is None else f"返回{look.status}"


def _part(look: LinkLook, verdict: Verdict, evidence: str) -> Part:
    observed = f"{look.page} 上的链接“{look.title[:60] or '（没有文字）'}”{_end(look)}。"
    return Part(verdict, look.title[:60] or look.url, observed, look.url, (evidence,))
