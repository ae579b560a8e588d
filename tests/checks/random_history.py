"""Random histories, for the tests that hold for every check and any evidence."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from crawler.model import (
    Answered,
    DateRead,
    Edition,
    HistoryFacts,
    Kind,
    NightsAbsent,
    Outcome,
    ReadFrom,
    Redesign,
    Vanished,
    WatchFacts,
)

COLUMN = "notices"
_FIRST = datetime(2022, 1, 1, 14, tzinfo=UTC)
_SINCE = "2021-06-01"

PARAMS: dict[str, tuple[dict[str, Any], ...]] = {
    "publication-backdated": tuple(
        {"columns": [COLUMN], "since": _SINCE, "tolerance": days, "looks": looks} for days in (0, 5) for looks in (1, 3)
    ),
    "content-withdrawn": tuple(
        {"columns": [COLUMN], "since": _SINCE, "missing": missing, "of": 3} for missing in (1, 2)
    ),
    "document-changed": tuple({"columns": [COLUMN], "since": _SINCE, "grace": days} for days in (0, 5)),
}
COLUMNS = dict.fromkeys(PARAMS, (COLUMN,))

nights = st.integers(0, 45).map(lambda number: _FIRST + timedelta(days=number))
days = nights.map(lambda each: each.date())
read = st.one_of(
    st.none(), st.builds(DateRead, days, read_from=st.sampled_from([ReadFrom.LABEL, ReadFrom.LABEL, ReadFrom.META]))
)
absent = st.one_of(st.none(), st.builds(NightsAbsent, looks=st.integers(1, 20), first=st.just(_FIRST), last=nights))
answers = st.lists(
    st.builds(Answered, nights, st.sampled_from([Outcome.NOT_FOUND, Outcome.NOT_FOUND, Outcome.OK, Outcome.TIMEOUT])),
    max_size=3,
).map(tuple)
gone = st.one_of(
    st.none(),
    st.builds(
        Vanished,
        since=nights,
        last_seen=nights,
        looks=st.integers(1, 9),
        together=st.sampled_from([1, 1, 9]),
        answers=answers,
        moved_to=st.sampled_from([None, None, "http://czj.zean.test/n.html"]),
    ),
)
edition = st.builds(Edition, nights, st.sampled_from(["a", "b"]), st.sampled_from([None, "题目"]), read, st.booleans())


def facts(url: st.SearchStrategy[str]) -> dict[Kind, st.SearchStrategy[Any]]:
    """Histories of items at these addresses, and the watching of their column."""
    return {
        Kind.HISTORY: st.builds(
            HistoryFacts,
            column=st.just(COLUMN),
            url=url,
            title=st.sampled_from(["通知", ""]),
            listed=st.one_of(st.none(), days),
            published=read,
            watched_since=st.just(_FIRST),
            first_seen=nights,
            absent=absent,
            together=st.sampled_from([0, 1, 9]),
            gone=gone,
            editions=st.lists(edition, max_size=6).map(tuple),
        ),
        Kind.WATCH: st.builds(
            WatchFacts,
            column=st.just(COLUMN),
            url=st.just("http://czj.zean.test/"),
            first_look=st.just(_FIRST),
            last_look=nights,
            looks=st.integers(1, 40),
            items=st.integers(0, 20),
            appeared=st.integers(0, 3),
            documents=st.integers(0, 5),
            redesigns=st.one_of(st.just(()), st.builds(Redesign, nights, *[st.just(9)] * 3).map(lambda each: (each,))),
            left_out=st.sampled_from([0, 0, 2]),
        ),
    }
