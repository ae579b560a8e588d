"""The unified disclosure platform of Guangdong: a tree and a site number in script, lists as JSON, bodies in script."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from mingjian.samplecity.families.layout import Layout
from mingjian.samplecity.model import AS_OF, Attachment, Column, Document, Form, Site
from mingjian.samplecity.resource import MEDIA_TYPES, Asked, Resource, Route, Routes
from mingjian.samplecity.templating import render

INDEX = "/gkmlpt/index"
API = "/gkmlpt/api/all/"
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class GkmlptAddresses:
    """`/gkmlpt/index#3002`, `/gkmlpt/content/0/300/post_300123.html`."""

    home: str = "/"
    site_map: str = "/wzdt/index.html"
    page_size: int = 100_000  # lists are JSON; there is no second page of HTML

    def column(self, column: Column, page: int = 1) -> str:
        """Return the address of a column: the index page with the column's number behind the hash."""
        del page
        return f"{INDEX}#{column.number}"

    def document(self, column: Column, document: Document) -> str:
        """Return the path of a document."""
        del column
        serial = document.serial
        return f"/gkmlpt/content/{serial // 1_000_000}/{serial // 1000}/post_{serial}.html"

    def file(self, column: Column, document: Document, attachment: Attachment) -> str:
        """Return the path of an attachment."""
        del column
        serial = document.serial
        return f"/attachment/0/{serial // 1000}/{serial}{document.attachments.index(attachment)}.{attachment.kind}"


