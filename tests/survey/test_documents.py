"""Which documents are opened, what they become, and what a failed one costs."""

from datetime import date

import pytest

from crawler.model import (
    AnnualReportFacts,
    ColumnWanted,
    ConsultationFacts,
    DocumentFacts,
    DocumentsWanted,
    Evidence,
    Kind,
    Outcome,
    Reading,
    RegulationFacts,
    Site,
    SiteWanted,
)
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, document, home, page, rows

SITE = Site("site", "泽安市某局", f"{HOST}/")
ROWS = [
    ("关于开展安全生产大检查的情况通报", "/gzdt/d0.html", date(2022, 2, 10)),
    ("关于召开年度工作总结会议的情况通报", "/gzdt/d1.html", None),
    ("关于组织义务植树活动的情况通报", "/gzdt/d2.html", date(2021, 3, 12)),
    ("关于做好汛期安全防范工作的情况通报", "/gzdt/d3.html", date(2020, 6, 1)),
]


def survey(reading: Reading, since: date | None = None, *titles: str, limit: int = 200, pages: int = 300) -> SiteSurvey:
    wish = DocumentsWanted(reading, since, titles, limit)
    news = ColumnWanted("news", ("工作动态",), since=since, documents=(wish,))
    return SiteSurvey(SiteWanted(SITE, (news,)), Budget(pages=pages))


def pages(**changed: str | Answer) -> dict[str, str | Answer]:
    bodies: dict[str, str | Answer] = {f"{HOST}/": home(), f"{HOST}/gzdt/": page(rows(ROWS), name="工作动态")}
    for title, url, day in ROWS:
        bodies[HOST + url] = document(title, day or date(2021, 12, 30))
    return bodies | {f"{HOST}/gzdt/{name}.html": answer for name, answer in changed.items()}


def of(evidence: tuple[Evidence, ...], kind: Kind) -> list[Evidence]:
    return [each for each in evidence if each.kind is kind]


@pytest.mark.parametrize(
    ("since", "titles", "limit", "opened"),
    [
        (date(2021, 1, 1), (), 200, ["d0", "d2", "d1"]),
        (date(2021, 6, 1), (), 200, ["d0", "d1"]),
        (None, (), 200, ["d0", "d2", "d3", "d1"]),
        (None, ("植树", "汛期"), 200, ["d2", "d3"]),
        (None, (), 2, ["d0", "d2"]),
    ],
)
def test_opened_are_the_wanted_ones(since: date | None, titles: tuple[str, ...], limit: int, opened: list[str]) -> None:
    """Those listed since the day and all undated ones, newest first."""
    run = survey(Reading.DOCUMENT, since, *titles, limit=limit)
    crawl(run, Memory(pages()))
    assert [each.subject.rsplit("/", 1)[-1][:2] for each in of(run.evidence(), Kind.DOCUMENT)] == opened


def test_what_the_limit_leaves_out_is_said() -> None:
    run = survey(Reading.DOCUMENT, limit=2)
    crawl(run, Memory(pages()))
    left = column(run.evidence(), "news").coverage.unread
    assert [each.split("/")[-1] for each in left] == ["d3.html", "d1.html"]
    assert all(each.startswith("budget-spent ") for each in left)


def test_an_undated_item_is_dated_by_its_own_page() -> None:
    run = survey(Reading.DOCUMENT)
    crawl(run, Memory(pages()))
    found = column(run.evidence(), "news")
    assert (found.items[1].date, found.coverage.undated) == (date(2021, 12, 30), 0)
    assert found.coverage.reaches(date(2020, 1, 1))


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.NOT_FOUND, Outcome.BLOCKED, Outcome.ROBOTS_FORBIDDEN])
def test_a_document_that_failed_is_evidence_without_facts_and_unread(outcome: Outcome) -> None:
    run = survey(Reading.DOCUMENT)
    crawl(run, Memory(pages(d2=Answer(outcome=outcome))))
    evidence = run.evidence()
    (failed,) = (each for each in of(evidence, Kind.DOCUMENT) if each.subject.endswith("d2.html"))
    assert (failed.outcome, failed.facts) == (outcome, None)
    assert column(evidence, "news").coverage.unread == (f"{outcome} {HOST}/gzdt/d2.html",)


def test_documents_carry_title_date_and_text() -> None:
    run = survey(Reading.DOCUMENT, date(2022, 1, 1))
    crawl(run, Memory(pages()))
    facts = of(run.evidence(), Kind.DOCUMENT)[0].facts
    assert isinstance(facts, DocumentFacts)
    assert (facts.column, facts.title, facts.listed) == ("news", ROWS[0][0], date(2022, 2, 10))
    assert facts.published is not None
    assert facts.published.value == date(2022, 2, 10)
    assert "各有关单位" in facts.text


