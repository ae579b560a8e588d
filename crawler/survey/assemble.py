"""From what a survey saw to evidence: one piece for the site, one a wanted column, one a document (DESIGN 2.4)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.extract.interaction.pairing import OpenedPage, pair
from crawler.model import (
    AnnualReportFacts,
    BesideReport,
    ColumnFacts,
    Coverage,
    DateRead,
    DocumentFacts,
    Evidence,
    Facts,
    Interaction,
    Kind,
    ListedItem,
    Look,
    Outcome,
    Place,
    ReadFrom,
    Reading,
    RegulationFacts,
    SiteFacts,
)
from crawler.model.typography import plain_digits
from crawler.platforms import shown_at
from crawler.survey.column_contents import Contents
from crawler.survey.column_search import Found
from crawler.survey.discovery import rivals
from crawler.survey.documents import Opened, unread
from crawler.survey.pieces import piece
from crawler.survey.reader import LONGEST_TEXT
from crawler.survey.seen import Seen
from crawler.survey.territory import canonical


@dataclass(frozen=True, slots=True)
class ColumnDone:
    """A wanted column with all that was done about it. `left_out` are addresses that a limit kept from being opened.

    `interaction` is what the column offers to someone who wants to write, `entrances` the pages it was read from.
    """

    found: Found
    contents: Contents | None
    opened: tuple[Opened, ...] = ()
    left_out: tuple[str, ...] = ()
    interaction: Interaction | None = None
    entrances: tuple[Seen, ...] = ()


def site_evidence(
    site: str, home: Seen, seen: Iterable[Seen], soft_404: bool | None, tell: Callable[[SiteFacts], SiteFacts]
) -> tuple[Evidence, ...]:
    """Return the evidence of the site as a whole; without facts when its home page could not be read.

    `tell` adds what the pages read tell of the site.
    """
    reading = home.reading if home.ok else None
    facts = None
    if reading is not None and home.visit is not None:
        counts = Counter(str(each.outcome) for each in seen)
        facts = SiteFacts(
            home_url=home.fetch.url,
            final_url=home.visit.final_url or home.visit.url,
            title=reading.title,
            identity=reading.page.site,
            family=reading.family or _commonest(each.held.gist.family for each in seen if each.held is not None),
            rendered=home.visit.rendered,
            counts=dict(sorted(counts.items())),
            soft_404=soft_404,
        )
        facts = tell(facts)
    return piece((site, Kind.SITE, site), home.outcome, facts, (home,))


def column_evidence(
    site: str, home: Seen, done: ColumnDone, common: Sequence[Look], seen: Iterable[Seen]
) -> tuple[Evidence, ...]:
    """Return the evidence of one wanted column, found or not, with everything that was looked at.

    `seen` is all that the survey saw: a column that was found nowhere is traced to every page it was looked for on.
    """
    found, contents = done.found, done.contents
    looks = tuple(dict.fromkeys((*common, *found.looks)))
    if contents is None:
        facts = ColumnFacts(
            column=found.wanted.column,
            found=False,
            rivals=rivals(found.candidates, None),
            coverage=Coverage(looks=looks),
        )
        places = {look.url for look in looks}
        pages = (each for each in seen if each.fetch.url in places)
        return piece((site, Kind.COLUMN, found.wanted.column), Outcome.OK, facts, (home, *pages))
    result, taken = contents.list, found.taken
    items = tuple(_dated(item, done.opened) for item in result.items)
    problems = [*result.unread, *done.left_out, *(each for opened in done.opened for each in unread(opened))]
    own = Look(taken.place, found.seen.fetch.url, found.seen.outcome) if taken and found.seen else None
    facts = ColumnFacts(
        column=found.wanted.column,
        found=True,
        name=_name(found),
        url=_address(found),
        found_in=taken.place if taken else None,
        form=contents.form,
        items=items,
        total=result.total,
        newest=max((item.date for item in items if item.date is not None), default=None),
        reasons=found.reasons,
        rivals=rivals(found.candidates, taken.url if taken else None),
        coverage=Coverage(
            looks=(*looks, own) if own and own not in looks else looks,
            pages_read=result.pages_read,
            pages_total=result.pages_total,
            oldest=result.oldest,
            undated=sum(1 for item in items if item.date is None),
            stopped=result.stopped,
            unread=tuple(dict.fromkeys(problems)),
        ),
        interaction=done.interaction,
    )
    seen_of = (found.seen or home, *result.seen, *done.entrances)
    return piece((site, Kind.COLUMN, found.wanted.column), Outcome.OK, facts, seen_of)


def failed_column(site: str, column: str, home: Seen) -> tuple[Evidence, ...]:
    """Return the evidence of a column that was never looked for, because the home page could not be read."""
    return piece((site, Kind.COLUMN, column), home.outcome, None, (home,))


def trial_evidence(site: str, kind: Kind, facts: Facts | None, seen: Sequence[Seen]) -> tuple[Evidence, ...]:
    """Return the evidence of something tried out on a site; the first of `seen` is its home page."""
    outcome = Outcome.OK if facts is not None else seen[0].outcome
    return piece((site, kind, site), outcome, facts, seen) if facts is not None or not seen[0].ok else ()


def document_evidence(site: str, opened: Opened, beside: tuple[BesideReport, ...] = ()) -> tuple[Evidence, ...]:
    """Return the evidence of one opened document by the way it was to be read; what is paired is told elsewhere.

    `beside` is what an annual report shows beside those of the year before.
    """
    seen, reading = opened.seen, opened.seen.reading
    kind = _KINDS.get(opened.kind)
    if kind is None:
        return ()
    if not seen.ok or reading is None:
        return piece((site, kind, seen.fetch.url), seen.outcome, None, (seen,))
    facts: Facts | None
    if kind is Kind.ANNUAL_REPORT:
        facts = _annual(opened, beside)
    elif kind is Kind.REGULATION:
        facts = _regulation(opened)
    else:
        facts = _document(opened)
    outcome = Outcome.OK if facts is not None else Outcome.UNREADABLE
    return piece((site, kind, seen.fetch.url), outcome, facts, (seen, *opened.attached))


def consultation_evidence(site: str, opened: Sequence[Opened]) -> tuple[Evidence, ...]:
    """Return one piece for each consultation notice, with its feedback, and one for each page that failed."""
    notices: dict[str, tuple[Opened, OpenedPage]] = {}
    feedbacks: dict[str, tuple[Opened, OpenedPage]] = {}
    pieces: list[Evidence] = []
    for each in opened:
        if each.kind not in {Reading.CONSULTATION, Reading.FEEDBACK}:
            continue
        page = _opened_page(each)
        if page is None:
            if each.kind is Reading.CONSULTATION:
                outcome = each.seen.outcome if not each.seen.ok else Outcome.UNREADABLE
                pieces.extend(piece((site, Kind.CONSULTATION, each.seen.fetch.url), outcome, None, (each.seen,)))
        elif each.kind is Reading.CONSULTATION and not page.read.is_feedback and _is_notice(page):
            notices.setdefault(page.url, (each, page))
        else:
            # A page that is neither for certain may still be somebody's feedback: pairing decides how surely.
            feedbacks.setdefault(page.url, (each, page))
    paired = pair([page for _, page in notices.values()], [page for _, page in feedbacks.values()])
    for facts in paired:
        related = [facts.feedback, *facts.candidates]
        sources = [feedbacks[each.url][0].seen for each in related if each is not None and each.url in feedbacks]
        seen = notices[facts.url][0].seen
        pieces.extend(piece((site, Kind.CONSULTATION, seen.fetch.url), Outcome.OK, facts, (seen, *sources)))
    return tuple(pieces)


def _is_notice(page: OpenedPage) -> bool:
    return page.read.is_notice or page.read.closes is not None


_KINDS = {
    Reading.DOCUMENT: Kind.DOCUMENT,
    Reading.ANNUAL_REPORT: Kind.ANNUAL_REPORT,
    Reading.REGULATION: Kind.REGULATION,
}


def _address(found: Found) -> str | None:
    address = found.seen.url if found.seen else found.taken.url if found.taken else None
    return shown_at(address) if address else None


def _name(found: Found) -> str | None:
    own = found.seen.reading.page.column.name if found.seen and found.seen.reading else None
    return (found.taken.title if found.taken else None) or own


def _dated(item: ListedItem, opened: Sequence[Opened]) -> ListedItem:
    """An item that the list leaves undated takes the day that its own page gives."""
    if item.date is not None:
        return item
    url = canonical(item.url)
    day = next((each.published for each in opened if canonical(each.item.url) == url and each.seen.ok), None)
    return replace(item, date=day) if day is not None else item


def _published(opened: Opened) -> DateRead | None:
    """The page's own date; the listed one when the page has none."""
    reading = opened.seen.reading
    own = reading.page.document.date_read if reading is not None else None
    if own is not None or opened.item.date is None:
        return own
    return DateRead(opened.item.date, read_from=ReadFrom.LIST)


