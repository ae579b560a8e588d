"""The sample city with one plan: requests of the crawl derived from the plan beside an exhaustive crawl's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checks import Verdict
from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather
from crawler.model import ColumnWanted, DocumentsWanted, Reading, SiteWanted, Wanted
from crawler.store import Store
from mingjian.folder import Order, save_order
from mingjian.samplecity import RunningCity, serve
from rules.columns import all_columns
from rules.evaluate import evaluate
from rules.result import FindingResult
from rules.wanted import wanted

PLAN = "zhongshan-2021"
_ALL = date(1970, 1, 1)
_ENOUGH = 5_000
Verdicts = dict[tuple[str, ...], Verdict]


@dataclass(frozen=True)
class Spent:
    """One crawl of the city: what its servers were asked, robots.txt and all, and what was judged from it."""

    requests: int
    verdicts: Verdicts


def crawl(folder: Path, *, exhaustive: bool) -> tuple[Spent, int]:
    """Crawl the city and judge it; return that, and how many pages the city has."""
    with serve() as city:
        roster = city.write_roster(folder)
        order = save_order(folder / "out", plans=(PLAN,), roster=roster, as_of=city.as_of)
        order_of_plan = wanted(order.plans, order.roster, order.as_of)
        ordered = everything(order_of_plan) if exhaustive else order_of_plan
        gather(ordered, folder / "out", _settings(city, exhaustive=exhaustive))
        return Spent(len(city.log), _verdicts(order, folder / "out")), sum(1 for _ in city.city.pages())


def everything(order: Wanted) -> Wanted:
    """Return an order for all columns of the taxonomy on all sites: every list to its end, every document opened."""
    return replace(order, sites=tuple(_whole(each) for each in order.sites))


def _whole(site: SiteWanted) -> SiteWanted:
    named = {each.column: each for each in (*site.columns, *site.search_only)}
    judged = {each.column for each in site.columns}
    columns = []
    for name, column in all_columns().items():
        own = named.get(name) or ColumnWanted(name, column.names, column.synonyms, column.negatives, column.parents)
        readings = {each.reading for each in own.documents} or {Reading.DOCUMENT}
        documents = tuple(DocumentsWanted(each, limit=_ENOUGH) for each in sorted(readings))
        columns.append(replace(own, since=None if name in judged and own.since is None else _ALL, documents=documents))
    return replace(site, columns=tuple(columns), search_only=())


def requests_spent(folder: Path) -> str:
    """Return both counts, and the cells whose verdicts differ."""
    ours, pages = crawl(folder / "ours", exhaustive=False)
    whole, _ = crawl(folder / "whole", exhaustive=True)
    differing = [
        f"    {' '.join(key)}: {whole.verdicts[key]} exhaustive, {ours.verdicts.get(key)} here"
        for key in whole.verdicts
        if ours.verdicts.get(key) != whole.verdicts[key]
    ]
    return "\n".join(
        (
            "",
            f"sample city, plan {PLAN}: pages that the city has          {pages:>6}",
            f"    requests of an exhaustive crawl (all columns, lists, documents) {whole.requests:>6}",
            (
                f"    requests of the crawl derived from the plan                     {ours.requests:>6}"
                f"   ({100 * ours.requests / whole.requests:.0f} % of it; goal: at most 20 %)"
            ),
            f"    verdicts that differ                                            {len(differing):>6}",
            *differing,
        )
    )


def _settings(city: RunningCity, *, exhaustive: bool) -> GatherSettings:
    return GatherSettings(
        allow_private=True,
        resolver=city.resolver,
        delay=0,
        browser=find_browser(),
        page_budget=_ENOUGH if exhaustive else 300,
        render_budget=_ENOUGH if exhaustive else 60,
    )


def _verdicts(order: Order, folder: Path) -> Verdicts:
    with Store(folder) as store:
        evidence = tuple(store.evidence())
    found: Verdicts = {}
    for plan in order.plans:
        result = evaluate(plan, order.roster, evidence, as_of=order.as_of, references=order.references)
        found |= {(cell.requirement, cell.unit): cell.verdict for cell in result.cells}
        found |= _each(result.findings)
    return found


def _each(findings: Iterable[FindingResult]) -> Verdicts:
    return {
        (each.requirement, each.unit, str(each.site), each.check, str(each.params)): each.verdict for each in findings
    }
