"""Hosts that are slow, busy or silent: asked more slowly, later, or not at all, and judged by whose fault it was."""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import ColumnWanted, DocumentsWanted, Outcome, Reading, Site, SiteWanted, Visit, Wanted
from crawler.net.pace import SLOWEST, next_delay, rest
from crawler.net.session import slot_of
from crawler.store import Store
from tests.crawl.servers import Answer, Web, drop, page, serve_web
from tests.crawl.test_resume import routes

NOW = datetime(2022, 2, 15, 4, 0, tzinfo=UTC)
COLUMN = ColumnWanted("notices", ("通知公告",), documents=(DocumentsWanted(Reading.DOCUMENT, limit=3),))
SETTINGS = GatherSettings(allow_private=True, delay=0.01, timeout=5, back_off=0.1)


def order(port: int) -> Wanted:
    return Wanted(NOW.date(), (SiteWanted(Site("site", "泽安市", f"http://127.0.0.1:{port}/"), (COLUMN,)),))


def visited(folder: Path, port: int, settings: GatherSettings = SETTINGS) -> dict[str, Visit]:
    """Gather one site; return its visits by path."""
    gather(order(port), folder, settings)
    with Store(folder) as store:
        return {each.url.partition(f":{port}")[2]: each for each in store.visits()}


def times(web: Web, path: str) -> list[float]:
    return [each.at for each in web.asked if each.path == path]


@pytest.mark.parametrize(
    ("delay", "latency", "strained", "following"),
    [
        (0.5, 0.1, False, 0.5),
        (0.5, 3.0, False, 3.0),
        (0.5, 60.0, False, SLOWEST),
        (3.0, 0.1, False, 1.75),
        (0.54, 0.1, False, 0.5),
        (0.5, 0.1, True, 1.0),
        (8.0, 0.1, True, SLOWEST),
        (0.1, 0.1, False, 0.5),
    ],
)
def test_pauses_grow_with_slow_answers_and_never_fall_below_the_limit(
    delay: float, latency: float, strained: bool, following: float
) -> None:
    assert next_delay(delay, least=0.5, latency=latency, strained=strained) == following


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 15 Feb 2022 04:00:30 GMT", 30.0),
        ("Tue, 15 Feb 2022 03:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("9" * 400, 999_999_999.0),
    ],
)
def test_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    assert rest(header, NOW) == seconds


def test_both_schemes_of_a_name_are_one_host() -> None:
    assert slot_of("https://www.zean.test/a") == slot_of("http://www.zean.test/b")
    assert slot_of("http://www.zean.test:8080/") != slot_of("http://www.zean.test/")


def first(times_busy: int, answer: bytes, then: bytes) -> Callable[[socket.socket, str, int], None]:
    def respond(connection: socket.socket, _path: str, times: int) -> None:
        connection.sendall(answer if times < times_busy else then)

    return respond


def busy(status: str, seconds: int) -> bytes:
    return page("busy", status=status, headers=f"Retry-After: {seconds}\r\n")


def slowly(answer: Answer) -> Answer:
    def respond(connection: socket.socket, _path: str, _times: int) -> None:
        assert isinstance(answer, bytes)
        time.sleep(1.1)
        connection.sendall(answer)

    return respond


LIST = routes()["/tzgg/"]
assert isinstance(LIST, bytes)
BUSY = {"429": "429 Too Many Requests", "503": "503 Service Unavailable"}
# host: what it answers otherwise than a sound one
HOSTS: dict[str, dict[str, Answer]] = {
    **{name: {"/tzgg/": first(1, busy(status, 1), LIST)} for name, status in BUSY.items()},
    "always-busy": {"/tzgg/": busy("429 Too Many Requests", 0)},
    "an-hour": {"/tzgg/": busy("503 Service Unavailable", 3600)},
    "slow": {path: slowly(answer) for path, answer in routes().items() if path.endswith(("/tzgg/", "39.html"))},
    "dropping": {"/tzgg/27.html": drop},
}


@dataclass(frozen=True)
class Gathered:
    """One host: what it was asked, and the visits by path."""

    web: Web
    visits: dict[str, Visit]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gathered]:
    """All hosts, each a server of its own, in one gathering."""
    folder = tmp_path_factory.mktemp("pace")
    with ExitStack() as stack:
        webs = {name: stack.enter_context(serve_web({**routes(), **own})) for name, own in HOSTS.items()}
        sites = tuple(
            SiteWanted(Site(name, "泽安市", f"http://127.0.0.1:{web.port}/"), (COLUMN,)) for name, web in webs.items()
        )
        gather(Wanted(NOW.date(), sites), folder, SETTINGS)
    with Store(folder) as store:
        visits = list(store.visits())
    return {
        name: Gathered(
            web, {each.url.partition(f":{web.port}")[2]: each for each in visits if f":{web.port}/" in each.url}
        )
        for name, web in webs.items()
    }


