"""What the sample city consists of: sites, their columns and documents, before any CMS gives them a shape."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

AS_OF = date(2022, 2, 15)
"""The day the sample city is judged for; every date in it is written relative to this one."""


class Form(StrEnum):
    """What stands at a column's address."""

    LISTING = "listing"
    SECTION = "section"
    TEXT = "text"
    LINKS = "links"
    FORM = "form"


class Shown(StrEnum):
    """Where a column can be found besides the site map, which lists every column."""

    NAV = "nav"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a document; `kind` is pdf or docx, `blocks` are paragraphs (text) and tables (rows) in order."""

    title: str
    kind: str
    blocks: tuple[str | tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A link from one document to another of the same site: its label and the other's serial number."""

    label: str
    title: str
    serial: int


@dataclass(frozen=True, slots=True)
class Document:
    """One published page. `html` is the body without its frame; `serial` is unique within the city.

    `rebuilt` pages carry the time of a template rebuild in their PubDate tag. An `undated` document shows no date in
    lists. A document with `direct` is listed as a link to its first attachment and has no page of its own. The files
    of a `lost` one are not there.
    """

    serial: int
    title: str
    published: date
    html: str
    source: str
    number: str | None = None
    index: str | None = None
    issued: date | None = None
    publisher: str | None = None
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()
    pinned: bool = False
    undated: bool = False
    rebuilt: bool = False
    direct: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column (栏目). `path` is its slug within the site, `under` the path of the section that holds it.

    `terms` are the column ids of the taxonomy that it answers, `number` the CMS's own number of it. The server breaks
    down over a `broken` column; robots.txt forbids a `disallowed` one; one `elsewhere` is only a link to that address;
    of a `gone` one only the links are left.
    """

    path: str
    name: str
    number: int
    form: Form
    shown: frozenset[Shown]
    under: str | None
    terms: tuple[str, ...]
    html: str
    documents: tuple[Document, ...]
    broken: bool = False
    disallowed: bool = False
    elsewhere: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """One site, or a department's section of the portal (`section_of`, a site id).

    `links` are the other sites that its footer links to: unit name and site id. `registered` is the site code that
    the roster knows, where the pages show another; `unmarked` are the marks that the foot lacks; `tags` the site tags
    as the pages show them.
    """

    id: str
    unit: str
    name: str
    host: str
    family: str
    organiser: str
    code: str
    address: str
    phone: str
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    ipv6: bool = True
    soft_404: bool = False
    section_of: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    registered: str | None = None
    unmarked: frozenset[str] = frozenset()
    tags: tuple[tuple[str, str], ...] = ()

    def column(self, path: str) -> Column:
        """Return the column at `path`. Raises LookupError when there is none."""
        for column in self.columns:
            if column.path == path:
                return column
        raise LookupError(f"site {self.id} of the sample city has no column {path!r}")

    def within(self, section: str | None) -> tuple[Column, ...]:
        """Return the columns directly under a section, or those of the top level for None."""
        return tuple(column for column in self.columns if column.under == section)


@dataclass(frozen=True, slots=True)
class Body:
    """A responsible unit of the city as the roster lists it; `site` is a site id."""

    id: str
    name: str
    body: str
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    site: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An official text shipped with the city, and the sites that must carry it."""

    file: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau that has a plan of its own for its offices (科室), with its site (a site id) as their portal."""

    place: str
    site: str
    offices: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class City:
    """The whole city as data; `zone` is its domain, `name_servers_with_ipv6` those that have an AAAA record."""

    place: str
    zone: str
    sites: tuple[Site, ...]
    bodies: tuple[Body, ...]
    references: tuple[Reference, ...]
    name_servers: tuple[str, ...]
    name_servers_with_ipv6: tuple[str, ...]
    bureau: Bureau

    def site(self, site: str) -> Site:
        """Return the site with this id. Raises LookupError when there is none."""
        for each in self.sites:
            if each.id == site:
                return each
        raise LookupError(f"the sample city has no site {site!r}")
