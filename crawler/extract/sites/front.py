"""What a home page shows beside its columns: meta tags, links, aids for readers, search form, dated items."""

import re
from collections.abc import Iterator
from datetime import date

import lxml.html

from crawler.extract.dates import url_day
from crawler.extract.lists.listing import dated_items
from crawler.extract.lists.rows import leads_to_document
from crawler.extract.sites.conflicts import ARTICLE_TAGS, COLUMN_TAGS, SITE_TAGS
from crawler.markup import Area, Source
from crawler.model import Aid, AidKind, FrontPage, Link, ListedItem, Said, SearchForm
from crawler.model.typography import half_width

_MOST_LINKS = 1500
_MOST_HOSTS = 300
_MOST_ITEMS = 50
_MOST_FORMS = 30
_CUT = 200
_HOST = re.compile(
    r"(?:https?:)?//([A-Za-z0-9\u4e00-\u9fff](?:[A-Za-z0-9\u4e00-\u9fff.-]{1,120})[A-Za-z0-9\u4e00-\u9fff])"
)
_BLANKS = re.compile(r"\s+")
_ELDERLY = re.compile(
    r"(?:进入|切换|打开|网站|启用)?(?:长者|老年人?|适老化?|关怀|大字|敬老|助老)"
    r"(?:助手|模式|版本?|专区|服务|浏览|阅读|通道|辅助|专版|页面|入口)?(?:模式|版)?"
)
_BARRIER_FREE = re.compile(
    r"(?:进入|切换|打开|网站|启用|信息)?(?:无障碍|读屏|语音播报|盲人|视障)"
    r"(?:浏览|阅读|辅助|通道|版本?|服务|工具条?|模式|环境|专区|声明|入口|网站|导航|专用)?(?:工具|模式|版|开关)?"
)
_AID_SCRIPT = re.compile(
    r"wzaservice|wzabar|govwza|barrier-?free|canyou|ewza|slh-?aria|aria-?(?:bar|tool)", re.IGNORECASE
)
_LONGEST_AID = 14
_MOST_AIDS = 12
_SEARCHES = re.compile(
    r"search|sousuo|\bso\b|query|keyword|检索|搜索|jsearch|elasticsearch|jrobot|fullText", re.IGNORECASE
)
_NAMED = re.compile(r"搜索|检索|搜一搜|请输入关键|请输入您要|search|sousuo|jrobot", re.IGNORECASE)
_TEXT = frozenset({"text", "search", ""})
_MOST_HIDDEN = 30


def read_front(source: Source) -> FrontPage:
    """Return what the home page shows beside its columns; an empty one for what is no page."""
    if not source.is_page:
        return FrontPage(scripted=False)
    items, undated, newest = _items(source)
    return FrontPage(
        tags=tuple(_tags(source)),
        links=outgoing(source),
        hosts=_hosts(source),
        aids=tuple(_aids(source)),
        search=_search(source),
        search_named=source.flow.inputs > 0 or _NAMED.search(source.text) is not None,
        items=items,
        undated=undated,
        newest_by_address=newest,
        scripted="<script" in source.text.lower(),
    )


def outgoing(source: Source) -> tuple[Link, ...]:
    """Return every link that has words (a picture's wording counts) with its absolute address, each once."""
    found: dict[tuple[str, str], Link] = {}
    for anchor in source.flow.anchors:
        url = source.absolute(anchor.href)
        title = _BLANKS.sub(" ", anchor.name or "").strip()[:_CUT]
        if url is None or not url.startswith(("http:", "https:")) or len(url) > 1000:  # noqa: PLR2004 - no reader's link is so long
            continue
        found.setdefault((title, url), Link(title, url))
        if len(found) == _MOST_LINKS:
            break
    return tuple(found.values())


def _tags(source: Source) -> Iterator[Said]:
    metas = source.flow.metas
    for tag in (*SITE_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS):
        for value in dict.fromkeys(metas.get(tag.lower(), ())):
            yield Said(tag, value.strip()[:_CUT])


def _hosts(source: Source) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in _HOST.finditer(source.text):
        found.setdefault(match[1].lower().rstrip("."))
        if len(found) == _MOST_HOSTS:
            break
    return tuple(found)


