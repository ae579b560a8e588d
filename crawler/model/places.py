"""Who answers and where to look: units, sites and the columns pinned by hand."""

from dataclasses import dataclass, field
from enum import StrEnum


class Body(StrEnum):
    """What kind of body a unit is; statutory deadlines differ by it (令711 arts. 49-50)."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWN = "town"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Site:
    """One place to visit: a whole site, or a section of a portal that belongs to a unit.

    `url` is the home page, or the section's first page when `section` is true. Evidence is credited only to
    pages on `hosts` (host names, with `:port` where it is not the default one); the home page's own host is always in.
    `pins` maps a column id of the taxonomy to the URL where this site keeps it.
    """

    id: str
    name: str
    url: str
    hosts: tuple[str, ...] = ()
    code: str | None = None
    section: bool = False
    portal: bool = False
    pins: dict[str, str] = field(default_factory=dict)
    robots_override: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位): its official name, other names it goes by, groups it belongs to, and its place.

    `groups` hold phrases such as 市直各部门 or 各镇街 that plans use. `site` is a `Site.id`, or None when the
    unit has no place of its own that is known to the roster. `service_duty` false means that an operator vouches for
    the unit having no outward service duty (没有对外服务职责).
    """

    id: str
    name: str
    body: Body
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    site: str | None = None
    service_duty: bool = True
