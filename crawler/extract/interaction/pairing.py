"""Which published result belongs to which consultation, how surely, and why (NORMS 6)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.extract.interaction.consultation import ConsultationRead, read_consultation
from crawler.extract.matching import address, by_first, days_between, links_to, ordinal, own_links, similarity
from crawler.markup import Source
from crawler.model.facts import ConsultationFacts, FeedbackFacts
from crawler.model.page import DateRead, Link, Page

SURE = 0.85
"""From this confidence on, a result belongs to the consultation."""
POSSIBLE = 0.45
"""From this confidence on, it may; while such a page exists, absence of a result cannot be claimed."""

_FORMULA = re.compile(
    r"征求意见稿|意见稿|送审稿|征集稿|修订稿|听证会|听证|批前公示|关于|公开|征求|征集|征询|听取|意见|建议|公告|通知|公示|公布|通报|启事|函|反馈|结果|情况|说明|采纳|吸收|处理|办理|答复|汇总"
    r"|向社会|社会各界|社会公众|社会|公众|网上|再次|活动|草案|的|和|及|等|对|为|期|有关|收集|公众参与|如下|[\[\]()<>\"',.:;!?《》-]"
)
_LATEST = 400
_OTHER_WAY = 0.7
"""How sure at most a hearing and a written consultation on one matter are each other's."""


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
    own = own_links(source)
    return OpenedPage(
        url=page.url,
        title=document.title or title or "",
        published=document.date_read,
        read=read_consultation(source, page),
        links=tuple(link for link in links if address(link) in own),
        attachments=document.attachments,
    )


def pair(notices: Sequence[OpenedPage], feedbacks: Sequence[OpenedPage]) -> tuple[ConsultationFacts, ...]:
    """Return one consultation per notice, in their order, with its feedback or the pages that may be it.

    Each feedback page is sure for at most one notice: the latest before it among equals.
    """
    linked = links_to(notices, feedbacks) | {(at, number) for number, at in links_to(feedbacks, notices)}
    matches = {
        (at, number): match
        for number, feedback in enumerate(feedbacks)
        for at, notice in enumerate(notices)
        if (match := _match(notice, feedback, linked=(at, number) in linked)) is not None
    }
    for number in range(len(feedbacks)):
        _leave_one(matches, notices, number)
    return tuple(_facts(notice, found) for notice, found in zip(notices, by_first(matches, len(notices)), strict=True))


def _facts(notice: OpenedPage, matches: Sequence[FeedbackFacts]) -> ConsultationFacts:
    known = [*matches, *([notice.read.result] if notice.read.result else [])]
    ranked = sorted(known, key=lambda match: (-match.confidence, ordinal(match.published), match.url))
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


def _match(notice: OpenedPage, feedback: OpenedPage, *, linked: bool) -> FeedbackFacts | None:
    if notice.url == feedback.url:
        return None
    alike, reasons = similarity(notice.title, feedback.title, _FORMULA)
    confidence = alike
    if ("听证" in notice.title) != ("听证" in feedback.title):
        confidence = min(alike, _OTHER_WAY)
        reasons.append("一为听证一为征求意见")
    if linked:
        reasons.append("页面之间有链接")
        confidence = max(0.97 if alike >= POSSIBLE else 0.6, confidence)
    confidence, order = _in_order(notice, feedback, confidence)
    reasons += order
    if confidence < POSSIBLE:
        return None
    read = feedback.read
    return FeedbackFacts(
        feedback.url,
        feedback.title,
        feedback.published,
        round(confidence, 2),
        tuple(reasons),
        received=read.received,
        adopted=read.adopted,
        rejected=read.rejected,
        refusals=read.reasons,
        speaks=read.speaks,
        length=read.length,
        attachments=feedback.attachments,
        pictured=read.pictured,
    )


def _in_order(notice: OpenedPage, feedback: OpenedPage, confidence: float) -> tuple[float, list[str]]:
    """A result comes after its notice, as a rule after the closing day, and seldom more than a year later."""
    distance = days_between(notice.published, feedback.published)
    if feedback.published is None or distance is None:
        return confidence, []
    later, doubtful = distance
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
    sure.sort(key=lambda at: (-matches[at, number].confidence, -ordinal(notices[at].published), notices[at].url))
    for at in sure[1:]:
        match = matches[at, number]
        matches[at, number] = replace(match, confidence=0.7, reasons=(*match.reasons, "更可能属于另一征集"))
