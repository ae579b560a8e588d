"""Which addresses belong to a site: evidence is credited only to these (FIELD, look-alike mirror domains)."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from crawler.model import Site
from crawler.platforms.address import resolve

_SESSION = re.compile(
    r";jsessionid=[^/?#&]{0,200}|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w{0,20}|session_?id)=[^&#]{0,200}(?:&|$)",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?<=[?&])(?:t|_|_t|ts|time|timestamp|rand|random|r|v|nocache)=(?:\d{10,17}|0?\.\d{1,20})(?:&|$)", re.IGNORECASE
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Territory:
    """The hosts of a site, its home address, and for a section the folder it stands in."""

    def __init__(self, site: Site) -> None:
        self.home = canonical(site.url)
        self.section = site.section
        self._portal: frozenset[str] | None = None
        self._folder = urlsplit(urljoin(self.home, ".")).path
        own = place_of(self.home)
        named = (each.strip().lower() for each in site.hosts)
        self._hosts = {own, *(each.removesuffix(":80").removesuffix(":443") for each in named if each)}

    def credits(self, url: str) -> bool:
        """True when the address is on one of the site's hosts (port included)."""
        return place_of(url) in self._hosts

    def welcome(self, final_home: str | None) -> None:
        """Credit the host that the home page itself redirects to, when it is the same name with or without `www.`."""
        if final_home is None:
            return
        own, other = place_of(self.home), place_of(final_home)
        if own.removeprefix("www.") == other.removeprefix("www.") and other:
            self._hosts.add(other)

    def within_section(self, url: str) -> bool:
        """True for everything on a whole site; in a section for its folder, or for what the portal's front has not."""
        if not self.section:
            return True
        if self._portal is not None:
            return self.credits(url) and url not in self._portal
        return self.credits(url) and urlsplit(url).path.startswith(self._folder)

    @property
    def front(self) -> str:
        """The home page of the host, which for a section is the portal's."""
        return urljoin(self.home, "/")

    def leave_out(self, urls: Iterable[str]) -> None:
        """Bound a section by what the portal's own front page links to, where its folder holds nothing."""
        self._portal = frozenset(urls)

    def impossible(self, mark: str) -> str:
        """An address that cannot exist on the site, always the same for the same mark."""
        return urljoin(self.home, f"mingjian-{mark}.html")


@lru_cache(maxsize=8192)
def canonical(url: str) -> str:
    """Return the address as it is asked: without fragment and session, a path at least `/`, host in lower case."""
    asked = resolve(url, url) or url
    if "sess" in asked.lower():
        asked = _SESSION.sub("", asked).rstrip("?&")
    # The same object where it is the same address: a survey holds it for as long as the page counts.
    return url if asked == url else asked


@lru_cache(maxsize=8192)
def identity(url: str) -> str:
    """Return what two addresses of the same thing share: timestamps and random numbers against caches left out."""
    asked = canonical(url)
    return _MOMENT.sub("", asked).rstrip("?&") if "=" in asked else asked


# A site's pages link to the same menu again and again: taking the same addresses apart was a seventh of a crawl's CPU.
@lru_cache(maxsize=8192)
def place_of(url: str) -> str:
    """Return `host` or `host:port`; default ports are left out, so that http and https of a name are one place."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return ""
    name = parts.hostname or ""
    return name if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{name}:{port}"


def same_page(one: str, other: str) -> bool:
    """True when two addresses name the same page, however its index and scheme are written."""
    return _bare(one) == _bare(other)


@lru_cache(maxsize=8192)
def _bare(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    folder, _, name = path.rpartition("/")
    if name.split(".")[0] in {"index", "default"} and not parts.query:
        path = folder + "/"
    return urlunsplit(("", place_of(url), path, parts.query, ""))