def _opened_page(opened: Opened) -> OpenedPage | None:
    page = opened.special.opened
    if page is None or not opened.seen.ok:
        return None
    if opened.seen.reading is not None and opened.seen.reading.file is not None:
        return replace(page, title=opened.item.title, published=_published(opened))
    return replace(page, title=page.title or opened.item.title, published=page.published or _published(opened))


def _document(opened: Opened) -> DocumentFacts | None:
    reading = opened.seen.reading
    if reading is None:
        return None
    document = reading.page.document
    return DocumentFacts(
        column=opened.column,
        url=opened.seen.url,
        title=document.title or opened.item.title,
        published=_published(opened),
        listed=opened.item.date,
        issued=document.issued,
        source=document.source,
        publisher=document.publisher,
        number=document.number,
        index=document.index,
        status=document.status,
        attachments=document.attachments,
        text=document.text[:LONGEST_TEXT],
    )


def _annual(opened: Opened, beside: tuple[BesideReport, ...]) -> AnnualReportFacts | None:
    reading = opened.seen.reading
    if reading is None:
        return None
    document, report = reading.page.document, opened.special.annual
    title = opened.item.title or document.title or ""
    return AnnualReportFacts(
        url=opened.seen.url,
        title=title,
        year=(report.year if report else None) or year_in(title) or year_in(document.title or ""),
        published=_published(opened),
        listed=opened.item.date,
        report=report,
        attachments=document.attachments,
        beside=beside,
    )


def _regulation(opened: Opened) -> RegulationFacts | None:
    reading, regulation = opened.seen.reading, opened.special.regulation
    if reading is None or regulation is None:
        return None
    return RegulationFacts(
        url=opened.seen.url,
        published=_published(opened),
        regulation=regulation if regulation.title else replace(regulation, title=opened.item.title),
        status=reading.page.document.status,
        attachments=reading.page.document.attachments,
        order=opened.special.layout.order,
        download=opened.special.layout.download,
        head=opened.special.layout.head,
    )


def year_in(title: str) -> int | None:
    """Return the year a report's title names (2021年度, 二〇二一年), or None."""
    digits = plain_digits(title)
    for at in range(len(digits) - 3):
        piece = digits[at : at + 4]
        if piece.isdigit() and piece.startswith("20") and digits[at + 4 : at + 5] in {"年", "-", "—", ""}:
            return int(piece)
    return None


def _commonest(families: Iterable[str | None]) -> str | None:
    counts = Counter(each for each in families if each)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def home_looks(home: Seen) -> tuple[Look, ...]:
    """The looks at the home page that every search begins with: its navigation and its blocks are one page."""
    return (Look(Place.HOME, home.fetch.url, home.outcome),)
