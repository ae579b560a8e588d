"""What a site shows as a whole, gathered from a real server: front, links, search, signs, the rendered home page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather, reextract
from crawler.model import (
    AccessibilityFacts,
    AidKind,
    Answer,
    ColumnWanted,
    DocumentsWanted,
    Evidence,
    Kind,
    LinksFacts,
    LinksWant,
    LinkTo,
    Outcome,
    Probe,
    Reading,
    SearchFacts,
    SearchWant,
    SignKind,
    Site,
    SiteFacts,
    SiteWanted,
    Wanted,
)
from crawler.probes.accessibility import axe
from crawler.store import Store
from tests.crawl.servers import serve_names

BROWSER = find_browser()
needs_browser = pytest.mark.skipif(BROWSER is None or axe() is None, reason="no Chromium or no axe-core here")

TITLES = ("关于公开征求绿地管理办法意见的公告", "泽安市二〇二一年政府信息公开工作要点", "泽安市关于做好防汛工作的通知")
ROWS = "".join(
    f'<li><a href="/tzgg/{number}.html">{title}</a><span>2021-0{number}-10</span></li>'
    for number, title in enumerate(TITLES, 1)
)
MENU = '<ul class="nav"><li><a href="/tzgg/">通知公告</a></li><li><a href="/zwdt/">政务动态</a></li></ul>'
HOME = (
    '<html><head><title>泽安市财政局</title><meta name="SiteName" content="泽安市财政局">'
    '<meta name="SiteDomain" content="www.lingnan.gov.cn"><meta name="SiteIDCode" content=""></head><body>'
    f'{MENU}<form action="/search"><input name="q"><input type="hidden" name="site" value="1">'
    '<button>搜索</button></form><p id="aid"></p><img src="/a.png">'
    f'<ul>{ROWS}<li><a href="/old/gone.html">已经撤下的旧通知</a><span>2020-01-02</span></li>'
    '<li><a href="/old/nohead.html">服务器不认识HEAD的页面</a><span>2020-01-03</span></li></ul>'
    '<a href="http://data.lingnan.test/"><img alt="数据开放平台" src="/d.png"></a>'
    '<div style="position:absolute;left:-9999px"><a href="http://a.top/">澳门百家乐</a><a href="http://b.top/">时时彩投注</a>'
    '<a href="http://c.top/">真人博彩平台</a></div>'
    "<p>" + "泽安市财政局负责全市财政工作。" * 30 + "</p>"
    "<script>document.getElementById('aid').innerHTML='<a href=\"/wza/\">无障碍浏览</a>'</script></body></html>"
)
DOCUMENT = (
    "<html><head><title>{title}</title></head><body>{menu}<h1>{title}</h1><p>发布日期：2021-02-10</p>"
    "<p>{text}</p><a href='/files/{number}.pdf'>附件：名单.pdf</a></body></html>"
)


def answered(path: str) -> tuple[int, str, str]:
    """The status, media type and body of an address."""
    parts = urlsplit(path)
    if parts.path == "/":
        return 200, "text/html", HOME
    if parts.path == "/tzgg/":
        return 200, "text/html", f"<html><head><title>通知公告</title></head><body>{MENU}<ul>{ROWS}</ul></body></html>"
    if parts.path.startswith("/tzgg/"):
        number = int(parts.path[6])
        text = "现将有关事项通知如下，请认真贯彻执行。" * 20
        return 200, "text/html", DOCUMENT.format(title=TITLES[number - 1], menu=MENU, text=text, number=number)
    if parts.path == "/search":
        words = parse_qs(parts.query).get("q", [""])[0]
        found = [title for title in TITLES if words and words in title]
        rows = "".join(f"<li><a href='/tzgg/1.html'>{title}</a></li>" for title in found)
        said = rows or "<p>很抱歉，没有找到与您的查询相关的结果</p>"
        return 200, "text/html", f"<html><head><title>搜索</title></head><body>{MENU}<ul>{said}</ul></body></html>"
    if parts.path in {"/files/1.pdf", "/zwdt/", "/old/nohead.html"}:
        return 200, "text/html", f"<html><head><title>x</title></head><body>{MENU}</body></html>"
    return 404, "text/html", "<html><body>not here</body></html>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, media_type, body = answered(self.path)
        self._send(status, media_type, body.encode())

    def do_HEAD(self) -> None:
        status, media_type, body = answered(self.path)
        status = 405 if "nohead" in self.path else status
        self._send(status, media_type, body.encode(), silent=True)

    def _send(self, status: int, media_type: str, body: bytes, *, silent: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not silent:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of the base class
        """Say nothing."""


@contextmanager
def served() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def gathered(
    folder: Path, *, browser: Path | None = None, probes: frozenset[Probe] = frozenset()
) -> dict[Kind, Evidence]:
    with served() as port, serve_names({"www.test": {"A": ["127.0.0.1"]}}) as resolver:
        wanted = Wanted(
            date(2022, 2, 15),
            (
                SiteWanted(
                    Site("czj", "市财政局网站", f"http://www.test:{port}/"),
                    (ColumnWanted("notices", ("通知公告",), documents=(DocumentsWanted(Reading.DOCUMENT),)),),
                    probes=probes,
                    links=LinksWant(pages=20, files=20),
                    search=SearchWant(2),
                    signs=True,
                ),
            ),
        )
        gather(
            wanted, folder, GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=10, browser=browser)
        )
    with Store(folder) as store:
        before = sorted(each.id for each in store.evidence())
    reextract(wanted, folder)
    with Store(folder) as store:
        assert sorted(each.id for each in store.evidence()) == before
        return {each.kind: each for each in store.evidence()}


def test_front_links_search_and_signs(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    site, links, search = found[Kind.SITE].facts, found[Kind.LINKS].facts, found[Kind.SEARCH].facts
    assert isinstance(site, SiteFacts)
    assert isinstance(links, LinksFacts)
    assert isinstance(search, SearchFacts)
    front = site.front
    assert front is not None
    assert [(said.where, said.value) for said in front.tags] == [
        ("SiteName", "泽安市财政局"),
        ("SiteDomain", "www.lingnan.gov.cn"),
        ("SiteIDCode", ""),
    ]
    assert "数据开放平台" in [link.title for link in front.links]
    assert {"data.lingnan.test", "a.top"} <= set(front.hosts)
    assert front.aids == ()
    assert front.items[0].date == date(2021, 3, 10)
    assert {each.conflict.about for each in site.conflicts} >= {"SiteDomain", "SiteIDCode"}
    assert {each.sign.kind for each in site.signs} == {SignKind.HIDDEN_WORDS}
    assert site.pages_checked > 4
    dead = [
        (each.url.partition("test")[2].partition("/")[2], each.to, each.status, each.looks) for each in links.unopened
    ]
    assert dead == [
        ("old/gone.html", LinkTo.PAGE, 404, 2),
        ("files/3.pdf", LinkTo.FILE, 404, 2),
        ("files/2.pdf", LinkTo.FILE, 404, 2),
    ]
    assert (links.known_files, links.opened_files) == (3, 1)
    assert links.opened_pages == links.known_pages - 1
    assert [each.answer for each in search.tries] == [Answer.FOUND, Answer.FOUND]
    assert search.form is not None
    assert search.form.others == (("site", "1"),)


def test_the_home_page_is_asked_for_in_vain_without_a_browser(tmp_path: Path) -> None:
    measured = gathered(tmp_path, probes=frozenset({Probe.ACCESSIBILITY}))[Kind.ACCESSIBILITY]
    assert measured.outcome is Outcome.NEEDS_BROWSER


@needs_browser
@pytest.mark.browser
def test_axe_core_reads_the_home_page_as_a_browser_shows_it(tmp_path: Path) -> None:
    measured = gathered(tmp_path, browser=BROWSER, probes=frozenset({Probe.ACCESSIBILITY}))[Kind.ACCESSIBILITY]
    facts = measured.facts
    assert isinstance(facts, AccessibilityFacts)
    assert facts.engine is not None
    assert facts.engine.startswith("4.")
    rules = {each.rule: each for each in facts.violations}
    assert {"image-alt", "html-has-lang", "label"} <= set(rules)
    assert rules["image-alt"].told == "图片没有替代文字"
    assert rules["image-alt"].examples == ('<img src="/a.png">',)
    assert facts.kept > 0
    assert facts.front is not None
    assert [(aid.kind, aid.words) for aid in facts.front.aids] == [(AidKind.BARRIER_FREE, "无障碍浏览")]
    assert measured.provenance[0].warc is not None
