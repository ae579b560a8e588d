"""What one family of content management systems knows of its own pages (FIELD, CMS families)."""

from typing import Protocol

from crawler.markup import Source
from crawler.model import Link, ListingRead
from crawler.platforms.fetch import Fetch


class Platform(Protocol):
    """A family: stateless, chosen by evidence in the page. A method that has nothing to say returns None or ()."""

    @property
    def family(self) -> str:
        """The family's name, as reports show it."""
        ...

    def recognises(self, source: Source) -> bool:
        """True when the page, or the answer of an interface, bears this family's marks."""
        ...

    def listing(self, source: Source) -> ListingRead | None:
        """The family's own list items and paging figures.

        Items are empty with figures set where only the paging is the family's own; None leaves it all to the
        generic reader. `pages` counts the requests that `list_page` can make, page 1 included.
        """
        ...

    def document_html(self, source: Source) -> str | None:
        """The document's body as HTML, where the page keeps it in a script; else None."""
        ...

    def columns(self, source: Source) -> tuple[Link, ...]:
        """The columns that the platform's own tree names; their addresses can be asked."""
        ...

    def branches(self, source: Source) -> dict[str, tuple[str, ...]]:
        """For each column of the tree that has columns below it, their addresses."""
        ...

    def shown_at(self, url: str) -> str:
        """The address at which a person sees what `url`, an interface's address, answers; else `url` itself."""
        ...

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """How to ask for list page `number` (from 1), given the list's first page; None: no such page, or no way."""
        ...

    def sources(self, source: Source) -> tuple[Fetch, ...]:
        """Where this page's own script would fetch the first page of its list from, the likeliest first."""
        ...

    def following(self, source: Source, number: int) -> Fetch | None:
        """How to go on from a list page to page `number`, the one after it, where only that page itself knows."""
        ...

    def shown_number(self, source: Source) -> int | None:
        """Which page of its list an answer says it is, from 1; None where it does not say."""
        ...


class Family:
    """The answers of a family that has nothing special: override what differs."""

    family = ""

    def listing(self, source: Source) -> ListingRead | None:  # noqa: ARG002 - the protocol's signature
        """Nothing of its own."""
        return None

    def document_html(self, source: Source) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Nothing of its own."""
        return None

    def columns(self, source: Source) -> tuple[Link, ...]:  # noqa: ARG002 - the protocol's signature
        """Nothing of its own."""
        return ()

    def branches(self, source: Source) -> dict[str, tuple[str, ...]]:  # noqa: ARG002 - the protocol's signature
        """Nothing of its own."""
        return {}

    def shown_at(self, url: str) -> str:
        """People see what programs see."""
        return url

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:  # noqa: ARG002 - as above
        """No way of its own."""
        return None

    def sources(self, source: Source) -> tuple[Fetch, ...]:  # noqa: ARG002 - as above
        """Nowhere else."""
        return ()

    def following(self, source: Source, number: int) -> Fetch | None:  # noqa: ARG002 - as above
        """No way of its own."""
        return None

    def shown_number(self, source: Source) -> int | None:  # noqa: ARG002 - as above
        """It does not say."""
        return None
