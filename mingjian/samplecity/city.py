"""The sample city as pages: pure, and the same bytes for the same ports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import yaml

from mingjian.samplecity.families import FAMILIES
from mingjian.samplecity.load import load_city
from mingjian.samplecity.model import AS_OF, Body, City, Site
from mingjian.samplecity.regulations import official_path
from mingjian.samplecity.resource import Resource, Routes

PREFERRED_PORTS = {
    "portal": 18021,
    "fgj": 18022,
    "czj": 18023,
    "sfj": 18024,
    "wsjkj": 18025,
    "scjgj": 18026,
    "qinghe": 18027,
    "liuxi": 18028,
}
"""The port of each site that has a server of its own, where it is free."""
OFFICIAL = "official"
"""The folder beside the roster that holds the official texts."""


@dataclass(frozen=True)
class SampleCity:
    """The city with the port that each of its hosts is served on (site id to port).

    `told` is the city as it is on a later night; None: as it is described.
    """

    ports: Mapping[str, int]
    told: City | None = None

    @property
    def as_of(self) -> date:
        """The day the city is judged for."""
        return AS_OF

    @cached_property
    def data(self) -> City:
        """The city before it has pages."""
        return self.told or load_city()

    def site(self, site: str) -> Site:
        """Return a site by id. Raises LookupError when there is none."""
        return self.data.site(site)

    def home(self, site: str) -> str:
        """Return the URL of a site's home page, or of a section's first page."""
        found = self.site(site)
        path = f"bmpd/{found.id}/" if found.section_of else ""
        return f"http://{found.host}:{self.ports[found.section_of or found.id]}/{path}"

    @cached_property
    def hosts(self) -> dict[str, Routes]:
        """The routes of every host by the id of the site that owns it; sections are laid into their portal's."""
        laid: dict[str, Routes] = {}
        for site in sorted(self.data.sites, key=lambda each: each.section_of is not None):
            routes = FAMILIES[site.family](site, self.home)
            owner = site.section_of or site.id
            above = laid.get(owner, Routes({}))
            laid[owner] = Routes(
                {**above.pages, **routes.pages},
                above.answer or routes.answer,
                tuple(dict.fromkeys((*above.disallowed, *routes.disallowed))),
            )
        return laid

    def pages(self) -> Iterator[tuple[str, str, Resource]]:
        """Yield every page that a GET can reach: site id, path with query, resource."""
        for site, routes in self.hosts.items():
            for path, route in routes.pages.items():
                yield site, path, route()

    @property
    def roster_text(self) -> str:
        """The roster of the city as YAML, with the real ports; `write_roster` puts the texts it names beside it."""
        data = self.data
        return _as_yaml(
            place=data.place,
            sites=[self._site_entry(site, portal=site.id == "portal") for site in data.sites],
            units=[_unit_entry(body) for body in data.bodies],
            references=[{"file": f"{OFFICIAL}/{each.file}", "sites": list(each.sites)} for each in data.references],
        )

    @property
    def bureau_roster_text(self) -> str:
        """The roster of the justice bureau for a plan of its own: its site as the portal, its offices as units."""
        bureau = self.data.bureau
        return _as_yaml(
            place=bureau.place,
            sites=[self._site_entry(self.site(bureau.site), portal=True)],
            units=[_unit_entry(office) for office in bureau.offices],
        )

    def write_roster(self, folder: Path) -> Path:
        """Write roster.yaml and the official texts it refers to into `folder`; return the roster's path."""
        texts = folder / OFFICIAL
        texts.mkdir(parents=True, exist_ok=True)
        for reference in self.data.references:
            (texts / reference.file).write_bytes(official_path(reference.file).read_bytes())
        roster = folder / "roster.yaml"
        roster.write_text(self.roster_text, encoding="utf-8")
        return roster

    def write_bureau_roster(self, folder: Path) -> Path:
        """Write the justice bureau's roster-bureau.yaml into `folder`; return its path."""
        roster = folder / "roster-bureau.yaml"
        roster.write_text(self.bureau_roster_text, encoding="utf-8")
        return roster

    def _site_entry(self, site: Site, *, portal: bool) -> dict[str, object]:
        entry: dict[str, object] = {
            "id": site.id,
            "name": site.name,
            "url": self.home(site.id),
            "code": site.registered or site.code,
        }
        if portal:
            entry["portal"] = True
        if site.section_of:
            entry["section"] = True
        return entry


def _unit_entry(body: Body) -> dict[str, object]:
    return {
        "id": body.id,
        "name": body.name,
        "body": body.body,
        "aliases": list(body.aliases),
        "groups": list(body.groups),
        "site": body.site,
    }


def _as_yaml(**roster: object) -> str:
    return yaml.safe_dump(roster, allow_unicode=True, sort_keys=False, width=120)
