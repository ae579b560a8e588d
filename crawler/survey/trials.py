"""What is tried out on a site after its columns and documents are read: its links and its own search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.model import Facts, Kind, ListedItem, SiteWanted
from crawler.survey.assemble import ColumnDone
from crawler.survey.desk import Desk, Errand
from crawler.survey.link_trial import SiteLink, site_link, try_links
from crawler.survey.search_trial import try_search
from crawler.survey.seen import Seen


@dataclass(frozen=True, slots=True)
class Trial:
    """What one trial came to, and the looks it rests on beside the home page; no facts when it was not made."""

    kind: Kind
    facts: Facts | None
    seen: tuple[Seen, ...] = ()


def wanted_trials(wanted: SiteWanted) -> tuple[Kind, ...]:
    """Return which trials are wanted of a site."""
    wishes = ((Kind.LINKS, wanted.links), (Kind.SEARCH, wanted.search))
    return tuple(kind for kind, wish in wishes if wish is not None)


def try_out(desk: Desk, wanted: SiteWanted, home: Seen, done: Sequence[ColumnDone]) -> Errand[tuple[Trial, ...]]:
    """Make the wanted trials, one after another; they come last, so that they never take the budget of the rest."""
    trials: list[Trial] = []
    front = home.held.gist.sitewide.front if home.held is not None else None
    if wanted.search is not None:
        # What could be opened is surely there to be found; a title alone may be of a page that is gone.
        listed = list(_opened(done)) or list(_listed(done)) or list(front.items if front is not None else ())
        searched = yield from try_search(desk, front, listed, wanted.search.titles)
        if searched is not None:
            trials.append(Trial(Kind.SEARCH, *searched))
    if wanted.links is not None:
        facts, seen = yield from try_links(desk, wanted.links, list(_links(home, done)))
        trials.append(Trial(Kind.LINKS, facts, seen))
    return tuple(trials)


def _opened(done: Sequence[ColumnDone]) -> Iterator[ListedItem]:
    for each in done:
        for opened in each.opened:
            if opened.seen.ok:
                yield replace(opened.item, date=opened.item.date or opened.published)


def _listed(done: Sequence[ColumnDone]) -> Iterator[ListedItem]:
    for each in done:
        if each.contents is not None:
            yield from each.contents.list.items


def _links(home: Seen, done: Sequence[ColumnDone]) -> Iterator[SiteLink]:
    """The links of the home page, of the lists, and the attachments of opened documents."""
    front = home.held.gist.sitewide.front if home.held is not None else None
    for link in front.links if front is not None else ():
        yield site_link(link.url, link.title, home.url, front=True)
    for each in done:
        page = each.found.seen.url if each.found.seen is not None else home.url
        for item in each.contents.list.items if each.contents is not None else ():
            yield site_link(item.url, item.title, page)
        for opened in each.opened:
            reading = opened.seen.reading
            for file in reading.page.document.attachments if reading is not None and opened.seen.ok else ():
                yield site_link(file.url, file.title, opened.seen.url, file=True)
