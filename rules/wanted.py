"""What plans need gathered: the checks' own wishes, joined with the taxonomy, for the sites judged (DESIGN 2.5)."""

from collections.abc import Iterable, Sequence
from datetime import date

from checks import find_check
from crawler.model import (
    ColumnWant,
    ColumnWanted,
    DocumentsWanted,
    LinksWant,
    Probe,
    ProbeWant,
    Reading,
    SearchWant,
    SignsWant,
    Site,
    SiteWanted,
    Want,
    Wanted,
)
from rules.assignment import assignment, places
from rules.columns import all_columns, find_column, with_parents
from rules.model import Plan, Use
from rules.roster import Roster


def wanted(plans: Sequence[Plan], roster: Roster, as_of: date) -> Wanted:
    """Return what must be gathered to judge `plans` on the units of `roster` as of a day.

    Sites stand in roster order and columns in the order of the taxonomy; a site that no use judges is left out.
    """
    wishes: dict[str, list[Want]] = {}
    known: dict[str, tuple[Want, ...]] = {}
    for plan in plans:
        for requirement in plan.requirements:
            units = assignment(requirement, roster)
            for use in requirement.uses:
                key = use.model_dump_json(include={"check", "params"})
                if key not in known:
                    known[key] = wants_of(use, as_of)
                for site in {site.id for _, site in places(use, units, roster) if site is not None}:
                    wishes.setdefault(site, []).extend(known[key])
    return Wanted(as_of, tuple(_site(site, wishes[site.id]) for site in roster.sites if site.id in wishes))


def wants_of(use: Use, as_of: date) -> tuple[Want, ...]:
    """Return what one use of a check wishes. Raises UnknownCheckError or pydantic's ValidationError."""
    check = find_check(use.check)
    return tuple(check.wants(check.params.model_validate(use.params), as_of))


def _site(site: Site, wishes: list[Want]) -> SiteWanted:
    columns: dict[str, list[ColumnWant]] = {}
    probes: set[Probe] = set()
    links: list[LinksWant] = []
    titles: list[int] = []
    for wish in wishes:
        match wish:
            case ProbeWant():
                probes.add(wish.probe)
            case ColumnWant():
                columns.setdefault(wish.column, []).append(wish)
            case LinksWant():
                links.append(wish)
            case SearchWant():
                titles.append(wish.titles)
            case SignsWant():
                pass
    above = with_parents(frozenset(columns)) - set(columns)
    return SiteWanted(
        site=site,
        columns=tuple(_column(each, columns[each]) for each in all_columns() if each in columns),
        search_only=tuple(_column(each, ()) for each in all_columns() if each in above),
        probes=frozenset(probes),
        links=LinksWant(max(each.pages for each in links), max(each.files for each in links)) if links else None,
        search=SearchWant(max(titles)) if titles else None,
        signs=any(isinstance(each, SignsWant) for each in wishes),
    )


def _column(id: str, wishes: Iterable[ColumnWant]) -> ColumnWanted:  # noqa: A002 - the word of the taxonomy
    """Return one wish that is enough for all: read back to the earliest day any of them names."""
    column = find_column(id)
    wishes = tuple(wishes)
    since = [wish.since for wish in wishes if wish.since is not None]
    return ColumnWanted(
        column=column.id,
        names=column.names,
        synonyms=column.synonyms,
        negatives=column.negatives,
        parents=column.parents,
        since=min(since, default=None),
        documents=_documents(wish.documents for wish in wishes if wish.documents is not None),
    )


def _documents(wishes: Iterable[DocumentsWanted]) -> tuple[DocumentsWanted, ...]:
    """Return one wish for each way of reading and choice of titles; None as `since` means all, so it wins."""
    joined: dict[tuple[Reading, tuple[str, ...]], DocumentsWanted] = {}
    for wish in wishes:
        key = (wish.reading, tuple(sorted(set(wish.title_any))))
        other = joined.get(key, wish)
        since = None if wish.since is None or other.since is None else min(wish.since, other.since)
        joined[key] = DocumentsWanted(wish.reading, since, key[1], max(wish.limit, other.limit))
    return tuple(joined[key] for key in sorted(joined))
