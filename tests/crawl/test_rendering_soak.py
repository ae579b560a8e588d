"""A browser that is lent out hundreds of times: nothing grows, and a page that hangs takes nobody with it."""

import asyncio
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Error, Page

from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather
from crawler.model import ColumnFacts, ColumnWanted, Form, Kind, Outcome, Site, SiteWanted, Stopped, Wanted
from crawler.net import chromium
from crawler.net.chromium import Chromium
from crawler.store import Store
from tests.bench.rendered import fifth, measured
from tests.crawl.servers import Answer, page, serve_names, serve_web

BROWSER = find_browser()
pytestmark = [pytest.mark.browser, pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")]


@pytest.mark.slow
def test_hundreds_of_pages_in_one_process_do_not_grow(tmp_path: Path) -> None:
    pages, _, memory = measured(tmp_path)
    assert pages > 300
    for values in (memory.ours, memory.browser):
        assert fifth(values, 4) < 1.25 * fifth(values, 1)


def test_contexts_and_processes_are_changed_while_pages_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page stays open all the time: what it stands in outlives it by nothing."""
    assert BROWSER is not None
    monkeypatch.setattr(chromium, "_PAGES_PER_CONTEXT", 2)
    monkeypatch.setattr(chromium, "_PAGES_PER_PROCESS", 6)

    async def lend() -> tuple[int, int, bool]:
        lender = Chromium(BROWSER, user_agent="test", timeout=10)
        contexts, browsers = set(), set()
        async with lender.page() as first:
            for _ in range(8):
                async with lender.page() as other:
                    contexts.add(id(other.context))
                    browsers.add(other.context.browser)
            alive = await first.evaluate("1 + 1") == 2
            assert first.context.browser is not None
            assert first.context.browser.is_connected()
            old = first.context.browser
        left = old.is_connected()
        await lender.close()
        assert not any(each is not None and each.is_connected() for each in browsers)
        return len(contexts), len(browsers), alive and not left

    assert asyncio.run(lend()) == (5, 2, True)


async def _visit(page: Page, url: str, script: str) -> None:
    await page.route("**/*", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>here"))
    await page.goto(url)
    await page.set_viewport_size({"width": 1280, "height": 2000})
    await page.evaluate(script)


@pytest.mark.parametrize(
    ("next_host", "script", "again"),
    [
        ("a.test", "window.left = 1; setInterval(() => { document.title += 'x' }, 5)", True),
        ("b.test", "1", False),
        ("a.test", "window.open('about:blank'); 1", False),
        ("a.test", "history.pushState(0, '', '/x'); window.onbeforeunload = () => 'stay'", True),
    ],
    ids=["same host", "another host", "opened a window", "wants to stay"],
)
def test_a_page_left_in_order_is_lent_again_to_its_host_alone(next_host: str, script: str, again: bool) -> None:
    """Nothing of the visit before is left in it: no script, no size, nobody who answers."""
    assert BROWSER is not None

    async def lend() -> None:
        lender = Chromium(BROWSER, user_agent="test", timeout=5)
        async with lender.page("a.test") as first:
            await _visit(first, "http://a.test/", script)
        async with lender.page(next_host) as second:
            assert (second is first) == again
            assert (second.url, second.viewport_size) == ("about:blank", {"width": 1280, "height": 900})
            assert await second.evaluate("typeof window.left") == "undefined"
            assert await second.title() == ""
            with pytest.raises(Error):
                await second.goto(f"http://{next_host}/")
        await lender.close()

    asyncio.run(lend())


SHELL = "<html><head><title>{0}</title></head><body><div id='app'></div><script src='/{1}.js'></script></body></html>"
BUILT = """
document.getElementById('app').innerHTML = '<ul class="nav"><li><a href="/a/">通知公告</a></li>'
  + '<li><a href="/b/">政务动态</a></li><li><a href="/c/">政策文件</a></li></ul>'
  + '<p>' + '泽安市卫生健康局。'.repeat(60) + '</p>'
  + (location.pathname === '/' ? '' : '<ul>' + [1, 2, 3].map(n => '<li><a href="/x/' + n
  + '.html">关于第' + n + '项工作的通知公告</a><span>2022-01-0' + n + '</span></li>').join('') + '</ul>');
"""


@pytest.mark.slow
def test_a_site_has_so_many_renderings_and_no_more(tmp_path: Path) -> None:
    """What was not rendered is our limit, and nothing is judged from the empty shell."""
    routes: dict[str, Answer] = {
        "/": page(SHELL.format("首页", "built")),
        "/a/": page(SHELL.format("通知公告", "built")),
        "/built.js": page(BUILT, media_type="text/javascript"),
    }
    with serve_web(routes) as web, serve_names({"www.test": {"A": ["127.0.0.1"]}}) as resolver:
        site = Site("www", "卫健局", f"http://www.test:{web.port}/")
        wanted = Wanted(date(2022, 2, 15), (SiteWanted(site, (ColumnWanted("notices", ("通知公告",)),)),))
        settings = GatherSettings(
            allow_private=True, resolver=resolver, delay=0, timeout=15, browser=BROWSER, render_budget=1
        )
        gather(wanted, tmp_path, settings)
    with Store(tmp_path) as store:
        (found,) = (each.facts for each in store.evidence() if each.kind is Kind.COLUMN)
    assert isinstance(found, ColumnFacts)
    assert (found.form, found.coverage.stopped) == (Form.UNREADABLE, Stopped.BUDGET)


@pytest.mark.slow
def test_a_page_that_never_rests_is_left_and_the_next_is_built(tmp_path: Path) -> None:
    routes: dict[str, Answer] = {
        "/": page(SHELL.format("首页", "built")),
        "/a/": page(SHELL.format("通知公告", "loop")),
        "/b/": page(SHELL.format("政务动态", "built")),
        "/built.js": page(BUILT, media_type="text/javascript"),
        "/loop.js": page("while (true) {}", media_type="text/javascript"),
    }
    with serve_web(routes) as web, serve_names({"www.test": {"A": ["127.0.0.1"]}}) as resolver:
        site = Site("www", "卫健局", f"http://www.test:{web.port}/")
        columns = (ColumnWanted("notices", ("通知公告",)), ColumnWanted("news", ("政务动态",)))
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=5, retries=0, browser=BROWSER)
        gather(Wanted(date(2022, 2, 15), (SiteWanted(site, columns),)), tmp_path, settings)
    with Store(tmp_path) as store:
        outcomes = {urlsplit(visit.url).path: visit.outcome for visit in store.visits() if visit.rendered}
        outcomes |= {urlsplit(visit.url).path: visit.outcome for visit in store.visits() if not visit.digest}
    assert (outcomes.get("/a/"), outcomes.get("/b/")) == (Outcome.TIMEOUT, Outcome.OK)
