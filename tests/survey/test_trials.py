"""Links within the site and its search, tried out; what pages tell of the site as a whole."""

import random
from datetime import date

import pytest

from crawler.model import (
    Answer as Said,
)
from crawler.model import (
    ColumnWanted,
    DocumentsWanted,
    Evidence,
    Kind,
    LinksFacts,
    LinksWant,
    Outcome,
    Reading,
    SearchFacts,
    SearchWant,
    Site,
    SiteFacts,
    SiteWanted,
)
from crawler.platforms import Fetch
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, crawl
from tests.survey.pages import HOST, document, home, page, rows

SITE = Site("site", "泽安市某局", f"{HOST}/")
ROWS = [
    ("关于开展安全生产大检查的情况通报", "/gzdt/d0.html", date(2022, 2, 10)),
    ("关于召开年度工作总结会议的情况通报", "/gzdt/d1.html", date(2021, 12, 30)),
    ("关于组织义务植树活动的情况通报", "/gzdt/d2.html", date(2021, 3, 12)),
]
FORM = '<form action="/search"><input name="q"><input type="submit" value="搜索"></form>'
NOTHING = "<p>抱歉，没有找到与您的查询相关的信息</p>"


def survey(
    *, links: LinksWant | None = None, titles: int = 0, signs: bool = False, site: Site = SITE, most: int = 300
) -> SiteSurvey:
    news = ColumnWanted("news", ("工作动态",), documents=(DocumentsWanted(Reading.DOCUMENT, None),))
    search = SearchWant(titles) if titles else None
    return SiteSurvey(SiteWanted(site, (news,), links=links, search=search, signs=signs), Budget(pages=most))


class Web(Memory):
    """A site whose search answers by what is asked, and whose server knows HEAD, unless `no_head` names the address."""

    search: str | Answer | None = None
    no_head: tuple[str, ...] = ()

    def answer(self, fetch: Fetch) -> Answer:
        if "/search" in fetch.url and self.search is not None:
            said = self.search
            return said if isinstance(said, Answer) else Answer(said)
        if fetch.method == "HEAD" and any(each in fetch.url for each in self.no_head):
            return Answer(outcome=Outcome.NOT_FOUND)
        return super().answer(fetch)


def web(
    blocks: str = "", *, search: str | Answer | None = None, no_head: tuple[str, ...] = (), **more: str | Answer
) -> Web:
    bodies: dict[str, str | Answer] = {
        f"{HOST}/": home(blocks=blocks),
        f"{HOST}/gzdt/": page(rows(ROWS), name="工作动态"),
    }
    for each in ("zwgk", "bsfw", "hdjl"):
        bodies[f"{HOST}/{each}/"] = page("<p>专栏</p>", name=each)
    for title, url, day in ROWS:
        bodies[HOST + url] = document(title, day)
    for number in range(6):
        bodies.setdefault(f"{HOST}/gzdt/d{number}.html", document("情况通报", date(2021, 1, 1)))
    site = Web(bodies | {f"{HOST}/{name}": answer for name, answer in more.items()})
    site.search, site.no_head = search, no_head
    return site


def facts(evidence: tuple[Evidence, ...], kind: Kind) -> object:
    (found,) = (each for each in evidence if each.kind is kind)
    return found.facts


def links_of(site: Web, wish: LinksWant | None = None, **more: object) -> LinksFacts:
    asked = survey(links=wish or LinksWant(50, 50), **more)  # type: ignore[arg-type]
    crawl(asked, site)
    found = facts(asked.evidence(), Kind.LINKS)
    assert isinstance(found, LinksFacts)
    return found


