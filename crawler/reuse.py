"""What tonight's run of one site need not ask again: answers from earlier runs that still stand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crawler.model import Outcome, Purpose, Visit
from crawler.model.freshness import Freshness
from crawler.platforms.fetch import Fetch
from crawler.store import Earlier, Run, Store
from crawler.survey.reader import Body
from crawler.warc import Original, WarcPlace, read_original

NOT_MODIFIED = 304
_HREF = re.compile(rb"""href\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)
_MOST_LINKS = 5_000
_LISTS = frozenset({Purpose.COLUMN, Purpose.LIST_PAGE})
_LEADING = frozenset({Purpose.HOME, Purpose.SITE_MAP, Purpose.SECTION, Purpose.COLUMN})
_COLUMN_ID = re.compile(r"/col/col(\d+)/")
_ARTICLE_OF = re.compile(r"/art_(\d+)_")


class Reuse:
    """The earlier answers of one site, and what tonight's looks say of them.

    Everything follows from the store as it was when the run began and from tonight's visits: a run that goes on after
    a kill decides the same.
    """

    def __init__(self, store: Store, run: Run, site: str, freshness: Freshness) -> None:
        self._store = store
        self._run = run
        self._site = site
        self._freshness = freshness
        self._changed: dict[str | None, bool] = {}
        self._due: set[str] = set()
        self._taken: list[int] = []
        self._asked: str | None = None
        self._known: tuple[Earlier, ...] = ()

    def answer(self, fetch: Fetch) -> Visit | None:
        """Return the earlier visit that answers `fetch` tonight, or None when it must be asked."""
        found = self._earlier(fetch)
        latest = found[0] if found else None
        if latest is None or not _ended_well(latest, fetch) or self._is_told_otherwise(fetch):
            return None
        if not self._freshness.holds(latest.visit, fetch.purpose, fetch.column, self._run.began):
            return None
        self._taken.append(latest.id)
        if fetch.purpose in _LISTS:
            self._changed[fetch.column] = False
        return replace(latest.visit, purpose=fetch.purpose, column=fetch.column, number=fetch.number)

    def failed_before(self, fetch: Fetch) -> bool:
        """Whether the last run that asked this got no good answer: then one more failure need not be made sure of."""
        found = self._earlier(fetch)
        return bool(found) and found[0].visit.outcome is not Outcome.OK

    def before(self, fetch: Fetch) -> Visit | None:
        """Return the last visit that brought what `fetch` asks for, to ask only whether it has changed; else None.

        Servers and caches that never see a change are common: what was told not to have changed last time is asked for
        whole, so that such a word is believed once and not for good.
        """
        if fetch.method != "GET" or fetch.browser:
            return None
        for each in self._earlier(fetch):
            visit = each.visit
            if _ended_well(each, fetch) and visit.outcome is Outcome.OK and visit.digest is not None:
                told = visit.status == NOT_MODIFIED or not (visit.etag or visit.last_modified)
                return None if told else visit
        return None

    def original(self, visit: Visit) -> Original | None:
        """Return the record that holds the body of an earlier visit; None when it is not kept any more."""
        if visit.warc is None or visit.offset is None:
            return None
        return read_original(self._store.folder, self._store.where(WarcPlace(visit.warc, visit.offset)))

    def learn(self, fetch: Fetch, visit: Visit, body: Body | None) -> None:
        """Take note of what a visit made tonight shows that the one before it did not."""
        if fetch.purpose not in _LISTS and fetch.purpose not in _LEADING:
            return
        new = self._new_links(fetch, visit, body)
        if fetch.purpose in _LISTS:
            self._changed[fetch.column] = new is None or bool(new)
        for url in new or ():
            self._due.update(_places(url))

    def recall(self, fetch: Fetch, visit: Visit, body: Body | None) -> None:
        """Take note of a visit that this run had stored before it was killed."""
        if visit.seen_at >= self._run.began:
            self.learn(fetch, visit, body)
        elif fetch.purpose in _LISTS:
            self._changed[fetch.column] = False

    def end(self) -> None:
        """Record which earlier visits were taken."""
        self._store.reuse(self._run, self._taken)

    def _earlier(self, fetch: Fetch) -> tuple[Earlier, ...]:
        if self._asked != fetch.key:
            self._asked, self._known = fetch.key, self._store.earlier(self._run, self._site, fetch.key)
        return self._known

    def _is_told_otherwise(self, fetch: Fetch) -> bool:
        """Whether tonight's looks say that a list is not what it was; its pages change with the ones before them."""
        if fetch.purpose is Purpose.LIST_PAGE:
            return self._changed.get(fetch.column, True) and self._site not in self._freshness.resting
        return fetch.purpose is Purpose.COLUMN and _folder(fetch.url) in self._due

    def _new_links(self, fetch: Fetch, visit: Visit, body: Body | None) -> frozenset[str] | None:
        """The addresses that the page links to or ceased to link to; None when there is nothing to compare with."""
        if visit.outcome is not Outcome.OK:
            return None
        earlier = self._earlier(fetch)
        last = next((each.visit for each in earlier if each.visit.outcome is Outcome.OK), None)
        if last is None:
            return None
        if visit.digest is not None and visit.digest == last.digest:
            return frozenset()
        old, new = self._store.body(last), body() if callable(body) else body
        if old is None or new is None:
            return None
        return frozenset(_links(visit, new) ^ _links(last, old))


