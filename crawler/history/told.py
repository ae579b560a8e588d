"""From what is known of a site to evidence: only histories that have something to say, each with its pages."""

from collections.abc import Iterable
from datetime import datetime

from crawler.history.state import KnownEdition, KnownItem, KnownSite, Why, key
from crawler.model import Evidence, HistoryFacts, Kind, Outcome, Provenance, WatchFacts, evidence

_MOST = 300
"""Histories told of one site, the newest first."""
_REDESIGNS = 3
_TOLD_WHY = frozenset({Why.NONE, Why.DELISTED})


def history_evidence(known: KnownSite) -> tuple[Evidence, ...]:
    """Return the evidence of a site's history: one piece for each watched column, one for each item to be judged.

    An item is told when looks contradict the date it claims, when its list no longer shows it for no other reason than
    its own, and when its document changed. The same state gives the same evidence, whatever night it is.
    """
    told = sorted(_histories(known), key=lambda each: (-each.seen_at.timestamp(), each.subject))
    left = [each.facts.column for each in told[_MOST:] if isinstance(each.facts, HistoryFacts)]
    watched = [_watch(known, column, left.count(column)) for column in sorted(known.columns)]
    return (*watched, *sorted(told[:_MOST], key=lambda each: each.subject))


def _histories(known: KnownSite) -> Iterable[Evidence]:
    done: set[str] = set()
    for (column, where), item in known.items.items():
        editions = known.editions.get(where, ())
        changed = any(not each.edition.baseline for each in editions)
        gone = item.gone is not None and item.why in _TOLD_WHY
        if item.absent is None and not gone and not changed:
            continue
        done.add(where)
        yield _piece(known, column, item, editions)
    for where, editions in known.editions.items():
        if where not in done and any(not each.edition.baseline for each in editions):
            yield _piece(known, editions[-1].column, None, editions)


def _piece(known: KnownSite, column: str, item: KnownItem | None, editions: tuple[KnownEdition, ...]) -> Evidence:
    watched = known.columns.get(column)
    changed = editions if any(not each.edition.baseline for each in editions) else ()
    pages: list[Provenance] = []
    if item is not None:
        pages += [*item.absent_on, *((item.shown_on,) if item.shown_on is not None else ()), *item.gone_on]
    pages += [each.source for each in changed]
    if item is not None and editions and not changed:
        pages.append(editions[-1].source)
    sources = tuple(sorted(dict.fromkeys(pages), key=lambda each: (each.seen_at, each.url)))
    url = item.url if item is not None else editions[-1].url
    first = item.first_seen if item is not None else editions[0].edition.seen_at
    facts = HistoryFacts(
        column=column,
        url=url,
        title=item.title if item is not None else editions[-1].edition.title or url,
        listed=item.listed if item is not None else None,
        published=editions[-1].edition.published if editions else None,
        watched_since=watched.first_look if watched is not None else first,
        first_seen=first,
        absent=item.absent if item is not None else None,
        together=item.together if item is not None else 0,
        moved_from=item.moved_from if item is not None else None,
        gone=item.gone if item is not None and item.why is not Why.MOVED else None,
        editions=tuple(each.edition for each in changed),
    )
    return evidence(
        site=known.site,
        kind=Kind.HISTORY,
        subject=f"{column} {key(url)}",
        outcome=Outcome.OK,
        facts=facts,
        seen_at=max(each.seen_at for each in sources),
        provenance=sources,
    )


def _watch(known: KnownSite, column: str, left_out: int) -> Evidence:
    watched = known.columns[column]
    documents = {where for where, editions in known.editions.items() if editions[-1].column == column}
    facts = WatchFacts(
        column=column,
        url=watched.url,
        first_look=watched.first_look,
        last_look=watched.last_look,
        looks=watched.looks,
        items=watched.listed,
        appeared=watched.appeared,
        documents=len(documents),
        redesigns=known.redesigns[-_REDESIGNS:],
        left_out=left_out,
    )
    newest: datetime = max(page.seen_at for page in watched.pages)
    return evidence(
        site=known.site,
        kind=Kind.WATCH,
        subject=column,
        outcome=Outcome.OK,
        facts=facts,
        seen_at=newest,
        provenance=watched.pages[:1],
    )
