"""The evidence store keeps what it is given, adds and never changes, and opens in other tools."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.model import (
    ColumnFacts,
    ColumnWanted,
    Coverage,
    DnsFacts,
    DocumentsWanted,
    Evidence,
    HostRecords,
    Kind,
    ListedItem,
    Look,
    Outcome,
    Place,
    Probe,
    Provenance,
    Purpose,
    Reading,
    Site,
    SiteWanted,
    Stopped,
    Visit,
    Wanted,
    evidence,
)
from crawler.store import Run, SiteTally, Store, StoreError
from crawler.warc import Exchange, WarcWriter

NOW = datetime(2022, 2, 15, 3, 4, 5, tzinfo=UTC)
WANTED = Wanted(
    date(2022, 2, 15),
    (
        SiteWanted(
            Site(
                "portal",
                "泽安市人民政府",
                "http://portal.zean.test/",
                hosts=("portal.zean.test",),
                pins={"news": "http://portal.zean.test/n"},
            ),
            (
                ColumnWanted(
                    "news",
                    ("动态要闻",),
                    since=date(2022, 1, 1),
                    documents=(DocumentsWanted(Reading.DOCUMENT, date(2022, 1, 1), ("年报",), 3),),
                ),
            ),
            probes=frozenset(Probe),
        ),
    ),
)
COLUMN = evidence(
    site="portal",
    kind=Kind.COLUMN,
    subject="news",
    outcome=Outcome.OK,
    facts=ColumnFacts(
        "news",
        True,
        "动态要闻",
        items=(ListedItem("一", "http://portal.zean.test/1", date(2022, 1, 2)),),
        coverage=Coverage(
            (Look(Place.HOME, "http://portal.zean.test/", Outcome.OK),), 2, 3, date(2021, 1, 1), 0, Stopped.END
        ),
    ),
    seen_at=NOW,
    provenance=(
        Provenance("http://portal.zean.test/n", NOW, Outcome.OK, 200, "warc/0001-00000.warc.gz", 17, "sha256:00", "1"),
    ),
)
BLOCKED = evidence(
    site="portal",
    kind=Kind.SITE,
    subject="http://portal.zean.test/",
    outcome=Outcome.BLOCKED,
    facts=None,
    seen_at=NOW,
    provenance=(),
)
DNS = evidence(
    site="portal",
    kind=Kind.DNS,
    subject="portal.zean.test",
    outcome=Outcome.OK,
    facts=DnsFacts(HostRecords("portal.zean.test", ("1.2.3.4",)), None, None, (), "system"),
    seen_at=NOW,
    provenance=(),
)


def begin(store: Store, wanted: Wanted = WANTED, *, fresh: bool = False) -> Run:
    return store.begin(wanted, settings="{}", extractor="1", fresh=fresh)


def visit(path: str, **changes: object) -> Visit:
    values: dict[str, object] = {
        "site": "portal",
        "url": f"http://portal.zean.test/{path}",
        "purpose": Purpose.DOCUMENT,
        "outcome": Outcome.OK,
        "seen_at": NOW,
    }
    return Visit(**(values | changes))  # type: ignore[arg-type]  # a table of test values


def test_what_was_wanted_comes_back(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        begin(store)
        assert store.wanted() == WANTED


@pytest.mark.parametrize(
    "kept",
    [
        visit("a"),
        visit("b", outcome=Outcome.TIMEOUT, note="15 s"),
        visit(
            "c",
            column="news",
            number=2,
            final_url="http://portal.zean.test/d",
            status=200,
            media_type="text/html",
            rendered=True,
            warc="warc/x.warc.gz",
            offset=9,
            digest="sha256:1",
            size=7,
        ),
    ],
)
def test_a_visit_comes_back_as_it_was(tmp_path: Path, kept: Visit) -> None:
    with Store(tmp_path) as store:
        store.add_visit(begin(store), "key", kept)
        assert list(store.visits("portal")) == [kept]


def test_a_visit_is_kept_once_and_never_changed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = begin(store)
        store.add_visit(run, "key", visit("a"))
        store.add_visit(run, "key", visit("a", outcome=Outcome.TIMEOUT))
        assert [each.outcome for each in store.visits()] == [Outcome.OK]


def test_evidence_comes_back_in_one_order_whatever_it_was_kept_in(tmp_path: Path) -> None:
    orders: list[list[Evidence]] = [[COLUMN, BLOCKED, DNS], [DNS, BLOCKED, COLUMN]]
    for number, order in enumerate(orders):
        with Store(tmp_path / str(number)) as store:
            store.add_evidence(begin(store), order)
            assert list(store.evidence()) == [COLUMN, DNS, BLOCKED]


def test_a_visit_is_there_for_another_process_at_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_visit(begin(store), "key", visit("a"))
        with Store(tmp_path) as reader:
            assert len(list(reader.visits())) == 1


def test_the_same_wanted_goes_on_and_another_begins_anew(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        first = begin(store)
        again = begin(store)
        other = begin(store, Wanted(date(2022, 2, 16), WANTED.sites))
        fresh = begin(store, Wanted(date(2022, 2, 16), WANTED.sites), fresh=True)
    assert (again.id, again.resumed) == (first.id, True)
    assert (other.id, other.resumed) == (first.id + 1, False)
    assert (fresh.id, fresh.resumed) == (first.id + 2, False)


def test_extracting_again_keeps_measurements_and_replaces_what_was_read(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_evidence(begin(store), [COLUMN, DNS])
        run = store.extract_again("2")
        assert list(store.evidence()) == [DNS]
        assert store.probed(run, "portal") == {Kind.DNS}
        store.add_evidence(run, [BLOCKED])
        assert list(store.evidence()) == [DNS, BLOCKED]


def test_a_body_is_found_by_visit_and_by_digest(tmp_path: Path) -> None:
    with Store(tmp_path) as store, WarcWriter(tmp_path, "0001", user_agent="t") as warc:
        place = warc.exchange(Exchange("http://portal.zean.test/a", NOW, 200, (), b"body"))
        kept = visit("a", warc=place.file, offset=place.offset, digest="sha256:ab", size=4)
        store.add_visit(begin(store), "key", kept)
        assert store.body(kept) == b"body"
        assert store.body_by_digest("sha256:ab") == b"body"
        assert store.body_by_digest("sha256:none") is None
        assert store.body(visit("b")) is None


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with Store(tmp_path) as store, pytest.raises(StoreError, match="mingjian crawl"):
        store.wanted()


def test_how_a_site_went_is_kept(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = begin(store)
        store.begin_site(run, site="portal", name="泽安市", url="http://portal.zean.test/")
        store.end_site(run, "portal", SiteTally("complete", 3, 99, {"ok": 2, "timeout": 1}, "trs"))
    with sqlite3.connect(tmp_path / "evidence.db") as plain:
        row = plain.execute("select state, visits, bytes, outcomes, family from sites").fetchone()
    plain.close()
    assert row == ("complete", 3, 99, '{"ok":2,"timeout":1}', "trs")


def test_the_file_is_plain_strict_sqlite_in_wal_mode(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add_evidence(begin(store), [COLUMN])
    plain = sqlite3.connect(tmp_path / "evidence.db")
    made = dict(plain.execute("select name, sql from sqlite_master where type = 'table'"))
    tables = [sql for name, sql in made.items() if not name.startswith(("_", "sqlite"))]
    mode = plain.execute("pragma journal_mode").fetchone()[0]
    checked = plain.execute("pragma integrity_check").fetchone()[0]
    shown = plain.execute("select kind, subject from current_evidence").fetchall()
    plain.close()
    assert all("STRICT" in sql for sql in tables)
    assert len(tables) == 12
    assert (mode, checked) == ("wal", "ok")
    assert shown == [("column", "news")]
