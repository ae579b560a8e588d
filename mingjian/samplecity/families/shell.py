"""A JavaScript-rendered site: every address answers the same empty shell, the content comes as JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mingjian.samplecity.families.layout import Layout
from mingjian.samplecity.model import AS_OF, Attachment, Column, Document, Site
from mingjian.samplecity.resource import Resource, Route, Routes
from mingjian.samplecity.templating import render


@dataclass(frozen=True, slots=True)
class ShellAddresses:
    """`/column/5003?page=2`, `/article/500123.html`."""

    home: str = "/"
    site_map: str = "/sitemap.html"
    page_size: int = 10

    def column(self, column: Column, page: int = 1) -> str:
        """Return the path of a list page."""
        return f"/column/{column.number}" + ("" if page == 1 else f"?page={page}")

    def document(self, column: Column, document: Document) -> str:
        """Return the path of a document."""
        del column
        return f"/article/{document.serial}.html"

    def file(self, column: Column, document: Document, attachment: Attachment) -> str:
        """Return the path of an attachment."""
        del column
        return f"/files/{document.serial}_{document.attachments.index(attachment)}.{attachment.kind}"


class ShellLayout(Layout):
    """The shell, the script that fills it, and the JSON it asks for: each page's path under /api."""

    def shell_routes(self) -> dict[str, Route]:
        """Return shells, script, JSON and files."""
        pages: dict[str, Route] = {"/static/app.js": self.script}
        for path, facts in self.views().items():
            pages[path] = self.shell
            pages[api_path(path)] = partial(self.json, facts)
        for column in self.site.columns:
            for document in column.documents:
                for attachment in document.attachments:
                    pages[self.at.file(column, document, attachment)] = partial(self.file, document, attachment)
        return pages

    def views(self) -> dict[str, Callable[[], str]]:
        """Return, for every address, the function that renders what stands inside the page there."""
        at = self.at
        views: dict[str, Callable[[], str]] = {at.home: self.home_view, at.site_map: self.map_view}
        for column in self.site.columns:
            if column.elsewhere is not None or column.gone:
                continue
            for number in range(1, self.page_count(column) + 1):
                views[at.column(column, number)] = partial(self.column_view, column, number)
            for document in column.documents:
                views[at.document(column, document)] = partial(self.document_view, column, document)
        return views

    def shell(self) -> Resource:
        """Return the empty page."""
        return Resource(render("shell/shell.html", site=self.site).encode(), "text/html; charset=utf-8", AS_OF)

    def script(self) -> Resource:
        """Return the script that builds the page."""
        return Resource(render("shell/app.js").encode(), "application/javascript; charset=utf-8", AS_OF)

    def json(self, view: Callable[[], str]) -> Resource:
        """Return what the script asks for."""
        body = json.dumps({"code": 200, "html": view()}, ensure_ascii=False).encode()
        return Resource(body, "application/json; charset=utf-8", AS_OF)

    def home_view(self) -> str:
        """Return the inside of the home page."""
        return self.inside(super().home())

    def map_view(self) -> str:
        """Return the inside of the site map."""
        return self.inside(super().site_map())

    def column_view(self, column: Column, number: int) -> str:
        """Return the inside of a column's page."""
        return self.inside(super().column(column, number))

    def document_view(self, column: Column, document: Document) -> str:
        """Return the inside of a document's page."""
        return self.inside(super().document(column, document))

    @staticmethod
    def inside(page: Resource) -> str:
        """Return what stands between the body tags of a page."""
        text = page.body.decode()
        return text[text.index("<body>") + len("<body>") : text.rindex("</body>")]


def api_path(path: str) -> str:
    """Return where the content of the page at `path` is fetched from."""
    return "/api/content" + ("/home" if path == "/" else path)


def routes(site: Site, locate: Callable[[str], str]) -> Routes:
    """Return the routes of a JavaScript-rendered site."""
    layout = ShellLayout(site, ShellAddresses(), "plain", locate)
    return Routes(layout.shell_routes(), disallowed=layout.disallowed())
