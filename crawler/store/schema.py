"""The tables of `evidence.db`, made step by step: a store of an older version is brought up when it is opened."""

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

MIGRATIONS = Migrations("mingjian")


@MIGRATIONS()
def first_tables(db: Database) -> None:
    """Runs, sites, visits, extractions, evidence, and which evidence an extraction came to."""
    table(db, "wanted").create({"digest": str, "json": str}, pk="digest", strict=True, not_null={"json"})
    table(db, "runs").create(
        {"id": int, "wanted": str, "settings": str, "started_at": str, "ended_at": str, "state": str},
        pk="id",
        strict=True,
        not_null={"wanted", "settings", "started_at", "state"},
        foreign_keys=[("wanted", "wanted", "digest")],
    )
    table(db, "sites").create(
        {
            "run": int,
            "site": str,
            "name": str,
            "url": str,
            "state": str,
            "family": str,
            "visits": int,
            "bytes": int,
            "outcomes": str,
            "started_at": str,
            "ended_at": str,
            "note": str,
        },
        pk=("run", "site"),
        strict=True,
        foreign_keys=[("run", "runs", "id")],
    )
    table(db, "visits").create(
        {
            "id": int,
            "run": int,
            "site": str,
            "key": str,
            "url": str,
            "purpose": str,
            "column": str,
            "number": int,
            "outcome": str,
            "seen_at": str,
            "status": int,
            "final_url": str,
            "media_type": str,
            "rendered": int,
            "warc": str,
            "offset": int,
            "digest": str,
            "size": int,
            "note": str,
        },
        pk="id",
        strict=True,
        not_null={"run", "site", "key", "url", "purpose", "outcome", "seen_at"},
        foreign_keys=[("run", "runs", "id")],
    )
    table(db, "visits").create_index(["run", "site", "key"], unique=True)
    table(db, "visits").create_index(["digest"])
    table(db, "extractions").create(
        {"id": int, "run": int, "extractor": str, "made_at": str},
        pk="id",
        strict=True,
        foreign_keys=[("run", "runs", "id")],
    )
    table(db, "evidence").create(
        {
            "id": str,
            "site": str,
            "kind": str,
            "subject": str,
            "outcome": str,
            "seen_at": str,
            "facts": str,
            "provenance": str,
        },
        pk="id",
        strict=True,
        not_null={"site", "kind", "subject", "outcome", "seen_at", "provenance"},
    )
    table(db, "extracted").create(
        {"extraction": int, "evidence": str},
        pk=("extraction", "evidence"),
        strict=True,
        foreign_keys=[("extraction", "extractions", "id"), ("evidence", "evidence", "id")],
    )
    db.create_view(
        "current_evidence",
        "select evidence.* from extracted join evidence on evidence.id = extracted.evidence "
        "where extracted.extraction = (select max(id) from extractions)",
    )
    db.create_view(
        "outcomes",
        "select run, site, outcome, count(*) as visits from visits group by run, site, outcome",
    )


@MIGRATIONS()
def what_nights_share(db: Database) -> None:
    """What a second night need not keep again: facts, bodies, and which evidence still stands, each stored once."""
    table(db, "visits").add_column("etag", str)
    table(db, "visits").add_column("last_modified", str)
    table(db, "visits").add_column("revisit", int, not_null_default=0)
    table(db, "visits").add_column("judged", str)
    table(db, "visits").create_index(["site", "key"])
    table(db, "facts").create({"digest": str, "json": str}, pk="digest", strict=True, not_null={"json"})
    db.execute("alter table evidence add column said text references facts (digest)")
    table(db, "bodies").create(
        {"payload": str, "warc": str, "offset": int, "url": str, "seen_at": str},
        pk="payload",
        strict=True,
        not_null={"warc", "offset", "url", "seen_at"},
    )
    for name, of in (("reused", "visits"), ("confirmations", "evidence")):
        subject = of.removesuffix("s")
        kind = int if of == "visits" else str
        table(db, name).create(
            {subject: kind, "since": int, "until": int},
            pk=(subject, "since"),
            strict=True,
            not_null={"until"},
            foreign_keys=[(subject, of, "id")],
        )
        table(db, name).create_index(["until"])
    db.execute(
        "insert into confirmations (evidence, since, until) select evidence, extraction, extraction from extracted"
    )
    db["current_evidence"].drop()
    db["extracted"].drop()
    db.create_view(
        "extracted",
        "select extractions.id as extraction, confirmations.evidence as evidence "
        "from extractions join confirmations on extractions.id between confirmations.since and confirmations.until",
    )
    db.create_view(
        "current_evidence",
        "select evidence.id, evidence.site, evidence.kind, evidence.subject, evidence.outcome, evidence.seen_at, "
        "coalesce(facts.json, evidence.facts) as facts, evidence.provenance "
        "from confirmations join evidence on evidence.id = confirmations.evidence "
        "left join facts on facts.digest = evidence.said "
        "where confirmations.until = (select max(id) from extractions)",
    )


@MIGRATIONS()
def pictures_of_pages(db: Database) -> None:
    """Where the picture of a rendered page is kept, as JSON: file, offset, digest."""
    table(db, "visits").add_column("picture", str)


@MIGRATIONS()
def thinned_files(db: Database) -> None:
    """Where the records went that were kept of a WARC file when retention dropped the others."""
    table(db, "moved").create(
        {"warc": str, "offset": int, "to_warc": str, "to_offset": int},
        pk=("warc", "offset"),
        strict=True,
        not_null={"to_warc", "to_offset"},
    )
    table(db, "moved").create_index(["to_warc", "to_offset"])
    table(db, "thinned").create(
        {"warc": str, "now_in": str, "before": int, "after": int, "at": str},
        pk="warc",
        strict=True,
        not_null={"before", "after", "at"},
    )


def table(db: Database, name: str) -> Table:
    """Return the table called `name`; sqlite-utils types `db[name]` as table or view."""
    found = db[name]
    if not isinstance(found, Table):
        raise TypeError(f"{name} is a view of this store, not a table")
    return found
