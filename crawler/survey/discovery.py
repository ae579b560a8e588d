"""Where a site keeps a wanted column: candidates from every place that names columns, ranked with reasons."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from crawler.model import ColumnWanted, Link, Place
from crawler.survey.naming import Grade, Match, match, plain, says_more
from crawler.survey.seen import Seen
from crawler.survey.sitemaps import folder_of, initials
from crawler.survey.territory import Territory, canonical, same_page

_PLACES = (
    Place.PIN,
    Place.NAVIGATION,
    Place.SITE_MAP,
    Place.SECTION,
    Place.PLATFORM_TREE,
    Place.HOME,
    Place.HOME_BLOCK,
)
_PLACE_NAMES = {
    Place.PIN: "名册指定",
    Place.NAVIGATION: "导航",
    Place.SITE_MAP: "网站地图",
    Place.SECTION: "专栏页面",
    Place.PLATFORM_TREE: "平台目录",
    Place.HOME: "首页",
    Place.HOME_BLOCK: "首页版块",
}
HUBS = ("专题专栏", "专题", "重点领域", "法定主动公开", "信息公开目录", "政务公开", "更多专题", "互动交流")
_TREE = "/gkmlpt/index#"
_FEWEST_LETTERS = 3
SITE_MAP_TITLES = frozenset({"网站地图", "站点地图", "网站导航", "sitemap"})


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link seen on the way: what it is called, the heading it stands under, and where it was seen."""

    title: str
    url: str
    place: Place
    heading: str | None
    page: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a wanted column. Order of preference: `grade`, then `place`, then position."""

    title: str
    url: str
    place: Place
    grade: Grade
    reasons: tuple[str, ...]
    page: str


class Signposts:
    """All links that may name columns, in the order in which their pages were opened."""

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self._posts: dict[tuple[str, str, str], Signpost] = {}
        self._branches: dict[str, tuple[str, ...]] = {}
        self._trees: dict[str, None] = {}
        self._folders: dict[str, dict[str, str]] = {}

    def add(self, seen: Seen, place: Place | None = None) -> None:
        """Add the links of an opened page; `place` overrides what the page's own layout says (for a section)."""
        if seen.reading is None:
            return
        for link in seen.reading.links:
            self._put(link.title, link.url, place or link.place, link.heading, seen.url)
        for url, below in seen.reading.branches.items():
            self._branches.setdefault(canonical(url), tuple(map(canonical, below)))
        for leaf in seen.reading.tree:
            self._put(leaf.title, leaf.url, Place.PLATFORM_TREE, None, seen.url)

    def add_addresses(self, seen: Seen) -> None:
        """Add the entries of a site map for machines: those with titles as links, the rest by their folders' names."""
        reading = seen.reading if seen.ok else None
        for link in reading.addresses if reading is not None else ():
            folder = folder_of(link.url)
            if link.title:
                self._put(link.title, link.url, Place.SITE_MAP, None, seen.url)
            elif folder and self._territory.credits(link.url):
                self._folders.setdefault(folder, {}).setdefault(canonical(link.url), seen.url)

    def _put(self, title: str, url: str, place: Place, heading: str | None, page: str) -> None:
        """Take a link. A link into a platform's tree (`index#ID`) names a column that only the tree can give."""
        into_tree = _TREE in url
        url = canonical(url)
        if self._territory.section and not self._territory.within_section(url):
            return
        if into_tree:
            self._trees.setdefault(url)
            return
        if not same_page(url, page):
            self._posts.setdefault((title, url, heading or ""), Signpost(title, url, place, heading, page))

    def candidates(self, wanted: ColumnWanted, pin: str | None = None) -> tuple[Candidate, ...]:
        """Return the addresses that may be the column, best first, each once."""
        best: dict[str, tuple[tuple[int, int, int, int], Candidate]] = {}
        if pin is not None:
            address = canonical(pin)
            name = wanted.names[0] if wanted.names else wanted.column
            best[address] = (
                (-9, 0, 0, 0),
                Candidate(name, address, Place.PIN, Grade.NAME, ("名册指定该栏目地址",), pin),
            )
        for position, post in enumerate(self._posts.values()):
            found = _named(post, wanted)
            if found is None:
                continue
            title, reason = found
            rank = (-reason.grade, _PLACES.index(post.place), len(plain(title)), position)
            if post.url not in best or rank < best[post.url][0]:
                why = (reason.reason, f"见于{_PLACE_NAMES[post.place]}")
                best[post.url] = (rank, Candidate(title, post.url, post.place, reason.grade, why, post.page))
        for candidate in self._by_folder(wanted):
            best.setdefault(candidate.url, ((0, 0, 0, 0), candidate))
        return tuple(candidate for _, candidate in sorted(best.values(), key=lambda pair: pair[0]))

    def _by_folder(self, wanted: ColumnWanted) -> Iterator[Candidate]:
        """Addresses that no page links to, in folders called by the first letters of the column's name.

        Only the page's own words can confirm such a guess.
        """
        for name in (*wanted.names, *wanted.synonyms) if self._folders else ():
            letters = initials(plain(name))
            for url, page in self._folders.get(letters, {}).items() if len(letters) >= _FEWEST_LETTERS else ():
                why = (f"地址中“{letters}”为“{name}”首字母", "见于 sitemap.xml")
                yield Candidate("", url, Place.SITE_MAP, Grade.PART, why, page)

    def urls_on(self, pages: AbstractSet[str]) -> frozenset[str]:
        """Return the addresses that these pages link to."""
        return frozenset(post.url for post in self._posts.values() if post.page in pages)

    def below(self, url: str) -> tuple[str, ...]:
        """Return the addresses of the columns that a platform's tree keeps below the one at `url`."""
        return self._branches.get(canonical(url), ())

    def hubs(self, most: int) -> tuple[str, ...]:
        """Return pages that collect columns of all kinds, in order, at most so many."""
        urls: dict[str, None] = {}
        for post in self._posts.values():
            if plain(post.title) in HUBS and self._territory.credits(post.url):
                urls.setdefault(post.url, None)
        return tuple(urls)[:most]

    def trees(self) -> tuple[str, ...]:
        """Return the pages where platforms keep their trees of columns, in the order met."""
        plain_links = (post.url for post in self._posts.values() if post.url.split("?")[0].endswith(_TREE[:-1]))
        return tuple(dict.fromkeys(url for url in (*self._trees, *plain_links) if self._territory.credits(url)))

    def site_map(self) -> str | None:
        """Return the site map's address, when a link says 网站地图."""
        for post in self._posts.values():
            if plain(post.title) in SITE_MAP_TITLES and self._territory.credits(post.url):
                return post.url
        return None


