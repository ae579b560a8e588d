"""Reads the description and writes the whole city: the same values every time."""

from functools import cache
from importlib import resources
from itertools import count

import yaml

from mingjian.samplecity import description as told
from mingjian.samplecity.model import Body, Bureau, City, Column, Document, Form, Reference, Shown, Site
from mingjian.samplecity.phrasing import standing_text
from mingjian.samplecity.writers import Desk, consultations, documents, in_order, pairs


@cache
def load_city() -> City:
    """Return the sample city as described by city.yaml and sites/."""
    text = told.CityText.model_validate(_yaml("city.yaml"))
    return City(
        place=text.place,
        zone=text.zone,
        sites=tuple(_site(id_, text, number) for number, id_ in enumerate(text.sites, start=1)),
        bodies=tuple(map(_body, text.units)),
        references=tuple(Reference(each.file, each.sites) for each in text.references),
        name_servers=text.name_servers,
        name_servers_with_ipv6=text.name_servers_with_ipv6,
        bureau=Bureau(text.bureau.place, text.bureau.site, tuple(map(_body, text.bureau.units))),
    )


def _body(unit: told.UnitText) -> Body:
    return Body(unit.id, unit.name, unit.body, unit.aliases, unit.groups, unit.site)


def _yaml(*path: str) -> object:
    text = resources.files("mingjian.samplecity").joinpath(*path).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _site(id_: str, city: told.CityText, number: int) -> Site:
    text = told.SiteText.model_validate(_yaml("sites", f"{id_}.yaml"))
    desk = Desk(id_, text, first_serial=number * 100_000 + 1)
    written: dict[str, list[Document]] = {column.path: list(documents(desk, column)) for column in text.columns}
    desk.rebuilt = False
    for pair in text.pairs:
        policies, readings = pairs(desk, pair)
        written[pair.policies] += policies
        written[pair.interpretations] += readings
    if text.consultations is not None:
        notices, results = consultations(desk, text.consultations)
        written[text.consultations.notices] += notices
        written[text.consultations.feedback] += results
    numbers = count(number * 1000 + 1)
    return Site(
        id=id_,
        unit=next(unit.id for unit in city.units if unit.site == id_),
        name=text.name,
        host=f"{text.host}.{city.zone}",
        family=text.family,
        organiser=text.organiser,
        code=text.code,
        address=text.address,
        phone=text.phone,
        columns=tuple(_column(column, desk, next(numbers), written[column.path]) for column in text.columns),
        encoding=text.encoding,
        ipv6=text.ipv6,
        soft_404=text.soft_404,
        section_of=text.section_of,
        registered=text.registered,
        unmarked=frozenset(map(str, text.unmarked)),
        tags=tuple(
            {
                "SiteName": text.name,
                "SiteDomain": f"{text.host}.{city.zone}",
                "SiteIDCode": text.code,
                **text.copied_tags,
            }.items()
        ),
        links=tuple((unit.name, unit.site) for unit in city.units if unit.site in text.links),
    )


def _column(text: told.ColumnText, desk: Desk, number: int, written: list[Document]) -> Column:
    return Column(
        path=text.path,
        name=text.name,
        number=number,
        form=Form(text.form),
        shown=frozenset(Shown(each) for each in text.shown),
        under=text.under,
        terms=text.is_,
        html=standing_text(text.text, **desk.particulars) if text.text else "",
        documents=in_order(written),
        broken=text.broken,
        disallowed=text.disallowed,
        elsewhere=text.elsewhere,
        gone=text.gone,
    )
