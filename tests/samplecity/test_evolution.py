"""The sample city goes on: pure, from day to day, with what is seeded in it."""

from mingjian.samplecity.city import SampleCity
from mingjian.samplecity.evolution import (
    LATE,
    REDESIGN,
    SET_BACK,
    WITHDRAWN,
    city_of_night,
    day_of_night,
    withdrawn_title,
)
from mingjian.samplecity.load import load_city
from mingjian.samplecity.model import AS_OF, City

PORTS = {site.id: 18_000 + number for number, site in enumerate(load_city().sites)}


def titles(city: City, site: str, term: str) -> list[str]:
    column = next(each for each in city.site(site).columns if term in each.terms)
    return [each.title for each in column.documents]


def test_a_night_is_the_same_every_time_and_the_first_is_the_day_of_the_description() -> None:
    city = load_city()
    assert day_of_night(1) == AS_OF
    assert city_of_night(city, 17).city == city_of_night(city, 17).city
    assert city_of_night(city, 1).weather == {}


def test_what_is_seeded_is_there_from_its_night_on() -> None:
    city = load_city()
    gone = withdrawn_title(city)
    assert gone in titles(city_of_night(city, WITHDRAWN - 1).city, "fgj", "notices")
    assert gone not in titles(city_of_night(city, WITHDRAWN).city, "fgj", "notices")
    assert LATE not in titles(city_of_night(city, SET_BACK - 1).city, "fgj", "feedback")
    assert LATE in titles(city_of_night(city, SET_BACK).city, "fgj", "feedback")


def test_a_redesign_changes_every_address_and_no_title() -> None:
    city = load_city()
    before, after = (city_of_night(city, night).city for night in (REDESIGN - 1, REDESIGN))
    assert titles(before, "sfj", "notices") == titles(after, "sfj", "notices")
    old, new = (set(SampleCity(PORTS, each).hosts["sfj"].pages) for each in (before, after))
    assert old & new <= {"/"}


def test_no_document_bears_a_day_after_the_night_that_shows_it() -> None:
    for number in (1, 8, 22, 30):
        night = city_of_night(load_city(), number)
        evolved = [night.city.site(each) for each in ("fgj", "scjgj", "sfj")]
        newest = max(document.published for site in evolved for column in site.columns for document in column.documents)
        assert newest <= night.day
