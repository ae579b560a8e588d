"""From the pages of a site to what they tell of it as a whole: links of its front, conflicts, signs of tampering."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from crawler.model import FrontPage, Look, PageConflict, PageSign, Place, Purpose, SiteFacts, Strength
from crawler.survey.seen import Seen
from crawler.survey.sitewide import NOTHING_SITEWIDE, Sitewide

_MOST_LINKS = 1500
_MOST_SIGNS = 100
_MOST_CONFLICTS = 60


def with_sitewide(
    facts: SiteFacts, home: Seen, looks: Sequence[Look], seen: Iterable[Seen], own: Callable[[str], bool]
) -> SiteFacts:
    """Return the facts of a site with what its pages tell of it as a whole; only `own` pages count."""
    told = [(each.url, one) for each, one in _told(chain((home,), seen)) if own(each.url)]
    return replace(
        facts,
        conflicts=_conflicts(told),
        signs=_signs(told),
        pages_checked=len({url for url, one in told if one.checked}),
        front=_front(home, looks, seen),
    )


def _told(seen: Iterable[Seen]) -> Iterator[tuple[Seen, Sitewide]]:
    for each in seen:
        if each.ok and each.held is not None and each.held.gist.sitewide is not NOTHING_SITEWIDE:
            yield each, each.held.gist.sitewide


def _front(home: Seen, looks: Sequence[Look], seen: Iterable[Seen]) -> FrontPage | None:
    """The home page with the links of the site map, and the looks at both."""
    front = home.held.gist.sitewide.front if home.held is not None else None
    if front is None:
        return None
    links = {(link.title, link.url): link for link in front.links}
    for each, one in _told(seen):
        if each.fetch.purpose is Purpose.SITE_MAP:
            links.update({(link.title, link.url): link for link in one.links})
    places = tuple(look for look in looks if look.place in {Place.HOME, Place.SITE_MAP})
    return replace(front, links=tuple(links.values())[:_MOST_LINKS], looks=places)


def _conflicts(told: Sequence[tuple[str, Sitewide]]) -> tuple[PageConflict, ...]:
    """The conflicts of all pages, the home page's first; each kind and values once."""
    found: dict[tuple[object, ...], PageConflict] = {}
    for url, one in told:
        for conflict in one.conflicts:
            found.setdefault((conflict.kind, conflict.about, conflict.values), PageConflict(url, conflict))
    return tuple(found.values())[:_MOST_CONFLICTS]


def _signs(told: Sequence[tuple[str, Sitewide]]) -> tuple[PageSign, ...]:
    """The signs of tampering of all pages, strong ones first; each once."""
    found: dict[tuple[object, ...], PageSign] = {}
    for url, one in told:
        for sign in one.signs:
            found.setdefault((sign.kind, sign.where, sign.quote), PageSign(url, sign))
    ranked = sorted(found.values(), key=lambda each: each.sign.strength is not Strength.STRONG)
    return tuple(ranked[:_MOST_SIGNS])
