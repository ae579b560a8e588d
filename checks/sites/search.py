"""Whether the site's own search finds what the site publishes (N01-D11)."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from checks.coverage import reason_of, told_outcome
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.sites.home_page import home_page, looks_at, of_section, unseen
from crawler.model import Answer, Kind, SearchFacts, SearchTry, SearchWant

_GONE = frozenset({404, 410})
_FEWEST = 2
"""Titles that must all fail before the search itself is blamed."""
_ANSWERS = {
    Answer.FOUND: "找到",
    Answer.NOTHING: "没有结果",
    Answer.UNREADABLE: "结果未能读出",
    Answer.FAILED: "打不开",
}


class SearchParams(Params):
    """With how many titles that the site itself lists the search is tried."""

    titles: int = Field(ge=2, le=10)


def _wants(params: SearchParams, _as_of: date) -> Iterable[SearchWant]:
    return (SearchWant(params.titles),)


@check(
    "search-broken",
    needs={Kind.SEARCH, Kind.SITE},
    params=SearchParams,
    wants=_wants,
    title="站内搜索可用",
    fail_title="站内搜索不可用",
    norm=Norm("《政府网站发展指引》（国办发〔2017〕47号）", "网站应提供站内搜索；搜索应能找到网站已发布的信息"),
)
def search_broken(given: Given[SearchParams]) -> Finding:
    """The search of the home page finds pages by titles that the site itself lists.

    Why:
        网站信息多，公众主要靠搜索；搜不到已经发布的信息，公开就打了折扣。
    Passes when:
        用网站列表中的信息标题试搜，至少一个标题在结果中找到。
    Fails when:
        试用不少于两个标题：每个的结果页都明说没有结果（有脚本的结果页用浏览器打开后仍如此），或结果页都不存在（404、410）；
        或首页由浏览器打开后，没有任何输入框，也没有“搜索”“检索”字样。
    Inconclusive when:
        搜索由脚本提供、以提交方式（POST）提供或在名册以外的主机上，未试用；结果未能读出；
        服务器出错、被拦截；可供试搜的标题不到两个；首页打不开。
    Not applicable when:
        判定对象是门户网站上的一个栏目，使用门户网站的搜索。
    """
    expected = "站内搜索能找到网站已发布的信息。"
    if given.site.section:
        return of_section(given, "统一提供搜索", expected)
    looks = looks_at(given, Kind.SEARCH)
    good = [(each, each.facts) for each in looks if isinstance(each.facts, SearchFacts)]
    if not good or len(good) != len(looks):
        return unseen(given, Kind.SEARCH, "站内搜索", expected)
    newest, facts = good[-1]
    evidence = cited((newest.id,), (each.id for each in given.of(Kind.SITE)))
    if facts.form is None:
        return _no_form(given, facts, expected, evidence)
    if facts.off_site or facts.form.method != "get":
        why = "由名册以外的网站提供" if facts.off_site else "以提交方式（POST）提供"
        observed = f"{given.site.name}的搜索{why}（{facts.form.action[:120]}），没有试用。"
        return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)
    parts = tuple(_part(each, newest.id) for each in facts.tries)
    finding = _judge(given, facts, expected, evidence)
    return Finding(
        finding.verdict,
        finding.observed,
        expected=expected,
        remedy=finding.remedy,
        reason=finding.reason,
        evidence=evidence,
        parts=parts,
    )


def _judge(given: Given[SearchParams], facts: SearchFacts, expected: str, evidence: tuple[str, ...]) -> Finding:
    tries = facts.tries
    found = [each for each in tries if each.answer is Answer.FOUND]
    told = f"{given.site.name}用{len(tries)}个已发布信息的标题试用站内搜索"
    if found:
        observed = f"{told}，{len(found)}个能找到，例如“{found[0].title}”。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    if len(tries) < _FEWEST:
        observed = f"{told}，可供试搜的标题不足{_FEWEST}个，不能断定。"
        return undecided(Reason.COVERAGE, observed, expected=expected, evidence=evidence)
    remedy = f"请检查 {tries[0].url} 的搜索服务和索引，使已发布的信息能被搜到。"
    if all(each.answer is Answer.NOTHING for each in tries):
        observed = f"{told}，都没有结果（结果页称“{tries[0].quote or '没有结果'}”），例如“{tries[0].title}”。"
        return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)
    if all(each.answer is Answer.FAILED and each.status in _GONE for each in tries):
        observed = f"{told}，结果页都不存在（返回{tries[0].status}）。"
        return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)
    last = tries[-1]
    why = told_outcome(last.outcome) if last.answer in {Answer.FAILED, Answer.UNREADABLE} else "结果不一"
    reason = reason_of(last.outcome) if last.answer is Answer.FAILED else Reason.UNREADABLE
    why = "结果未能读出" if why == "未能打开" and last.answer is Answer.UNREADABLE else why
    return undecided(reason, f"{told}，{why}，不能断定搜索不可用。", expected=expected, evidence=evidence)


def _no_form(given: Given[SearchParams], facts: SearchFacts, expected: str, evidence: tuple[str, ...]) -> Finding:
    home, _ = home_page(given)
    if facts.named or home is None or not home.rendered:
        observed = f"{given.site.name}首页没有可以试用的搜索框（可能由脚本提供），不能断定没有搜索。"
        return undecided(Reason.UNREADABLE, observed, expected=expected, evidence=evidence)
    remedy = f"请在 {home.home_url} 提供站内搜索。"
    observed = f"{given.site.name}首页（由浏览器打开）没有任何输入框，也没有“搜索”“检索”字样。"
    return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)


def _part(each: SearchTry, evidence: str) -> Part:
    verdicts = {Answer.FOUND: Verdict.PASS, Answer.NOTHING: Verdict.FAIL}
    said = f"（页面称“{each.quote}”）" if each.quote else ""
    observed = f"搜索“{each.title}”：{_ANSWERS[each.answer]}{said}。"
    return Part(verdicts.get(each.answer, Verdict.INCONCLUSIVE), each.title, observed, each.url, (evidence,))
