"""Interpretations (政策解读): what a page is, what it covers, and which policy it is about (NORMS 7)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.extract.documents.related import enclosed_interpretations, has_link_box, links_around
from crawler.extract.interpretations.elements import elements_of
from crawler.extract.matching import (
    BOOK,
    address,
    by_first,
    core,
    days_between,
    differ,
    links_to,
    ordinal,
    own_links,
    similarity,
)
from crawler.extract.media import read_media
from crawler.extract.paragraphs import lines_of
from crawler.markup import Source
from crawler.model.interpretation import (
    ElementRead,
    InterpretationFacts,
    InterpretedPolicy,
    MediumRead,
)
from crawler.model.page import DateRead, Link, Page
from crawler.model.typography import closed_up, normalise

SURE = 0.85
"""From this confidence on, an interpretation is about the policy."""
POSSIBLE = 0.5
"""From this confidence on, it may be; while such a page exists, absence cannot be claimed."""

_NAMED = re.compile(
    r"解读|图解|一图(?:读|看|搞|弄)?懂|一图了解|图说|读懂|答记者问|政策问答|问答|政策说明|新闻发布会|吹风会|明白[卡纸]"
    r"|(?:起草|制定|修订)(?:情况)?(?:的)?说明|条文释义|一张图(?:带你|读|看|了解|说)|漫画[丨|｜:：说]|政策解码|百问"
)
_NO_INTERPRETATION = re.compile(
    r"解读(?:工作|制度|机制|方案|办法|规定|回应|清单|情况|任务|材料报送|培训|会议)|(?:做好|加强|推进|规范).{0,12}解读|有奖问答|问答竞赛|知识问答活动"
    r"|解读员|问答平台|信箱问答|(?:举办|召开|举行)新闻发布会的?(?:通知|公告|预告)"
)
_COLUMN = re.compile(r"解读|图解|政策问答|新闻发布会")
_FORMULA = re.compile(
    r"关于|印发|转发|公布|发布|出台|政策|文件|图文解读|文字解读|专家解读|解读|图解|一图读懂|一图看懂|一图|读懂|看懂|图说|视频|音频|动漫|动画|漫画"
    r"|简明|问答|答记者问|新闻发布会|起草|编制|说明|通知|公告|通告|相关|有关|内容|主要|全文|权威|专家|负责人|带你|了解|快速|的|[\[\]()<>\"',.:;!?《》|-]"
)
_ISSUING = re.compile(
    r"关于(?:印发|公布|发布|转发)?(?P<name>.{4,150}?)的(?:通知|公告|通告|意见|决定|批复|函)(?:[(\[].{0,20}[)\]])?$"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,16}\[(?:19|20)\d\d\]第?\d{1,5}号|[\u4e00-\u9fff]{2,16}令第?\d{1,4}号")
_MOST_TEXT = 60_000
_MOST_BOOKS = 40
_MOST_LINKED = 6
_ALIKE = 0.64
"""Similarity of titles (squared) from which on one may be about the other."""
_SHORT_NAME = 4
_SHARED = 0.6
"""Share of the letters of the shorter name below which no similarity reaches _ALIKE."""
_EARLY, _LATE = -15, 730


@dataclass(frozen=True, slots=True)
class InterpretationRead:
    """What a page is as an interpretation. `reasons` say why it is taken for one.

    `books` are the names in 《》, title first, each once; `numbers` the document numbers its text cites, normalised.
    """

    is_interpretation: bool = False
    reasons: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    media: tuple[MediumRead, ...] = ()
    elements: tuple[ElementRead, ...] = ()


@dataclass(frozen=True, slots=True)
class InterpretationPage:
    """One opened page of a column of interpretations; `links` are the absolute addresses in its main part.

    `around` are those anywhere but in its menus; `box` is true when it has a box for related pages.
    """

    url: str
    title: str
    published: DateRead | None
    read: InterpretationRead
    links: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    box: bool = False
    attachments: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """One opened policy; `links`, `around` and `box` as with interpretations.

    `enclosed` are the files and links on its page that are named as interpretations.
    """

    url: str
    title: str
    published: DateRead | None
    number: str | None = None
    links: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    box: bool = False
    enclosed: tuple[Link, ...] = ()
    publisher: str | None = None
    source: str | None = None


def read_interpretation(source: Source, page: Page) -> InterpretationRead:
    """Return what the opened page says as an interpretation."""
    document = page.document
    title = document.title or ""
    text = document.text[:_MOST_TEXT]
    reasons = _reasons(title, (*page.column.breadcrumb, page.column.name or ""))
    books = dict.fromkeys("".join(name.split()) for name in (*BOOK.findall(title), *BOOK.findall(text)[:_MOST_BOOKS]))
    sentences = "。".join((title, *text.split("\n")))
    return InterpretationRead(
        is_interpretation=bool(reasons),
        reasons=reasons,
        books=tuple(books),
        numbers=tuple(dict.fromkeys(_NUMBER.findall(normalise(sentences))))[:_MOST_BOOKS],
        media=read_media(source, title, text),
        elements=elements_of(lines_of(text)),
    )


def names_interpretation(title: str) -> bool:
    """True when a title says that the page interprets a policy; rules about interpreting do not."""
    bare = BOOK.sub("", "".join(title.split()))
    return bool(_NAMED.search(bare)) and not _NO_INTERPRETATION.search(bare)


def interpretation_page(
    source: Source, page: Page, *, title: str | None = None, links: Iterable[str] = ()
) -> InterpretationPage:
    """Return the page as pairing needs it; `title` is the one in the list, for pages whose own cannot be read."""
    document = page.document
    own = own_links(source)
    return InterpretationPage(
        page.url,
        document.title or title or "",
        document.date_read,
        read_interpretation(source, page),
        tuple(link for link in links if address(link) in own),
        links_around(source),
        has_link_box(source),
        document.attachments,
    )


def policy_page(source: Source, page: Page, *, title: str | None = None, links: Iterable[str] = ()) -> PolicyPage:
    """Return the policy as pairing needs it."""
    document = page.document
    own = own_links(source)
    kept = tuple(link for link in links if address(link) in own)
    return PolicyPage(
        page.url,
        document.title or title or "",
        document.date_read,
        document.number,
        kept,
        links_around(source),
        has_link_box(source),
        enclosed_interpretations(source, document.attachments),
        document.publisher,
        document.source,
    )


def pair_interpretations(
    policies: Sequence[PolicyPage], interpretations: Sequence[InterpretationPage]
) -> tuple[InterpretedPolicy, ...]:
    """Return each policy, in their order, with its interpretations or the pages that may be.

    A policy may have several; an interpretation is sure for several policies only when links or its title name them
    all. Of two editions under one name the latest before the interpretation takes it.
    """
    forth = links_to(policies, interpretations, _MOST_LINKED)
    back = links_to(interpretations, policies, _MOST_LINKED)
    matches: dict[tuple[int, int], InterpretationFacts] = {}
    told = [_Told(page) for page in interpretations]
    for at, policy in enumerate(policies):
        names = _names(policy.title)
        cores = [frozenset(core(name, _FORMULA)) for name in names]
        same = frozenset(core(name, _FORMULA) for name in names)
        number_of = normalise(policy.number or "")
        for number, page in enumerate(interpretations):
            ways = ((at, number) in forth, (number, at) in back)
            if not any(ways) and not told[number].may_speak_of(same, cores, number_of):
                continue
            match = _match(policy, names, page, ways)
            if match is not None:
                matches[at, number] = match
    for number in range(len(interpretations)):
        _leave_latest(matches, policies, number)
    return tuple(
        _interpreted(policy, found) for policy, found in zip(policies, by_first(matches, len(policies)), strict=True)
    )


class _Told:
    """What an interpretation tells of policies, for a quick look before titles are compared letter by letter."""

    def __init__(self, page: InterpretationPage) -> None:
        self._letters = frozenset(core(page.title, _FORMULA))
        self._books = {core(name, _FORMULA) for name in page.read.books} - {""}
        self._numbers = page.read.numbers

    def may_speak_of(self, names: frozenset[str], letters: Sequence[frozenset[str]], number: str) -> bool:
        """Return False only where the names share too few letters to be alike, and neither name nor number is cited."""
        if any(len(self._letters & each) >= _SHARED * min(len(self._letters), len(each)) for each in letters):
            return True
        if "" in names or not self._books.isdisjoint(names):
            return True
        return bool(number) and any(cited.endswith(number) for cited in self._numbers)


def _interpreted(policy: PolicyPage, matches: Sequence[InterpretationFacts]) -> InterpretedPolicy:
    ranked = sorted(matches, key=lambda match: (-match.confidence, ordinal(match.published), match.url))
    return InterpretedPolicy(
        policy.url,
        policy.title,
        policy.number,
        policy.published,
        tuple(match for match in ranked if match.confidence >= SURE),
        tuple(match for match in ranked if match.confidence < SURE),
        enclosed=policy.enclosed,
        publisher=policy.publisher,
        source=policy.source,
        link_box=policy.box,
    )


def _match(
    policy: PolicyPage, names: Sequence[str], page: InterpretationPage, ways: tuple[bool, bool]
) -> InterpretationFacts | None:
    if address(policy.url) == address(page.url):
        return None
    signs = list(_signs(policy, names, page))
    alike = max((strength for strength, _ in signs), default=0.0)
    reasons = [reason for _, reason in signs]
    confidence = alike
    if any(ways):
        reasons += [told for way, told in zip(ways, ("文件页面链接到解读", "解读页面链接到文件"), strict=True) if way]
        known = page.read.is_interpretation or names_interpretation(page.title)
        confidence = max(alike, (0.99 if all(ways) else 0.97) if alike >= POSSIBLE else 0.88 if known else 0.6)
    confidence, order = _in_order(policy, page, confidence, linked=any(ways))
    if confidence < POSSIBLE:
        return None
    return InterpretationFacts(
        page.url,
        page.title,
        page.published,
        round(confidence, 2),
        (*reasons, *order),
        *ways,
        media=page.read.media,
        elements=page.read.elements,
        beside_policy=ways[0] or _leads_to(policy.around, page.url),
        beside_interpretation=ways[1] or _leads_to(page.around, policy.url),
        link_box=page.box,
        attachments=page.attachments,
    )


def _leads_to(links: Iterable[str], url: str) -> bool:
    wanted = address(url)
    return any(address(link) == wanted for link in links)


def _signs(policy: PolicyPage, names: Sequence[str], page: InterpretationPage) -> Iterator[tuple[float, str]]:
    """What the wording says: the number, the name in the title, the name in the text."""
    number = normalise(policy.number or "")
    if number and any(cited.endswith(number) for cited in page.read.numbers):
        alone = all(cited.endswith(number) for cited in page.read.numbers)
        yield (0.95 if alone else 0.8), f"解读引用了文号{policy.number}"
    if differ(policy.title, page.title):
        return
    cores = {core(name, _FORMULA) for name in names}
    share, why = max((similarity(name, page.title, _FORMULA) for name in names), default=(0.0, list[str]()))
    own = core(page.title, _FORMULA)
    if share >= _ALIKE and len(own) >= _SHORT_NAME:
        # two rules of one city differ in two characters: short of the whole name a title is only like another
        whole = any(name in own or own in name for name in cores if len(name) >= _SHORT_NAME)
        yield (share if whole else min(share, 0.8)), why[0]
    cited = [core(name, _FORMULA) for name in page.read.books]
    if cited and cited[0] in cores and cited[0]:
        yield 0.8, "解读首先提到的文件名与本文件相同"
    elif cores & set(cited) - {""}:
        yield 0.55, "解读正文提到本文件名"


def _in_order(
    policy: PolicyPage, page: InterpretationPage, confidence: float, *, linked: bool
) -> tuple[float, list[str]]:
    """An interpretation comes with its policy or soon after (三同步, N07-1)."""
    distance = days_between(policy.published, page.published)
    if distance is None:
        return confidence, []
    later, doubtful = distance
    if later < _EARLY and not linked:
        return min(confidence, 0.7), ["发布日期先后存疑" if doubtful else "解读发布早于文件"]
    if later > _LATE and not linked:
        return min(confidence, 0.7), ["发布间隔超过两年"]
    return confidence, []


def _leave_latest(
    matches: dict[tuple[int, int], InterpretationFacts], policies: Sequence[PolicyPage], number: int
) -> None:
    """Of sure policies of one name, none linked, keep the latest before the interpretation; demote the others."""
    sure = [at for at in range(len(policies)) if (m := matches.get((at, number))) and m.confidence >= SURE]
    by_name: dict[str, list[int]] = {}
    for at in sure:
        match = matches[at, number]
        if not (match.from_policy or match.from_interpretation):
            by_name.setdefault(core(_names(policies[at].title)[0], _FORMULA), []).append(at)
    for same in by_name.values():
        if len(same) < 2:  # noqa: PLR2004 - one alone needs no choice
            continue
        day = ordinal(matches[same[0], number].published)
        same.sort(key=lambda at: (_too_late(policies[at], day), -ordinal(policies[at].published), policies[at].url))
        for at in same[1:]:
            match = matches[at, number]
            matches[at, number] = replace(match, confidence=0.7, reasons=(*match.reasons, "更可能解读同名的另一版本"))


def _too_late(policy: PolicyPage, day: int) -> bool:
    return bool(day) and ordinal(policy.published) > day - _EARLY


def _names(title: str) -> tuple[str, ...]:
    """The policy's own names: those in 《》, else what is issued (关于印发…的通知), else the whole title."""
    plain = closed_up(title)
    books = BOOK.findall(plain)
    issued = _ISSUING.search(plain)
    return tuple(dict.fromkeys(books)) or ((issued["name"],) if issued else (plain,))


def _reasons(title: str, columns: Iterable[str]) -> tuple[str, ...]:
    found = [f"标题：{title[:60]}"] if names_interpretation(title) else []
    column = next((name for name in columns if _COLUMN.search(name) and not _NO_INTERPRETATION.search(name)), None)
    rule = _NO_INTERPRETATION.search(BOOK.sub("", title)) is not None
    return (*found, *([f"栏目：{column}"] if column and not rule else []))