@pytest.mark.parametrize("host", BUSY)
def test_a_busy_host_is_left_alone_for_as_long_as_it_says(host: str, gathered: dict[str, Gathered]) -> None:
    web, visits = gathered[host].web, gathered[host].visits
    asked = times(web, "/tzgg/")
    assert len(asked) == 2
    after = [each.at for each in web.asked if each.at > asked[0]]
    assert min(after) - asked[0] > 0.95
    assert visits["/tzgg/"].outcome is Outcome.OK
    assert visits["/tzgg/27.html"].outcome is Outcome.OK


def test_a_host_that_stays_too_busy_blocks_us(gathered: dict[str, Gathered]) -> None:
    found = gathered["always-busy"]
    assert len(times(found.web, "/tzgg/")) == 3
    assert found.visits["/tzgg/"].outcome is Outcome.BLOCKED


def test_a_host_that_asks_for_an_hour_is_left_alone(gathered: dict[str, Gathered]) -> None:
    found = gathered["an-hour"]
    assert len(times(found.web, "/tzgg/")) == 1
    assert found.web.asked[-1].path == "/tzgg/"
    assert found.visits["/tzgg/"].outcome is Outcome.BLOCKED


def test_a_slow_host_is_asked_more_slowly(gathered: dict[str, Gathered]) -> None:
    at = [each.at for each in gathered["slow"].web.asked if each.path.startswith("/tzgg/")]
    # Each slow answer took 1.1 s, and the pause after it is as long.
    assert max(later - earlier for earlier, later in pairwise(at)) > 2.1


def test_a_failed_page_is_asked_for_the_last_time_after_all_others(gathered: dict[str, Gathered]) -> None:
    web, visits = gathered["dropping"].web, gathered["dropping"].visits
    assert len(times(web, "/tzgg/27.html")) == 3
    documents = [each.path for each in web.asked if each.path.startswith("/tzgg/") and each.path != "/tzgg/"]
    assert documents[-1] == "/tzgg/27.html"
    assert visits["/tzgg/27.html"].outcome is Outcome.DROPPED


@pytest.mark.parametrize(("reachable", "outcome"), [(True, Outcome.REFUSED), (False, Outcome.NO_ROUTE)])
def test_an_outage_is_ours_where_the_control_address_does_not_answer_either(
    tmp_path: Path, reachable: bool, outcome: Outcome
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        silent, dead = one.getsockname()[1], two.getsockname()[1]
    with serve_web({"/": page("in order")}) as control:
        address = f"http://127.0.0.1:{control.port if reachable else dead}/"
        visits = visited(tmp_path, silent, replace(SETTINGS, control=address, timeout=1))
    assert visits["/"].outcome is outcome
    with Store(tmp_path) as store:
        assert {each.outcome for each in store.evidence()} == {outcome}


def test_a_dead_control_address_excuses_nobody_while_others_answer(tmp_path: Path) -> None:
    made = routes()
    made["/tzgg/27.html"] = drop
    with socket.create_server(("127.0.0.1", 0)) as one:
        dead = one.getsockname()[1]
    with serve_web(made) as web, serve_web(routes()) as other:
        both = replace(
            order(web.port),
            sites=(
                *order(web.port).sites,
                replace(order(other.port).sites[0], site=Site("other", "泽安市", f"http://127.0.0.1:{other.port}/")),
            ),
        )
        gather(both, tmp_path, replace(SETTINGS, control=f"http://127.0.0.1:{dead}/"))
    with Store(tmp_path) as store:
        outcomes = {each.url: each.outcome for each in store.visits()}
    assert outcomes[f"http://127.0.0.1:{web.port}/tzgg/"] is Outcome.OK


def test_a_site_may_send_only_so_many_bytes(tmp_path: Path) -> None:
    with serve_web(routes()) as web:
        visits = visited(tmp_path, web.port, replace(SETTINGS, byte_budget=5_000))
        count = len(web.asked)
    spent = [path for path, each in visits.items() if each.outcome is Outcome.BUDGET_SPENT]
    assert spent
    assert not set(spent) & {each.path for each in web.asked}
    assert count < len(visits)
