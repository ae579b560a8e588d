"""A gathering that is killed, interrupted or refused leaves what it has, and goes on from there."""

import multiprocessing
import os
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from crawler.gather import GatherError, GatherSettings, Progress, gather, reextract
from crawler.model import ColumnWanted, DocumentsWanted, Evidence, Kind, Outcome, Reading, Site, SiteWanted, Wanted
from crawler.store import Store
from crawler.warc import files, mend
from tests.crawl.servers import Answer, Web, hang, page, serve_web

ITEMS = 40


def routes() -> dict[str, Answer]:
    links = "".join(
        f"<li><a href='/tzgg/{n}.html'>关于第{n}项工作安排的通知公告</a><span>2022-01-{n % 28 + 1:02d}</span></li>"
        for n in range(ITEMS)
    )
    text = "各有关单位要认真落实本通知的各项要求。" * 20
    made: dict[str, Answer] = {
        "/": page("<html><head><title>泽安市人民政府</title></head><body><a href='/tzgg/'>通知公告</a></body></html>"),
        "/tzgg/": page(f"<html><head><title>通知公告</title></head><body><ul>{links}</ul></body></html>"),
    }
    for n in range(ITEMS):
        made[f"/tzgg/{n}.html"] = page(
            f"<html><head><title>关于第{n}项工作安排的通知公告</title></head><body><h1>关于第{n}项工作安排的通知公告</h1>"
            f"<p>发布时间：2022-01-{n % 28 + 1:02d}</p><div>{text}</div></body></html>"
        )
    return made


def wanted(web: Web) -> Wanted:
    column = ColumnWanted(
        "notices",
        ("通知公告",),
        since=date(2021, 1, 1),
        documents=(DocumentsWanted(Reading.DOCUMENT, date(2021, 1, 1)),),
    )
    return Wanted(
        date(2022, 2, 15), (SiteWanted(Site("portal", "泽安市", f"http://127.0.0.1:{web.port}/"), (column,)),)
    )


SETTINGS = GatherSettings(allow_private=True, delay=0.05, timeout=5, back_off=0.1)


def said(folder: Path) -> list[tuple[object, ...]]:
    """The evidence without times and places, which differ from run to run; when a column was watched is a time."""
    with Store(folder) as store:
        kept = (each for each in store.evidence() if each.kind is not Kind.WATCH)
        return [(each.kind, each.subject, each.outcome, each.facts) for each in kept]


def child() -> int:
    (process,) = [each for each in multiprocessing.active_children() if each.name == "mingjian-gather"]
    assert process.pid is not None
    return process.pid


@dataclass(frozen=True)
class Whole:
    """A portal, served, the order to gather it, and the folder of a gathering that came to its end."""

    web: Web
    site: dict[str, Answer]
    order: Wanted
    folder: Path

    def copy(self, folder: Path) -> Path:
        return Path(shutil.copytree(self.folder, folder / "copy"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    site = routes()
    with serve_web(site) as web:
        made = Whole(web, site, wanted(web), tmp_path_factory.mktemp("whole"))
        gather(made.order, made.folder, SETTINGS)
        yield made


@pytest.mark.parametrize("pages", [15, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 30))])
def test_a_killed_gathering_goes_on_and_asks_nothing_twice(tmp_path: Path, pages: int, whole: Whole) -> None:
    def kill(event: Progress) -> None:
        if event.pages >= pages and not event.done:
            os.kill(child(), signal.SIGKILL)

    asked = whole.web.asked
    asked.clear()
    with pytest.raises(GatherError, match="gather again to go on"):
        gather(whole.order, tmp_path, SETTINGS, kill)
    before = len(asked)
    summary = gather(whole.order, tmp_path, SETTINGS)
    counts = Counter(each.path for each in asked)
    assert summary.resumed
    assert before < ITEMS
    assert said(tmp_path) == said(whole.folder)
    # At most the request in flight, or the one whose answer was not stored yet, is made again.
    assert sum(counts.values()) - len(counts) <= 1
    assert all(mend(path) == 0 for path in files(tmp_path))