@pytest.mark.parametrize(
    ("blocks", "no_head", "dead"),
    [
        ("", (), []),
        ('<a href="/gone/a.html">已经撤下的页面</a>', (), [("/gone/a.html", 2)]),
        (
            '<a href="/gone/a.pdf">附件一</a><a href="/gone/b.html">页面二</a>',
            (),
            [("/gone/b.html", 2), ("/gone/a.pdf", 2)],
        ),
        # A server that does not know HEAD is not broken.
        ('<a href="/zwgk/">公开</a>', ("zwgk",), []),
        # Links that lead elsewhere, that log out, or that only a script follows are not asked.
        ('<a href="http://www.other.test/gone.html">外部</a><a href="javascript:a()">脚本</a>', (), []),
        ('<a href="/logout.do">退出</a>', (), []),
    ],
)
def test_links_that_lead_nowhere(blocks: str, no_head: tuple[str, ...], dead: list[tuple[str, int]]) -> None:
    found = links_of(web(blocks, no_head=no_head))
    assert sorted((each.url.removeprefix(HOST), each.looks) for each in found.unopened) == sorted(dead)
    assert found.opened_pages + found.opened_files + len(dead) == found.known_pages + found.known_files


def test_a_document_found_gone_is_asked_again_before_it_counts() -> None:
    found = links_of(web(**{"gzdt/d1.html": Answer(outcome=Outcome.NOT_FOUND)}))
    assert [(each.url, each.looks) for each in found.unopened] == [(f"{HOST}/gzdt/d1.html", 2)]


def test_what_a_limit_leaves_out_is_neither_open_nor_dead() -> None:
    blocks = "".join(f'<a href="/more/{number}.html">第{number}号页面</a>' for number in range(30))
    found = links_of(web(blocks), LinksWant(pages=5, files=0))
    assert found.known_pages >= 30
    assert found.opened_pages + len(found.unopened) < found.known_pages
    spent = links_of(web(blocks), most=4)
    assert spent.unopened == ()


def test_the_portals_menu_is_not_the_sections_fault() -> None:
    section = Site("site", "某街道", f"{HOST}/zwgk/jd/", section=True)
    bodies = {
        f"{HOST}/zwgk/jd/": page('<a href="/gone.html">门户的坏链接</a><a href="/zwgk/jd/gone.html">自己的坏链接</a>')
    }
    asked = SiteSurvey(SiteWanted(section, links=LinksWant(50, 50)), Budget())
    crawl(asked, Web(bodies))
    found = facts(asked.evidence(), Kind.LINKS)
    assert isinstance(found, LinksFacts)
    assert [each.title for each in found.unopened] == ["自己的坏链接"]


@pytest.mark.parametrize(
    ("search", "answers"),
    [
        (page(rows(ROWS)), [Said.FOUND, Said.FOUND]),
        (page(NOTHING), [Said.NOTHING, Said.NOTHING]),
        (page("<p>为您找到相关结果 0 条</p>"), [Said.NOTHING, Said.NOTHING]),
        (page("<p>为您找到相关结果 10 条</p>"), [Said.UNREADABLE, Said.UNREADABLE]),
        (page("<p>请稍候</p>"), [Said.UNREADABLE, Said.UNREADABLE]),
        # Results that come by script: what the page says before they come is not believed without a browser.
        (page(NOTHING, "<script>load()</script>"), [Said.UNREADABLE, Said.UNREADABLE]),
        (Answer(outcome=Outcome.NOT_FOUND), [Said.FAILED, Said.FAILED]),
        (Answer(outcome=Outcome.TIMEOUT), [Said.UNREADABLE, Said.UNREADABLE]),
        (Answer(outcome=Outcome.BLOCKED), [Said.UNREADABLE, Said.UNREADABLE]),
    ],
)
def test_search(search: str | Answer, answers: list[Said]) -> None:
    site = web(FORM, search=search)
    site.rendered = {}
    asked = survey(titles=2)
    fetches = crawl(asked, _without_browser(site))
    found = facts(asked.evidence(), Kind.SEARCH)
    assert isinstance(found, SearchFacts)
    assert [each.answer for each in found.tries] == answers
    assert len({fetch.url for fetch in fetches if "/search" in fetch.url}) == len(answers)


