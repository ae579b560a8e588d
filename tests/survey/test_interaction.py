"""What the survey makes of policies and interpretations, letters, entrances, and reports of two years."""

from datetime import date

from crawler.model import (
    AnnualReportFacts,
    ColumnWanted,
    DocumentsWanted,
    Evidence,
    Interaction,
    InterpretedPolicy,
    Kind,
    MessageFacts,
    Outcome,
    Reading,
    Site,
    SiteWanted,
)
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, column, crawl
from tests.survey.pages import HOST, document, home, page, rows

SITE = Site("site", "泽安市某局", f"{HOST}/")
SINCE = date(2021, 1, 1)
PADDING = [(f"关于做好第{n}批专项资金申报工作的有关情况通报", f"/zc/x{n}.html", date(2021, 2, 1)) for n in "一二三四"]
Pages = dict[str, str | Answer]


def surveyed(wanted: tuple[ColumnWanted, ...], links: tuple[tuple[str, str], ...], bodies: Pages) -> SiteSurvey:
    run = SiteSurvey(SiteWanted(SITE, wanted), Budget())
    crawl(run, Memory({f"{HOST}/": home(*links)} | bodies))
    return run


def of(run: SiteSurvey, kind: Kind) -> dict[str, Evidence]:
    return {each.subject.removeprefix(HOST): each for each in run.evidence() if each.kind is kind}


def policies(changed: Pages) -> SiteSurvey:
    wanted = (
        ColumnWanted(
            "policy-documents",
            ("政策文件",),
            since=SINCE,
            documents=(DocumentsWanted(Reading.POLICY, SINCE, ("办法",)),),
        ),
        ColumnWanted(
            "interpretation", ("政策解读",), since=SINCE, documents=(DocumentsWanted(Reading.INTERPRETATION, SINCE),)
        ),
    )
    listed = [
        ("关于印发《泽安市停车管理办法》的通知", "/zc/1.html", date(2021, 5, 1)),
        ("关于印发《泽安市养犬管理办法》的通知", "/zc/2.html", date(2021, 6, 1)),
        *PADDING,
    ]
    read = [("《泽安市停车管理办法》解读", "/jd/1.html", date(2021, 5, 2))]
    read += [(f"《泽安市第{n}类补贴方案》解读", f"/jd/x{n}.html", date(2021, 2, 1)) for n in "一二三四"]
    bodies: Pages = {
        f"{HOST}/zc/": page(rows(listed), name="政策文件"),
        f"{HOST}/jd/": page(rows(read), name="政策解读"),
    }
    bodies |= {HOST + url: document(title, day or SINCE) for title, url, day in (*listed, *read)}
    return surveyed(wanted, (("政策文件", "/zc/"), ("政策解读", "/jd/")), bodies | changed)


def test_a_policy_meets_its_interpretation_and_another_has_none() -> None:
    found = of(policies({}), Kind.INTERPRETATION)
    assert sorted(found) == ["/zc/1.html", "/zc/2.html"]
    first, second = (found[url].facts for url in sorted(found))
    assert isinstance(first, InterpretedPolicy)
    assert isinstance(second, InterpretedPolicy)
    assert [each.url for each in first.interpretations] == [f"{HOST}/jd/1.html"]
    assert (first.column, first.listed, first.source) == ("policy-documents", date(2021, 5, 1), "泽安市某局")
    assert (second.interpretations, second.candidates) == ((), ())
    assert {each.url for each in found["/zc/1.html"].provenance} == {f"{HOST}/zc/1.html", f"{HOST}/jd/1.html"}


def test_a_nameless_picture_may_interpret_any_policy_of_its_time() -> None:
    picture = page(
        "<h2>一图读懂</h2><div class='info'>发布时间：2021-06-03</div><div class='content'><img src='/u/1.jpg'></div>"
    )
    facts = of(policies({f"{HOST}/jd/x一.html": picture}), Kind.INTERPRETATION)["/zc/2.html"].facts
    assert isinstance(facts, InterpretedPolicy)
    assert [each.url for each in facts.candidates] == [f"{HOST}/jd/x一.html"]


def test_a_policy_that_failed_is_evidence_without_facts() -> None:
    run = policies({f"{HOST}/zc/2.html": Answer(outcome=Outcome.TIMEOUT)})
    found = of(run, Kind.INTERPRETATION)["/zc/2.html"]
    assert (found.outcome, found.facts) == (Outcome.TIMEOUT, None)


LETTER = (
    "<table><tr><td>来信标题</td><td>{title}</td></tr><tr><td>来信时间</td><td>2021-06-01</td></tr>"
    "<tr><td>来信内容</td><td>路灯坏了。</td></tr><tr><td>答复单位</td><td>市城管局</td></tr>"
    "<tr><td>答复时间</td><td>2021-06-08</td></tr><tr><td>答复内容</td><td>已修复。</td></tr></table>"
)
FORM = page(
    "<form action='/save'><input name='name'><textarea name='text'></textarea><input type='submit' value='提交'></form>"
)