def test_a_complete_gathering_is_history(tmp_path: Path, whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again after a complete run, the site is looked at again, and the newer look is what counts."""
    changed = page("<html><head><title>通知公告</title></head><body><p>栏目正在调整</p></body></html>")
    monkeypatch.setitem(whole.site, "/tzgg/", changed)
    folder = whole.copy(tmp_path)
    summary = gather(whole.order, folder, SETTINGS)
    assert not summary.resumed
    assert summary.fetched > 0
    with Store(folder) as store:
        assert store.last_run() == 2
        assert not [each for each in store.evidence() if each.kind is Kind.DOCUMENT]


def test_extracting_again_gives_the_same_evidence_without_the_network(tmp_path: Path, whole: Whole) -> None:
    folder = whole.copy(tmp_path)
    with Store(folder) as store:
        first: list[Evidence] = list(store.evidence())
    whole.web.asked.clear()
    reextract(whole.order, folder)
    with Store(folder) as store:
        assert list(store.evidence()) == first
    assert whole.web.asked == []


def test_extracting_for_more_than_was_gathered_fetches_nothing(tmp_path: Path, whole: Whole) -> None:
    folder = whole.copy(tmp_path)
    site = whole.order.sites[0]
    more = Wanted(whole.order.as_of, (SiteWanted(site.site, (*site.columns, ColumnWanted("news", ("动态要闻",)))),))
    whole.web.asked.clear()
    reextract(more, folder)
    assert {subject for _, subject, *_ in said(folder)} >= {"notices", "news"}
    assert whole.web.asked == []


def test_ctrl_c_stops_the_child_and_keeps_what_it_had(tmp_path: Path) -> None:
    with serve_web(routes()) as web:

        def interrupt(event: Progress) -> None:
            if event.pages >= 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            gather(wanted(web), tmp_path, SETTINGS, interrupt)
    assert not [each for each in multiprocessing.active_children() if each.name == "mingjian-gather"]
    with Store(tmp_path) as store:
        assert len(list(store.visits())) >= 5


def test_a_second_gathering_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with serve_web(routes()) as web:
        started = threading.Event()
        order = wanted(web)
        slow = replace(SETTINGS, delay=0.3)
        first = threading.Thread(target=gather, args=(order, tmp_path, slow, lambda _: started.set()))
        first.start()
        try:
            assert started.wait(30)
            with pytest.raises(GatherError, match="another gathering is at work"):
                gather(order, tmp_path, SETTINGS)
        finally:
            first.join()
    assert len(said(tmp_path)) == ITEMS + 2


def test_a_host_that_blocked_before_the_kill_is_left_alone_after_it(tmp_path: Path) -> None:
    """What blocked the interrupted run is not asked again by the one that goes on, not even for another page."""
    river = page("<html><script>$_ts=window['$_ts']||{};$_ts.cd='q'</script></html>", status="412 Precondition Failed")
    made = routes()
    made["/tzgg/5.html"] = river
    # A second site that never answers keeps the run from its end until it is killed.
    with serve_web(made) as web, serve_web({"/": hang, "/robots.txt": hang}) as silent:
        slow = SiteWanted(Site("silent", "泽安市某局", f"http://127.0.0.1:{silent.port}/"))
        order = replace(wanted(web), sites=(*wanted(web).sites, slow))

        def kill(_event: Progress) -> None:
            if any(each.path == "/tzgg/5.html" for each in web.asked):
                os.kill(child(), signal.SIGKILL)

        with pytest.raises(GatherError):
            gather(order, tmp_path, SETTINGS, kill)
        web.asked.clear()
        gather(order, tmp_path, SETTINGS)
        # The blocked page itself may have been in flight when the process was killed; nothing comes after it.
        assert [each.path for each in web.asked][:-1] == []
        assert {each.path for each in web.asked} <= {"/tzgg/5.html"}
    with Store(tmp_path) as store:
        outcomes = Counter(each.outcome for each in store.visits())
    assert outcomes[Outcome.BLOCKED] >= 1
