"""By which media a page speaks: text, pictures, charts, sound, film (N07-4). Icons and templates do not count."""

import re
from collections.abc import Iterator
from enum import Enum

import lxml.html

from crawler.markup import Area, Source
from crawler.markup.areas import area_of
from crawler.model.interpretation import Medium, MediumRead

_TITLES: tuple[tuple[Medium, re.Pattern[str]], ...] = (
    (Medium.CHART, re.compile(r"图解|一图|图表|长图|图说|图文解读|读图|海报|H5|h5")),
    (Medium.ANIMATION, re.compile(r"动漫|动画|漫画|沙画|MG|手绘")),
    (Medium.VIDEO, re.compile(r"视频|微课|短片|直播|访谈录像")),
    (Medium.AUDIO, re.compile(r"音频|有声|听政策|广播|政策听")),
    (Medium.PRESS_CONFERENCE, re.compile(r"新闻发布会|发布会|吹风会|通气会|答记者问|记者见面会")),
)
_FILES = (
    (Medium.VIDEO, re.compile(r"\.(?:mp4|flv|m3u8|wmv|avi|mov|rmvb|webm|f4v|mpg)(?:$|[?&#\"'])", re.IGNORECASE)),
    (Medium.AUDIO, re.compile(r"\.(?:mp3|wav|m4a|wma|aac|ogg)(?:$|[?&#\"'])", re.IGNORECASE)),
    (Medium.ANIMATION, re.compile(r"\.(?:swf|gifv)(?:$|[?&#\"'])", re.IGNORECASE)),
)
_FILM = re.compile(
    r"(?:v\.qq\.com|player\.youku|bilibili\.com|tv\.cctv|iqiyi\.com|/video/|videoplayer|player\.html|mp\.weixin\.qq\.com/mp/readtemplate)",
    re.IGNORECASE,
)
_ICON = re.compile(
    r"icon|ico[._/]|logo|share|weixin|wechat|weibo|qrcode|erweima|ewm|print|arrow|btn|button|blank|spacer|loading|dot|line|banner"
    r"|/images?/[a-z_-]{0,12}\.gif|fileTypeImages|sysimg|jiucuo|red\.png|blue\.png|close|font_|dzjg",
    re.IGNORECASE,
)
_CHART_NAME = re.compile(r"图解|一图|读懂|看懂|图表|长图|海报")
_SMALL = 120
_LEAST_TEXT = 200
_FRAME = Area.NAVIGATION | Area.FOOTER | Area.HEADER | Area.SIDE | Area.CRUMB | Area.PAGER | Area.RELATED
_MOST = 400
_DEEPEST = 40
_LONGEST = 120
_NUMBER = re.compile(r"\d{1,5}")


class _Place(Enum):
    TEXT = "text"
    FRAME = "frame"
    BETWEEN = "between"


def read_media(source: Source, title: str, text: str) -> tuple[MediumRead, ...]:
    """Return the media of the page, each once, in the order of Medium, with what shows it.

    `title` and `text` are the document's own. Pictures count when they stand in the main part and are not known to
    be small; whether one is a chart only its name, its alternative text or the page's title can tell.
    """
    found: dict[Medium, str] = {}
    if len("".join(text.split())) >= _LEAST_TEXT:
        found[Medium.TEXT] = f"正文{len(''.join(text.split()))}字"
    for medium, words in _TITLES:
        match = words.search(title)
        if match:
            found.setdefault(medium, f"标题：{match[0]}")
    for medium, quote in _shown(source):
        found.setdefault(medium, quote[:_LONGEST])
    return tuple(MediumRead(medium, found[medium]) for medium in Medium if medium in found)


def _shown(source: Source) -> Iterator[tuple[Medium, str]]:
    tree = source.tree
    if tree is None:
        return
    marked = any(area & Area.BODY for area in source.flow.areas)
    for number, element in enumerate(tree.iter("img", "video", "audio", "embed", "object", "source", "iframe", "a")):
        tag = element.tag
        if number >= _MOST:
            break
        address = element.get("src") or element.get("href") or element.get("data") or ""
        if tag == "a" and not any(words.search(address[-300:]) for _, words in _FILES):
            continue
        place = _place(element)
        # where the text is marked, a picture elsewhere is the template's; players may stand above the text
        if place is _Place.FRAME or (tag == "img" and marked and place is not _Place.TEXT):
            continue
        yield from _pictures(element, address) if tag == "img" else _played(str(tag), address)
    for script in source.flow.scripts[:40]:
        for medium, words in _FILES:
            match = words.search(script[:20_000])
            if match:
                yield medium, script[max(0, match.start() - 60) : match.end()]


def _pictures(element: lxml.html.HtmlElement, address: str) -> Iterator[tuple[Medium, str]]:
    if not address or _ICON.search(address[-200:]) or _is_small(element) or _is_a_way_out(element):
        return
    yield Medium.PICTURE, address
    names = f"{element.get('alt') or ''} {element.get('title') or ''}"
    if _CHART_NAME.search(names):
        yield Medium.CHART, names.strip()


def _played(tag: str, address: str) -> Iterator[tuple[Medium, str]]:
    for medium, words in _FILES:
        if words.search(address):
            yield medium, address
    if tag in {"video", "audio"}:
        yield Medium(tag), address or f"<{tag}>"
    elif tag in {"iframe", "embed", "object"} and _FILM.search(address):
        yield Medium.VIDEO, address


def _is_small(element: lxml.html.HtmlElement) -> bool:
    sizes = (_NUMBER.match((element.get(name) or "").strip()) for name in ("width", "height"))
    return any(size is not None and int(size[0]) < _SMALL for size in sizes) and "%" not in (element.get("width") or "")


def _is_a_way_out(element: lxml.html.HtmlElement) -> bool:
    """A picture that is a link to a page, not to its own large version."""
    parent = element.getparent()
    href = parent.get("href") if parent is not None and parent.tag == "a" else None
    return bool(href) and re.search(r"\.(?:jpe?g|png|gif|bmp|webp)$", href or "", re.IGNORECASE) is None


def _place(element: lxml.html.HtmlElement) -> _Place:
    """Whether the element stands in the marked text, in the page's frame (menus, footer, related links), or between."""
    node = element.getparent()
    for _ in range(_DEEPEST):
        if node is None:
            break
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        area = area_of(str(node.tag), name if name.strip() else "", node.get("style") or "")
        if area & Area.HIDDEN:
            return _Place.FRAME
        if area & Area.BODY:
            return _Place.TEXT
        if area & _FRAME:
            return _Place.FRAME
        node = node.getparent()
    return _Place.BETWEEN
