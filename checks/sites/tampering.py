"""Whether the site's pages were tampered with: hidden spam, foreign scripts (N01-V1d)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

from pydantic import Field

from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import cited, undecided
from checks.registry import check
from checks.sites.home_page import looks_at, of_section, unseen
from checks.timing import day
from crawler.model import Evidence, Kind, PageSign, SignKind, SignsWant, SiteFacts, Strength

_BEIJING = timezone(timedelta(hours=8))
_SHOWN = 2
_PARTS = 20


class TamperedParams(Params):
    """How many hours must lie between two visits that show the same sign."""

    hours: int = Field(ge=1, le=720)


def _signs(_params: TamperedParams, _as_of: date) -> Iterable[SignsWant]:
    return (SignsWant(),)


@check(
    "site-tampered",
    needs={Kind.SITE, Kind.BEFORE},
    params=TamperedParams,
    wants=_signs,
    title="网页没有被篡改的迹象",
    fail_title="网页被篡改且未及时处置",
    norm=Norm(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        "单项否决指标“安全、泄密事故等严重问题”：被挂马、篡改未及时处置",
    ),
)
def site_tampered(given: Given[TamperedParams]) -> Finding:
    """No page read shows the traces of intruders: hidden links and words of spam, foreign scripts, cloaked redirects.

    Why:
        被植入暗链的网站给赌博、色情网站引流，首页看不出来，搜索引擎和公众却会被带走；不及时处置属单项否决。
    Passes when:
        读过的页面都没有中等以上的篡改迹象。
    Fails when:
        相隔不少于方案规定小时数的两次访问（其中一次是最近一次），同一页面上有同一处强迹象（如移出屏幕的区块里成批的推广词外链），说明没有及时处置。
    Inconclusive when:
        只有一次访问看到强迹象，或迹象只是中等：作为线索，请立即人工核对；首页打不开。
    Not applicable when:
        判定对象是门户网站上的一个栏目，随门户网站判定。
    """
    hours = given.params.hours
    expected = f"网页没有被植入暗链、推广词等篡改迹象，出现后{hours}小时内处置完毕。"
    if given.site.section:
        return of_section(given, "统一防护", expected)
    looks = looks_at(given, Kind.SITE)
    good = [(each, each.facts) for each in looks if isinstance(each.facts, SiteFacts)]
    if not good or len(good) != len(looks):
        return unseen(given, Kind.SITE, "首页", expected)
    newest, facts = good[-1]
    before = [(each, each.facts) for each in looks_at(given, Kind.BEFORE) if isinstance(each.facts, SiteFacts)]
    evidence = cited((each.id for each in looks), (each.id for each, _ in before))
    strong = [each for each in facts.signs if each.sign.strength is Strength.STRONG]
    if not facts.signs:
        observed = f"{given.site.name}本次读过的{max(facts.pages_checked, 1)}个页面没有篡改迹象。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    lasting = _lasting(newest, strong, before, hours)
    if lasting:
        first = min(each.seen_at for each, _ in lasting)
        told = _told([sign for _, sign in lasting])
        observed = (
            f"{given.site.name}{_when(first)}和{_when(newest.seen_at)}两次访问，"
            f"{len({sign.url for _, sign in lasting})}个页面有同样的篡改迹象：{told}。"
        )
        remedy = f"请立即清除 {lasting[0][1].url} 等页面被植入的内容，查补漏洞并报告网络安全主管部门。"
        parts = tuple(_part(sign, newest) for _, sign in lasting[:_PARTS])
        return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence, parts=parts)
    shown = strong or list(facts.signs)
    strength = "强" if strong else "中等"
    pages = len({each.url for each in shown})
    why = f"还不能说明没有及时处置（需要相隔{hours}小时以上的两次访问）" if strong else "可能是正常内容"
    observed = f"{given.site.name}{pages}个页面有{strength}篡改迹象：{_told(shown)}；{why}，请立即人工核对。"
    return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)


def _lasting(
    newest: Evidence, strong: Sequence[PageSign], before: Sequence[tuple[Evidence, SiteFacts]], hours: int
) -> list[tuple[Evidence, PageSign]]:
    """The strong signs of the newest look that one long enough before it shows on the same page, too."""
    found = []
    for sign in strong:
        for each, facts in before:
            if newest.seen_at - each.seen_at >= timedelta(hours=hours) and _key(sign) in set(map(_key, facts.signs)):
                found.append((each, sign))
                break
    return found


def _key(each: PageSign) -> tuple[str, SignKind, str]:
    return each.url, each.sign.kind, each.sign.where


def _told(signs: Sequence[PageSign]) -> str:
    shown = "；".join(f"{each.url} {each.sign.reason}（{each.sign.where[:60]}）" for each in signs[:_SHOWN])
    return f"{shown}{'等' if len(signs) > _SHOWN else ''}"


def _part(each: PageSign, newest: Evidence) -> Part:
    observed = f"{each.sign.reason}；位置：{each.sign.where[:80]}；原文：{each.sign.quote[:80]}。"
    return Part(Verdict.FAIL, each.sign.kind.value, observed, each.url, (newest.id,))


def _when(moment: datetime) -> str:
    local = moment.astimezone(_BEIJING)
    return f"{day(local.date())}{local.hour}时"
