"""The pages that server-side CMS families have in common; their templates and addresses differ."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from mingjian.samplecity.families.addresses import Addresses
from mingjian.samplecity.files import file_bytes
from mingjian.samplecity.model import AS_OF, Attachment, Column, Document, Form, Shown, Site
from mingjian.samplecity.resource import HTML, MEDIA_TYPES, Resource, Route
from mingjian.samplecity.templating import render

REBUILT = date(2022, 2, 10)
"""The day of the template rebuild that `rebuilt` pages carry in their tags."""
BROKEN = "<html><head><title>500 Internal Server Error</title></head><body>javax.servlet.ServletException</body></html>"
_BLOCK_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A titled link as the templates take it."""

    title: str
    url: str
    date: str = ""
    pinned: bool = False


@dataclass(frozen=True)
class Layout:
    """One site in one family's dress. `templates` is the folder of the family's own templates."""

    site: Site
    at: Addresses
    templates: str
    locate: Callable[[str], str]
    bare: bool = False

    def routes(self) -> dict[str, Route]:
        """Return every page and file of the site."""
        at = self.at
        pages: dict[str, Route] = {at.home: self.home, at.site_map: self.site_map}
        for column in self.site.columns:
            if column.elsewhere is not None or column.gone:
                continue
            for number in range(1, self.page_count(column) + 1):
                pages[at.column(column, number)] = partial(self.column, column, number)
            for document in column.documents:
                if not document.direct:
                    pages[at.document(column, document)] = partial(self.document, column, document)
                for attachment in document.attachments if not document.lost else ():
                    pages[at.file(column, document, attachment)] = partial(self.file, document, attachment)
        return pages

    def page_count(self, column: Column) -> int:
        """How many list pages a column has (1 for an empty one)."""
        return max(1, -(-len(column.documents) // self.at.page_size))

    def disallowed(self) -> tuple[str, ...]:
        """Return the paths that robots.txt forbids: back offices, and the columns described so."""
        columns = (self.at.column(column) for column in self.site.columns if column.disallowed)
        return ("/admin/", "/search/", *columns)

    def home(self) -> Resource:
        """Return the home page."""
        blocks = [
            (Link(column.name, self.at.column(column)), self.items(column, 0, _BLOCK_ITEMS))
            for column in self.site.columns
            if Shown.HOME in column.shown
        ]
        return self.page("home.html", AS_OF, title=self.site.name, blocks=blocks)

    def site_map(self) -> Resource:
        """Return the site map: every column, section by section."""
        groups = [
            (self.link(column), [self.link(each) for each in self.below(column)]) for column in self.site.within(None)
        ]
        return self.page("sitemap.html", AS_OF, title="网站地图", groups=groups)

    def below(self, section: Column) -> list[Column]:
        """Return all columns under a section, deeper ones included."""
        found: list[Column] = []
        for column in self.site.within(section.path):
            found += [column, *self.below(column)]
        return found

    def column(self, column: Column, number: int) -> Resource:
        """Return one page of a column."""
        if column.broken:
            return Resource(BROKEN.encode(), HTML, AS_OF, HTTPStatus.INTERNAL_SERVER_ERROR)
        values: dict[str, Any] = {"title": column.name, "column": column, "trail": self.trail(column)}
        values["siblings"] = [self.link(each) for each in self.site.within(column.under)] if column.under else []
        match column.form:
            case Form.SECTION:
                groups = [(self.link(each), self.items(each, 0, 3)) for each in self.site.within(column.path)]
                return self.page("section.html", AS_OF, groups=groups, **values)
            case Form.TEXT | Form.FORM:
                return self.page("text.html", AS_OF, **values)
            case Form.LINKS:
                return self.page("links.html", AS_OF, items=self.items(column, 0, None), **values)
            case Form.LISTING:
                size = self.at.page_size
                items = self.items(column, (number - 1) * size, number * size)
                paging = {"number": number, "pages": self.page_count(column), "total": len(column.documents)}
                return self.page(f"{self.templates}/listing.html", AS_OF, items=items, paging=paging, **values)

    def document(self, column: Column, document: Document) -> Resource:
        """Return a document's page."""
        homes = {each.serial: (owner, each) for owner in self.site.columns for each in owner.documents}
        values = {
            "title": document.title,
            "column": column,
            "trail": self.trail(column),
            "document": document,
            "minute": f"{8 + document.serial % 9:02}:{document.serial % 60:02}",
            "rebuilt": REBUILT if document.rebuilt else None,
            "files": [
                Link(f"{each.title}.{each.kind}", self.at.file(column, document, each)) for each in document.attachments
            ],
            "related": [
                Link(f"{each.label}：{each.title}", self.at.document(*homes[each.serial])) for each in document.related
            ],
        }
        modified = REBUILT if document.rebuilt else document.published
        return self.page(f"{self.templates}/document.html", modified, **values)

    def file(self, document: Document, attachment: Attachment) -> Resource:
        """Return an attachment."""
        return Resource(file_bytes(attachment), MEDIA_TYPES[attachment.kind], document.published)

    def link(self, column: Column) -> Link:
        """Return the link to a column."""
        return Link(column.name, column.elsewhere or self.at.column(column))

    def trail(self, column: Column) -> list[Link]:
        """Return the breadcrumb after 首页."""
        above = self.trail(self.site.column(column.under)) if column.under else []
        return [*above, self.link(column)]

    def items(self, column: Column, start: int, end: int | None) -> list[Link]:
        """Return the listed entries of a column."""
        return [self.entry(column, document) for document in column.documents[start:end]]

    def entry(self, column: Column, document: Document) -> Link:
        """Return one listed entry; a direct one leads to its file."""
        at = self.at
        url = at.file(column, document, document.attachments[0]) if document.direct else at.document(column, document)
        return Link(document.title, url, "" if document.undated else document.published.isoformat(), document.pinned)

    def page(self, template: str, modified: date, **values: Any) -> Resource:
        """Return a rendered page in the site's encoding."""
        site = self.site
        text = render(
            template,
            **{"column": None, "document": None, "trail": [], "siblings": [], "rebuilt": None, "minute": "", **values},
            site=site,
            charset="gb2312" if site.encoding == "gb18030" else site.encoding,
            home=self.at.home,
            map=self.at.site_map,
            menu=[self.link(each) for each in site.columns if Shown.NAV in each.shown],
            others=[Link(name, self.locate(linked)) for name, linked in site.links],
            portal=self.locate(site.section_of) if site.section_of else None,
        )
        media_type = HTML if site.encoding == "gb18030" else f"{HTML}; charset={site.encoding}"
        return Resource(text.encode(site.encoding), media_type, modified)
