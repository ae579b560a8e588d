"""Random evidence about a site as a whole, for `test_random_evidence`: parameters of its checks, and facts."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from crawler.model import (
    AccessibilityFacts,
    Aid,
    Answer,
    AvailabilityDay,
    AvailabilityFacts,
    Conflict,
    ConflictKind,
    FrontPage,
    Kind,
    Link,
    LinkLook,
    LinksFacts,
    ListedItem,
    Look,
    Outcome,
    PageConflict,
    PageSign,
    Place,
    Said,
    SearchFacts,
    SearchForm,
    SearchTry,
    Sign,
    SiteFacts,
    SiteIdentity,
    Strength,
    TlsFacts,
    Violation,
)

HOME = "http://czj.zean.test/"
PARAMS: dict[str, tuple[dict[str, Any], ...]] = {
    "home-stale": tuple({"within": {"value": 14, "unit": unit}} for unit in ("day", "working-day", "month")),
    "meta-tags-missing": (
        {"tags": ["SiteName"], "binding": True},
        {"tags": ["SiteName", "siteidcode"], "binding": False},
    ),
    "meta-tags-copied": ({},),
    "platform-link-missing": (
        {"platforms": [{"name": "信用网站", "titles": ["信用"], "hosts": []}]},
        {"platforms": [{"name": "数据开放平台", "titles": [], "hosts": ["data.zean.test"]}]},
    ),
    "site-unreachable": ({"days": 2, "visits_per_day": 20, "seconds": 15, "failed_share": 0.05},),
    "tls-broken": (
        {"faults": ["expired", "wrong-name", "untrusted"]},
        {"faults": ["http-only", "expired", "wrong-name", "untrusted"]},
    ),
    "links-dead": ({"statuses": [404, 410], "at_least": 1, "pages": 9}, {"statuses": [403], "at_least": 2, "pages": 9}),
    "attachments-broken": ({"statuses": [404], "at_least": 1, "files": 9},),
    "search-broken": ({"titles": 2},),
    "accessibility-aid-missing": ({"aids": ["elderly", "barrier-free"]}, {"aids": ["elderly"]}),
    "accessibility-violations": ({"impact": "serious", "at_most": 1},),
    "wording-outdated": (
        {
            "columns": ["notices"],
            "since": "2021-06-01",
            "words": [{"word": "甲丙", "now": "乙", "since": "2018-11-01", "unless": []}],
        },
    ),
    "personal-data-exposed": tuple(
        {"columns": ["notices"], "since": "2021-06-01", "id_numbers": number, "phones": 2} for number in (None, 1)
    ),
    "site-tampered": ({"hours": 24},),
}
COLUMNS = {"wording-outdated": ("notices",), "personal-data-exposed": ("notices",)}
TEXTS = ("身份证 110101199003071233，电话 13800000001、13800000002。", "110101199003071232 138****0001")
"""Texts of documents that hold numbers: one whose check sign is right, one whose is not."""


def series(pattern: list[tuple[int, int, int]], hours: int) -> tuple[AvailabilityDay, ...]:
    """Days of three months, one after the other, whose visits, failures and doubts repeat a pattern."""
    first = date(2022, 2, 1).toordinal()
    days = ((date.fromordinal(first + number), *pattern[number % len(pattern)]) for number in range(89))
    return tuple(
        AvailabilityDay(each, visits, min(failed, visits - doubts), doubts, hours)
        for each, visits, failed, doubts in days
    )


day = st.dates(date(2022, 1, 1), date(2022, 3, 31))
old = st.dates(date(2021, 11, 1), date(2022, 1, 10))
words = st.sampled_from(["信用泽安", "数据开放", "长者模式", "", "首页"])
url = st.sampled_from([HOME, "http://data.zean.test/a", "http://[", "", "https://czj.zean.test/"])
look = st.builds(Look, place=st.sampled_from([Place.HOME, Place.SITE_MAP]), url=url, outcome=st.sampled_from(Outcome))
front = st.builds(
    FrontPage,
    tags=st.lists(
        st.builds(
            Said, where=st.sampled_from(["SiteName", "SiteIDCode"]), value=st.sampled_from(["null", "", "5002330008"])
        ),
        max_size=2,
    ).map(tuple),
    links=st.lists(st.builds(Link, title=words, url=url), max_size=2).map(tuple),
    hosts=st.sampled_from([(), ("data.zean.test",)]),
    aids=st.lists(st.builds(Aid, words=words, url=st.none()), max_size=2).map(tuple),
    items=st.lists(st.builds(ListedItem, title=words, url=url, date=st.one_of(old, old, day)), max_size=2).map(tuple),
    undated=st.sampled_from([0, 0, 1]),
    newest_by_address=st.one_of(st.none(), st.none(), day),
    looks=st.one_of(st.just(()), st.lists(look, max_size=2).map(tuple)),
    scripted=st.booleans(),
)
conflict = st.builds(
    PageConflict,
    url=url,
    conflict=st.builds(
        Conflict,
        kind=st.sampled_from(ConflictKind),
        values=st.lists(st.builds(Said, where=st.just("meta SiteDomain"), value=words), max_size=2).map(tuple),
    ),
)
COPIED = tuple(
    PageConflict(HOME, Conflict(kind, "SiteDomain", (Said("meta SiteDomain", "www.lingnan.gov.cn"),), "不一致"))
    for kind in (ConflictKind.DOMAIN_DIFFERS, ConflictKind.NAME_DIFFERS)
)
sign = st.builds(
    PageSign, url=url, sign=st.builds(Sign, strength=st.sampled_from(Strength), where=st.just("<div>"), quote=words)
)
mark = st.sampled_from([None, "4409990001", "bm36000002", "粤ICP备05000001号"])
trial = st.builds(SearchTry, title=words, url=url, answer=st.sampled_from(Answer), status=st.sampled_from([None, 404]))
FACTS = {
    Kind.SITE: st.builds(
        SiteFacts,
        home_url=url,
        final_url=st.one_of(st.none(), url),
        identity=st.builds(SiteIdentity, code=mark, icp=mark, police=mark, organiser=mark),
        rendered=st.booleans(),
        counts=st.just({}),
        conflicts=st.one_of(st.just(()), st.just(COPIED), st.lists(conflict, max_size=3).map(tuple)),
        signs=st.one_of(st.just(()), st.lists(sign, max_size=2).map(tuple)),
        front=st.one_of(st.none(), front, front),
    ),
    Kind.BEFORE: st.builds(
        SiteFacts,
        home_url=url,
        identity=st.just(SiteIdentity()),
        counts=st.just({}),
        signs=st.lists(sign, max_size=2).map(tuple),
    ),
    Kind.LINKS: st.builds(
        LinksFacts,
        known_pages=st.integers(0, 9),
        known_files=st.integers(0, 9),
        opened_pages=st.integers(0, 9),
        opened_files=st.integers(0, 9),
        unopened=st.lists(
            st.builds(
                LinkLook,
                url=url,
                title=words,
                page=url,
                status=st.sampled_from([None, 404, 403]),
                looks=st.integers(1, 2),
            ),
            max_size=3,
        ).map(tuple),
    ),
    Kind.SEARCH: st.builds(
        SearchFacts,
        form=st.one_of(st.none(), st.just(SearchForm(HOME, "q")), st.just(SearchForm(HOME, "q", "post"))),
        tries=st.lists(trial, max_size=3).map(tuple),
    ),
    Kind.ACCESSIBILITY: st.builds(
        AccessibilityFacts,
        url=st.just(HOME),
        engine=st.sampled_from([None, "4.12.1"]),
        violations=st.lists(st.builds(Violation, elements=st.integers(1, 9)), max_size=3).map(tuple),
        front=st.one_of(st.none(), front),
    ),
    Kind.AVAILABILITY: st.builds(
        AvailabilityFacts,
        url=st.just(HOME),
        days=st.builds(
            series,
            st.lists(
                st.tuples(st.sampled_from([20, 24, 24]), st.sampled_from([0, 1, 12, 24]), st.sampled_from([0, 0, 2])),
                min_size=1,
                max_size=3,
            ),
            st.sampled_from([2, 20, 20]),
        ),
        first=st.just(datetime(2022, 2, 1, tzinfo=UTC)),
        last=st.just(datetime(2022, 2, 4, tzinfo=UTC)),
        patience=st.sampled_from([5.0, 15.0, 30.0]),
    ),
    Kind.TLS: st.builds(
        TlsFacts,
        host=st.just("czj.zean.test"),
        port=st.just(443),
        not_after=st.one_of(st.none(), st.dates(date(2021, 1, 1), date(2023, 1, 1))),
        trusted=st.sampled_from([None, True, False]),
        name_matches=st.sampled_from([None, True, False]),
        error=st.sampled_from([None, "ConnectionRefusedError"]),
    ),
}
