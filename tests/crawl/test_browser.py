"""Pages that a script builds are rendered, through our own fetcher and nothing else."""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest

from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather, reextract
from crawler.model import ColumnFacts, ColumnWanted, Kind, Outcome, Site, SiteWanted, Visit, Wanted
from crawler.store import Store
from crawler.warc import WarcPlace, read_body
from tests.crawl.servers import Answer, Web, page, serve_names, serve_web

BROWSER = find_browser()
needs_browser = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")

SHELL = page(
    "<html><head><title>泽安市卫生健康局</title></head>"
    "<body><div id='app'></div><script src='/app.js'></script></body></html>"
)
SCRIPT = """
fetch('/api/list').then(r => r.json()).then(items => {
  const rows = items.map(i => `<li><a href="${i.url}">${i.title}</a><span>${i.date}</span></li>`).join('');
  const columns = {tzgg: '通知公告', zwdt: '政务动态', zcwj: '政策文件', zcjd: '政策解读', gzcy: '公众参与'};
  const menu = '<ul class="nav">' + Object.entries(columns).map(
    ([path, name]) => `<li><a href="/${path}/">${name}</a></li>`).join('') + '</ul><p>'
    + '泽安市卫生健康局负责全市卫生健康工作，欢迎监督。'.repeat(12) + '</p>';
  document.getElementById('app').innerHTML = menu + (location.pathname === '/' ? '' : '<ul>' + rows + '</ul>');
});
for (const url of ['http://inside.test:PORT/secret', 'http://nowhere.test/']) fetch(url).catch(() => 0);
fetch('http://127.0.0.1:PORT/elsewhere', {method: 'POST', body: 'x'}).catch(() => 0);
new WebSocket('ws://inside.test:PORT/socket');
new Image().src = '/pixel.png';
navigator.sendBeacon && navigator.sendBeacon('/beacon', 'x');
"""
ITEMS = [
    {"url": f"/tzgg/{n}.html", "title": f"关于第{n}项卫生健康工作的通知公告", "date": f"2022-01-{n:02d}"}
    for n in range(1, 9)
]


def rendered(folder: Path, browser: Path | None) -> tuple[list[Visit], Web]:
    routes: dict[str, Answer] = {
        "/": SHELL,
        "/tzgg/": SHELL,
        "/api/list": page(json.dumps(ITEMS), media_type="application/json"),
    }
    names = {"www.test": {"A": ["127.0.0.1"]}}
    with serve_web(routes) as web, serve_names(names) as resolver:
        routes["/app.js"] = page(SCRIPT.replace("PORT", str(web.port)), media_type="text/javascript")
        site = Site(
            "www", "卫健局", f"http://www.test:{web.port}/", pins={"notices": f"http://www.test:{web.port}/tzgg/"}
        )
        wanted = Wanted(date(2022, 2, 15), (SiteWanted(site, (ColumnWanted("notices", ("通知公告",)),)),))
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=10, browser=browser)
        gather(wanted, folder, settings)
    with Store(folder) as store:
        before = [each.id for each in store.evidence()]
    reextract(wanted, folder)
    with Store(folder) as store:
        assert [each.id for each in store.evidence()] == before
        return list(store.visits()), web


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Visit], Web]:
    """The folder, the visits and the server of a gathering with a browser."""
    folder = tmp_path_factory.mktemp("built")
    return folder, *rendered(folder, BROWSER)


@needs_browser
@pytest.mark.browser
def test_a_page_built_by_script_is_read_as_built(built: tuple[Path, list[Visit], Web]) -> None:
    folder, visits, web = built
    seen = [each for each in visits if each.rendered]
    column = next(each for each in seen if each.url.endswith("/tzgg/"))
    assert [each.outcome for each in seen] == [Outcome.OK] * len(seen)
    with Store(folder) as store:
        assert "关于第3项卫生健康工作的通知公告".encode() in (store.body(column) or b"")
        facts = next(each.facts for each in store.evidence() if each.kind is Kind.COLUMN)
    assert isinstance(facts, ColumnFacts)
    assert len(facts.items) == len(ITEMS)
    # The script is fetched once for all pages; pictures, sockets and what no name leads to are not fetched at all.
    asked = web.paths("www.test")
    assert asked.count("/app.js") == 1
    assert {"/pixel.png", "/beacon"}.isdisjoint(asked)
    assert web.paths("inside.test") == []
    assert web.paths("127.0.0.1") == []


@needs_browser
@pytest.mark.browser
def test_a_rendered_page_has_its_picture(built: tuple[Path, list[Visit], Web]) -> None:
    """Small, of the page as built, found by the visit, and true to its digest."""
    folder, visits, _ = built
    seen = [each for each in visits if each.rendered]
    assert seen
    for visit in seen:
        assert visit.picture is not None
        picture = read_body(folder, WarcPlace(visit.picture.warc, visit.picture.offset))
        assert picture is not None
        assert picture.startswith(b"\xff\xd8")
        assert 2_000 < len(picture) <= 250_000
        assert visit.picture.digest == f"sha256:{hashlib.sha256(picture).hexdigest()}"
        with Store(folder) as store:
            assert visit.digest is not None
            assert store.picture_by_digest(visit.digest) == picture
            assert store.picture_by_digest(visit.picture.digest) is None
    assert all(each.picture is None for each in visits if not each.rendered)


def test_without_a_browser_a_shell_is_not_judged(tmp_path: Path) -> None:
    visits, _ = rendered(tmp_path, None)
    assert Outcome.NEEDS_BROWSER in {each.outcome for each in visits}
    with Store(tmp_path) as store:
        assert all(each.facts is None for each in store.evidence() if each.kind is Kind.COLUMN)


def test_the_operator_names_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "my-browser"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("MINGJIAN_BROWSER", str(own))
    assert find_browser() == own
    monkeypatch.setenv("MINGJIAN_BROWSER", str(tmp_path / "nothing"))
    assert find_browser() is None


def test_the_first_known_browser_on_the_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGJIAN_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "own"))
    assert find_browser() is None
    for name in ("google-chrome", "chromium"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert find_browser() == tmp_path / name
    assert os.environ["PATH"] == str(tmp_path)
