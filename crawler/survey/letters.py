"""Published letters, and where the public can write: what a column for letters offers (NORMS N01-V5a, N12-M1)."""

from collections.abc import Sequence

from crawler.extract.interaction.entrance import names_entrance, read_entrance
from crawler.extract.interaction.message import read_statistics
from crawler.model import Entrance, Evidence, Interaction, Kind, MessageFacts, Outcome, Purpose, Reading
from crawler.platforms import Fetch
from crawler.survey.column_search import Found
from crawler.survey.desk import Desk, Errand
from crawler.survey.documents import Opened
from crawler.survey.pieces import piece
from crawler.survey.seen import Seen
from crawler.survey.territory import same_page

_MOST_ENTRANCES = 4


def message_evidence(site: str, opened: Sequence[Opened]) -> tuple[Evidence, ...]:
    """Return one piece for each page opened as a letter; a page that is none has no facts to judge by."""
    pieces: list[Evidence] = []
    for each in opened:
        if each.kind is not Reading.MESSAGE:
            continue
        about = (site, Kind.MESSAGE, each.seen.fetch.url)
        read, reading = each.special.message, each.seen.reading
        if not each.seen.ok or reading is None or read is None:
            outcome = each.seen.outcome if not each.seen.ok else Outcome.UNREADABLE
            pieces.extend(piece(about, outcome, None, (each.seen,)))
            continue
        document = reading.page.document
        facts = MessageFacts(
            column=each.column,
            url=each.seen.url,
            title=document.title or each.item.title,
            published=document.date_read,
            listed=each.item.date,
            received=read.received,
            replied=read.replied,
            department=read.department,
            question=read.question,
            answer=read.answer,
            status=read.status,
            labels=read.labels,
        )
        pieces.extend(piece(about, Outcome.OK, facts, (each.seen,)))
    return tuple(pieces)


def open_entrances(desk: Desk, found: Found) -> Errand[tuple[Interaction | None, tuple[Seen, ...]]]:
    """Read a column's page and the pages it names as places to write; nothing is filled in or sent.

    Returns None for a column that stands on another site or could not be read.
    """
    first = found.seen
    reading = first.reading if first is not None and first.ok else None
    if first is None or reading is None or reading.kept is None:
        return None, ()
    source = reading.kept.source()
    own = read_entrance(source, found.taken.title if found.taken else "")
    entrances, seen, unread = [own], list[Seen](), list[str]()
    named = {link.url: link.title for link in reversed(reading.links) if names_entrance(link.title)}
    others = [url for url in reversed(named) if not same_page(url, first.url)]
    for url in others[:_MOST_ENTRANCES]:
        if not desk.territory.credits(url):
            entrances.append(Entrance(url, named[url], writes=False, off_site=True))
            continue
        answer = yield from desk.open(Fetch(url, Purpose.COLUMN, column=found.wanted.column, referer=first.url))
        if not answer.ok or answer.reading is None or answer.reading.kept is None:
            unread.append(f"{answer.outcome if not answer.ok else Outcome.UNREADABLE} {url}")
            continue
        seen.append(answer)
        entrances.append(read_entrance(answer.reading.kept.source(), named[url]))
    interaction = Interaction(tuple(entrances), read_statistics(source), tuple(unread), reading.scripted)
    return interaction, tuple(seen)
