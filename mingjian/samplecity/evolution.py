"""How the sample city goes on, night after night: what is put up, set back, taken down, rebuilt, and when it fails.

`city_of_night(city, number)` is pure: the city as it stands on the night with this number, counted from 1 on the day
that the city is described for. `SEEDED` says what the history must find in it, and what it must not take for a fault.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus

from mingjian.samplecity.model import AS_OF, City, Column, Document, Site
from mingjian.samplecity.resource import HTML, Resource, Routes
from mingjian.samplecity.writers import in_order

Weather = Callable[[Routes], Routes]
SET_BACK, WITHDRAWN, CHANGED, MOVED, PINNED, UPLOADED = 12, 10, 6, 16, 9, 15
OUTAGE, FIREWALL, REDESIGN, DARK = 14, 21, 18, 24
"""The nights on which things happen."""
_SERIALS = 900_001
_BODY = "<p>各有关单位：现将{title}有关事项通知如下，请认真贯彻执行，{day}前报送落实情况。联系人：综合科。</p>"
_WALL = (
    "<html><head><title>访问被拦截</title></head>"
    "<body><p>您的访问请求可能对网站造成安全威胁，请求已被拦截。</p></body></html>"
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """One thing that happens: the site, the title it concerns (a part of it), the night, and whether it is a fault."""

    kind: str
    site: str
    title: str
    night: int
    fault: bool


@dataclass(frozen=True, slots=True)
class CityNight:
    """The city on one night; `weather` changes what the servers of some sites answer."""

    number: int
    day: date
    city: City
    weather: Mapping[str, Weather]


LATE = "关于泽安市公共停车收费调整方案意见征集情况的反馈"
BACKLOG = tuple(f"关于第{number}批抽检不合格食品核查处置情况的通告" for number in "一二三四")
TRANSFERRED = "关于开展节约用电宣传周活动的通知"
SEEDED = (
    Seeded("publication-backdated", "fgj", LATE, SET_BACK, fault=True),
    Seeded("content-withdrawn", "fgj", "", WITHDRAWN, fault=True),
    *(Seeded("publication-backdated", "scjgj", title, UPLOADED, fault=False) for title in BACKLOG),
    Seeded("content-withdrawn", "fgj", TRANSFERRED, MOVED, fault=False),
    Seeded("publication-backdated", "scjgj", "", PINNED, fault=False),
    Seeded("redesign", "sfj", "", REDESIGN, fault=False),
)


def day_of_night(number: int) -> date:
    """Return the day on whose evening the night with this number begins."""
    return AS_OF + timedelta(days=number - 1)


def city_of_night(city: City, number: int) -> CityNight:
    """Return the city as it stands on the night with this number (from 1)."""
    sites = tuple(_EVOLVED.get(site.id, _same)(site, number) for site in city.sites)
    weather: dict[str, Weather] = {}
    if number == OUTAGE:
        weather["fgj"] = out_of_order
    if number == FIREWALL:
        weather["scjgj"] = walled_off
    if number == DARK:
        weather |= {site.id: out_of_order for site in sites if site.section_of is None}
    return CityNight(number, day_of_night(number), replace(city, sites=sites), weather)


def withdrawn_title(city: City) -> str:
    """Return the title of the notice that is taken down: one from the middle of the list."""
    notices = _column(city.site("fgj"), "notices").documents
    return notices[len(notices) // 3].title


def out_of_order(routes: Routes) -> Routes:
    """Answer every page with an error of the server."""
    body = b"<html><head><title>503 Service Unavailable</title></head><body>Service Unavailable</body></html>"
    return Routes({}, lambda _: Resource(body, HTML, AS_OF, HTTPStatus.SERVICE_UNAVAILABLE), routes.disallowed)


def walled_off(routes: Routes) -> Routes:
    """Answer every page with that of a firewall."""
    page = Resource(_WALL.encode(), f"{HTML}; charset=utf-8", AS_OF)
    return Routes({}, lambda _: page, routes.disallowed)


def _same(site: Site, _number: int) -> Site:
    return site


def _fgj(site: Site, number: int) -> Site:
    """Every third night a notice; one text changed, one notice taken down, one moved; a late result set back."""
    column = _column(site, "notices")
    victim, changed = column.documents[len(column.documents) // 3], column.documents[0]
    written = [*column.documents, *_every(site, "通知", number, 3), _document(site, TRANSFERRED, day_of_night(2), 80)]
    if number < 2:  # noqa: PLR2004 - the second night
        written = [each for each in written if each.title != TRANSFERRED]
    if number >= WITHDRAWN:
        written = [each for each in written if each.serial != victim.serial]
    if number >= CHANGED:
        html = changed.html.replace("</p>", "补充：办理时限由二十日改为三十日。</p>", 1)
        written = [replace(each, html=html) if each.serial == changed.serial else each for each in written]
    if number >= MOVED:
        moved = [each for each in written if each.title == TRANSFERRED]
        written = [each for each in written if each.title != TRANSFERRED]
        site = _with(site, "news", [*_column(site, "news").documents, *moved])
    if number >= SET_BACK:
        late = _document(site, LATE, day_of_night(4), 90)
        site = _with(site, "feedback", [*_column(site, "feedback").documents, late])
    return _with(site, "notices", written)


def _scjgj(site: Site, number: int) -> Site:
    """Every other night a notice, the list keeping its length; a backlog put up at once; an old notice pinned."""
    column = _column(site, "notices")
    kept = len(column.documents)
    written = in_order([*column.documents, *_every(site, "通告", number, 2)])[:kept]
    if number >= UPLOADED:
        days = [day_of_night(each) for each in (3, 4, 4, 5)]
        backlog = [
            _document(site, title, day, 60 + at) for at, (title, day) in enumerate(zip(BACKLOG, days, strict=True))
        ]
        written = in_order([*written, *backlog])
    if number >= PINNED:
        old = _document(site, "关于公布投诉举报电话的公告", date(2019, 5, 6), 70)
        written = in_order([*written, replace(old, pinned=True)])
    return _with(site, "notices", list(written))


def _sfj(site: Site, number: int) -> Site:
    """A new system on one night: every address is another, every title and date the same."""
    return site if number < REDESIGN else replace(site, family="plain")


_EVOLVED: dict[str, Callable[[Site, int], Site]] = {"fgj": _fgj, "scjgj": _scjgj, "sfj": _sfj}


def _every(site: Site, word: str, number: int, nights: int) -> list[Document]:
    """Return what has been put up so far, one document every so many nights, each dated truly."""
    due = range(1 + nights, number + 1, nights)
    return [_document(site, f"关于做好{each}号专项工作的{word}", day_of_night(each), each) for each in due]


def _document(site: Site, title: str, published: date, at: int) -> Document:
    serial = _SERIALS + 1000 * (sum(site.id.encode()) % 90) + at
    html = _BODY.format(title=title, day=f"{published.month}月{published.day}日") * 3
    return Document(serial, title, published, html, site.organiser)


def _column(site: Site, term: str) -> Column:
    return next(column for column in site.columns if term in column.terms)


def _with(site: Site, term: str, documents: list[Document]) -> Site:
    column = _column(site, term)
    changed = replace(column, documents=in_order(documents))
    return replace(site, columns=tuple(changed if each is column else each for each in site.columns))
