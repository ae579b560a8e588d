"""What stands at the address of a found column: a list, its sub-columns, a text; and how far it was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crawler.extract.lists.navigation import NavigationLink
from crawler.model import ColumnWanted, Outcome, PageKind, Purpose, Stopped
from crawler.model.facts import Form
from crawler.platforms import Fetch
from crawler.survey.budget import Budget
from crawler.survey.column_search import ColumnSearch, Found
from crawler.survey.desk import Desk, Errand
from crawler.survey.discovery import Candidate, Signposts, confirmation
from crawler.survey.lists import ListResult, joined, read_list, stopped_by
from crawler.survey.naming import Grade, match, plain, says_more
from crawler.survey.seen import Reading, Seen
from crawler.survey.territory import same_page

_DEPTH = 3
_SHORTEST_TEXT = 20
_LONGEST_NAME = 16
_TOOLS = re.compile(
    r"打印|关闭|分享|收藏|返回|首页|[上下前后]一?页|尾页|末页|字体|订阅|rss|登录|注册|繁体|无障碍|适老|扫一扫|网站地图"
)

_FULLEST_FIRST = (
    Form.LISTING,
    Form.LINKS,
    Form.TEXT,
    Form.FILE,
    Form.FORM,
    Form.UNREADABLE,
    Form.OFF_SITE,
    Form.EMPTY,
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands at a column's address."""

    form: Form
    list: ListResult = field(default_factory=ListResult)


