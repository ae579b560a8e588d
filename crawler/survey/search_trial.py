"""Trying the site's own search with titles that the site itself lists (N01-D11)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from rapidfuzz import fuzz

from crawler.model import (
    Answer,
    FrontPage,
    ListedItem,
    Outcome,
    Purpose,
    SearchFacts,
    SearchForm,
    SearchTry,
)
from crawler.model.typography import normalise
from crawler.platforms import Fetch
from crawler.survey.desk import Desk, Errand, together
from crawler.survey.seen import Seen

_NOTHING = re.compile(
    r"(?:没有|未能?|没)(?:找到|搜索到|检索到|查询到|查到|搜到|匹配)[^\n]{0,30}"
    r"|(?:无|暂无|没有)(?:相关|匹配|符合)[^\n]{0,12}(?:结果|记录|数据|内容|信息|文档)"
    r"|(?:找到|搜索到|检索到|查询到|搜到|共有?|结果)[^\d\n]{0,12}(?<!\d)0\s*(?:条|个|项|篇|结果|记录)[^\n]{0,20}"
)
_SHORTEST, _LONGEST = 8, 30
_SETTLED = timedelta(days=30)
"""An index may lag behind: titles of the last days are not searched for as long as there are older ones."""
_ALIKE = 88


def try_search(
    desk: Desk, front: FrontPage | None, items: Iterable[ListedItem], titles: int
) -> Errand[tuple[SearchFacts, tuple[Seen, ...]] | None]:
    """Search for some listed titles; None when the home page was not read. A form that posts is not tried."""
    if front is None:
        return None
    form = front.search
    if form is None or form.method != "get":
        return SearchFacts(form, front.search_named), ()
    if not desk.territory.credits(form.action):
        return SearchFacts(form, front.search_named, off_site=True), ()
    chosen = _chosen(desk, items, titles)
    tried = yield from together([_try(desk, form, title) for title in chosen])
    return SearchFacts(form, front.search_named, tries=tuple(one for one, _ in tried)), tuple(seen for _, seen in tried)


def _chosen(desk: Desk, items: Iterable[ListedItem], most: int) -> list[str]:
    """Titles long enough to be found by, of pages on the site itself, older ones first choice; always the same."""
    own = [
        item
        for item in items
        if item.date is not None and len(_words(item.title)) >= _SHORTEST and desk.territory.credits(item.url)
    ]
    newest = max((item.date for item in own if item.date is not None), default=None)

    def rank(item: ListedItem) -> tuple[bool, bytes]:
        recent = newest is not None and item.date is not None and item.date > newest - _SETTLED
        return recent, hashlib.sha256(item.title.encode()).digest()

    ranked = sorted(own, key=rank)
    return list(dict.fromkeys(_words(item.title) for item in ranked))[:most]


def _words(title: str) -> str:
    """The title as one would type it: what stands before a cut, without the signs that searches choke on."""
    bare = re.sub(r"[《》〈〉“”\"'\[\]【】<>]", "", title).rstrip(".…·。 ").strip()
    return bare[:_LONGEST]


def _try(desk: Desk, form: SearchForm, title: str) -> Errand[tuple[SearchTry, Seen]]:
    fetch = Fetch(_address(form, title), Purpose.SEARCH, referer=desk.territory.home)
    seen = yield from desk.open(fetch)
    one = _judge(seen, title)
    # Results may come by script: that there is nothing is believed only of the page as a browser shows it.
    scripted = seen.reading is not None and seen.reading.scripted
    if one.answer in {Answer.NOTHING, Answer.UNREADABLE} and seen.ok and scripted and not seen.fetch.browser:
        (seen,) = yield from desk.ask(replace(seen.fetch, browser=True))
        one = _judge(seen, title)
    return one, seen


def _address(form: SearchForm, title: str) -> str:
    fields = [*((name, value) for name, value in form.others if name != form.field), (form.field, title)]
    try:
        query = urlencode(fields, encoding=form.encoding, errors="replace")
    except LookupError:
        query = urlencode(fields)
    parts = urlsplit(form.action)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _judge(seen: Seen, title: str) -> SearchTry:
    status = seen.visit.status if seen.visit is not None else None
    if not seen.ok or seen.held is None:
        broken = seen.outcome in {Outcome.NOT_FOUND, Outcome.HTTP_ERROR}
        return SearchTry(title, seen.fetch.url, Answer.FAILED if broken else Answer.UNREADABLE, seen.outcome, status)
    told = seen.held.gist.sitewide
    wanted = normalise(title)
    if any(
        fuzz.partial_ratio(wanted, normalise(link.title)) >= _ALIKE
        for link in told.links
        if len(link.title) >= _SHORTEST
    ):
        return SearchTry(title, seen.fetch.url, Answer.FOUND, seen.outcome, status)
    match = _NOTHING.search(told.text)
    if match is None:
        return SearchTry(title, seen.fetch.url, Answer.UNREADABLE, seen.outcome, status)
    return SearchTry(title, seen.fetch.url, Answer.NOTHING, seen.outcome, status, " ".join(match[0].split())[:100])