class GkmlptLayout(Layout):
    """The home page and the site map are ordinary pages; everything else hangs on `window._CONFIG`."""

    @property
    def sid(self) -> str:
        """The number of the site on the platform."""
        return "799" + self.site.code[-3:]

    def platform_routes(self) -> dict[str, Route]:
        """Return every page and file."""
        pages: dict[str, Route] = {
            self.at.home: self.home,
            self.at.site_map: self.site_map,
            INDEX: self.index,
            "/gkmlpt/static/app.js": self.script,
        }
        for column in self.site.columns:
            for document in column.documents:
                pages[self.at.document(column, document)] = partial(self.document, column, document)
                for attachment in document.attachments:
                    pages[self.at.file(column, document, attachment)] = partial(self.file, document, attachment)
        return pages

    def index(self) -> Resource:
        """Return the page that holds the tree."""
        config = {"SITE_NAME": self.site.name, "SID": self.sid, "TREE": self.tree(None)}
        return self.page("gkmlpt/index.html", AS_OF, title="政府信息公开目录", config=_script(config))

    def script(self) -> Resource:
        """Return the script that draws tree, list and document in a browser."""
        return Resource(render("gkmlpt/app.js").encode(), "application/javascript; charset=utf-8", AS_OF)

    def tree(self, section: str | None) -> list[dict[str, Any]]:
        """Return the columns under a section as nodes of the tree; a node with `jump_url` has no data of its own."""
        nodes = [
            {
                "id": column.number,
                "name": column.name,
                "parent_id": self.site.column(section).number if section else 0,
                "jump_url": "",
                "children": self.tree(column.path),
            }
            for column in self.site.within(section)
        ]
        if section is None:
            request = {"id": 3999, "name": "依申请公开", "parent_id": 0, "children": []}
            nodes.append({**request, "jump_url": self.locate("portal") + "zfxxgk/ysqgk/"})
        return nodes

    def document(self, column: Column, document: Document) -> Resource:
        """Return a document's page; its text stands only in the script."""
        detail = self.article(column, document) | {"content": document.html + self.related(document)}
        values = {"title": document.title, "column": column, "document": document, "trail": self.trail(column)}
        config = _script({"SITE_NAME": self.site.name, "SID": self.sid, "DETAIL": detail})
        minute = _time(document).strftime("%H:%M")
        return self.page("gkmlpt/post.html", document.published, config=config, **(values | {"minute": minute}))

    def related(self, document: Document) -> str:
        """Return the links to related documents as HTML."""
        homes = {each.serial: (owner, each) for owner in self.site.columns for each in owner.documents}
        return "".join(
            f'<p>{each.label}：<a href="{self.at.document(*homes[each.serial])}">{each.title}</a></p>'
            for each in document.related
        )

    def article(self, column: Column, document: Document) -> dict[str, Any]:
        """Return a document as the API lists it; times are unix seconds, `date` is the day of issue."""
        shown = _time(document)
        issued = document.issued or document.published
        url = self.locate(self.site.id).rstrip("/") + self.at.document(column, document)
        return {
            "id": document.serial,
            "title": document.title,
            "document_number": document.number or "",
            "identifier": document.index or "",
            "publisher": document.publisher or self.site.organiser,
            "keywords": "",
            "abstract": "",
            "date": _seconds(issued),
            "created_at": shown.strftime("%Y-%m-%d %H:%M:%S"),
            "create_time": int(shown.timestamp()) - 8 * 3600,
            "first_publish_time": int(shown.timestamp()) - 8 * 3600,
            "display_publish_time": int(shown.timestamp()) - 8 * 3600,
            "classify_main": column.number,
            "classify_main_name": column.name,
            "classify_genre_name": "",
            "classify_theme_name": "",
            "url": url,
            "post_url": url,
            "attachment": [
                {
                    "id": int(f"{document.serial}{place}"),
                    "name": f"{each.title}.{each.kind}",
                    "type": each.kind,
                    "mime": MEDIA_TYPES[each.kind],
                    "size": len(self.file(document, each).body),
                    "url": self.locate(self.site.id).rstrip("/") + self.at.file(column, document, each),
                }
                for place, each in enumerate(document.attachments)
            ],
            "relation": [],
            "is_expired": 0,
            "is_abolished": 0,
        }

    def api(self, asked: Asked) -> Resource | None:
        """Answer the list of a column: 100 articles a page, page 0 the same as page 1, nothing for another site."""
        number = asked.path.removeprefix(API)
        column = next((each for each in self.site.columns if str(each.number) == number), None)
        if not asked.path.startswith(API) or column is None or asked.query.get("sid") != self.sid:
            return None
        page = asked.query.get("page", "1")
        place = max(1, int(page)) if page.isascii() and page.isdigit() else 1
        documents = () if column.form is Form.SECTION else column.documents
        chosen = documents[(place - 1) * PAGE_SIZE : place * PAGE_SIZE]
        answer = {
            "articles": [self.article(column, document) for document in chosen],
            "classify": {"id": column.number, "name": column.name, "post_count": len(documents)},
            "total": len(documents),
        }
        return Resource(json.dumps(answer, ensure_ascii=False).encode(), "application/json; charset=utf-8", AS_OF)


def _time(document: Document) -> datetime:
    day = document.published
    return datetime(day.year, day.month, day.day, 8 + document.serial % 9, document.serial % 60, tzinfo=UTC)


def _seconds(day: date) -> int:
    """Midnight of a day in China as unix time."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 8 * 3600


def _script(config: dict[str, Any]) -> str:
    """A JavaScript object literal as the platform writes it: bare keys, strings in single quotes, values as JSON."""
    lines = []
    for key, value in config.items():
        text = (
            f"'{value}'"
            if isinstance(value, str)
            else json.dumps(value).replace("<", "\\u003C").replace(">", "\\u003E")
        )
        lines.append(f"        {key}: {text}")
    return "{\n" + ",\n".join(lines) + "\n    }"


def routes(site: Site, locate: Callable[[str], str]) -> Routes:
    """Return the routes of a site on the platform."""
    layout = GkmlptLayout(site, GkmlptAddresses(), "gkmlpt", locate)
    return Routes(layout.platform_routes(), layout.api, layout.disallowed())