def _aids(source: Source) -> Iterator[Aid]:
    """Entries named as such: short wordings of links, pictures and buttons, and the scripts of the usual tools."""
    found: dict[tuple[AidKind, str], Aid] = {}
    flow = source.flow
    for anchor in flow.anchors:
        for words in (anchor.text, anchor.title):
            kind = _aid(words)
            if kind is not None:
                found.setdefault((kind, words.strip()), Aid(kind, words.strip(), source.absolute(anchor.href)))
    for block in flow.blocks:
        for piece in block.raw.split("\x1f"):
            kind = _aid(piece)
            if kind is not None and not block.area & Area.BODY:
                found.setdefault((kind, piece.strip()), Aid(kind, piece.strip()))
    for words in _buttons(source):
        kind = _aid(words)
        if kind is not None:
            found.setdefault((kind, words.strip()), Aid(kind, words.strip()))
    for script in flow.linked_scripts[:_MOST_HOSTS]:
        if _AID_SCRIPT.search(script[-_CUT:]):
            words = script[-_CUT:]
            found.setdefault((AidKind.BARRIER_FREE, words), Aid(AidKind.BARRIER_FREE, words))
    yield from list(found.values())[:_MOST_AIDS]


def _aid(words: str) -> AidKind | None:
    bare = _BLANKS.sub("", half_width(words)).strip("[]【】()|·>»+") if words else ""
    if not 1 < len(bare) <= _LONGEST_AID:
        return None
    if _ELDERLY.fullmatch(bare):
        return AidKind.ELDERLY
    return AidKind.BARRIER_FREE if _BARRIER_FREE.fullmatch(bare) else None


def _buttons(source: Source) -> Iterator[str]:
    """The wordings of buttons and pictures, which are in no run of text."""
    tree = source.tree
    if tree is None or not (
        "障碍" in source.text or "长者" in source.text or "老" in source.text or "关怀" in source.text
    ):
        return
    for number, element in enumerate(tree.iter("input", "button", "img", "area", "span", "i", "div")):
        if number > 20_000:  # noqa: PLR2004 - bounded work on hostile pages
            return
        for name in ("value", "alt", "title", "aria-label"):
            words = element.get(name)
            if words and len(words) <= _LONGEST_AID:
                yield words


def _search(source: Source) -> SearchForm | None:
    """The first form that searches: with a named box for words, and search in its address, names or wording."""
    tree = source.tree
    if tree is None:
        return None
    for _, form in zip(range(_MOST_FORMS), tree.iter("form"), strict=False):
        boxes, hidden, said = _fields(form)
        if not boxes or not _SEARCHES.search(said):
            continue
        target = (form.get("action") or "").strip()
        action = source.absolute(target) if target else source.url
        if action is None or not action.startswith(("http:", "https:")):
            continue
        method = (form.get("method") or "get").strip().lower()
        return SearchForm(action, boxes[0], "post" if method == "post" else "get", hidden, _charset(source, form))
    return None


def _fields(form: lxml.html.HtmlElement) -> tuple[list[str], tuple[tuple[str, str], ...], str]:
    boxes: list[str] = []
    hidden: list[tuple[str, str]] = []
    said = [form.get(name) or "" for name in ("action", "id", "name", "class", "onsubmit")]
    for _, field in zip(range(100), form.iter("input", "button", "select"), strict=False):
        kind, name = (field.get("type") or "").strip().lower(), (field.get("name") or "").strip()
        if kind == "password":
            return [], (), ""
        said += [field.get(each) or "" for each in ("id", "name", "value", "placeholder", "class", "alt", "title")]
        if field.tag == "button":
            said.append("".join(field.itertext("*"))[:_CUT])
        elif field.tag == "input" and kind in _TEXT and name:
            boxes.append(name[:_CUT])
        elif kind == "hidden" and name and len(hidden) < _MOST_HIDDEN:
            hidden.append((name[:_CUT], (field.get("value") or "")[:_CUT]))
    return boxes, tuple(hidden), " ".join(said)[:5000]


def _charset(source: Source, form: lxml.html.HtmlElement) -> str:
    named = (form.get("accept-charset") or "").split(",")[0].strip().lower()
    return named or source.encoding or "utf-8"


def _items(source: Source) -> tuple[tuple[ListedItem, ...], int, date | None]:
    """The dated items of all blocks, newest first; of other links to documents the count and the newest address."""
    items = dated_items(source)
    dated = {item.url for item in items}
    others = {
        url
        for anchor in source.flow.anchors
        if leads_to_document(anchor.href) and (url := source.absolute(anchor.href)) is not None and url not in dated
    }
    days = [url_day(url) for url in others]
    newest = sorted(items, key=lambda item: (item.date or date.min).toordinal(), reverse=True)
    return tuple(newest[:_MOST_ITEMS]), days.count(None), max((each for each in days if each), default=None)