def rivals(candidates: Sequence[Candidate], taken: str | None) -> tuple[Link, ...]:
    """Return the candidates that were not taken, best first, at most five."""
    return tuple(Link(each.title, each.url) for each in candidates if each.title and each.url != taken)[:5]


def confirmation(wanted: ColumnWanted, candidate: Candidate, seen: Seen, home: str) -> tuple[str, ...] | None:
    """Return why the opened page is the column, or None when it is not.

    The page's own column name or breadcrumb settles it; without them the link's own words must name the column fully.
    """
    if seen.reading is None or (same_page(seen.url, home) and not same_page(candidate.url, home)):
        return None
    own = seen.reading.page.column
    said = [own.name, *reversed(own.breadcrumb[-2:])]
    matches = [(name, found) for name in said if name and (found := match(name, wanted)) is not None]
    if matches:
        return (f"页面栏目名“{matches[0][0]}”相符",)
    if candidate.grade >= Grade.SYNONYM or candidate.place is Place.PIN:
        return ()
    named_otherwise = any(name for name in said if name)
    return () if candidate.grade is Grade.CONTAINS and not named_otherwise else None


def _named(post: Signpost, wanted: ColumnWanted) -> tuple[str, Match] | None:
    """How a signpost names the column: by its title, by the heading when it says 更多, or by both together."""
    if says_more(post.title):
        found = match(post.heading, wanted) if post.heading else None
        return (post.heading or "", found) if found else None
    found = match(post.title, wanted)
    if found is not None and found.grade >= Grade.SYNONYM:
        return post.title, found
    if post.heading and len(plain(post.title)) <= 4:  # noqa: PLR2004 - 指南, 制度, 年报 under 政府信息公开
        joint = match(post.heading + post.title, wanted)
        if joint is not None and joint.grade >= Grade.SYNONYM:
            return post.heading + post.title, joint
    return (post.title, found) if found is not None else None
