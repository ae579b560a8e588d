"""Nights of a small list as tests write them: what it shows, night by night."""

from datetime import UTC, date, datetime, timedelta

from crawler.history import KnownSite, Night, compare
from crawler.model import (
    ColumnLook,
    DateRead,
    DocumentLook,
    ListedItem,
    ListedPage,
    Outcome,
    Provenance,
    Reach,
    SiteLook,
    Stopped,
)
from crawler.survey.looks import reached

SITE = "czj"
HOME = "http://czj.zean.test"
FIRST = date(2022, 1, 10)


def moment(night: int, second: int = 0) -> datetime:
    """22:00 in Beijing of the night with this number, counted from 1 on 2022-01-10."""
    return datetime(2022, 1, 9, 14, 0, second, tzinfo=UTC) + timedelta(days=night)


def source(night: int, url: str = f"{HOME}/tzgg/", second: int = 0) -> Provenance:
    return Provenance(url, moment(night, second), Outcome.OK, 200, "w", 0, "sha256:0", "3")


def asked(night: int, url: str, outcome: Outcome) -> Provenance:
    """What an item's own address answered on a night."""
    return Provenance(url, moment(night), outcome, 404, "w", 0, "sha256:0", "3")


def item(text: str) -> ListedItem:
    """`2022-01-05 题目 /a.html`; `undated` stands for no date, the address follows from the title when left out."""
    day, title, *url = text.split()
    place = url[0] if url else f"/{title}.html"
    return ListedItem(title, HOME + place, None if day == "undated" else date.fromisoformat(day))


def listing(
    night: int,
    *shown: str,
    column: str = "notices",
    url: str = f"{HOME}/tzgg/",
    stopped: Stopped = Stopped.END,
    pages: tuple[int, ...] = (),
    at: tuple[int, ...] = (),
) -> ColumnLook:
    """A list on a night; `pages` are the items a page, `at` the nights on which the pages were really asked."""
    items = tuple(item(each) for each in shown)
    counts = pages or (len(items),)
    made, start = [], 0
    for number, count in enumerate(counts):
        page = source(at[number] if at else night, f"{url}?p={number}", number)
        made.append(ListedPage(page, items[start : start + count]))
        start += count
    reaches: tuple[Reach, ...] = reached(made, stopped)
    return ColumnLook(column, url, tuple(made), reaches)


def opened(night: int, url: str, digest: str, published: str | None = None, title: str = "题目") -> DocumentLook:
    read = None if published is None else DateRead(date.fromisoformat(published))
    return DocumentLook("notices", HOME + url, title, read, digest, source(night, HOME + url))


def looked(*columns: ColumnLook, documents: tuple[DocumentLook, ...] = (), extractor: str = "3") -> SiteLook:
    return SiteLook(SITE, extractor, columns, documents)


def after(*nights: SiteLook) -> KnownSite:
    """What is known after all these nights."""
    return last(*nights).known


def last(*nights: SiteLook) -> Night:
    known = KnownSite(SITE)
    night = Night(known, ())
    for each in nights:
        night = compare(night.known, each)
    return night
