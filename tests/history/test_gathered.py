"""Nights of a real site gathered one after another into one store: what its history says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather, reextract
from crawler.model import (
    ColumnWanted,
    DocumentsWanted,
    HistoryFacts,
    Kind,
    Outcome,
    Purpose,
    Reading,
    Site,
    SiteWanted,
    Wanted,
    WatchFacts,
)
from crawler.model.freshness import Freshness
from crawler.store import Store
from tests.crawl.servers import Answer, Web, page, serve_web
from tests.history.nights import moment

TEXT = "各有关单位要认真落实本通知的各项要求。" * 20
SHOWN = {number: f"2022-01-{number:02d}" for number in range(8, 0, -1)}
SETTINGS = GatherSettings(allow_private=True, delay=0, timeout=5, back_off=0.1, freshness=Freshness(lists=0))


def routes(shown: dict[int, str], text: str = TEXT) -> dict[str, Answer]:
    """A site with one list: number of the notice to its date."""
    rows = "".join(
        f"<li><a href='/tzgg/{n}.html'>关于第{n}项工作安排的通知公告</a><span>{day}</span></li>"
        for n, day in shown.items()
    )
    head = "<html><head><title>{}</title></head><body><a href='/tzgg/'>通知公告</a>"
    made: dict[str, Answer] = {
        "/": page(head.format("泽安市人民政府") + "</body></html>"),
        "/tzgg/": page(f"{head.format('通知公告')}<ul>{rows}</ul></body></html>"),
    }
    for n, day in shown.items():
        title = f"关于第{n}项工作安排的通知公告"
        own = f"<h1>{title}</h1><p>发布时间：{day}</p><div>{text if n == 3 else TEXT}</div></body></html>"
        made[f"/tzgg/{n}.html"] = page(head.format(title) + own)
    return made


def wanted(web: Web) -> Wanted:
    documents = (DocumentsWanted(Reading.DOCUMENT, date(2021, 1, 1)),)
    column = ColumnWanted("notices", ("通知公告",), since=date(2021, 1, 1), documents=documents)
    site = Site("portal", "泽安市", f"http://127.0.0.1:{web.port}/")
    return Wanted(date(2022, 2, 15), (SiteWanted(site, (column,)),))


def night(web: Web, folder: Path, number: int) -> None:
    gather(wanted(web), folder, replace(SETTINGS, at=moment(number)))


def histories(folder: Path) -> dict[str, HistoryFacts]:
    with Store(folder) as store:
        found = [each.facts for each in store.evidence() if each.kind is Kind.HISTORY]
    return {each.title: each for each in found if isinstance(each, HistoryFacts)}


def watched(folder: Path) -> Iterable[tuple[int, int, int]]:
    with Store(folder) as store:
        facts = [each.facts for each in store.evidence() if each.kind is Kind.WATCH]
    return [(each.looks, each.items, each.appeared) for each in facts if isinstance(each, WatchFacts)]


@pytest.mark.slow
def test_four_nights_of_a_site(tmp_path: Path) -> None:
    with serve_web(routes(SHOWN)) as web:
        night(web, tmp_path, 1)
        assert watched(tmp_path) == [(1, 8, 0)]
        night(web, tmp_path, 2)
        assert watched(tmp_path) == [(2, 8, 0)]
        assert histories(tmp_path) == {}
        later = {20: "2022-01-07", **{n: day for n, day in SHOWN.items() if n != 5}}
        web.routes.clear()
        web.routes.update(routes(later, text=TEXT.replace("认真", "切实")))
        night(web, tmp_path, 3)
        night(web, tmp_path, 4)
        assert watched(tmp_path) == [(4, 8, 1)]
        told = histories(tmp_path)
        late = told["关于第20项工作安排的通知公告"]
        assert late.absent is not None
        assert late.absent.looks == 2
        assert late.published is not None
        assert late.published.value == date(2022, 1, 7)
        gone = told["关于第5项工作安排的通知公告"].gone
        assert gone is not None
        assert gone.looks == 2
        assert [each.outcome for each in gone.answers] == [Outcome.NOT_FOUND] * 2
        with Store(tmp_path) as store:
            asked = [each.url for each in store.visits() if each.purpose is Purpose.RECHECK]
        assert [each.rpartition("/")[2] for each in asked] == ["5.html"]
        before = told
        reextract(wanted(web), tmp_path)
        assert histories(tmp_path) == before
