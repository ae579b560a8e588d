"""Whatever well-formed evidence says, a check answers, and never accuses by a look that failed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks import Check, Given, OfficialText, Verdict, all_checks
from crawler.model import (
    AnnualReportFacts,
    AnnualReportRead,
    Article,
    BesideReport,
    Body,
    ColumnFacts,
    ConsultationFacts,
    Coverage,
    DateRead,
    DisclosureRead,
    DnsFacts,
    DocumentFacts,
    Entrance,
    Evidence,
    FeedbackFacts,
    Form,
    HostRecords,
    Identity,
    Interaction,
    InterpretationFacts,
    InterpretedPolicy,
    Ipv6Facts,
    Ipv6LinksFacts,
    Kind,
    Link,
    LinkHost,
    LinkLevel,
    ListedItem,
    Look,
    Medium,
    MediumRead,
    MessageFacts,
    Outcome,
    Place,
    Provenance,
    RegulationFacts,
    RegulationText,
    RequestsRead,
    Site,
    Stopped,
    SuccessionRead,
    Unit,
    evidence,
)
from rules.calendar import StatutoryCalendar
from tests.checks import random_history, random_site
from tests.checks.case_reader import failed, grouped

POLICIES = {
    "policies": ["policy-documents"],
    "interpretations": ["interpretation"],
    "since": "2021-06-01",
    "title_any": ["办法", "年报"],
    "number_any": [],
    "title_none": ["任免"],
}

PARAMS: dict[str, tuple[dict[str, Any], ...]] = {
    **random_site.PARAMS,
    **random_history.PARAMS,
    **{
        check: tuple(POLICIES | {"within": {"value": 15, "unit": unit}} for unit in ("day", "working-day", "month"))
        for check in ("interpretation-missing", "interpretation-late")
    },
    "interpretation-unlinked": tuple(
        POLICIES | {"direction": each} for each in ("policy-to-interpretation", "interpretation-to-policy", "both")
    ),
    "interpretation-text-only": (POLICIES, POLICIES | {"title_any": [], "number_any": ["泽财"]}),
    "column-missing": ({"column": "consultation"},),
    "column-blank": ({"column": "annual-report"},),
    "column-overdue": tuple(
        {"column": "regulations", "within": {"value": 2, "unit": unit}} for unit in ("day", "working-day", "month")
    ),
    "column-thin": tuple(
        {"column": "interpretation", "items": 2, "since": since, "within": within}
        for since in (None, "2021-06-01")
        for within in (None, *({"value": 6, "unit": unit} for unit in ("day", "working-day", "month")))
        if since or within
    ),
    "columns-incomplete": ({"columns": ["news", "planning"], "at_least": 2},),
    "columns-blank-many": ({"columns": ["news", "planning"], "at_least": 1},),
    "columns-overdue-many": (
        {
            "columns": [
                {"column": "news", "within": {"value": 14, "unit": "day"}},
                {"column": "planning", "within": {"value": 6, "unit": "month"}},
            ],
            "at_least": 2,
        },
    ),
    "annual-report-late": (
        {"year": 2021, "due": {"government": "2022-03-31", "department": "2022-01-31", "town": None}},
    ),
    "annual-report-malformed": ({"year": 2021, "layout": "2021"},),
    "annual-report-inconsistent": ({"year": 2021},),
    "annual-report-carry-over": ({"year": 2021},),
    "annual-report-prose-mismatch": ({"year": 2021},),
    "annual-report-figures-impossible": ({"year": 2021},),
    "annual-report-copied": ({"year": 2021, "share": 0.9},),
    "feedback-without-substance": ({"since": "2021-06-01"},),
    "consultation-too-short": ({"since": "2021-06-01", "days": 30},),
    "consultation-notice-incomplete": (
        {"since": "2021-06-01", "elements": ["draft", "basis", "ways", "closing-date"]},
    ),
    "document-late": tuple(
        {
            "columns": ["notices"],
            "since": "2021-06-01",
            "within": {"value": 20, "unit": unit},
            "archival": {"value": 365, "unit": "day"},
        }
        for unit in ("day", "working-day", "month")
    ),
    "document-date-impossible": ({"columns": ["notices", "policy-documents"], "since": "2021-06-01"},),
    "document-number-mismatch": (
        {"columns": ["notices"], "since": "2021-06-01", "leeway": {"value": 31, "unit": "day"}},
    ),
    "document-header-incomplete": (
        {
            "columns": ["notices"],
            "since": "2021-06-01",
            "fields": ["index", "publisher", "issued", "published"],
        },
    ),
    "document-status-unmarked": ({"columns": ["notices", "policy-documents"], "since": "2015-01-01"},),
    "document-missing": tuple(
        {
            "columns": ["notices"],
            "since": "2021-06-01",
            "title_any": ["管理办法", "年报"],
            "title_near": near,
            "by": by,
            "within": within,
        }
        for near in ([], ["绿地"])
        for by, within in ((None, None), ("2022-01-31", None), (None, {"value": 3, "unit": "month"}))
    ),
    "document-elements-missing": (
        {"columns": ["notices"], "since": "2021-06-01", "title_any": ["办法"], "elements": [["甲", "乙"], ["丙"]]},
    ),
    "consultation-feedback-late": tuple(
        {"since": "2021-06-01", "within": {"value": 15, "unit": unit}} for unit in ("day", "working-day", "month")
    ),
    "site-marks-missing": ({"marks": ["code", "icp", "police", "organiser"]},),
    "site-code-conflict": ({},),
    "domain-not-conforming": ({"suffixes": [".gov.cn"]}, {"suffixes": [".test", ".政务"]}),
    "ipv6-links-missing": (
        {"levels": [2, 3], "share": 0.5, "own_only": False, "decisive": True},
        {"levels": [2], "share": 1, "own_only": True, "decisive": False},
    ),
    "ipv6-missing": (
        {
            "parts": ["site-address", "name-server-address", "reach", "same-content"],
            "name_servers": 2,
            "similarity": 0.8,
        },
        {"parts": ["reach"], "name_servers": 1, "similarity": 0.5},
    ),
    "regulation-outdated": ({"columns": ["regulations", "administrative-regulations"]},),
    "regulation-unlisted": tuple({"columns": ["regulations"], "titles": titles} for titles in ([], ["绿地管理办法"])),
    "regulation-repealed": tuple(
        {
            "columns": ["regulations"],
            "repealed": [{"title": "绿地管理办法", "since": on, "by": "令第9号"}],
            "current_only": only,
        }
        for only in (True, False)
        for on in ("2021-06-08", "2021-07-01")
    ),
    "gazette-missing": tuple(
        {"year": 2021, "issues": issues, "within": {"value": 2, "unit": "month"}} for issues in (None, 4, 12)
    ),
    "gazette-late": tuple(
        {"year": 2021, "months": 3, "within": {"value": 20, "unit": unit}} for unit in ("day", "working-day")
    ),
    "gazette-history-incomplete": ({"since_year": 2019},),
    "guide-incomplete": ({"elements": [["甲", "乙"], ["丙"]]}, {"elements": [["电话"]]}),
    "guide-stale": tuple(
        {"outdated": ["第492号"], "current": ["第711号"], "not_before": each} for each in (None, "2021-09-01")
    ),
    "channel-missing": ({"columns": ["mailbox"]},),
    "reply-late": tuple(
        {"columns": ["letters"], "since": "2021-06-01", "within": {"value": 20, "unit": unit}}
        for unit in ("day", "working-day")
    ),
    "reply-elements-missing": (
        {
            "columns": ["letters", "mailbox"],
            "since": "2021-06-01",
            "elements": ["received", "replied", "department", "answer", "statistics"],
        },
    ),
    "regulation-layout": tuple({"columns": ["regulations"], "download": each} for each in (True, False)),
}

COLUMNS = {
    **random_site.COLUMNS,
    **random_history.COLUMNS,
    **{
        f"interpretation-{what}": ("policy-documents", "interpretation")
        for what in ("missing", "late", "unlinked", "text-only")
    },
    "column-missing": ("consultation",),
    "column-blank": ("annual-report",),
    "column-overdue": ("regulations",),
    "column-thin": ("interpretation",),
    "columns-incomplete": ("news", "planning"),
    "columns-blank-many": ("news", "planning"),
    "columns-overdue-many": ("news", "planning"),
    "annual-report-late": ("annual-report",),
    "annual-report-malformed": ("annual-report",),
    "annual-report-inconsistent": ("annual-report",),
    "annual-report-carry-over": ("annual-report",),
    "annual-report-prose-mismatch": ("annual-report",),
    "annual-report-figures-impossible": ("annual-report",),
    "annual-report-copied": ("annual-report",),
    "feedback-without-substance": ("consultation", "feedback", "notices"),
    "consultation-too-short": ("consultation",),
    "consultation-notice-incomplete": ("consultation",),
    "document-late": ("notices",),
    "document-date-impossible": ("notices", "policy-documents"),
    "document-number-mismatch": ("notices",),
    "document-header-incomplete": ("notices",),
    "document-status-unmarked": ("notices", "policy-documents"),
    "document-missing": ("notices",),
    "document-elements-missing": ("notices",),
    "consultation-feedback-late": ("consultation", "feedback"),
    "regulation-outdated": ("regulations", "administrative-regulations"),
    "regulation-unlisted": ("regulations",),
    "regulation-repealed": ("regulations",),
    "regulation-layout": ("regulations",),
    "channel-missing": ("mailbox",),
    "reply-late": ("letters",),
    "reply-elements-missing": ("letters", "mailbox"),
    "guide-incomplete": ("guide",),
    "guide-stale": ("guide",),
    "gazette-missing": ("gazette",),
    "gazette-late": ("gazette",),
    "gazette-history-incomplete": ("gazette",),
}
VERSION = date(2021, 6, 8)
ARTICLES = (Article("第一条", "甲。"), Article("第二条", "乙。"), Article("第三条", "丙。"))
SITE = "http://czj.zean.test/"

near = st.dates(date(2021, 6, 1), date(2022, 3, 31))
day = st.one_of(near, near, near, st.dates())
url = st.sampled_from(
    [f"{SITE}{number}.html" for number in range(4)] + ["", "http://[", "//x", "http://www.zean.test/1"]
)
title = st.one_of(
    st.sampled_from(
        [
            "2021年政府信息公开工作年度报告",
            "泽安市教育局2021年政府信息公开年报",
            "2020年年报",
            "政府信息公开年度报告",
            "《绿地管理办法》",
            "绿地管…",
            "",
            "2021年第1期",
            "泽安市人民政府公报2021年第3-4期（总第12期）",
            "第十期",
        ]
    ),
    st.text(max_size=12),
)
disputed = st.one_of(
    st.just(()),
    st.lists(st.sampled_from(["meta 2022-04-24", "url 2022-01", "x", "meta 2022-13-40"]), max_size=2).map(tuple),
)
date_read = st.one_of(st.none(), st.builds(DateRead, value=day, disputed_by=disputed))
report_title = st.one_of(st.just("2021年政府信息公开工作年度报告"), title)
regulation_title = st.one_of(st.just("绿地管理办法"), st.just("《绿地管理办法》"), title)
link = st.builds(Link, title=title, url=url)
item = st.builds(ListedItem, title=title, url=url, date=st.one_of(st.none(), day))
unread = st.lists(st.sampled_from([f"timeout {SITE}1.html", "blocked", "", "nonsense http://x"]), max_size=2).map(tuple)
look = st.builds(Look, place=st.sampled_from(list(Place)), url=url, outcome=st.sampled_from(list(Outcome)))
complete = st.builds(
    Coverage,
    looks=st.just((Look(Place.HOME, SITE, Outcome.OK),)),
    pages_read=st.just(1),
    stopped=st.just(Stopped.END),
)
coverage = st.one_of(
    complete,
    complete,
    st.builds(
        Coverage,
        looks=st.lists(look, max_size=3).map(tuple),
        pages_read=st.integers(0, 3),
        undated=st.integers(0, 2),
        unread=st.one_of(st.just(()), unread),
        oldest=st.one_of(st.none(), day),
        stopped=st.sampled_from(list(Stopped)),
    ),
)
form = st.one_of(st.sampled_from([Form.LISTING, Form.EMPTY]), st.sampled_from([None, *Form]))


interaction = st.builds(
    Interaction,
    entrances=st.lists(
        st.builds(Entrance, url=url, title=title, writes=st.booleans(), login=st.booleans(), off_site=st.booleans()),
        max_size=2,
    ).map(tuple),
    statistics=st.sampled_from([None, "来信总数 12 件"]),
    unread=unread,
    scripted=st.booleans(),
)


def columns_of(names: tuple[str, ...]) -> st.SearchStrategy[ColumnFacts]:
    return st.builds(
        ColumnFacts,
        column=st.sampled_from(names),
        form=form,
        items=st.one_of(st.just(()), st.lists(item, max_size=3).map(tuple)),
        rivals=st.one_of(st.just(()), st.lists(link, max_size=1).map(tuple)),
        coverage=coverage,
        newest=st.one_of(st.none(), day),
        url=st.one_of(st.none(), url),
        total=st.sampled_from([None, None, 0, 5]),
        interaction=st.one_of(st.none(), interaction),
    )


six = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
section = st.sampled_from(["一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题", "其他"])
identity = st.builds(
    Identity, id=st.sampled_from(["I1", "I2", "I3", "I4", "I7", "I9"]), column=st.sampled_from([None, 0, 6, 9])
)
cells = st.lists(st.sampled_from([None, 0, 3]), min_size=5, max_size=7).map(tuple)
report = st.builds(
    AnnualReportRead,
    layout=st.sampled_from([None, "2021", "2019", "2021"]),
    sections=st.one_of(st.just(six), st.just(six[:5]), st.lists(section, max_size=6).map(tuple)),
    identities=st.lists(identity, max_size=3).map(tuple),
    requests=st.builds(RequestsRead, rows=st.dictionaries(st.sampled_from(["carried_in", "carried_out"]), cells)),
    disclosure=st.one_of(
        st.none(), st.builds(DisclosureRead, rows=st.sampled_from([{}, {"rules": {"made": 2}}, {"rules": {"made": 0}}]))
    ),
)
feedback = st.builds(
    FeedbackFacts,
    url=url,
    title=title,
    published=date_read,
    received=st.sampled_from([None, None, 3]),
    length=st.sampled_from([None, 5, 80]),
    speaks=st.sampled_from([None, None, "采纳"]),
    pictured=st.booleans(),
)
beside = st.builds(
    BesideReport,
    url=url,
    succession=st.builds(SuccessionRead, year=st.just(2021), repeated=st.sampled_from([None, 0.2, 0.95])),
)
text = st.builds(
    RegulationText,
    title=regulation_title,
    dates=st.one_of(st.just((VERSION,)), st.lists(day, max_size=2).map(tuple)),
    articles=st.one_of(
        st.just(ARTICLES),
        st.lists(
            st.builds(
                Article,
                label=st.sampled_from(["第一条", "第二条", "第 1 条", "第百零百条", ""]),
                text=st.text(max_size=8),
            ),
            max_size=3,
        ).map(tuple),
    ),
)
addresses = st.sampled_from([(), (), ("2001:db8::5",)])
records = st.builds(
    HostRecords,
    host=st.just("czj.zean.test"),
    a=st.sampled_from([(), ("203.0.113.5",)]),
    aaaa=addresses,
    error=st.sampled_from([None, None, "SERVFAIL", "NODATA"]),
)
document = st.builds(
    DocumentFacts,
    column=st.sampled_from(["notices", "notices", "policy-documents", "consultation", "guide"]),
    url=url,
    title=st.one_of(st.none(), title, st.sampled_from(["关于废止绿地管理办法的决定", "绿地管理办法"])),
    published=date_read,
    listed=st.one_of(st.none(), day),
    issued=st.one_of(st.none(), day),
    publisher=st.sampled_from([None, "市财政局", "国务院"]),
    number=st.sampled_from([None, "泽财〔2021〕1号", "泽财[2022]1号", "第1号", ""]),
    index=st.sampled_from([None, "000-1"]),
    status=st.sampled_from([None, "有效", "已废止"]),
    attachments=st.one_of(st.just(()), st.lists(link, max_size=1).map(tuple)),
    text=st.sampled_from(
        [
            *random_site.TEXTS,
            "",
            "甲丙",
            "废止《绿地管理办法》（泽财〔2021〕1号）。",
            "废止《绿地管理办法》第一条。",
            "重大行政决策",
            "甲丙第492号" * 40,
        ]
    ),
)
interpretation = st.builds(
    InterpretationFacts,
    url=url,
    title=title,
    published=date_read,
    confidence=st.just(0.9),
    from_policy=st.booleans(),
    from_interpretation=st.booleans(),
    media=st.lists(st.builds(MediumRead, medium=st.sampled_from(list(Medium)), quote=st.just("x")), max_size=2).map(
        tuple
    ),
    link_box=st.booleans(),
    attachments=st.one_of(st.just(()), st.lists(link, max_size=1).map(tuple)),
)
FACTS = {
    **random_site.FACTS,
    Kind.DOCUMENT: document,
    Kind.ANNUAL_REPORT: st.builds(
        AnnualReportFacts,
        url=url,
        title=report_title,
        year=st.sampled_from([2021, 2021, 2021, 2020, None]),
        published=date_read,
        listed=st.one_of(st.none(), day),
        report=st.one_of(st.none(), report),
        beside=st.lists(beside, max_size=2).map(tuple),
    ),
    Kind.CONSULTATION: st.builds(
        ConsultationFacts,
        url=url,
        title=title,
        published=date_read,
        opens=st.one_of(st.none(), day),
        closes=st.one_of(st.none(), day),
        feedback=st.one_of(st.none(), feedback),
        candidates=st.one_of(st.just(()), st.lists(feedback, max_size=1).map(tuple)),
    ),
    Kind.REGULATION: st.builds(
        RegulationFacts,
        url=url,
        published=date_read,
        regulation=text,
        status=st.sampled_from([None, None, "有效", "已废止"]),
        order=st.sampled_from([None, None, "现予公布"]),
        download=st.sampled_from([None, "下载"]),
        head=st.sampled_from([None, "绿地管理办法", "2021年6月8日公布"]),
    ),
    Kind.INTERPRETATION: st.builds(
        InterpretedPolicy,
        url=url,
        title=st.sampled_from(["绿地管理办法", "2021年年报", "任免办法", ""]),
        number=st.sampled_from([None, "泽财〔2021〕1号"]),
        published=date_read,
        interpretations=st.lists(interpretation, max_size=2).map(tuple),
        candidates=st.one_of(st.just(()), st.lists(interpretation, max_size=1).map(tuple)),
        enclosed=st.one_of(st.just(()), st.lists(link, max_size=1).map(tuple)),
        column=st.just("policy-documents"),
        listed=st.one_of(st.none(), day),
        publisher=st.sampled_from([None, "市财政局", "国务院"]),
        link_box=st.booleans(),
    ),
    Kind.MESSAGE: st.builds(
        MessageFacts,
        column=st.sampled_from(["letters", "mailbox"]),
        url=url,
        title=title,
        published=date_read,
        listed=st.one_of(st.none(), day),
        received=st.one_of(st.none(), day),
        replied=st.one_of(st.none(), day),
        department=st.sampled_from([None, "市财政局"]),
        answer=st.sampled_from([None, "已办理。"]),
        status=st.sampled_from([None, "已办结", "办理中", "未答复"]),
        labels=st.lists(st.sampled_from(["来信时间", "答复时间", "答复部门", "答复内容"]), max_size=4).map(tuple),
    ),
    Kind.DNS: st.builds(
        DnsFacts,
        host=records,
        apex=st.one_of(st.none(), records),
        name_servers=st.lists(records, max_size=3).map(tuple),
    ),
    **random_history.facts(url),
    Kind.IPV6_LINKS: st.builds(
        Ipv6LinksFacts,
        host=st.just("czj.zean.test"),
        levels=st.lists(
            st.builds(
                LinkLevel,
                level=st.sampled_from([2, 3]),
                pages=st.integers(0, 3),
                known=st.integers(0, 70),
                hosts=st.lists(st.builds(LinkHost, links=st.integers(1, 9)), max_size=4).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
    ),
    Kind.IPV6: st.builds(Ipv6Facts, host=st.just("czj.zean.test"), similarity=st.sampled_from([None, 0.1, 0.95])),
}


def look_at(kind: Kind, facts: Any, seen: date) -> Evidence:
    subject = facts.column if isinstance(facts, ColumnFacts) else getattr(facts, "url", "czj.zean.test")
    at = datetime(seen.year, seen.month, seen.day, tzinfo=UTC)
    return evidence(
        site="czj",
        kind=kind,
        subject=subject,
        outcome=Outcome.OK,
        facts=facts,
        seen_at=at,
        provenance=(Provenance(subject, at, Outcome.OK),),
    )


def looked_for(name: str) -> st.SearchStrategy[list[ColumnFacts]]:
    """A column is nearly always looked for once; other columns stand beside it."""
    one = columns_of((name,))
    return st.one_of(st.lists(one, min_size=1, max_size=1), st.lists(columns_of((name, "news")), max_size=3))


@st.composite
def judgements(draw: st.DrawFn) -> tuple[Check, Given[Any]]:
    check = draw(st.sampled_from(all_checks()))
    seen = st.dates(date(2022, 1, 1), date(2022, 3, 1))
    held = [
        look_at(kind, facts, draw(seen))
        for kind in sorted(check.needs - {Kind.COLUMN})
        for facts in draw(st.lists(FACTS[kind], max_size=2))
    ]
    for names in COLUMNS.get(check.id, ()):
        held.extend(look_at(Kind.COLUMN, facts, draw(seen)) for facts in draw(looked_for(names)))
    official = st.builds(
        OfficialText,
        title=st.just("绿地管理办法"),
        version=st.one_of(st.just(VERSION), st.dates(date(2015, 1, 1), date(2022, 1, 1))),
        articles=st.just(ARTICLES),
        sites=st.just(("czj",)),
    )
    given = Given(
        params=check.params.model_validate(draw(st.sampled_from(PARAMS[check.id]))),
        as_of=draw(st.one_of(st.dates(date(2022, 2, 1), date(2022, 4, 30)), day)),
        unit=Unit("czj", "市财政局", draw(st.sampled_from([Body.DEPARTMENT, Body.DEPARTMENT, *Body]))),
        site=Site(
            "czj",
            "市财政局网站",
            draw(st.sampled_from([SITE, SITE, SITE, "http://127.0.0.1:1/", "https://czj.zean.test/"])),
            portal=draw(st.booleans()),
            code=draw(st.sampled_from([None, "4409990002", "bm36000002"])),
        ),
        calendar=StatutoryCalendar(),
        declared=check.needs,
        evidence=grouped(held, check.needs),
        references=tuple(draw(st.lists(official, max_size=2))),
    )
    return check, given


QUIET = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def without(given: Given[Any], kind: Kind, at: int, outcome: Outcome) -> Given[Any]:
    group = given.evidence[kind]
    changed = (*group[:at], failed(group[at], outcome), *group[at + 1 :])
    return replace(given, evidence={**given.evidence, kind: changed})


@QUIET
@given(judgements())
def test_check_answers_with_sentences_and_known_evidence(judgement: tuple[Check, Given[Any]]) -> None:
    check, given = judgement
    finding = check.judge(given)
    known = {each.id for group in given.evidence.values() for each in group}
    assert {*finding.evidence, *(each for part in finding.parts for each in part.evidence)} <= known
    assert finding.observed.endswith("。")
    assert finding.expected.endswith("。")
    assert "None" not in finding.observed + finding.remedy


@QUIET
@given(judgements(), st.sampled_from([Outcome.TIMEOUT, Outcome.BLOCKED, Outcome.OUR_FAULT]))
def test_failed_look_never_turns_anything_into_a_failure(judgement: tuple[Check, Given[Any]], outcome: Outcome) -> None:
    check, given = judgement
    before = check.judge(given).verdict
    if before is Verdict.FAIL:
        return
    for kind, group in given.evidence.items():
        for at in range(len(group)):
            after = check.judge(without(given, kind, at, outcome))
            assert after.verdict is not Verdict.FAIL, (before, kind, at, after.observed)


@QUIET
@given(judgements(), st.sampled_from(sorted(Outcome)))
def test_only_failed_looks_never_fail(judgement: tuple[Check, Given[Any]], outcome: Outcome) -> None:
    check, given = judgement
    if outcome is Outcome.OK:
        return
    lost = {kind: tuple(failed(each, outcome) for each in group) for kind, group in given.evidence.items()}
    assert check.judge(replace(given, evidence=lost)).verdict is not Verdict.FAIL


@QUIET
@given(judgements())
def test_same_evidence_same_finding(judgement: tuple[Check, Given[Any]]) -> None:
    check, given = judgement
    assert check.judge(given) == check.judge(given)


def test_every_check_is_tried_with_its_own_parameters() -> None:
    assert sorted(PARAMS) == [each.id for each in all_checks()]
    assert {kind for each in all_checks() for kind in each.needs} == {Kind.COLUMN, *FACTS}
