"""Whether the links within a site open: what the survey opened anyway, and a bounded sample asked for it (N01-D6)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.model import LinkLook, LinksFacts, LinksWant, LinkTo, Outcome, Purpose
from crawler.platforms import Fetch
from crawler.survey.desk import Desk, Errand
from crawler.survey.seen import Seen
from crawler.survey.territory import canonical

_FILES = (
    ".pdf",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".wps",
    ".et",
    ".ppt",
    ".pptx",
    ".ofd",
    ".zip",
    ".rar",
    ".7z",
    ".txt",
)
_NEVER_ASKED = ("logout", "signout", "delete", "quit")
_GONE = frozenset({404, 410})
_NO_HEAD = frozenset({400, 405, 501})
"""Answers of servers that do not know HEAD; the page itself is asked then, too."""
_MOST_TOLD = 200
_NOT_ASKED = frozenset({Outcome.BUDGET_SPENT, Outcome.OFF_SITE, Outcome.ROBOTS_FORBIDDEN})


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link within the site: canonical address, wording, the page it stands on; `front` is True on the home page."""

    url: str
    title: str
    page: str
    to: LinkTo
    front: bool = False


def site_link(url: str, title: str, page: str, *, front: bool = False, file: bool = False) -> SiteLink:
    """Return the link with its kind told by its address, or as `file` when it is known to be an attachment."""
    name = url.split("?", 1)[0].lower()
    to = LinkTo.FILE if file or name.endswith(_FILES) else LinkTo.PAGE
    return SiteLink(canonical(url), title, page, to, front)


def try_links(desk: Desk, wish: LinksWant, links: Iterable[SiteLink]) -> Errand[tuple[LinksFacts, tuple[Seen, ...]]]:
    """Ask for links that nobody opened yet, and again for those found gone; return the facts and the looks at them.

    HEAD comes first; a link counts as gone for sure (`looks` is 2) only when two requests of different kinds say so.
    """
    known = _distinct(desk, links)
    met: dict[str, Seen] = {}
    for seen in desk.seen():
        if seen.fetch.method == "GET" and seen.visit is not None:
            met.setdefault(canonical(seen.fetch.url), seen)
    fresh = [link for link in known if link.url not in met]
    pages = _sample([each for each in fresh if each.to is LinkTo.PAGE], wish.pages)
    files = _sample([each for each in fresh if each.to is LinkTo.FILE], wish.files)
    again = [link for link in known if link.url in met and _status(met[link.url]) in _GONE]
    heads = yield from desk.ask(*(_head(link) for link in (*pages, *files, *again)))
    headed = {canonical(seen.fetch.url): seen for seen in heads}
    doubted = [link for link in (*pages, *files) if _status(headed[link.url]) in _GONE | _NO_HEAD]
    answers = yield from desk.ask(*(Fetch(link.url, Purpose.LINK, referer=link.page) for link in doubted))
    met.update({canonical(seen.fetch.url): seen for seen in answers})
    looks = [_look(link, [each for each in (headed.get(link.url), met.get(link.url)) if each]) for link in known]
    unopened = [each for each in looks if isinstance(each, LinkLook)]
    opened = [link.to for link, look in zip(known, looks, strict=True) if look is True]
    unopened.sort(key=lambda each: (each.status not in _GONE, each.looks < 2))  # noqa: PLR2004 - twice is sure
    facts = LinksFacts(
        known_pages=sum(1 for each in known if each.to is LinkTo.PAGE),
        known_files=sum(1 for each in known if each.to is LinkTo.FILE),
        opened_pages=opened.count(LinkTo.PAGE),
        opened_files=opened.count(LinkTo.FILE),
        unopened=tuple(unopened[:_MOST_TOLD]),
    )
    told = {each.url for each in facts.unopened}
    return facts, tuple(seen for seen in (*met.values(), *heads) if canonical(seen.fetch.url) in told)


def _distinct(desk: Desk, links: Iterable[SiteLink]) -> list[SiteLink]:
    found: dict[str, SiteLink] = {}
    for link in links:
        if not desk.territory.credits(link.url) or any(word in link.url.lower() for word in _NEVER_ASKED):
            continue
        # The portal's menu is on every page of a section, but its links are the portal's to mend.
        if link.to is LinkTo.PAGE and not desk.territory.within_section(link.url):
            continue
        before = found.setdefault(link.url, link)
        if link.to is LinkTo.FILE and before.to is LinkTo.PAGE:
            found[link.url] = replace(before, to=LinkTo.FILE)
    return list(found.values())


def _sample(links: Sequence[SiteLink], most: int) -> list[SiteLink]:
    """The home page's links first, as they stand; then others spread over the whole site, always the same ones."""
    rest = sorted(
        (each for each in links if not each.front), key=lambda each: hashlib.sha256(each.url.encode()).digest()
    )
    return [*(each for each in links if each.front), *rest][:most]


def _head(link: SiteLink) -> Fetch:
    return Fetch(link.url, Purpose.LINK, method="HEAD", referer=link.page)


def _look(link: SiteLink, seen: Sequence[Seen]) -> LinkLook | bool:
    """True for a link that opened, False for one not asked, else how it ended."""
    asked = [each for each in seen if each.visit is not None and each.visit.outcome not in _NOT_ASKED]
    if not asked:
        return False
    # HEAD stands before GET: where both were asked, the page itself has the last word.
    last = asked[-1].visit
    if last is None or last.outcome is Outcome.OK:
        return True
    same = sum(1 for each in asked if each.visit is not None and each.visit.status == last.status)
    return LinkLook(link.url, link.title[:200], link.page, link.to, last.outcome, last.status, same)


def _status(seen: Seen) -> int | None:
    return seen.visit.status if seen.visit is not None else None
