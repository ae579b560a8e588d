"""Links that may lead to columns, with the place they stand in and the heading they stand under."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.extract.lists.rows import leads_to_document
from crawler.markup import Anchor, Area, Flow, Source
from crawler.model import ColumnRead, Link, Place

_MORE = re.compile(r"^[\[【（(]?\s*(?:更多|more|查看更多|>+|»|\+)\s*(?:>+|»|\.+|…)?\s*[\]】）)]?$", re.IGNORECASE)
_BEGIN_MORE = frozenset("[【（( 更mM查>»+") | frozenset("\u3000\xa0")
"""What such a word begins with."""
_SITE_MAP = re.compile(r"网站地图|站点地图|sitemap|site_map|/wzdt", re.IGNORECASE)
_CRUMB_START = re.compile(r"(?:当前|现在|所在|您的)?(?:位置|所在位置)\s*[:：]|当前位置|所在位置|您现在的位置")
_CRUMB_SHAPE = re.compile(r"^\W*(?:网站|返回)?首页\s*(?:->|→|>{1,3}|»|›|＞|/|·|\\)")
_CRUMB_PARTS = re.compile(r"\s*(?:->|→|>{1,3}|»|›|＞|/|\x1f|\|)\s*")
_LONGEST_NAME = 24
_LONGEST_HEADING = 16
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png|gif|mp4|apk)(?:$|\?)", re.IGNORECASE)


class NavigationLink(NamedTuple):
    """A link that may be a column's; `heading` is the title of the block it stands in."""

    title: str
    url: str
    place: Place
    heading: str | None = None


def read_links(source: Source) -> tuple[NavigationLink, ...]:
    """Return every link that could lead to a column, each (title, address) once, in reading order.

    A 更多 link is given under the heading of its block. Links to other hosts are included (columns may be kept there),
    except those among the friend links at the foot.
    """
    flow = source.flow
    headings = _headings(flow)
    is_map = _is_site_map(source)
    host = urlsplit(source.url).hostname
    home = is_home_address(source.url)
    found: dict[tuple[str, str], NavigationLink] = {}
    for number, anchor in enumerate(flow.anchors):
        heading = headings.get(number)
        name = anchor.name
        title = name.strip(" ·•>»|[]【】")
        if not title or (len(name) <= _LONGEST_HEADING and name[0] in _BEGIN_MORE and _MORE.match(name)):
            title = heading or ""
        href = anchor.href
        if not 1 < len(title) <= _LONGEST_NAME or not href or href == "#" or href.strip() in {"", "#"}:
            continue
        url = source.absolute(href)
        if url is None or _FILE.search(url) or (len(title) > 12 and leads_to_document(url)):  # noqa: PLR2004
            continue
        if anchor.area & Area.FOOTER and urlsplit(url).hostname != host:
            continue
        if (title, url) not in found:
            found[title, url] = NavigationLink(title, url, _place(anchor, home=home, is_map=is_map), heading)
    return tuple(found.values())


def read_columns(source: Source) -> tuple[Link, ...]:
    """Return the links that lead on to columns: those of menus, of block headings, and other short ones."""
    return tuple(
        Link(title, url)
        for title, url, _, heading in source.once(read_links)
        if title == heading or not leads_to_document(url)
    )


def read_column(source: Source) -> ColumnRead:
    """Return the column's name and the breadcrumb above it, as far as the page shows them."""
    flow = source.flow
    crumb = flow.once(breadcrumb)
    name = flow.meta("columnname", "lanmu")
    site = flow.meta("sitename")
    shown = crumb[-1] if crumb else None
    if shown in {"正文", "内容", "详情"} and len(crumb) > 1:
        shown = crumb[-2]
    # A copied template names the site where the column belongs (FIELD): then the breadcrumb is believed.
    if name is None or (site is not None and site in name and shown is not None) or _contradicts(name, crumb):
        name = shown or name
    return ColumnRead(name, crumb)


def is_home_address(url: str) -> bool:
    """True when the address is a site's root or its index file."""
    parts = urlsplit(url)
    return (
        re.fullmatch(r"/?(?:(?:index|default|home|main)\.[a-z]{3,5})?", parts.path, re.IGNORECASE) is not None
        and not parts.query
    )


def _contradicts(name: str, crumb: tuple[str, ...]) -> bool:
    """True when a breadcrumb that begins with the home page does not know the name of the meta tag."""
    return len(crumb) > 1 and "首页" in crumb[0] and name not in crumb


def _place(anchor: Anchor, *, home: bool, is_map: bool) -> Place:
    if is_map:
        return Place.SITE_MAP
    if anchor.area & (Area.NAVIGATION | Area.HEADER):
        return Place.NAVIGATION
    return Place.HOME_BLOCK if home else Place.SECTION


def _is_site_map(source: Source) -> bool:
    titles = source.flow.titles[:1]
    return _SITE_MAP.search(source.url) is not None or any(_SITE_MAP.search(title) for title in titles)


def _headings(flow: Flow) -> dict[int, str]:
    """For each link the title of the block it stands in: a heading, or a short line of class title, just above."""
    found: dict[int, str] = {}
    for block in flow.blocks:
        if not block.area & (Area.HEADING | Area.TITLE) and flow.tags[block.node] not in {"dt", "legend", "caption"}:
            continue
        text = block.text.strip(" ·•>»|[]【】:：")
        if block.linked < len(block.raw) and block.linked:
            text = text.removesuffix("更多").strip(" ·•>»|[]+…")
        if not 1 < len(text) <= _LONGEST_HEADING or _MORE.match(text) or block.area & Area.FOOTER:
            continue
        node = block.node
        for _ in range(4):
            if len(flow.anchors_in(node)) >= 3 or flow.parents[node] < 0:  # noqa: PLR2004
                break
            node = flow.parents[node]
        for number in flow.anchors_in(node):
            if flow.anchors[number].node >= block.node:
                found[number] = text
    return found


def breadcrumb(flow: Flow) -> tuple[str, ...]:
    """Return the names on the path that the page says it stands at, from the home page down; () without one."""
    for number, block in enumerate(flow.blocks):
        if len(block.raw) > 300 or not (block.area & Area.CRUMB or "位置" in block.raw or "首页" in block.raw):  # noqa: PLR2004
            continue
        match = _CRUMB_START.search(block.text)
        if match is None and not (block.area & Area.CRUMB) and not _CRUMB_SHAPE.match(block.text):
            continue
        line = block.raw
        for following in flow.blocks[number + 1 : number + 14]:
            # A breadcrumb in a list or a table has a block for each part.
            if (
                not (following.area & Area.CRUMB)
                and following.raw.strip() not in {">", ">>", "->", "›", "»"}
                and not _ends_open(line)
            ):
                break
            if len(following.raw) > 40:  # noqa: PLR2004
                break
            line += ">" + following.raw
        start = _CRUMB_START.search(line)
        parts = _CRUMB_PARTS.split(line[start.end() :] if start else line)
        crumb = tuple(part.strip(" :：") for part in parts if 1 < len(part.strip(" :：")) <= 60)  # noqa: PLR2004
        if crumb:
            return crumb
    return ()


def _ends_open(line: str) -> bool:
    return line.rstrip().endswith((">", "：", ":", "›", "»"))
