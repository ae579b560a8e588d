"""What becomes of each look, from servers that misbehave in every way we know; one gathering over all of them."""

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, GatherSummary, gather
from crawler.model import ColumnWanted, Kind, Outcome, Purpose, Site, SiteWanted, Visit, Wanted
from crawler.store import Store
from tests.crawl import servers
from tests.crawl.servers import Answer, Web, moved, page, serve_names, serve_web

HOME = page(
    "<html><head><title>泽安市</title></head><body><a href='/x'>通知公告</a><a href='/y'>动态要闻</a></body></html>"
)
LIST = page("<html><head><title>通知公告</title></head><body><h2>通知公告</h2></body></html>")
RIVER = page("<html><script>$_ts=window['$_ts']||{};$_ts.cd='q'</script></html>", status="412 Precondition Failed")
SAFEDOG = page("<html><head><title>网站防火墙</title></head>拦截 <a href='http://404.safedog.cn'>安全狗</a></html>")


def wander(connection: socket.socket, _path: str, times: int) -> None:
    """Lead on and on."""
    connection.sendall(moved(f"/x?{times}"))


# host -> what its column page does, and the outcome that the look at it must have
CASES: dict[str, tuple[Answer, Outcome]] = {
    "fine": (LIST, Outcome.OK),
    "missing": (page("not here", status="404 Not Found"), Outcome.NOT_FOUND),
    "gone": (page("gone", status="410 Gone"), Outcome.NOT_FOUND),
    "failing": (page("oops", status="500 Internal Server Error"), Outcome.HTTP_ERROR),
    "flaky": (servers.busy_twice(LIST), Outcome.OK),
    "hanging": (servers.hang, Outcome.TIMEOUT),
    "dripping": (servers.drip, Outcome.TIMEOUT),
    "dropping": (servers.drop, Outcome.DROPPED),
    "truncating": (servers.truncated, Outcome.TRUNCATED),
    "bombing": (servers.bomb, Outcome.TOO_LARGE),
    "huge": (servers.huge, Outcome.TOO_LARGE),
    "endless": (servers.endless, Outcome.TOO_LARGE),
    "garbled": (servers.broken_gzip, Outcome.UNREADABLE),
    "mailing": (servers.not_http, Outcome.UNREADABLE),
    "looping": (moved("/x"), Outcome.REDIRECT_LOOP),
    "wandering": (wander, Outcome.REDIRECT_LOOP),
    "moving": (moved("/there"), Outcome.OK),
    "misleading": (moved("http://nowhere.test/"), Outcome.DNS_FAILED),
    "smuggling": (moved("http://user:word@fine.test/"), Outcome.UNREADABLE),
    "ftp": (moved("ftp://fine.test/"), Outcome.HTTP_ERROR),
    "forbidding": (page("no", status="403 Forbidden"), Outcome.HTTP_ERROR),
    "river": (RIVER, Outcome.BLOCKED),
    "safedog": (SAFEDOG, Outcome.BLOCKED),
    "storming": (page("slow down", status="429 Too Many Requests"), Outcome.BLOCKED),
    "robots": (LIST, Outcome.ROBOTS_FORBIDDEN),
    "released": (LIST, Outcome.OK),
}


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Web, GatherSummary]]:
    routes: dict[str, Answer] = {"/": HOME, "/there": LIST, "/y": LIST}
    routes |= {f"{host}.test/x": answer for host, (answer, _) in CASES.items()}
    routes |= {f"wandering.test/x?{number}": CASES["wandering"][0] for number in range(20)}
    for host in ("robots", "released"):
        routes[f"{host}.test/robots.txt"] = page("User-agent: *\nDisallow: /x\n", media_type="text/plain")
    routes["shut.test/robots.txt"] = page("busy", status="503 Service Unavailable")
    folder = tmp_path_factory.mktemp("outcomes")
    names = {f"{host}.test": {"A": ["127.0.0.1"]} for host in (*CASES, "shut", "silent-robots")}
    routes["silent-robots.test/robots.txt"] = servers.hang
    with serve_web(routes) as web, serve_names(names) as resolver:
        sites = [
            SiteWanted(
                Site(
                    host,
                    host,
                    f"http://{host}.test:{web.port}/",
                    pins={"notices": f"http://{host}.test:{web.port}/x", "news": f"http://{host}.test:{web.port}/y"},
                    robots_override="市政务公开办 2022-01" if host == "released" else None,
                ),
                (ColumnWanted("notices", ("通知公告",)), ColumnWanted("news", ("动态要闻",))),
            )
            for host in (*CASES, "shut", "silent-robots")
        ]
        sites.append(SiteWanted(Site("nobody", "nobody", "http://nobody.test/"), ()))
        sites.append(SiteWanted(Site("refusing", "refusing", "http://127.0.0.1:1/"), ()))
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=5, back_off=0.1, retries=2)
        summary = gather(Wanted(date(2022, 2, 15), tuple(sites)), folder, settings)
        yield folder, web, summary


