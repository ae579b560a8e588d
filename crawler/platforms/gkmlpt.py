"""gkmlpt, Guangdong's unified disclosure platform: everything stands in `window._CONFIG` and a JSON interface."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from html import escape
from typing import Any
from urllib.parse import urlsplit

from crawler.markup import Source
from crawler.model import Link, ListedItem, ListingRead, Purpose
from crawler.platforms.address import resolve, with_query
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family

PER_PAGE = 100
_CHINA = timezone(timedelta(hours=8))
_CONFIG = re.compile(r"window\._CONFIG\s*=")
_SID = re.compile(r"""\bSID['"]?\s*:\s*['"]?(\d{1,12})""")
_TREE = re.compile(r"""\bTREE['"]?\s*:\s*(?=\[)""")
_DETAIL = re.compile(r"""\bDETAIL['"]?\s*:\s*(?=\{)""")
_API = re.compile(r"/gkmlpt/api/all/(\d{1,12})$")
_MOST_NODES = 5000


class Gkmlpt(Family):
    """The unified disclosure platform (政府信息公开目录平台)."""

    family = "gkmlpt"

    def recognises(self, source: Source) -> bool:
        """By its configuration script, or by an answer of its interface."""
        if _API.search(urlsplit(source.url).path):
            return True
        return "/gkmlpt" in source.url and _CONFIG.search(source.text) is not None

    def listing(self, source: Source) -> ListingRead | None:
        """The articles of an interface answer, 100 a page; dates are those shown, in China's time."""
        if not _API.search(urlsplit(source.url).path):
            return None
        answer = _value(source.text)
        articles = answer.get("articles") if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or not isinstance(articles, list):
            return None
        items = tuple(item for each in articles if (item := _item(each, source.url)) is not None)
        total = answer.get("total")
        if not isinstance(total, int):
            return ListingRead(items=items)
        return ListingRead(items=items, total=total, pages=max(1, -(-total // PER_PAGE)))

    def document_html(self, source: Source) -> str | None:
        """What the page's script would draw from `DETAIL`: the head line, the content, the attachments."""
        detail = self.detail(source)
        content = detail.get("content") if detail is not None else None
        if detail is None or not isinstance(content, str):
            return None
        return f"<p>{_head(detail)}</p>{content}{_attachments(detail)}"

    def detail(self, source: Source) -> dict[str, Any] | None:
        """The document's own data (title, publisher, dates as unix times, attachments), or None on other pages."""
        found = _DETAIL.search(source.text) if _CONFIG.search(source.text) else None
        value = _value(source.text, found.end()) if found else None
        return value if isinstance(value, dict) else None

    def columns(self, source: Source) -> tuple[Link, ...]:
        """The nodes of `TREE` as interface addresses; a node with `jump_url` has no data and leads there."""
        named = ((node.get("name"), url) for node, url in self._addressed(source))
        return tuple(Link(name.strip(), url) for name, url in named if isinstance(name, str))

    def branches(self, source: Source) -> dict[str, tuple[str, ...]]:
        """The nodes with `children`: such a node may have no articles of its own."""
        addressed = self._addressed(source)
        url_of = {node["id"]: url for node, url in addressed}
        below = {}
        for node, url in addressed:
            children = node.get("children")
            known = [each for each in children if isinstance(each, dict)] if isinstance(children, list) else []
            if known:
                ids = (each.get("id") for each in known)
                below[url] = tuple(url_of[each] for each in ids if isinstance(each, int) and each in url_of)
        return below

    def shown_at(self, url: str) -> str:
        """The platform's page opened at the column: `/gkmlpt/index#id`."""
        found = _API.search(urlsplit(url).path)
        return f"{url.split('/gkmlpt', 1)[0]}/gkmlpt/index#{found.group(1)}" if found else url

    def _addressed(self, source: Source) -> tuple[tuple[dict[str, Any], str], ...]:
        """The tree's nodes with the addresses that can be asked for them."""
        tree, sid = _TREE.search(source.text), _SID.search(source.text)
        if tree is None or sid is None:
            return ()
        root = source.url.split("/gkmlpt", 1)[0]
        found = []
        for node in _nodes(_value(source.text, tree.end())):
            jump = node.get("jump_url")
            own = f"{root}/gkmlpt/api/all/{node.get('id')}?page=1&sid={sid.group(1)}"
            url = resolve(source.url, jump) if isinstance(jump, str) and jump else own
            if url is not None and isinstance(node.get("id"), int):
                found.append((node, url))
        return tuple(found)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """The same interface address with another page number; page 0 would equal page 1."""
        if listing.pages is None or not 1 <= number <= listing.pages or not _API.search(urlsplit(source.url).path):
            return None
        return Fetch(with_query(source.url, page=str(number)), Purpose.LIST_PAGE, number=number)


def _head(detail: dict[str, Any]) -> str:
    made, day = _day(detail.get("date")), _day(detail.get("display_publish_time"))
    fields = (
        ("索引号", detail.get("identifier")),
        ("发布机构", detail.get("publisher")),
        ("文号", detail.get("document_number")),
        ("成文日期", made.isoformat() if made else None),
        ("发布日期", day.isoformat() if day else None),
    )
    return "　".join(f"{label}：{escape(value)}" for label, value in fields if isinstance(value, str) and value)


def _attachments(detail: dict[str, Any]) -> str:
    """The attachments as links; their kind may stand only in `type`."""
    listed = detail.get("attachment")
    links = [
        f'<p>附件：<a href="{escape(each["url"])}">{escape(str(each.get("name") or "附件"))}</a></p>'
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("url"), str)
    ]
    return "".join(links)


def _value(text: str, start: int = 0) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text, start or len(text) - len(text.lstrip()))[0]
    except (ValueError, RecursionError):
        return None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """All nodes, parents before children, without recursion: depth and number are the page's to choose."""
    waiting = list(reversed(tree)) if isinstance(tree, list) else []
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            children = node.get("children")
            waiting.extend(reversed(children) if isinstance(children, list) else ())


def _item(article: Any, base: str) -> ListedItem | None:
    if not isinstance(article, dict):
        return None
    title = article.get("title")
    url = next((found for name in ("url", "post_url") if (found := _address(base, article.get(name)))), None)
    if not isinstance(title, str) or url is None:
        return None
    # `date` is the day the document was made.
    shown = next((day for name in ("display_publish_time", "created_at") if (day := _day(article.get(name)))), None)
    return ListedItem(" ".join(title.split()), url, shown)


def _address(base: str, value: Any) -> str | None:
    return resolve(base, value) if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    """A unix time as the day it was in China; text that begins with a date as that date."""
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 4_102_444_800:  # noqa: PLR2004 - the year 2100
        return None
    return datetime.fromtimestamp(value, UTC).astimezone(_CHINA).date()
