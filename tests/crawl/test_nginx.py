"""Twenty hosts on a real nginx: its own access log proves that none was hurried, whatever the others did."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import Outcome, Wanted
from crawler.store import Store
from tests.bench.portal import Portal
from tests.crawl.nginx import MISSING, PROGRAM, Logged, serve_nginx
from tests.crawl.servers import serve_names

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)
HOSTS = 20
DELAY = 0.3
BUDGET = 12
_EXTRA = "gzip on; gzip_types text/html text/plain; gzip_proxied any; if_modified_since exact;"


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, list[Logged]]]:
    """All hosts, gathered at once; what nginx logged of each."""
    folder = tmp_path_factory.mktemp("nginx")
    portal = Portal(700)
    portal.write(folder / "site")
    names = [f"h{number:02d}.zean.test" for number in range(HOSTS)]
    with (
        serve_nginx(folder / "site", folder / "nginx", extra=_EXTRA) as nginx,
        serve_names({name: {"A": ["127.0.0.1"]} for name in names}) as resolver,
    ):
        sites = tuple(portal.wanted(f"http://{name}:{nginx.port}/", name) for name in names)
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=DELAY, page_budget=BUDGET)
        gather(Wanted(date(2022, 2, 15), sites), folder / "out", settings)
        return folder / "out", nginx.by_host()


def test_no_host_is_asked_faster_than_its_limit(gathered: tuple[Path, Mapping[str, list[Logged]]]) -> None:
    hosts = gathered[1]
    assert len(hosts) == HOSTS
    for asked in hosts.values():
        # The budget, and robots.txt beside it.
        assert len(asked) == BUDGET + 1
        # nginx's clock is cached for some milliseconds.
        assert min(later.began - earlier.began for earlier, later in pairwise(asked)) > DELAY - 0.02


def test_no_host_has_two_requests_open(gathered: tuple[Path, Mapping[str, list[Logged]]]) -> None:
    for asked in gathered[1].values():
        assert all(later.began >= earlier.ended - 0.02 for earlier, later in pairwise(asked))


def test_hosts_do_not_wait_for_each_other(gathered: tuple[Path, Mapping[str, list[Logged]]]) -> None:
    spans = [(asked[0].began, asked[-1].ended) for asked in gathered[1].values()]
    longest = max(last - first for first, last in spans)
    whole = max(last for _, last in spans) - min(first for first, _ in spans)
    assert whole < 3 * longest
    assert max(first for first, _ in spans) < min(last for _, last in spans)


def test_compressed_answers_read_back_as_the_files_are(gathered: tuple[Path, Mapping[str, list[Logged]]]) -> None:
    folder = gathered[0]
    with Store(folder) as store:
        homes = [each for each in store.visits() if each.purpose == "home"]
        assert [each.outcome for each in homes] == [Outcome.OK] * HOSTS
        assert {store.body(each) for each in homes} == {(folder.parent / "site/index.html").read_bytes()}