def unchanged(visit: Visit, earlier: Visit) -> Visit:
    """Return the visit that was answered 304 as the good look that it is, with what the earlier one had brought."""
    return replace(
        visit,
        outcome=Outcome.OK,
        final_url=earlier.final_url,
        media_type=earlier.media_type,
        digest=earlier.digest,
        size=earlier.size,
        etag=visit.etag or earlier.etag,
        last_modified=visit.last_modified or earlier.last_modified,
        revisit=True,
        note=None,
    )


def conditions(earlier: Visit) -> Mapping[str, str]:
    """Return the headers that ask for a page only if it is not what `earlier` brought (RFC 9110 13.1)."""
    asked = {"If-None-Match": earlier.etag, "If-Modified-Since": earlier.last_modified}
    return {name: value for name, value in asked.items() if value is not None}


def _ended_well(earlier: Earlier, fetch: Fetch) -> bool:
    """Whether a look may be used again; that an impossible path is not there is what was to be learnt of it."""
    if fetch.purpose is Purpose.IMPOSSIBLE:
        return earlier.visit.outcome in {Outcome.OK, Outcome.NOT_FOUND}
    return earlier.visit.outcome is Outcome.OK and earlier.judged is None


def _links(visit: Visit, body: bytes) -> set[str]:
    base = visit.final_url or visit.url
    found = set()
    for each in _HREF.findall(body)[:_MOST_LINKS]:
        try:
            found.add(urljoin(base, each.decode("latin-1")))
        except ValueError:
            continue
    return found


def _places(url: str) -> set[str]:
    """The folders above an address on its host, and the column that its name tells, as `_folder` spells them."""
    parts = urlsplit(url)
    folders = parts.path.split("/")[1:-1]
    places = {f"{parts.netloc}/{'/'.join(folders[:depth])}/" for depth in range(1, len(folders) + 1)}
    article = _ARTICLE_OF.search(parts.path)
    return places | {f"{parts.netloc} col{article.group(1)}"} if article else places


def _folder(url: str) -> str:
    parts = urlsplit(url)
    column = _COLUMN_ID.search(parts.path)
    if column is not None:
        return f"{parts.netloc} col{column.group(1)}"
    return f"{parts.netloc}{parts.path.rpartition('/')[0]}/"


def robots_answer(store: Store, run: Run, site: str, freshness: Freshness | None, fetch: Fetch) -> Visit | None:
    """Return the earlier visit to a robots.txt that may still be obeyed in `run`, recorded as taken; else None."""
    found = store.earlier(run, site, fetch.key) if freshness is not None else ()
    if freshness is None or not found or found[0].visit.outcome not in {Outcome.OK, Outcome.NOT_FOUND}:
        return None
    if not freshness.holds(found[0].visit, Purpose.ROBOTS, None, run.began):
        return None
    store.reuse(run, [found[0].id])
    return found[0].visit
