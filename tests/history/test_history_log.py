"""The history in the store: what is read back is what was kept, and an unchanged night writes no row."""

import sqlite3
from pathlib import Path

from crawler.history import KnownSite, answered, compare, history_evidence
from crawler.model import HistoryFacts, Kind, Outcome, WatchFacts
from crawler.store.history import HistoryLog
from tests.history.nights import HOME, SITE, asked, last, listing, looked, opened

OLD = ("2022-01-08 旧甲", "2022-01-05 旧乙", "2022-01-03 旧丙")
STORY = (
    looked(listing(1, *OLD), documents=(opened(1, "/a.html", "a", "2022-01-03"),)),
    looked(listing(2, *OLD), documents=(opened(2, "/a.html", "b", "2022-01-03"),)),
    looked(listing(3, OLD[0], "2022-01-06 倒签", OLD[2])),
)


def story() -> KnownSite:
    night = last(*STORY)
    return answered(night.known, {night.ask[0]: asked(3, night.ask[0], Outcome.NOT_FOUND)})


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    with HistoryLog(tmp_path) as log:
        assert log.recorded(SITE) is None
        assert log.known(SITE) == KnownSite(SITE)
        log.record(7, KnownSite(SITE), story())
        assert log.recorded(SITE) == 7
    with HistoryLog(tmp_path) as log:
        assert log.known(SITE) == story()


def test_the_same_comes_out_whether_kept_each_night_or_at_once(tmp_path: Path) -> None:
    with HistoryLog(tmp_path) as log:
        for run, look in enumerate(STORY, 1):
            known = log.known(SITE)
            log.record(run, known, compare(known, look).known)
        assert log.known(SITE) == last(*STORY).known


def test_a_quiet_night_changes_only_what_it_must(tmp_path: Path) -> None:
    with HistoryLog(tmp_path) as log:
        log.record(1, KnownSite(SITE), last(STORY[0]).known)
        before = rows(tmp_path, "history_items")
        known = log.known(SITE)
        log.record(2, known, compare(known, looked(listing(2, *OLD))).known)
        assert rows(tmp_path, "history_items") == before
        assert log.known(SITE).columns["notices"].looks == 2


def test_first_and_last_sight_can_be_read_with_plain_sql(tmp_path: Path) -> None:
    with HistoryLog(tmp_path) as log:
        log.record(3, KnownSite(SITE), story())
    seen = {
        title: (first, end, gone)
        for title, first, end, gone in rows(tmp_path, "item_history", "title, first_seen, last_seen, gone_since")
    }
    assert seen["旧甲"] == ("2022-01-10T14:00:00+00:00", "2022-01-12T14:00:00+00:00", None)
    assert seen["旧乙"] == ("2022-01-10T14:00:00+00:00", "2022-01-11T14:00:00+00:00", "2022-01-12T14:00:00+00:00")
    assert seen["倒签"][0] == "2022-01-12T14:00:00+00:00"


def test_only_what_has_something_to_say_becomes_evidence() -> None:
    found = history_evidence(story())
    watched = [each.facts for each in found if isinstance(each.facts, WatchFacts)]
    told = {each.facts.title: each for each in found if isinstance(each.facts, HistoryFacts)}
    assert [(each.looks, each.items, each.appeared, each.documents) for each in watched] == [(3, 3, 1, 1)]
    assert set(told) == {"倒签", "旧乙", "题目"}
    answers = [each for each in told["旧乙"].provenance if each.url == f"{HOME}/旧乙.html"]
    assert [(each.outcome, each.warc) for each in answers] == [(Outcome.NOT_FOUND, "w")]
    facts = told["题目"].facts
    assert isinstance(facts, HistoryFacts)
    assert [each.digest for each in facts.editions] == ["a", "b"]


def test_evidence_of_an_item_stays_the_same_while_nothing_happens_to_it() -> None:
    night = compare(story(), looked(listing(4, OLD[0], "2022-01-06 倒签", OLD[2])))
    before = {each.subject: each.id for each in history_evidence(story()) if each.kind is Kind.HISTORY}
    now = {each.subject: each.id for each in history_evidence(night.known) if each.kind is Kind.HISTORY}
    assert {subject for subject in before if before[subject] != now[subject]} == {"notices czj.zean.test/旧乙.html"}


def rows(folder: Path, name: str, columns: str = "*") -> list[tuple[str, ...]]:
    with sqlite3.connect(folder / "evidence.db") as db:
        return db.execute(f"select {columns} from {name}").fetchall()  # noqa: S608 - names from this test
