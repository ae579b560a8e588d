"""Judging a province's worth of stored evidence: 500 sites with 100,000 documents, in a process of its own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

from crawler.model import (
    AnnualReportFacts,
    AnnualReportRead,
    ColumnFacts,
    ColumnWanted,
    ConsultationFacts,
    Coverage,
    DateRead,
    DocumentFacts,
    Evidence,
    FeedbackFacts,
    Form,
    Kind,
    Link,
    ListedItem,
    Look,
    Outcome,
    Place,
    Provenance,
    Reading,
    SiteFacts,
    SiteIdentity,
    SiteWanted,
    Stopped,
    evidence,
)
from crawler.store import Store
from mingjian.folder import save_order
from rules.wanted import wanted
from tests.bench.measuring import run

SITES = 500
DOCUMENTS = 200
"""Documents a site."""
PLAN = "zichuan-2019"
"""The plan that reads most documents."""
AS_OF = date(2022, 2, 15)
_SEEN = datetime(2022, 2, 15, 4, tzinfo=UTC)
_TEXT = "　　各责任单位要压实责任，细化措施，按节点推进各项工作，确保取得实效。如有疑问，可拨打公开电话咨询。\n"
_LINES = 20
"""Lines of a document: about a thousand characters, as on real portals."""


def judging(folder: Path) -> str:
    """Return what judging the store under one plan came to."""
    documents = stored(folder / "audit", SITES, DOCUMENTS)
    size = sum(each.stat().st_size for each in (folder / "audit").glob("evidence.db*")) / 1e6
    cost = run("tests.bench.judge", folder / "audit")
    return "\n".join(
        (
            "",
            f"{SITES} sites, {documents:,} documents, a store of {size:.0f} MB, judged under {PLAN}",
            f"    CPU                                            {cost.cpu:.1f} s   (goal: under 60)",
            f"    peak memory                                    {cost.peak:.0f} MB   (goal: under 500)",
        )
    )


def stored(folder: Path, sites: int, documents: int) -> int:
    """Fill a store with evidence of so many sites and documents each, as a crawl would; return the documents in all."""
    folder.mkdir(parents=True)
    roster = folder.parent / "roster.yaml"
    roster.write_text(_roster(sites), encoding="utf-8")
    order = save_order(folder, plans=(PLAN,), roster=roster, as_of=AS_OF)
    ordered = wanted(order.plans, order.roster, order.as_of)
    count = 0
    with Store(folder) as store:
        begun = store.begin(ordered, settings="{}", extractor="bench")
        for site in ordered.sites:
            found = tuple(_evidence(site, documents))
            store.add_evidence(begun, found)
            count += sum(each.kind is Kind.DOCUMENT for each in found)
        store.end(begun, "complete")
    return count


def _roster(sites: int) -> str:
    entries: list[dict[str, object]] = [
        {"id": f"s{n}", "name": f"第{n}单位网站", "url": f"http://s{n}.test/", "code": "4498000001"}
        for n in range(sites)
    ]
    units = [
        {"id": f"u{n}", "name": f"第{n}单位", "body": "town" if n % 3 else "department", "site": f"s{n}"}
        | ({"groups": ["相关部门"]} if n % 3 == 0 else {})
        for n in range(sites)
    ]
    entries[0] |= {"portal": True}
    units[0] |= {"name": "区政府办公室", "body": "government"}
    return yaml.safe_dump({"place": "淄川区", "sites": entries, "units": units}, allow_unicode=True)


def _evidence(site: SiteWanted, documents: int) -> Iterator[Evidence]:
    home = site.site.url
    identity = SiteIdentity(site.site.name, site.site.code)
    facts = SiteFacts(home, home, site.site.name, identity, "trs", rendered=False, counts={"ok": documents + 20})
    yield _piece(site, Kind.SITE, home, facts)
    read = [column for column in site.columns if _reads(column, Reading.DOCUMENT)]
    each = max(1, documents // len(read)) if read else 0
    for number, column in enumerate(site.columns):
        count = each if column in read else 20
        yield from _column(site, column, number, count)


def _reads(column: ColumnWanted, reading: Reading) -> bool:
    return any(each.reading is reading for each in column.documents)


def _column(site: SiteWanted, column: ColumnWanted, number: int, count: int) -> Iterator[Evidence]:
    base = f"{site.site.url}c{number}/"
    days = [AS_OF - timedelta(days=1 + 5 * place) for place in range(count)]
    items = tuple(
        ListedItem(f"关于第{place}号事项办法的通知", f"{base}{day:%Y%m}/t{day:%Y%m%d}_{place}.html", day)
        for place, day in enumerate(days)
    )
    look = Look(Place.NAVIGATION, site.site.url, Outcome.OK)
    coverage = Coverage((look,), 1 + count // 20, None, days[-1], 0, Stopped.END)
    facts = ColumnFacts(
        column.column,
        True,
        column.names[0],
        base,
        Place.NAVIGATION,
        Form.LISTING,
        items,
        count,
        days[0],
        coverage=coverage,
    )
    yield _piece(site, Kind.COLUMN, column.column, facts)
    if _reads(column, Reading.DOCUMENT):
        for place, item in enumerate(items):
            yield _piece(site, Kind.DOCUMENT, item.url, _document(site, column, item, place))
    if _reads(column, Reading.CONSULTATION):
        for item in items[:5]:
            assert item.date is not None
            result = DateRead(item.date + timedelta(days=40))
            feedback = FeedbackFacts(
                f"{item.url}?f", f"{item.title}反馈", result, 1.0, received=3, adopted=2, length=200
            )
            closes = item.date + timedelta(days=30)
            facts_of = ConsultationFacts(item.url, item.title, DateRead(item.date), item.date, closes, None, feedback)
            yield _piece(site, Kind.CONSULTATION, item.url, facts_of)
    if _reads(column, Reading.ANNUAL_REPORT):
        report = AnnualReportFacts(
            items[0].url, f"{site.site.name}2019年年度报告", 2019, None, report=AnnualReportRead(2019, "2019")
        )
        yield _piece(site, Kind.ANNUAL_REPORT, items[0].url, report)


def _document(site: SiteWanted, column: ColumnWanted, item: ListedItem, place: int) -> DocumentFacts:
    assert item.date is not None
    issued = item.date - timedelta(days=place % 40)
    return DocumentFacts(
        column.column,
        item.url,
        item.title,
        DateRead(item.date),
        item.date,
        issued,
        site.site.name,
        site.site.name,
        f"淄川〔{issued.year}〕{place}号",
        f"44980000/{issued.year}-{place:05}",
        "有效",
        (Link("附件.pdf", f"{item.url}.pdf"),) if place % 7 == 0 else (),
        _TEXT * _LINES,
    )


def _piece(site: SiteWanted, kind: Kind, subject: str, facts: object) -> Evidence:
    digest = "sha256:" + "0" * 64
    source = Provenance(subject, _SEEN, Outcome.OK, 200, "warc/0001-00000.warc.gz", 4711, digest, "bench")
    return evidence(
        site=site.site.id,
        kind=kind,
        subject=subject,
        outcome=Outcome.OK,
        facts=facts,  # type: ignore[arg-type]  # each kind's own facts
        seen_at=_SEEN,
        provenance=(source,),
    )
