"""The survey of one site: which pages to ask for next, and what they prove. Pure: no clock, no network, no files.

The order of work (each step is asked in rounds, see `crawler.survey.desk`):

1. the home page, in the browser when it is an empty shell;
2. a path that cannot exist (what the site says of missing pages), the site map;
3. every wanted column: found, confirmed by its own page, or looked for in every place there is;
4. the lists, back to the wanted date;
5. the documents that checks need, with their attachments;
6. what checks want tried out: links within the site, its own search.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crawler.extract import EXTRACTOR
from crawler.model import (
    DocumentsWanted,
    Evidence,
    ListedItem,
    Look,
    Outcome,
    PageKind,
    Place,
    Provenance,
    Purpose,
    Reading,
    SiteLook,
    SiteWanted,
    Visit,
)
from crawler.model.facts import Form
from crawler.platforms import Fetch
from crawler.survey.assemble import (
    ColumnDone,
    column_evidence,
    consultation_evidence,
    document_evidence,
    failed_column,
    home_looks,
    site_evidence,
    trial_evidence,
)
from crawler.survey.budget import Budget
from crawler.survey.column_contents import ColumnContents
from crawler.survey.column_search import ColumnSearch, Found
from crawler.survey.desk import Desk, Errand, together
from crawler.survey.discovery import Signposts
from crawler.survey.documents import Opened, as_item, chosen, open_document
from crawler.survey.interpretations import interpretation_evidence
from crawler.survey.letters import message_evidence, open_entrances
from crawler.survey.looks import site_look
from crawler.survey.reader import Assignment, Body, Read, read_body
from crawler.survey.seen import Reading as PageReading
from crawler.survey.seen import Seen, brief, provenance
from crawler.survey.shelf import Packed, Shelf
from crawler.survey.site_facts import with_sitewide
from crawler.survey.successions import beside
from crawler.survey.territory import Territory, canonical, same_page
from crawler.survey.trials import Trial, try_out, wanted_trials

_AT_ONCE = 200
"""Documents that are opened in lockstep: errands cost memory from their first step to their last."""


class SiteSurvey:
    """What to ask one site, and the evidence it gives.

    Everything follows from `wanted`, `budget` and the answers: the same answers in any order give the same requests
    and the same evidence, so a stored crawl can be replayed.
    """

    def __init__(
        self,
        wanted: SiteWanted,
        budget: Budget | None = None,
        shelf: Shelf | None = None,
        read: Read = read_body,
    ) -> None:
        self._read = read
        self._wanted = wanted
        self._budget = budget or Budget()
        self._territory = Territory(wanted.site)
        self._desk = Desk(self._territory, self._budget.pages, shelf or Shelf())
        self._posts = Signposts(self._territory)
        self._kinds: dict[str, frozenset[Reading]] = {}
        self._home: Seen | None = None
        self._looks: tuple[Look, ...] = ()
        self._done: tuple[ColumnDone, ...] = ()
        self._trials: tuple[Trial, ...] = ()
        self._answers: dict[str, Provenance] = {}
        self._errand = self._work()

    def start(self) -> tuple[Fetch, ...]:
        """Return the first fetches."""
        return self._go_on()

    def assignment(self, fetch: Fetch, visit: Visit) -> Assignment | None:
        """Return what is to be read of a visit that was asked for, for whoever reads it elsewhere; None for nothing."""
        if visit.outcome is not Outcome.OK or fetch.method == "HEAD" or not self._desk.expects(fetch.key):
            return None
        return Assignment(fetch, visit, self._kinds_of(fetch), self._wanted.signs)

    def take(self, fetch: Fetch, visit: Visit, body: Body | PageReading | Packed | None) -> tuple[Fetch, ...]:
        """Take what became of one fetch; return what to ask next (nothing until the whole round is answered).

        A body is read here and now; what `assignment` asks for may also be given as it was read elsewhere.
        """
        if not self._desk.expects(fetch.key):
            return ()
        if fetch.purpose is Purpose.HOME and visit.outcome is Outcome.OK:
            self._territory.welcome(visit.final_url)
        held = None
        assignment = self.assignment(fetch, visit)
        if assignment is not None and body is not None:
            if not isinstance(body, PageReading | Packed):
                body = self._read(fetch, visit, body, assignment.kinds, signs=assignment.signs)
            held = None if body is None else self._desk.shelf.hold(body)
        self._desk.answer(Seen(fetch, visit.outcome, brief(visit, fetch.url), held))
        return () if self._desk.waiting else self._go_on()

    def look(self) -> SiteLook:
        """Return what was seen of lists and documents, for the history."""
        return site_look(self._wanted.site.id, self._done)

    def ask_again(self, urls: Sequence[str]) -> tuple[Fetch, ...]:
        """Return fetches for items that their lists no longer show, once all other work is done."""
        self._errand = self._recheck(urls)
        return self._go_on()

    @property
    def answers(self) -> Mapping[str, Provenance]:
        """What the addresses given to `ask_again` answered, as far as they were asked."""
        return self._answers

    def _recheck(self, urls: Sequence[str]) -> Errand[None]:
        seen = yield from together([self._desk.open(Fetch(each, Purpose.RECHECK)) for each in urls])
        looks = ((url, provenance(each, EXTRACTOR)) for url, each in zip(urls, seen, strict=True))
        self._answers = {url: look for url, look in looks if look is not None}

    @property
    def doubts(self) -> Mapping[str, Outcome]:
        """What the server called a success and is judged otherwise, by the keys of the fetches."""
        return self._desk.doubts

    def _kinds_of(self, fetch: Fetch) -> frozenset[Reading]:
        """As what a document is to be read: as all columns that list it, and its own column, want."""
        kinds = self._kinds.get(fetch.url, frozenset())
        if fetch.purpose not in {Purpose.DOCUMENT, Purpose.ATTACHMENT}:
            return kinds
        own = (column for column in self._wanted.columns if column.column == fetch.column)
        return kinds | {wish.reading for column in own for wish in column.documents}

    def evidence(self) -> tuple[Evidence, ...]:
        """Return the evidence so far, in a fixed order: site, columns as wanted, documents as listed."""
        return tuple(self.pieces())

    def pieces(self) -> Iterator[Evidence]:
        """Yield the same piece by piece, each once: all of a large site together would take much memory."""
        given: set[str] = set()
        for piece in self._pieces():
            if piece.id not in given:
                given.add(piece.id)
                yield piece

    def _pieces(self) -> Iterator[Evidence]:
        home, site = self._home, self._wanted.site.id
        if home is None:
            return
        seen = self._desk.seen()
        yield from site_evidence(
            site,
            home,
            seen,
            self._desk.soft_404,
            lambda facts: with_sitewide(facts, home, self._looks, seen, self._territory.credits),
        )
        tried = {each.kind: each for each in self._trials}
        for kind in wanted_trials(self._wanted):
            trial = tried.get(kind, Trial(kind, None))
            yield from trial_evidence(site, kind, trial.facts, (home, *trial.seen))
        if not home.ok:
            for column in self._wanted.columns:
                yield from failed_column(site, column.column, home)
            return
        opened = [each for done in self._done for each in done.opened]
        for done in self._done:
            yield from column_evidence(site, home, done, self._looks, seen)
        before = beside(opened)
        for at, each in enumerate(opened):
            yield from document_evidence(site, each, before.get(at, ()))
        yield from consultation_evidence(site, opened)
        yield from interpretation_evidence(site, opened)
        yield from message_evidence(site, opened)

    def _go_on(self) -> tuple[Fetch, ...]:
        """Run the work until it needs answers it has not got; a round that asks nothing new is over at once."""
        for batch in self._errand:
            fetches = self._desk.issue(batch)
            if fetches:
                return fetches
        return ()

    def _work(self) -> Errand[None]:
        self._home = yield from self._desk.open(Fetch(self._territory.home, Purpose.HOME))
        if not self._home.ok or self._home.visit is None:
            return
        self._desk.know_home(self._home)
        self._looks = home_looks(self._home)
        yield from self._bound_section(self._home)
        self._posts.add(self._home)
        yield from self._ask_around()
        known = {each.column: each for each in (*self._wanted.search_only, *self._wanted.columns)}
        search = ColumnSearch(self._desk, self._posts, self._budget, known, self._wanted.site.pins)
        found = yield from together([search.find(each) for each in self._wanted.columns])
        self._done = tuple(ColumnDone(each, None) for each in found)
        contents = ColumnContents(self._desk, self._posts, self._budget, search)
        self._done = yield from together([_read(contents, each) for each in found])
        yield from self._open_documents()
        self._done = yield from together([self._with_entrances(each) for each in self._done])
        self._trials = yield from try_out(self._desk, self._wanted, self._home, self._done)

    def _bound_section(self, home: Seen) -> Errand[None]:
        """Tell a section's own columns from the portal's menu on the same page, when its folder does not."""
        if not self._territory.section or home.reading is None:
            return
        urls = [canonical(link.url) for link in home.reading.links]
        urls += [canonical(leaf.url) for leaf in home.reading.tree]
        if any(self._territory.within_section(url) and not same_page(url, home.url) for url in urls):
            return
        front = yield from self._desk.open(Fetch(self._territory.front, Purpose.SECTION))
        if front.ok and front.reading is not None:
            self._territory.leave_out(canonical(link.url) for link in front.reading.links)
        else:
            self._looks = (*self._looks, Look(Place.SECTION, front.fetch.url, front.outcome))

    def _ask_around(self) -> Errand[None]:
        """Ask what the site says of a page that cannot exist, and for its site map."""
        mark = hashlib.sha256(self._wanted.site.id.encode()).hexdigest()[:12]
        impossible = Fetch(self._territory.impossible(mark), Purpose.IMPOSSIBLE, browser=self._desk.rendered)
        site_map = None if self._wanted.site.section else self._posts.site_map()
        others = [Fetch(site_map, Purpose.SITE_MAP)] if site_map else []
        seen = yield from together([self._desk.ask(impossible), *(self._one(each) for each in others)])
        probe = seen[0][0]
        if probe.kind is PageKind.SHELL and not probe.fetch.browser:
            (probe,) = yield from self._desk.ask(replace(impossible, browser=True))
        self._desk.know_impossible(probe)
        for (answer,) in seen[1:]:
            self._posts.add(answer, Place.SITE_MAP)
            self._looks = (*self._looks, Look(Place.SITE_MAP, answer.fetch.url, answer.outcome))

    def _one(self, fetch: Fetch) -> Errand[tuple[Seen, ...]]:
        return ((yield from self._desk.open(fetch)),)

    def _with_entrances(self, done: ColumnDone) -> Errand[ColumnDone]:
        """Look where the public can write, for the columns of which a check asks it."""
        if not any(wish.reading is Reading.CHANNEL for wish in done.found.wanted.documents):
            return done
        interaction, seen = yield from open_entrances(self._desk, done.found)
        return replace(done, interaction=interaction, entrances=seen)

    def _open_documents(self) -> Errand[None]:
        """Open what the checks need of all columns; columns take turns, so that a short budget is shared."""
        tasks: list[tuple[int, Reading, ListedItem]] = []
        left_out: dict[int, list[str]] = {}
        for number, done in enumerate(self._done):
            for wish in _document_wishes(done):
                take, leave = chosen(_items(done), wish)
                tasks.extend((number, wish.reading, item) for item in take)
                left_out.setdefault(number, []).extend(f"{Outcome.BUDGET_SPENT} {item.url}" for item in leave)
        for _, kind, item in tasks:
            url = canonical(item.url)
            self._kinds[url] = self._kinds.get(url, frozenset()) | {kind}
        turns = _in_turns(tasks)
        columns = [done.found.wanted.column for done in self._done]
        opened = yield from together(
            (open_document(self._desk, columns[number], kind, item) for number, kind, item in turns), most=_AT_ONCE
        )
        by_task = dict(zip(turns, opened, strict=True))
        results: dict[int, list[Opened]] = {}
        for task in tasks:
            results.setdefault(task[0], []).append(by_task[task])
        self._done = tuple(
            replace(done, opened=tuple(results.get(number, ())), left_out=tuple(left_out.get(number, ())))
            for number, done in enumerate(self._done)
        )


def _read(contents: ColumnContents, found: Found) -> Errand[ColumnDone]:
    if found.taken is None:
        return ColumnDone(found, None)
    taken, shown = yield from contents.read(found)
    return ColumnDone(taken, shown)


def _document_wishes(done: ColumnDone) -> tuple[DocumentsWanted, ...]:
    """The documents wanted of a column that was found; entrances to write are no documents."""
    wishes = done.found.wanted.documents if done.contents else ()
    return tuple(wish for wish in wishes if wish.reading is not Reading.CHANNEL)


def _items(done: ColumnDone) -> tuple[ListedItem, ...]:
    """The items of a column; a column that is itself one document is its own item."""
    contents, seen = done.contents, done.found.seen
    if contents is None:
        return ()
    if contents.form in {Form.TEXT, Form.FILE} and seen is not None and done.found.taken is not None:
        return (as_item(seen, done.found.taken.title),)
    return contents.list.items


def _in_turns(tasks: Sequence[tuple[int, Reading, ListedItem]]) -> list[tuple[int, Reading, ListedItem]]:
    """The tasks with the columns taking turns, each task once."""
    place: dict[int, int] = {}
    ranked = []
    for task in dict.fromkeys(tasks):
        place[task[0]] = place.get(task[0], 0) + 1
        ranked.append((place[task[0]], task[0], task))
    return [task for _, _, task in sorted(ranked, key=lambda each: each[:2])]
