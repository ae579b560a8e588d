"""Where a family puts the pages of a site."""

from typing import Protocol

from mingjian.samplecity.model import Attachment, Column, Document


class Addresses(Protocol):
    """Paths from the root of the host."""

    @property
    def page_size(self) -> int:
        """The number of items on a list page."""
        ...

    @property
    def home(self) -> str:
        """The path of the home page."""
        ...

    @property
    def site_map(self) -> str:
        """The path of the site map."""
        ...

    def column(self, column: Column, page: int = 1) -> str:
        """Return the path of a column's list page, counted from 1."""
        ...

    def document(self, column: Column, document: Document) -> str:
        """Return the path of a document's page."""
        ...

    def file(self, column: Column, document: Document, attachment: Attachment) -> str:
        """Return the path of an attachment."""
        ...