class ColumnContents:
    """Reads the columns of one site that `search` has found."""

    def __init__(self, desk: Desk, posts: Signposts, budget: Budget, search: ColumnSearch) -> None:
        self._desk = desk
        self._posts = posts
        self._budget = budget
        self._search = search

    def read(self, found: Found) -> Errand[tuple[Found, Contents]]:
        """Read what stands at a found column's address, as far as is wanted.

        A blank page is believed only when no other page that is fully named as the column has anything; addresses
        named as the column that failed to open stay in `unread`.
        """
        if found.seen is None:
            if found.failure is None:
                return found, Contents(Form.OFF_SITE)
            problem = f"{found.failure.outcome} {found.failure.fetch.url}"
            stopped = stopped_by(found.failure.outcome)
            failed = ListResult(stopped=stopped, unread=(problem,), seen=(found.failure,))
            return found, Contents(Form.UNREADABLE, failed)
        contents = yield from self._contents(found, found.seen, depth=0)
        missed = [f"{seen.outcome} {seen.fetch.url}" for seen in found.missed]
        for candidate in self._others(found) if contents.form is Form.EMPTY else ():
            seen = yield from self._desk.open(Fetch(candidate.url, Purpose.COLUMN, column=found.wanted.column))
            why = confirmation(found.wanted, candidate, seen, self._desk.territory.home) if seen.ok else None
            if not seen.ok:
                missed.append(f"{seen.outcome} {seen.fetch.url}")
            elif why is not None:
                other = replace(found, taken=candidate, seen=seen, reasons=(*candidate.reasons, *why))
                instead = yield from self._contents(other, seen, depth=0)
                if instead.form is not Form.EMPTY:
                    return other, _with_unread(instead, missed)
        return found, _with_unread(contents, missed)

    def _others(self, found: Found) -> tuple[Candidate, ...]:
        """Other candidates on the site that are fully named as the column and were not opened yet."""
        known = {seen.fetch.url for seen in found.missed} | {found.taken.url if found.taken else ""}
        others = (each for each in self._search.sure(found.wanted) if each.url not in known)
        return tuple(others)[: self._budget.candidates]

    def _contents(self, found: Found, first: Seen, depth: int) -> Errand[Contents]:
        if first.held is None:
            return Contents(Form.UNREADABLE, ListResult(seen=(first,)))
        form, children, sources = self._what_stands(found, first, depth)
        if sources:
            # A list beside which a script would fetch another is seldom the column's own.
            fetched = yield from self._elsewhere(found, first, sources, depth)
            if fetched is not None and fetched.form in {Form.LISTING, Form.UNREADABLE}:
                return fetched
        if form is Form.LISTING:
            return Contents(form, (yield from self._list(found.wanted, first)))
        if form is Form.LINKS:
            return (yield from self._read_children(found, first, children, depth))
        if form is not Form.EMPTY:
            return Contents(form, ListResult(pages_read=1, pages_total=1, stopped=Stopped.END, seen=(first,)))
        return (yield from self._nothing_shown(found, first, depth))

    def _what_stands(self, found: Found, first: Seen, depth: int) -> tuple[Form, tuple[Fetch, ...], tuple[Fetch, ...]]:
        """The form of a page, the columns below it, and where its script would fetch a list that it does not show.

        Its reading is let go of here: what an errand holds while it waits, it holds for every column of every site.
        """
        reading = first.reading
        if reading is None:
            return Form.UNREADABLE, (), ()
        children = self._below(found, first) if depth < 2 else ()  # noqa: PLR2004 - two levels below the column
        if reading.excerpts and not reading.listing.items:
            # The lists on it are those of columns elsewhere: what they lead to is not this column's.
            children = tuple(child for child in children if child.url.startswith(_folder(first)))
        form = form_of(reading, bool(children))
        unsure = form in {Form.LISTING, Form.LINKS} and _says_no_length(reading)
        return form, children, reading.sources if unsure else ()

    def _nothing_shown(self, found: Found, first: Seen, depth: int) -> Errand[Contents]:
        """A page without list, text or links: its frames, or what its scripts fetch, may still hold them."""
        reading = first.reading
        if reading is None:
            return Contents(Form.UNREADABLE, ListResult(seen=(first,)))
        frames = tuple(Fetch(url, Purpose.COLUMN, referer=first.url) for url in reading.frames)
        fetched = yield from self._elsewhere(found, first, (*reading.sources, *frames), depth)
        if fetched is not None:
            return fetched
        total = reading.listing.total
        promised = total is not None and total > 0
        unsure = promised or ((reading.scripted or reading.data) and total is None)
        if first.visit is not None and not first.visit.rendered and unsure:
            (seen,) = yield from self._desk.ask(replace(first.fetch, browser=True))
            if not seen.ok:
                return _unreadable(seen, first)
            return (yield from self._contents(found, seen, depth))
        if promised or reading.frames or reading.sources or reading.excerpts or (reading.data and total is None):
            return _unreadable(replace(first, outcome=Outcome.UNREADABLE), first)
        return Contents(
            Form.EMPTY, ListResult(pages_read=1, pages_total=1, total=0, stopped=Stopped.END, seen=(first,))
        )

    def _elsewhere(self, found: Found, first: Seen, fetches: Sequence[Fetch], depth: int) -> Errand[Contents | None]:
        """Read what the page frames or fetches: the first list, else the first text, else that all are blank.

        None when there is nowhere else to look; unreadable when nothing was seen and one of them could not be opened.
        """
        read: list[Contents] = []
        failed: Seen | None = None
        for fetch in fetches if depth < _DEPTH else ():
            if not self._desk.territory.credits(fetch.url):
                continue
            asked = replace(fetch, purpose=Purpose.COLUMN, column=found.wanted.column, number=None)
            seen = yield from self._desk.open(asked)
            if not seen.ok:
                failed = failed or seen
            elif not same_page(seen.url, first.url):
                read.append((yield from self._contents(found, seen, depth + 2)))
                if read[-1].form is Form.LISTING:
                    break
        best = min(read, key=lambda each: _FULLEST_FIRST.index(each.form), default=None)
        if failed is not None and (best is None or best.form is not Form.LISTING):
            return _unreadable(failed, first)
        return best

    def _list(self, wanted: ColumnWanted, first: Seen) -> Errand[ListResult]:
        whole = wanted.since is None and any(each.since is None for each in wanted.documents)
        return (yield from read_list(self._desk, first, since=wanted.since, whole=whole, most=self._budget.list_pages))

    def _below(self, found: Found, first: Seen) -> tuple[Fetch, ...]:
        """The columns below this one: as the platform's tree has them, else as the page's own links show."""
        known = self._posts.below(first.fetch.url)
        return _fetches(known, found, first) if known else self._children(found, first)

    def _children(self, found: Found, first: Seen) -> tuple[Fetch, ...]:
        """The column's own sub-columns: links below its folder, or such as neither the home page nor its parent has.

        A menu that also holds the column itself shows its siblings.
        """
        reading = first.reading
        if reading is None:
            return ()
        folder = _folder(first)
        elsewhere = self._posts.urls_on({self._desk.territory.home, found.taken.page if found.taken else ""})
        menus = {link.heading for link in reading.links if same_page(link.url, first.url)}
        urls: dict[str, str] = {}
        for link in reading.links:
            if not self._may_be_child(link, first.url):
                continue
            below = folder.count("/") > 3 and link.url.startswith(folder)  # noqa: PLR2004 - http://host/ has three
            if below or (link.url not in elsewhere and link.heading not in menus):
                urls.setdefault(link.url, link.title)
        exact = [url for url, title in urls.items() if _is_named(title, found.wanted)]
        chosen = exact or list(urls)
        return _fetches(chosen, found, first)

    def _may_be_child(self, link: NavigationLink, page: str) -> bool:
        territory, title = self._desk.territory, plain(link.title)
        return (
            1 < len(title) <= _LONGEST_NAME
            and not says_more(link.title)
            and _TOOLS.search(title) is None
            and territory.credits(link.url)
            and not same_page(link.url, page)
            and not same_page(link.url, territory.home)
        )

    def _read_children(self, found: Found, first: Seen, children: tuple[Fetch, ...], depth: int) -> Errand[Contents]:
        """Read the sub-columns' lists as the column's own; only where items or documents are wanted at all."""
        if found.wanted.since is None and not found.wanted.documents:
            return Contents(Form.LINKS, ListResult(pages_read=1, stopped=Stopped.NOT_STARTED, seen=(first,)))
        results = []
        for child in children[: self._budget.children]:
            seen = yield from self._desk.open(child)
            if seen.ok:
                contents = yield from self._contents(found, seen, depth + 1)
                results.append(contents.list)
            else:
                results.append(_unreadable(seen, first).list)
        if len(children) > self._budget.children:
            results.append(ListResult(stopped=Stopped.BUDGET))
        whole = joined(results)
        return Contents(Form.LINKS, replace(whole, seen=(first, *whole.seen)))


