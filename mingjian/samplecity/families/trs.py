"""TRS WCM: pages by date, paging only in script."""

from collections.abc import Callable
from dataclasses import dataclass

from mingjian.samplecity.families.layout import Layout
from mingjian.samplecity.model import AS_OF, Attachment, Column, Document, Site
from mingjian.samplecity.resource import Resource, Routes
from mingjian.samplecity.templating import render


@dataclass(frozen=True, slots=True)
class TrsAddresses:
    """`/xwzx/tzgg/`, `/xwzx/tzgg/index_1.html`, `/xwzx/tzgg/202201/t20220114_100123.html`; `root` ends with a slash."""

    root: str = "/"
    page_size: int = 20

    @property
    def home(self) -> str:
        """The home page."""
        return self.root

    @property
    def site_map(self) -> str:
        """The site map."""
        return f"{self.root}wzdt/"

    def column(self, column: Column, page: int = 1) -> str:
        """Return the path of a list page; the second is index_1.html."""
        return f"{self.root}{column.path}/" + ("" if page == 1 else f"index_{page - 1}.html")

    def document(self, column: Column, document: Document) -> str:
        """Return the path of a document."""
        day = document.published
        return f"{self.root}{column.path}/{day:%Y%m}/t{day:%Y%m%d}_{document.serial}.html"

    def file(self, column: Column, document: Document, attachment: Attachment) -> str:
        """Return the path of an attachment, beside its document."""
        day, place = document.published, document.attachments.index(attachment)
        return f"{self.root}{column.path}/{day:%Y%m}/P0{day:%Y%m%d}{document.serial}{place}.{attachment.kind}"


def routes(site: Site, locate: Callable[[str], str]) -> Routes:
    """Return the routes of a TRS site, or of a department's section on one (under /bmpd/)."""
    at = TrsAddresses(f"/bmpd/{site.id}/" if site.section_of else "/")
    layout = Layout(site, at, "trs", locate)
    pages = layout.routes()
    if not site.section_of:
        pages["/images/page.js"] = lambda: Resource(
            render("trs/page.js").encode(), "application/javascript; charset=utf-8", AS_OF
        )
    return Routes(pages, disallowed=layout.disallowed())