def _without_browser(site: Web) -> Web:
    class Bare(Web):
        def answer(self, fetch: Fetch) -> Answer:
            return Answer(outcome=Outcome.NEEDS_BROWSER) if fetch.browser else site.answer(fetch)

    return Bare(site.pages)


@pytest.mark.parametrize(
    ("form", "off_site"),
    [
        ('<form action="http://so.lingnan.test/s"><input name="q" class="search"></form>', True),
        ('<form action="/search" method="post"><input name="q"></form>', False),
        ("", False),
    ],
)
def test_a_search_that_is_not_tried(form: str, off_site: bool) -> None:
    asked = survey(titles=2)
    fetches = crawl(asked, web(form))
    found = facts(asked.evidence(), Kind.SEARCH)
    assert isinstance(found, SearchFacts)
    assert (found.tries, found.off_site, found.form is None) == ((), off_site, not form)
    assert not any("search" in fetch.url or "lingnan" in fetch.url for fetch in fetches)


def test_nothing_is_tried_unless_wanted() -> None:
    asked = survey()
    fetches = crawl(asked, web(FORM))
    assert {each.kind for each in asked.evidence()} == {Kind.SITE, Kind.COLUMN, Kind.DOCUMENT}
    assert {fetch.method for fetch in fetches} == {"GET"}


def test_a_home_page_that_cannot_be_read_is_the_end_of_every_trial() -> None:
    asked = survey(links=LinksWant(5, 5), titles=2)
    crawl(asked, Web({f"{HOST}/": Answer(outcome=Outcome.TIMEOUT)}))
    tried = {each.kind: (each.outcome, each.facts) for each in asked.evidence()}
    assert tried[Kind.LINKS] == tried[Kind.SEARCH] == (Outcome.TIMEOUT, None)


@pytest.mark.parametrize("seed", range(3))
def test_order_of_answers_changes_nothing(seed: int) -> None:
    blocks = FORM + '<a href="/gone/a.html">已经撤下的页面</a>'
    results = []
    for order in (None, random.Random(seed)):  # noqa: S311 - an order of answers, no secret
        asked = survey(links=LinksWant(9, 9), titles=2, signs=True)
        fetches = crawl(asked, web(blocks, search=page(rows(ROWS))), order=order)
        results.append((sorted(fetch.key for fetch in fetches), asked.evidence()))
    assert results[0] == results[1]


def test_pages_are_read_for_signs_only_when_wanted() -> None:
    spam = (
        '<div style="position:absolute;left:-9999px"><a href="http://a.top/">澳门百家乐</a>'
        '<a href="http://b.top/">时时彩投注</a><a href="http://c.top/">真人博彩平台</a></div>'
    )
    hacked = document("情况通报", date(2022, 2, 10)).replace("</body>", f"{spam}</body>")
    found = {}
    for signs in (False, True):
        asked = survey(signs=signs)
        crawl(asked, web(**{"gzdt/d0.html": hacked}))
        found[signs] = facts(asked.evidence(), Kind.SITE)
    read, unread = found[True], found[False]
    assert isinstance(read, SiteFacts)
    assert isinstance(unread, SiteFacts)
    assert (unread.signs, unread.pages_checked) == ((), 1)
    assert {each.url for each in read.signs} == {f"{HOST}/gzdt/d0.html"}
    assert read.pages_checked > 3


def test_signs_on_others_hosts_are_not_the_sites() -> None:
    mirror = Answer(
        home(blocks='<div style="left:-999px;position:absolute"><a href="http://a.top/">澳门百家乐</a></div>'),
        final="http://mirror.test/x",
    )
    asked = survey(signs=True)
    crawl(asked, web(**{"gzdt/d0.html": mirror}))
    read = facts(asked.evidence(), Kind.SITE)
    assert isinstance(read, SiteFacts)
    assert read.signs == ()