def visit(folder: Path, site: str, path: str) -> Visit:
    with Store(folder) as store:
        return next(
            each for each in store.visits(site) if each.url.endswith(path) and each.purpose is not Purpose.ROBOTS
        )


@pytest.mark.parametrize(("host", "outcome"), [(host, outcome) for host, (_, outcome) in CASES.items()])
def test_each_misbehaviour_has_its_outcome(
    gathered: tuple[Path, Web, GatherSummary], host: str, outcome: Outcome
) -> None:
    assert visit(gathered[0], host, "/x").outcome is outcome


@pytest.mark.parametrize(
    ("host", "outcome"),
    [
        ("nobody", Outcome.DNS_FAILED),
        ("refusing", Outcome.REFUSED),
        ("shut", Outcome.ROBOTS_FORBIDDEN),
        ("silent-robots", Outcome.TIMEOUT),
    ],
)
def test_home_page_that_cannot_be_asked(gathered: tuple[Path, Web, GatherSummary], host: str, outcome: Outcome) -> None:
    assert visit(gathered[0], host, "/").outcome is outcome


@pytest.mark.parametrize("host", ["flaky", "hanging", "dropping", "failing"])
def test_a_transient_failure_is_asked_three_times(gathered: tuple[Path, Web, GatherSummary], host: str) -> None:
    assert gathered[1].paths(f"{host}.test").count("/x") == 3


def test_a_redirect_keeps_both_addresses(gathered: tuple[Path, Web, GatherSummary]) -> None:
    seen = visit(gathered[0], "moving", "/x")
    assert seen.url.endswith("/x")
    assert seen.final_url is not None
    assert seen.final_url.endswith("/there")


@pytest.mark.parametrize("host", ["river", "safedog", "storming"])
def test_a_host_that_blocks_is_left_alone(gathered: tuple[Path, Web, GatherSummary], host: str) -> None:
    asked = gathered[1].paths(f"{host}.test")
    assert asked[-1] == "/x"


def test_robots_is_asked_once_and_kept_as_a_visit(gathered: tuple[Path, Web, GatherSummary]) -> None:
    folder, web, _ = gathered
    assert web.paths("robots.test").count("/robots.txt") == 1
    with Store(folder) as store:
        kept = [each for each in store.visits("robots") if each.purpose is Purpose.ROBOTS]
    assert [(each.outcome, each.status) for each in kept] == [(Outcome.OK, 200)]


def test_no_forbidden_address_was_asked(gathered: tuple[Path, Web, GatherSummary]) -> None:
    assert "/x" not in gathered[1].paths("robots.test")
    assert "/" not in gathered[1].paths("shut.test")


def test_every_body_reads_back_from_warc(gathered: tuple[Path, Web, GatherSummary]) -> None:
    with Store(gathered[0]) as store:
        kept = [each for each in store.visits() if each.digest is not None]
        assert len(kept) > 50
        assert all(len(store.body(each) or b"") == each.size for each in kept)


def test_the_host_header_says_who_is_asked(gathered: tuple[Path, Web, GatherSummary]) -> None:
    assert {each.host for each in gathered[1].asked if each.path == "/"} >= {f"fine.test:{gathered[1].port}"}


def test_a_site_on_which_our_own_code_fails_ends_no_other_ones_visit(tmp_path: Path) -> None:
    """An address that cannot even be taken apart, as a damaged roster may hold, is that site's failure alone."""
    with serve_web({"/": HOME, "/x": LIST}) as web:
        column = (ColumnWanted("notices", ("通知公告",)),)
        good = SiteWanted(Site("good", "泽安市", f"http://127.0.0.1:{web.port}/"), column)
        bad = SiteWanted(Site("bad", "泽安市某局", "http://[zean/"), column)
        gather(Wanted(date(2022, 2, 15), (bad, good)), tmp_path, GatherSettings(allow_private=True, delay=0.01))
    with Store(tmp_path) as store:
        states = dict(store.connection.execute("select site, state from sites").fetchall())
        found = {(each.site, each.kind): each.outcome for each in store.evidence()}
    assert states == {"good": "complete", "bad": "failed"}
    assert found["bad", Kind.SITE] is Outcome.OUR_FAULT
    assert found["good", Kind.COLUMN] is Outcome.OK