def form_of(reading: Reading, has_children: bool) -> Form:
    """Return what a readable page is to a column: list, text, links, form, file, or (so far) empty."""
    page = reading.page
    items = bool(reading.listing.items)
    written = bool(page.document.text.strip() or page.document.attachments)
    is_document = page.kind in {PageKind.DOCUMENT, PageKind.ANNUAL_REPORT}
    forms = (
        (Form.FILE, reading.file is not None),
        (Form.LISTING, items and not is_document and not (reading.excerpts and has_children)),
        (Form.TEXT, is_document and written),
        (Form.FORM, page.kind is PageKind.FORM),
        (Form.LISTING, items and not (reading.excerpts and has_children)),
        (Form.LINKS, has_children),
        (
            Form.TEXT,
            # The words around the excerpts of other columns are no text of this one.
            not reading.excerpts
            and (len(page.document.text.strip()) >= _SHORTEST_TEXT or bool(page.document.attachments)),
        ),
    )
    return next((form for form, holds in forms if holds), Form.EMPTY)


def _folder(seen: Seen) -> str:
    """The address of the folder that a page stands in."""
    return seen.url.split("?", 1)[0].rpartition("/")[0] + "/"


def _says_no_length(reading: Reading) -> bool:
    return reading.listing.pages is None and reading.listing.total is None


def _fetches(urls: Sequence[str], found: Found, first: Seen) -> tuple[Fetch, ...]:
    return tuple(Fetch(url, Purpose.COLUMN, column=found.wanted.column, referer=first.url) for url in urls)


def _is_named(title: str, wanted: ColumnWanted) -> bool:
    found = match(title, wanted)
    return found is not None and found.grade is Grade.NAME


def _with_unread(contents: Contents, missed: Sequence[str]) -> Contents:
    result = contents.list
    return replace(contents, list=replace(result, unread=tuple(dict.fromkeys((*result.unread, *missed)))))


def _unreadable(seen: Seen, first: Seen) -> Contents:
    problem = f"{seen.outcome} {seen.fetch.url}"
    return Contents(
        Form.UNREADABLE, ListResult(stopped=stopped_by(seen.outcome), unread=(problem,), seen=(first, seen))
    )
