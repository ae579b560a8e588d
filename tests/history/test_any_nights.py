"""Whatever the nights show: nothing is contradicted or missed without a look that could have seen it."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.history import KnownSite, Why, compare, history_evidence
from crawler.history.state import day_of
from crawler.model import SiteLook, Stopped
from tests.history.nights import SITE, listing, looked, opened

STOPS = st.sampled_from([Stopped.END, Stopped.END, Stopped.SINCE, Stopped.ERROR, Stopped.BLOCKED, Stopped.NO_PAGING])
QUIET = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def shown(draw: st.DrawFn) -> list[str]:
    """Items of a list: most in the order of their dates."""
    numbers = draw(st.lists(st.integers(0, 12), max_size=9, unique=True))
    days = [date(2021, 12, 30) + timedelta(days=number) for number in numbers]
    if draw(st.booleans()):
        days.sort(reverse=True)
    moved = draw(st.sampled_from(["", "", "", "new/"]))
    return [f"{day if draw(st.integers(0, 9)) else 'undated'} 通知{day:%m%d} /{moved}{day:%m%d}.html" for day in days]


@st.composite
def month(draw: st.DrawFn) -> list[SiteLook]:
    made = []
    for number in range(1, draw(st.integers(2, 7))):
        items = draw(shown())
        cut = draw(st.integers(0, len(items)))
        asked = draw(st.sampled_from([number, number, max(1, number - 1)]))
        column = listing(
            number,
            *items,
            stopped=draw(STOPS),
            pages=(cut, len(items) - cut) if 0 < cut < len(items) else (),
            at=(number, asked),
            url=draw(st.sampled_from(["http://czj.zean.test/tzgg/"] * 3 + ["http://czj.zean.test/gg/"])),
        )
        documents = (opened(number, "/a.html", draw(st.sampled_from("ab"))),)
        extractor = draw(st.sampled_from(["3", "3", "3", "4"]))
        made.append(looked(*([column] if items else []), documents=documents, extractor=extractor))
    return made


@QUIET
@given(month())
def test_nothing_is_said_without_a_look_that_could_have_seen_it(nights: list[SiteLook]) -> None:
    known = KnownSite(SITE)
    reaching = [reach.at for night in nights for column in night.columns for reach in column.reaches]
    for number, night in enumerate(nights):
        before = known
        known = compare(before, night).known
        assert compare(known, night).known == known
        for item in known.items.values():
            if item.absent is not None:
                assert number > 0
                assert item.absent.last < item.first_seen
                assert item.absent.first in reaching
                assert item.listed is None or day_of(item.absent.first) > item.listed
            if item.gone is not None and item.why is Why.NONE:
                assert item.gone.since in reaching
                assert item.gone.last_seen < item.gone.since
        ids = [each.id for each in history_evidence(known)]
        assert len(ids) == len(set(ids))
        subjects = [(each.kind, each.subject) for each in history_evidence(known)]
        assert len(subjects) == len(set(subjects))


@QUIET
@given(month())
def test_a_list_that_could_not_be_read_far_changes_no_item_that_was_known(nights: list[SiteLook]) -> None:
    known = KnownSite(SITE)
    for night in nights:
        known = compare(known, night).known
    blind = looked(listing(40, "2022-01-01 别的 /x.html", stopped=Stopped.ERROR))
    after = compare(known, blind).known
    kept = {place: item for place, item in after.items.items() if place in known.items}
    same_list = known.columns and known.columns["notices"].url == "http://czj.zean.test/tzgg/"
    if same_list and known.columns["notices"].extractor == "3":
        assert kept == known.items