def letters(changed: Pages) -> SiteSurvey:
    wishes = (DocumentsWanted(Reading.CHANNEL, SINCE), DocumentsWanted(Reading.MESSAGE, SINCE))
    wanted = (ColumnWanted("mailbox", ("局长信箱",), since=SINCE, documents=wishes),)
    listed = [(f"关于人民路第{n}段路灯不亮问题的来信", f"/xx/{n}.html", date(2021, 6, 9)) for n in (1, 2, 3, 4, 5)]
    bodies: Pages = {
        f"{HOST}/xx/": page(
            "<div>来信总数：1204 件 已办结：1190 件</div>",
            "<a href='/xx/write.html'>我要写信</a><a href='/xf/'>网上信访</a>",
            rows(listed),
            name="局长信箱",
        ),
        f"{HOST}/xx/write.html": FORM,
    }
    bodies |= {HOST + url: page(LETTER.format(title=title), name="局长信箱") for title, url, _ in listed}
    return surveyed(wanted, (("局长信箱", "/xx/"),), bodies | changed)


def test_letters_and_the_entrance_beside_them() -> None:
    run = letters({})
    facts = of(run, Kind.MESSAGE)["/xx/1.html"].facts
    assert isinstance(facts, MessageFacts)
    assert (facts.received, facts.replied, facts.department) == (date(2021, 6, 1), date(2021, 6, 8), "市城管局")
    found = column(run.evidence(), "mailbox").interaction
    assert isinstance(found, Interaction)
    assert [(each.url, each.writes) for each in found.entrances] == [
        (f"{HOST}/xx/", False),
        (f"{HOST}/xx/write.html", True),
    ]
    assert found.statistics == "来信总数:1204 件 已办结:1190 件"


def test_nothing_is_ever_sent() -> None:
    site = Memory({f"{HOST}/": home(("局长信箱", "/xx/")), f"{HOST}/xx/": FORM})
    wish = DocumentsWanted(Reading.CHANNEL, SINCE)
    run = SiteSurvey(SiteWanted(SITE, (ColumnWanted("mailbox", ("局长信箱",), documents=(wish,)),)), Budget())
    asked = crawl(run, site)
    assert {fetch.method for fetch in asked} == {"GET"}
    assert not [fetch.url for fetch in asked if "save" in fetch.url]


def test_an_entrance_that_failed_is_told() -> None:
    found = column(
        letters({f"{HOST}/xx/write.html": Answer(outcome=Outcome.TIMEOUT)}).evidence(), "mailbox"
    ).interaction
    assert isinstance(found, Interaction)
    assert found.unread == (f"timeout {HOST}/xx/write.html",)


def test_a_page_that_is_no_letter_has_no_facts() -> None:
    run = letters({f"{HOST}/xx/2.html": document("关于信箱改版的公告", date(2021, 6, 9))})
    assert of(run, Kind.MESSAGE)["/xx/2.html"].outcome is Outcome.UNREADABLE


def test_entrances_are_looked_for_only_where_a_check_asks() -> None:
    wanted = (ColumnWanted("mailbox", ("局长信箱",)),)
    run = surveyed(wanted, (("局长信箱", "/xx/"),), {f"{HOST}/xx/": FORM})
    assert column(run.evidence(), "mailbox").interaction is None


def report(year: int, word: str) -> str:
    matters = (
        "机构职能",
        "财政预算",
        "行政执法",
        "政策解读",
        "意见征集",
        "会议公开",
        "信箱答复",
        "网站改版",
        "业务培训",
        "档案移交",
    )
    prose = "".join(
        f"{word}专门研究{each}方面的{word}事项，明确由{word}牵头落实{each}，并按季度通报{each}进展。"
        for each in matters
    )
    table = "<table><tr><td>一、本年新收政府信息公开申请数量</td>" + "<td>0</td>" * 7 + "</tr></table>"
    return document(
        f"泽安市某局{year}年政府信息公开工作年度报告",
        date(year + 1, 1, 20),
        f"<p>一、总体情况</p><p>{prose}</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>{table}"
        "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p>",
    )


def test_a_report_is_compared_with_last_years() -> None:
    wish = DocumentsWanted(Reading.ANNUAL_REPORT)
    listed = [
        (f"泽安市某局{year}年政府信息公开工作年度报告", f"/nb/{year}.html", date(year + 1, 1, 20))
        for year in (2021, 2020, 2019)
    ]
    bodies: Pages = {f"{HOST}/nb/": page(rows(listed), name="政府信息公开年报")}
    bodies |= {
        f"{HOST}/nb/{year}.html": report(year, word)
        for year, word in ((2021, "局党组"), (2020, "局党组"), (2019, "办公室"))
    }
    run = surveyed(
        (ColumnWanted("annual-report", ("政府信息公开年报",), documents=(wish,)),),
        (("政府信息公开年报", "/nb/"),),
        bodies,
    )
    found = of(run, Kind.ANNUAL_REPORT)
    shares = {}
    for url, each in found.items():
        assert isinstance(each.facts, AnnualReportFacts)
        shares[url] = [(other.url.removeprefix(HOST), other.succession.repeated) for other in each.facts.beside]
    assert shares["/nb/2021.html"] == [("/nb/2020.html", 1.0)]
    assert shares["/nb/2020.html"][0][0] == "/nb/2019.html"
    assert (shares["/nb/2020.html"][0][1] or 0) < 0.95
    assert shares["/nb/2019.html"] == []
