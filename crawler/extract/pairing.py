"""Which published result belongs to which consultation, how surely, and why (NORMS 6)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from crawler.extract.consultation import ConsultationRead, read_consultation
from crawler.markup import Area, Source
from crawler.model.facts import ConsultationFacts, FeedbackFacts
from crawler.model.page import DateRead, Link, Page, Precision
from crawler.model.typography import normalise
from crawler.platforms.address import resolve

SURE = 0.85
"""From this confidence on, a result belongs to the consultation."""
POSSIBLE = 0.45
"""From this confidence on, it may; while such a page exists, absence of a result cannot be claimed."""

_BOOK = re.compile(r"《([^》]{2,200})》")
_FORMULA = re.compile(
    r"关于|公开|征求|征集|征询|听取|意见|建议|公告|通知|公示|公布|通报|启事|函|反馈|结果|情况|说明|采纳|吸收|处理|办理|答复|汇总"
    r"|向社会|社会各界|社会公众|社会|公众|网上|再次|活动|征求意见稿|意见稿|草案|送审稿|征集稿|修订稿|的|和|及|等|对|为|期|有关|收集|公众参与|如下|[\[\]()<>\"',.:;!?《》-]"
)
_YEAR = re.compile(r"(20\d\d)")
_ROUND = re.compile(r"第[一二三四五六七八九十\d]+[次批轮期季稿]")
_NEIGHBOUR = re.compile(r"[上下]一[篇条页则个]|前一篇|后一篇")
_ELSEWHERE = Area.NAVIGATION | Area.FOOTER | Area.SIDE | Area.CRUMB | Area.PAGER
_SHORTEST = 4
_LATEST = 400


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """One opened page of a consultation or feedback column, reduced to what pairing looks at.

    `links` are the absolute addresses the page's main part links to.
    """

    url: str
    title: str
    published: DateRead | None
    read: ConsultationRead
    links: tuple[str, ...] = ()
    attachments: tuple[Link, ...] = ()


def opened_page(source: Source, page: Page, *, title: str | None = None, links: Iterable[str] = ()) -> OpenedPage:
    """Return the page as pairing needs it; `title` is the one in the list, for pages whose own cannot be read.

    Of `links` those are kept that stand in the page's main part and do not only lead to its neighbours in the list.
    """
    document = page.document
    own = _own_links(source)
    return OpenedPage(
        url=page.url,
        title=document.title or title or "",
        published=document.date_read,
        read=read_consultation(source, page),
        links=tuple(link for link in links if _address(link) in own),
        attachments=document.attachments,
    )


def pair(notices: Sequence[OpenedPage], feedbacks: Sequence[OpenedPage]) -> tuple[ConsultationFacts, ...]:
    """Return one consultation per notice, in their order, with its feedback or the pages that may be it.

    Each feedback page is sure for at most one notice: the latest before it among equals.
    """
    linked = _linked(notices, feedbacks)
    matches = {
        (at, number): match
        for number, feedback in enumerate(feedbacks)
        for at, notice in enumerate(notices)
        if (match := _match(notice, feedback, linked=(at, number) in linked)) is not None
    }
    for number in range(len(feedbacks)):
        _leave_one(matches, notices, number)
    return tuple(
        _facts(notice, [match for (place, _), match in sorted(matches.items()) if place == at])
        for at, notice in enumerate(notices)
    )


def _facts(notice: OpenedPage, matches: Sequence[FeedbackFacts]) -> ConsultationFacts:
    known = [*matches, *([notice.read.result] if notice.read.result else [])]
    ranked = sorted(known, key=lambda match: (-match.confidence, _day(match), match.url))
    best = ranked[0] if ranked and ranked[0].confidence >= SURE else None
    return ConsultationFacts(
        url=notice.url,
        title=notice.title,
        published=notice.published,
        opens=notice.read.opens,
        closes=notice.read.closes,
        closes_quote=notice.read.closes_quote,
        feedback=best,
        candidates=() if best else tuple(ranked),
        attachments=notice.attachments,
    )


def _linked(notices: Sequence[OpenedPage], feedbacks: Sequence[OpenedPage]) -> set[tuple[int, int]]:
    """The pairs with a link either way, where it singles the other page out: a page that links to many is a list."""
    places = {_address(notice.url): at for at, notice in enumerate(notices)}
    numbers = {_address(feedback.url): number for number, feedback in enumerate(feedbacks)}
    pairs = set[tuple[int, int]]()
    for at, notice in enumerate(notices):
        to = {numbers[link] for link in map(_address, notice.links) if link in numbers}
        pairs |= {(at, number) for number in to} if len(to) == 1 else set()
    for number, feedback in enumerate(feedbacks):
        back = {places[link] for link in map(_address, feedback.links) if link in places}
        pairs |= {(at, number) for at in back} if len(back) == 1 else set()
    return pairs


def _match(notice: OpenedPage, feedback: OpenedPage, *, linked: bool) -> FeedbackFacts | None:
    if notice.url == feedback.url:
        return None
    similarity, reasons = _similarity(notice.title, feedback.title)
    confidence = similarity
    if linked:
        reasons.append("页面之间有链接")
        confidence = max(0.97 if similarity >= POSSIBLE else 0.6, similarity)
    confidence, order = _in_order(notice, feedback, confidence)
    reasons += order
    if confidence < POSSIBLE:
        return None
    return FeedbackFacts(feedback.url, feedback.title, feedback.published, round(confidence, 2), tuple(reasons))


def _similarity(one: str, other: str) -> tuple[float, list[str]]:
    """How alike two titles are once the formula is taken away; different years or rounds are different matters."""
    if _differ(_YEAR, one, other) or _differ(_ROUND, one, other):
        return 0.0, []
    books = [{_core(name) for name in _BOOK.findall(title)} for title in (one, other)]
    if books[0] & books[1] - {""}:
        return 0.95, ["书名号内文件名相同"]
    cores = [_core(title) for title in (one, other)]
    if min(map(len, cores)) < _SHORTEST:
        return 0.5, ["标题除套语外无可比内容"]
    ratio = fuzz.ratio(*cores) / 100
    within = fuzz.partial_ratio(*cores) / 100 if min(map(len, cores)) >= 2 * _SHORTEST else 0.0
    share = max(ratio, 0.97 * within)
    return round(share * share, 3), [f"标题去套语后相似度 {share:.0%}"]


def _differ(pattern: re.Pattern[str], one: str, other: str) -> bool:
    a, b = set(pattern.findall(one)), set(pattern.findall(other))
    return bool(a and b) and not a & b


def _in_order(notice: OpenedPage, feedback: OpenedPage, confidence: float) -> tuple[float, list[str]]:
    """A result comes after its notice, as a rule after the closing day, and seldom more than a year later."""
    if notice.published is None or feedback.published is None:
        return confidence, []
    doubtful = any(read.disputed_by or read.precision not in {Precision.DAY, Precision.MINUTE}
                   for read in (notice.published, feedback.published))  # fmt: skip
    later = (feedback.published.value - notice.published.value).days
    if later < 0:
        return (min(confidence, 0.6), ["发布日期先后存疑"]) if doubtful else (0.0, [])
    if later > _LATEST:
        return min(confidence, 0.7), ["发布间隔超过一年"]
    if notice.read.closes is not None and feedback.published.value < notice.read.closes and not doubtful:
        return min(confidence, 0.8), ["发布于征集截止之前"]
    return confidence, ["发布日期在征集之后"]


def _leave_one(matches: dict[tuple[int, int], FeedbackFacts], notices: Sequence[OpenedPage], number: int) -> None:
    """Demote all but the best sure notice of one feedback page to candidates."""
    sure = [at for at in range(len(notices)) if (m := matches.get((at, number))) and m.confidence >= SURE]
    sure.sort(key=lambda at: (-matches[at, number].confidence, -_ordinal(notices[at]), notices[at].url))
    for at in sure[1:]:
        match = matches[at, number]
        matches[at, number] = replace(match, confidence=0.7, reasons=(*match.reasons, "更可能属于另一征集"))


def _own_links(source: Source) -> set[str]:
    flow = source.flow
    kept = [
        anchor
        for anchor in flow.anchors
        if not anchor.area & _ELSEWHERE
        and not (anchor.block < len(flow.blocks) and _NEIGHBOUR.search(flow.blocks[anchor.block].text))
    ]
    urls = (resolve(source.url, anchor.href) for anchor in kept)
    return {_address(url) for url in urls if url is not None}


def _address(url: str) -> str:
    """The address without scheme and fragment: the same page."""
    return url.split("#", 1)[0].split("://", 1)[-1]


def _core(title: str) -> str:
    return _FORMULA.sub("", normalise(_FORMULA.sub("", title)))


def _day(match: FeedbackFacts) -> int:
    return match.published.value.toordinal() if match.published else 0


def _ordinal(page: OpenedPage) -> int:
    return page.published.value.toordinal() if page.published else 0