def test_an_annual_report_without_table_is_still_a_report() -> None:
    """Published, but not in a form that can be read: facts with no report, not a failure."""
    body = document("泽安市某局2021年政府信息公开工作年度报告", date(2022, 1, 20), "报告全文见附件。")
    run = survey(Reading.ANNUAL_REPORT, None, "安全生产大检查")
    crawl(run, Memory(pages(d0=body)))
    (found,) = of(run.evidence(), Kind.ANNUAL_REPORT)
    assert isinstance(found.facts, AnnualReportFacts)
    assert (found.facts.report, found.facts.listed) == (None, date(2022, 2, 10))


REGULATION = "<br>".join(
    ["泽安市城市绿地管理办法", "（2015年3月2日泽安市人民政府令第12号公布 自2015年5月1日起施行）"]
    + [f"第{number}条　城市绿地应当按照规划建设，任何单位和个人不得擅自占用城市绿地。" for number in "一二三四五六"]
)


def test_a_regulation_in_a_column_that_is_itself_the_document() -> None:
    body = document("泽安市城市绿地管理办法", date(2021, 3, 9), REGULATION)
    run = survey(Reading.REGULATION)
    crawl(run, Memory({f"{HOST}/": home(), f"{HOST}/gzdt/": body}))
    (found,) = of(run.evidence(), Kind.REGULATION)
    assert isinstance(found.facts, RegulationFacts)
    assert len(found.facts.regulation.articles) == 6


NOTICE = (
    "为规范停车秩序，我局起草了《泽安市停车管理办法（征求意见稿）》，现向社会公开征求意见。"
    "征求意见时间：2021年3月1日至2021年3月31日。"
)
RESULT = "2021年3月1日至3月31日，我局就《泽安市停车管理办法（征求意见稿）》公开征求意见，共收到意见12条，采纳8条。"


def consultation(feedback: Answer | None = None) -> SiteSurvey:
    wanted = (
        ColumnWanted("consultation", ("意见征集",), documents=(DocumentsWanted(Reading.CONSULTATION),)),
        ColumnWanted("feedback", ("结果反馈",), documents=(DocumentsWanted(Reading.FEEDBACK),)),
    )
    notice, result = "关于《泽安市停车管理办法》公开征求意见的公告", "关于《泽安市停车管理办法》征求意见结果的反馈"
    padding = [
        (f"关于《泽安市第{n}类管理规定》公开征求意见的公告", f"/yj/x{n}.html", date(2021, 2, 1)) for n in "一二三四"
    ]
    bodies: dict[str, str | Answer] = {
        f"{HOST}/": home(("意见征集", "/yj/"), ("结果反馈", "/fk/")),
        f"{HOST}/yj/": page(rows([(notice, "/yj/1.html", date(2021, 3, 1)), *padding]), name="意见征集"),
        f"{HOST}/fk/": page(rows([(result, "/fk/1.html", date(2021, 4, 12)), *padding]), name="结果反馈"),
        f"{HOST}/yj/1.html": document(notice, date(2021, 3, 1), NOTICE),
        f"{HOST}/fk/1.html": feedback or document(result, date(2021, 4, 12), RESULT),
    }
    bodies |= {
        HOST + url: document(title, date(2021, 2, 1), NOTICE.replace("停车", title[8:10])) for title, url, _ in padding
    }
    run = SiteSurvey(SiteWanted(SITE, wanted), Budget())
    crawl(run, Memory(bodies))
    return run


def test_a_notice_meets_its_feedback() -> None:
    found = of(consultation().evidence(), Kind.CONSULTATION)
    facts = next(each for each in found if each.subject.endswith("/yj/1.html"))
    assert isinstance(facts.facts, ConsultationFacts)
    assert facts.facts.closes == date(2021, 3, 31)
    assert facts.facts.feedback is not None
    assert facts.facts.feedback.url == f"{HOST}/fk/1.html"
    assert {each.url for each in facts.provenance} == {f"{HOST}/yj/1.html", f"{HOST}/fk/1.html"}


def test_feedback_that_failed_to_open_is_unread_in_its_column() -> None:
    run = consultation(Answer(outcome=Outcome.TIMEOUT))
    assert f"timeout {HOST}/fk/1.html" in column(run.evidence(), "feedback").coverage.unread
