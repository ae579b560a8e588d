"""A small home-made CMS: plain links and `?page=N`."""

from collections.abc import Callable
from dataclasses import dataclass

from mingjian.samplecity.families.layout import Layout
from mingjian.samplecity.model import Attachment, Column, Document, Site
from mingjian.samplecity.resource import Routes


@dataclass(frozen=True, slots=True)
class PlainAddresses:
    """`/lanmu/tzgg/?page=2`, `/lanmu/tzgg/600123.html`."""

    page_size: int = 15
    home: str = "/"
    site_map: str = "/sitemap.html"

    def column(self, column: Column, page: int = 1) -> str:
        """Return the path of a list page."""
        return f"/lanmu/{column.path}/" + ("" if page == 1 else f"?page={page}")

    def document(self, column: Column, document: Document) -> str:
        """Return the path of a document."""
        return f"/lanmu/{column.path}/{document.serial}.html"

    def file(self, column: Column, document: Document, attachment: Attachment) -> str:
        """Return the path of an attachment."""
        return f"/upload/{column.path}/{document.serial}_{document.attachments.index(attachment)}.{attachment.kind}"


def routes(site: Site, locate: Callable[[str], str]) -> Routes:
    """Return the routes of a plain site."""
    layout = Layout(site, PlainAddresses(), "plain", locate)
    return Routes(layout.routes(), disallowed=layout.disallowed())
