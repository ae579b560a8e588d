"""IPv6 addresses of the hosts that a site's links lead to, at the second and the third level (NORMS 8)."""

import asyncio
import ipaddress
from collections import Counter
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.rdatatype

from crawler.markup import open_source
from crawler.model import Ipv6LinksFacts, LinkHost, LinkLevel, Outcome, Purpose, Visit
from crawler.net.resolver import literal, make_resolver
from crawler.net.session import Session
from crawler.probes.dns import ask, zone_of
from crawler.survey.territory import canonical

_PATIENCE = 10.0
_AT_ONCE = 8
_MOST_HOSTS = 60
_MOST_PAGES = 30
_MOST_LINKS = 2000
_PLAIN = frozenset({None, "NXDOMAIN"})
_SECOND = frozenset({Purpose.SECTION, Purpose.COLUMN, Purpose.SITE_MAP, Purpose.LIST_PAGE, Purpose.DOCUMENT})


async def probe_ipv6_links(session: Session, url: str, home: Visit | None) -> tuple[Outcome, Ipv6LinksFacts | None]:
    """Return which hosts of the links on the home page, and on the pages below it that were gathered, have AAAA.

    Only stored pages are read, nothing is fetched. Without a home page there is nothing to look up: its outcome.
    """
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if home is None or home.outcome is not Outcome.OK:
        return (Outcome.OUR_FAULT if home is None else home.outcome), None
    first = _links(session, home)
    if first is None:
        return Outcome.UNREADABLE, None
    below = _pages_below(session, home, first)
    asker = make_resolver(session.settings.resolver, min(_PATIENCE, session.settings.timeout))
    zone, _ = await zone_of(asker, host)
    third: set[str] = set()
    for each in below:
        third |= _links(session, each) or set()
    looked_up: dict[str, tuple[bool | None, str | None]] = {}
    levels = []
    for level, pages, links in ((2, 1, first), (3, len(below), third)):
        counted = Counter(name for link in links if (name := _host(link)))
        # The most linked ones first: where there are too many, the seldom named are left out.
        chosen = [name for name, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))][:_MOST_HOSTS]
        await _look_up(asker, chosen, looked_up)
        hosts = tuple(LinkHost(name, counted[name], _own(name, zone or host), *looked_up[name]) for name in chosen)
        levels.append(LinkLevel(level, pages, len(counted), hosts))
    return Outcome.OK, Ipv6LinksFacts(host, tuple(levels), session.settings.resolver or "system")


def _pages_below(session: Session, home: Visit, first: set[str]) -> list[Visit]:
    """The stored pages that the home page links to, in a fixed order."""
    visits = session.store.visits_by_key(session.run, home.site).values()
    known = (
        each
        for each in sorted(visits, key=lambda visit: visit.url)
        if each.purpose in _SECOND and each.outcome is Outcome.OK and canonical(each.url) in first
    )
    return list({each.url: each for each in known}.values())[:_MOST_PAGES]


def _links(session: Session, visit: Visit) -> set[str] | None:
    body = session.store.body(visit)
    if body is None:
        return None
    source = open_source(body, url=visit.final_url or visit.url, media_type=visit.media_type)
    found = (source.absolute(anchor.href) for anchor in source.flow.anchors[:_MOST_LINKS])
    return {canonical(each) for each in found if each is not None and each.startswith(("http://", "https://"))}


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _own(host: str, domain: str) -> bool:
    domain = domain.removeprefix("www.")
    return host == domain or host.endswith("." + domain)


async def _look_up(
    asker: dns.asyncresolver.Resolver, hosts: list[str], found: dict[str, tuple[bool | None, str | None]]
) -> None:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(host: str) -> None:
        spelled = literal(host)
        if spelled is not None:
            found[host] = (ipaddress.ip_address(spelled).version == 6, None)  # noqa: PLR2004 - of the Internet Protocol
            return
        async with gate:
            answer = await ask(asker, host, dns.rdatatype.AAAA)
        found[host] = (True, None) if answer.values else (False if answer.error in _PLAIN else None, answer.error)

    await asyncio.gather(*(one(host) for host in dict.fromkeys(hosts) if host not in found))
