"""Hanweb JCMS (大汉): lists inside a datastore script, more of them from dataproxy.jsp, link text cut short."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from mingjian.samplecity.families.layout import Layout
from mingjian.samplecity.model import AS_OF, Attachment, Column, Document, Form, Site
from mingjian.samplecity.resource import Asked, Resource, Routes
from mingjian.samplecity.templating import render

PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP = 45
"""Records in the first page's script, and in each answer of the proxy unless it is asked for other ones."""
_CUT = 34


@dataclass(frozen=True, slots=True)
class HanwebAddresses:
    """`/col/col2002/index.html`, `/art/2022/1/4/art_2002_200123.html` (no zero padding)."""

    home: str = "/"
    site_map: str = "/sitemap/index.html"
    page_size: int = 100_000  # one page of HTML; the paging happens inside it

    def column(self, column: Column, page: int = 1) -> str:
        """Return the path of a column."""
        del page
        return f"/col/col{column.number}/index.html"

    def document(self, column: Column, document: Document) -> str:
        """Return the path of a document."""
        day = document.published
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{document.serial}.html"

    def file(self, column: Column, document: Document, attachment: Attachment) -> str:
        """Return the path of an attachment; its kind shows only in the query."""
        del column
        name = f"{document.serial}{document.attachments.index(attachment)}.{attachment.kind}"
        return f"/module/download/downfile.jsp?classid=0&filename={name}"


class HanwebLayout(Layout):
    """A list page holds the first group of records as script."""

    def column(self, column: Column, number: int) -> Resource:
        """Return a column; a list with its datastore."""
        if column.form is not Form.LISTING or column.broken:
            return super().column(column, number)
        return self.page(
            "hanweb/listing.html",
            AS_OF,
            title=column.name,
            column=column,
            trail=self.trail(column),
            siblings=[self.link(each) for each in self.site.within(column.under)] if column.under else [],
            store=self.datastore(column, 0, GROUP),
            total=len(column.documents),
            unit=unit_of(column),
            web=self.site.code[-3:],
            proxy=PROXY,
        )

    def datastore(self, column: Column, start: int, end: int) -> str:
        """Return the records from `start` to before `end` as the XML that Hanweb's script reads."""
        items = [(cut(item.title), item) for item in self.items(column, start, end)]
        parameters = f"columnid={column.number}&unitid={unit_of(column)}&webname={quote(quote(self.site.name))}"
        more = f"{PROXY}?page=1&appid=1&webid={self.site.code[-3:]}&path=/&{parameters}&permissiontype=0"
        return render("hanweb/datastore.xml", items=items, more=more, total=len(column.documents))

    def proxy(self, asked: Asked) -> Resource | None:
        """Answer dataproxy.jsp: `startrecord` to `endrecord` (counted from 1), or group number `page`."""
        fields = {**asked.query, **asked.form}
        column = next((each for each in self.site.columns if str(each.number) == fields.get("columnid")), None)
        if asked.path != PROXY or column is None or fields.get("unitid") != str(unit_of(column)):
            return None
        if "startrecord" in fields:
            start, end = _number(fields["startrecord"], 1) - 1, _number(fields.get("endrecord", ""), GROUP)
        else:
            page = _number(fields.get("page", ""), 1)
            start, end = (page - 1) * GROUP, page * GROUP
        return Resource(self.datastore(column, start, end).encode(), "text/xml;charset=UTF-8", AS_OF)


def unit_of(column: Column) -> int:
    """Return the number of the page unit that holds a column's list."""
    return column.number + 30_000


def cut(title: str) -> str:
    """Return a title as the list prints it."""
    return title if len(title) <= _CUT else title[:_CUT] + "..."


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else otherwise


def routes(site: Site, locate: Callable[[str], str]) -> Routes:
    """Return the routes of a Hanweb site."""
    layout = HanwebLayout(site, HanwebAddresses(), "hanweb", locate)
    return Routes(layout.routes(), layout.proxy, layout.disallowed())
