"""Which documents of a column are opened, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawler.model import DocumentsWanted, Link, ListedItem, Outcome, Purpose
from crawler.model import Reading as Kind
from crawler.platforms import Fetch
from crawler.platforms.address import resolve
from crawler.survey.desk import Desk, Errand
from crawler.survey.reader import read_special
from crawler.survey.seen import Seen, Special
from crawler.survey.shelf import Shelf
from crawler.survey.territory import canonical

_READABLE_FILES = (".pdf", ".docx")
_FILES = (*_READABLE_FILES, ".doc", ".wps", ".xls", ".xlsx", ".rtf", ".zip", ".rar")
_MOST_ATTACHMENTS = 2
_SINGLE = frozenset({Purpose.DOCUMENT, Purpose.ATTACHMENT})
"""Fetched as documents: of these no bytes are kept to be read again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One opened document: as listed, as seen, and what its attachments gave where the page itself held nothing.

    What was seen of it lies on the `shelf` at `place`, what the readers of its kind made of it at `number`. `ok` and
    `blank` say that there is something to judge by, and that this is a file without text.
    """

    column: str
    kind: Kind
    item: ListedItem
    shelf: Shelf
    place: int
    ok: bool
    blank: bool
    number: int | None = None
    attached: tuple[Seen, ...] = ()

    @property
    def seen(self) -> Seen:
        """What was seen of it; unpacked anew unless it was asked for just before."""
        return self.shelf.seen(self.place)

    @property
    def special(self) -> Special:
        """What the readers of its kind made of it; unpacked anew, so best asked for once."""
        return self.shelf.special(self.number)

    @property
    def published(self) -> date | None:
        """The day the page itself gives, else the listed one."""
        reading = self.seen.reading
        own = reading.page.document.published if reading is not None else None
        return own or self.item.date


def chosen(items: Sequence[ListedItem], wish: DocumentsWanted) -> tuple[tuple[ListedItem, ...], tuple[ListedItem, ...]]:
    """Return the items to open, newest first and undated ones last, and those that the limit leaves out."""
    fitting = [
        item
        for item in items
        if (wish.since is None or item.date is None or item.date >= wish.since)
        and (not wish.title_any or any(phrase in item.title for phrase in wish.title_any))
    ]
    # Stable: items of one day stay in the list's order.
    fitting.sort(key=lambda item: (item.date is None, -item.date.toordinal() if item.date else 0))
    return tuple(fitting[: wish.limit]), tuple(fitting[wish.limit :])


def open_document(desk: Desk, column: str, kind: Kind, item: ListedItem) -> Errand[Opened]:
    """Open one listed document, and its attachments where the wanted kind is in none of its page."""
    url = canonical(item.url)
    purpose = Purpose.ATTACHMENT if _is_file(url) else Purpose.DOCUMENT
    seen = yield from desk.open(Fetch(url, purpose, column=column))
    special = special_of(seen, kind)
    attached: list[Seen] = []
    for link in _attachments(seen) if seen.ok and _lacks(kind, special) else ():
        fetch = Fetch(link.url, Purpose.ATTACHMENT, column=column, referer=seen.url)
        (file,) = yield from desk.ask(fetch)
        attached.append(file)
        if file.ok and not _lacks(kind, special_of(file, kind)):
            special = special_of(file, kind)
            break
    return Opened(
        column=column,
        kind=kind,
        item=item,
        shelf=desk.shelf,
        place=desk.put_aside(seen),
        ok=seen.ok,
        blank=seen.held is not None and seen.held.gist.blank,
        number=desk.shelf.put_special(special),
        attached=tuple(attached),
    )


def special_of(seen: Seen, kind: Kind) -> Special:
    """Return what the readers of a kind made of the page, reading a kept page again when it was not read so before."""
    held = seen.held if seen.ok else None
    if held is None or (not held.gist.special and seen.fetch.purpose in _SINGLE):
        return Special()
    reading = held.shelf.reading(held.number)
    if not _lacks(kind, reading.special) or reading.kept is None or kind is Kind.DOCUMENT:
        return reading.special
    return read_special(reading.kept.source(), reading.page, {kind})


def unread(opened: Opened) -> tuple[str, ...]:
    """Return what of a document could not be read, as `outcome url`."""
    if not opened.ok:
        return (f"{opened.seen.outcome} {opened.seen.fetch.url}",)
    if opened.kind is Kind.ANNUAL_REPORT or opened.number is not None:
        return ()
    failed = [f"{each.outcome} {each.fetch.url}" for each in opened.attached if not each.ok]
    if opened.blank:
        failed.append(f"{Outcome.UNREADABLE} {opened.seen.fetch.url}")
    return tuple(failed)


def as_item(seen: Seen, name: str) -> ListedItem:
    """Return a column that is itself the document as an item: a regulation's page, a report behind a menu entry."""
    reading = seen.reading
    document = reading.page.document if reading is not None else None
    return ListedItem((document.title if document else None) or name, seen.fetch.url, None)


def _lacks(kind: Kind, special: Special) -> bool:
    if kind is Kind.ANNUAL_REPORT:
        return special.annual is None
    if kind is Kind.REGULATION:
        return special.regulation is None
    if kind is Kind.POLICY:
        return special.policy is None
    if kind is Kind.INTERPRETATION:
        return special.interpretation is None
    if kind is Kind.MESSAGE:
        return special.message is None
    return kind in {Kind.CONSULTATION, Kind.FEEDBACK} and special.opened is None


def _attachments(seen: Seen) -> tuple[Link, ...]:
    """The attachments that can be read, PDF and Word first; kinds hidden in the query string count too."""
    reading = seen.reading
    if reading is None or reading.file is not None:
        return ()
    links = [
        replace(link, url=url)
        for link in reading.page.document.attachments
        if (url := resolve(seen.url, link.url)) is not None and _may_be_readable(url, link.title)
    ]
    return tuple(links[:_MOST_ATTACHMENTS])


def _is_file(url: str) -> bool:
    return url.split("?", 1)[0].lower().endswith(_FILES)


def _may_be_readable(url: str, title: str) -> bool:
    names = (url.split("?", 1)[0].lower(), url.lower(), title.lower())
    return any(name.endswith(_READABLE_FILES) for name in names)
