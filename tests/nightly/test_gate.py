"""Whether a night saw enough to be published."""

from datetime import UTC, date, datetime

import pytest

from crawler.model import (
    ColumnFacts,
    ColumnWanted,
    Coverage,
    Evidence,
    Kind,
    Look,
    Outcome,
    Place,
    Site,
    SiteFacts,
    SiteIdentity,
    SiteWanted,
    Stopped,
    Wanted,
    evidence,
)
from mingjian.nightly.gate import reach
from mingjian.nightly.settings import CoverageSettings

SEEN = datetime(2026, 11, 22, 15, tzinfo=UTC)
HOME = SiteFacts("http://a.cn/", None, None, SiteIdentity(), None, False, {})
LIMITS = CoverageSettings(sites_unreached=0.25, columns_unread=0.5)


def _site(id: str, outcome: Outcome) -> Evidence:  # noqa: A002 - the word of the roster
    facts = HOME if outcome is Outcome.OK else None
    return evidence(site=id, kind=Kind.SITE, subject=id, outcome=outcome, facts=facts, seen_at=SEEN, provenance=())


def _column(site: str, facts: ColumnFacts, outcome: Outcome = Outcome.OK) -> Evidence:
    return evidence(
        site=site, kind=Kind.COLUMN, subject=f"{site} c", outcome=outcome, facts=facts, seen_at=SEEN, provenance=()
    )


def _wanted(*sites: str) -> Wanted:
    column = ColumnWanted("c", ("栏目",))
    return Wanted(date(2026, 11, 22), tuple(SiteWanted(Site(each, each, "http://a.cn/"), (column,)) for each in sites))


READ = ColumnFacts("c", found=True, coverage=Coverage(stopped=Stopped.END))
NOT_THERE = ColumnFacts("c", found=False, coverage=Coverage(looks=(Look(Place.HOME, "u", Outcome.OK),)))
UNSURE = ColumnFacts("c", found=False, coverage=Coverage(looks=(Look(Place.SITE_MAP, "u", Outcome.TIMEOUT),)))
CUT = ColumnFacts("c", found=True, coverage=Coverage(stopped=Stopped.BLOCKED))


@pytest.mark.parametrize(
    ("found", "unreached", "unread", "refused"),
    [
        ([READ] * 4, 0, 0, False),
        ([NOT_THERE] * 4, 0, 0, False),
        ([UNSURE, UNSURE, READ, READ], 0, 2, False),
        ([UNSURE, UNSURE, CUT, READ], 0, 3, True),
        ([None, READ, READ, READ], 1, 1, False),
        ([None, None, READ, READ], 2, 2, True),
    ],
)
def test_gate(found: list[ColumnFacts | None], unreached: int, unread: int, refused: bool) -> None:
    """A column that is not there was seen not to be; one that was cut short or never looked for was not."""
    sites = [str(number) for number in range(len(found))]
    looked = list(zip(sites, found, strict=True))
    seen = [_site(site, Outcome.TIMEOUT if facts is None else Outcome.OK) for site, facts in looked]
    seen += [_column(site, facts) for site, facts in looked if facts is not None]
    told = reach(_wanted(*sites), seen)
    assert (told.sites_unreached, told.columns_unread) == (unreached, unread)
    assert (told.refusal(LIMITS) is not None) is refused


def test_the_sentence_names_the_shares_and_the_limits() -> None:
    """Who reads it knows which number to look at."""
    told = reach(_wanted("a", "b"), [])
    assert told.refusal(LIMITS) == (
        "kept and not published: 2 of 2 sites were not reached (100%, the limit is 25%) and "
        "2 of 2 columns could not be read (100%, the limit is 50%)"
    )
