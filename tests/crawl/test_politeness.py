"""Hosts are asked one request at a time and never faster than they may be; sites do not wait for each other."""

from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import ColumnWanted, DocumentsWanted, Reading, Site, SiteWanted, Wanted
from tests.crawl.servers import Asked, Web, page, serve_names, serve_web
from tests.crawl.test_resume import routes

DOCUMENTS = (DocumentsWanted(Reading.DOCUMENT, date(2021, 1, 1), limit=5),)
COLUMN = ColumnWanted("notices", ("通知公告",), since=date(2021, 1, 1), documents=DOCUMENTS)


def gathered(folder: Path, hosts: list[str], *, delay: float, robots: str = "") -> Web:
    made = routes()
    if robots:
        made["/robots.txt"] = page(robots, media_type="text/plain")
    with serve_web(made) as web, serve_names({host: {"A": ["127.0.0.1"]} for host in hosts}) as resolver:
        sites = tuple(
            SiteWanted(Site(f"{n}-{host}", host, f"http://{host}:{web.port}/"), (COLUMN,))
            for n, host in enumerate(hosts)
        )
        gather(
            Wanted(date(2022, 2, 15), sites),
            folder,
            GatherSettings(allow_private=True, resolver=resolver, delay=delay, timeout=5),
        )
        return web


def by_host(web: Web) -> dict[str, list[Asked]]:
    found = defaultdict(list)
    for each in web.asked:
        found[each.host].append(each)
    return found


def gaps(asked: list[Asked]) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(asked)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Web:
    """Twelve sites, gathered at once with a delay of 0.4 s."""
    return gathered(tmp_path_factory.mktemp("many"), [f"h{number}.test" for number in range(12)], delay=0.4)


def test_no_host_is_asked_faster_than_the_delay(many: Web) -> None:
    found = by_host(many)
    assert len(found) == 12
    for asked in found.values():
        assert len(asked) >= 8
        # The server sees a request some milliseconds after it was sent.
        assert min(gaps(asked)) > 0.3


def test_sites_are_visited_at_the_same_time(many: Web) -> None:
    spans = [(asked[0].at, asked[-1].at) for asked in by_host(many).values()]
    assert max(first for first, _ in spans) < min(last for _, last in spans)


def test_two_sites_on_one_host_share_its_one_connection(tmp_path: Path) -> None:
    """Without any delay: nothing but the count of requests under way may keep the second one back."""
    web = gathered(tmp_path, ["h.test", "h.test", "h.test"], delay=0)
    assert {each.open for each in web.asked} == {1}
    assert [each.path for each in web.asked].count("/robots.txt") == 1


def test_crawl_delay_is_honoured(tmp_path: Path) -> None:
    web = gathered(tmp_path, ["h.test"], delay=0.01, robots="User-agent: *\nCrawl-delay: 0.5\n")
    assert min(gaps(web.asked)[1:]) > 0.4
