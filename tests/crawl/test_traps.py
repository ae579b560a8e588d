"""A whole gathering on servers that never end, never say the same twice, or refuse: few requests, honest coverage."""

import socket
from dataclasses import dataclass
from datetime import date

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import ColumnFacts, ColumnWanted, Outcome, Site, SiteWanted, Stopped, Wanted
from crawler.store import Store
from tests.crawl.servers import Answer, page, serve_names, serve_web

NEWS = ColumnWanted("news", ("动态要闻",), since=date(2015, 1, 1))
NOTICES = ColumnWanted("notices", ("通知公告",))
HOME = (
    "<html><head><title>泽安市</title></head><body><ul><li><a href='/xw/'>动态要闻</a></li>"
    "<li><a href='/tz/'>通知公告</a></li><li><a href='/zc/'>政策文件</a></li></ul></body></html>"
)
TITLE = "<html><head><title>动态要闻</title></head><body><h2>动态要闻</h2><ul>"


def row(url: str, number: int, day: str) -> str:
    return f"<li><a href='{url}'>我市召开第{number}次安全生产工作会议并作部署</a><span>{day}</span></li>"


def month(connection: socket.socket, path: str, _times: int) -> None:
    """A calendar: every month leads to the one before, for ever."""
    number = int(path.partition("?m=")[2] or 0)
    year, day = 2022 - number // 12, f"{12 - number % 12:02}"
    rows = "".join(row(f"/hd/{number}-{each}.html", each, f"{year}-{day}-{28 - each:02}") for each in range(5))
    body = f"{TITLE}{rows}</ul><div class='page'><a href='/xw/?m={number + 1}'>下一页</a></div></body></html>"
    connection.sendall(page(body))


def session(connection: socket.socket, path: str, times: int) -> None:
    """A list whose every link bears a session, another one each time."""
    mark = f";jsessionid={hash((path, times)) & 0xFFFFFF:X}"
    rows = "".join(row(f"/hd/{each}.html{mark}", each, f"2022-01-{20 - each:02}") for each in range(5))
    body = f"{TITLE}{rows}</ul><div class='page'><a href='/xw/{mark}'>下一页</a></div></body></html>"
    connection.sendall(page(body))


def moment(connection: socket.socket, path: str, times: int) -> None:
    """A list whose every link bears the time of the answer."""
    now = 1645000000000 + 7919 * times + len(path)
    rows = "".join(row(f"/hd/{each}.html?t={now}", each, f"2022-01-{20 - each:02}") for each in range(5))
    body = f"{TITLE}{rows}</ul><div class='page'><a href='/xw/?t={now + 1}'>下一页</a></div></body></html>"
    connection.sendall(page(body))


FORBIDDEN = page("<html><h1>403 Forbidden</h1></html>", status="403 Forbidden")
NOTICE_LIST = page(
    TITLE.replace("动态要闻", "通知公告") + row("/tz/1.html", 1, "2022-01-05") * 3 + "</ul></body></html>"
)
LONGER = (TITLE + row("/xw/1.html", 1, "2022-01-05") * 9 + "</ul></body></html>").encode()
SHORT = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(LONGER) // 2}\r\n\r\n"
CHALLENGES = {
    "ruishu-202": page("<html><script>$_ts=window['$_ts'];$_ts.cd='q'</script></html>", status="202 Accepted"),
    "ruishu-412": page("<html><script src='/a.js'></script></html>", status="412 Precondition Failed"),
    "safedog": page("<html><title>网站防火墙</title>拦截 <a href='http://404.safedog.cn'>安全狗</a></html>"),
    "yunsuo": page("<html><body>您的请求已被云锁拦截</body></html>", status="403 Forbidden"),
    "jiasule": page("<script>document.cookie='__jsl_clearance_s=1|-1|x'</script>", status="521 Unknown"),
    "safeline": page(
        "<html><title>雷池 WAF</title><script src='/.safeline/static/x.js'></script></html>", status="468 Unknown"
    ),
    "captcha": page("<html><title>访问验证</title><body>请输入验证码以继续访问</body></html>"),
    "busy": page("slow down", status="429 Too Many Requests"),
}
# host: what its pages beside the home page answer
HOSTS: dict[str, dict[str, Answer]] = {
    "calendar": {"/xw/*": month},
    "sessions": {"/xw/*": session},
    "moments": {"/xw/*": moment},
    "refusing": dict.fromkeys(("/xw/", "/tz/", "/zc/"), FORBIDDEN),
    "refusing-once": {"/xw/": FORBIDDEN, "/tz/": NOTICE_LIST},
    "half": {"/xw/": SHORT.encode() + LONGER},
    **{name: dict.fromkeys(("/xw/", "/tz/", "/zc/"), answer) for name, answer in CHALLENGES.items()},
}


@dataclass(frozen=True)
class Gathered:
    """What was gathered of one host: its columns, the paths that it was asked for, what became of the looks."""

    facts: dict[str, ColumnFacts]
    asked: list[str]
    outcomes: set[Outcome]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gathered]:
    """All hosts, in one gathering."""
    folder = tmp_path_factory.mktemp("traps")
    routes: dict[str, Answer] = {"/": page(HOME)}
    routes |= {f"{host}.test{path}": answer for host, own in HOSTS.items() for path, answer in own.items()}
    names = {f"{host}.test": {"A": ["127.0.0.1"]} for host in HOSTS}
    with serve_web(routes) as web, serve_names(names) as resolver:
        sites = tuple(
            SiteWanted(Site(host, "泽安市", f"http://{host}.test:{web.port}/"), (NEWS, NOTICES)) for host in HOSTS
        )
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=10, back_off=0.1)
        gather(Wanted(date(2022, 2, 15), sites), folder, settings)
    with Store(folder) as store:
        held, visits = list(store.evidence()), list(store.visits())
    return {
        host: Gathered(
            {each.subject: each.facts for each in held if each.site == host and isinstance(each.facts, ColumnFacts)},
            web.paths(f"{host}.test"),
            {each.outcome for each in visits if each.site == host},
        )
        for host in HOSTS
    }


def test_an_endless_calendar_ends_at_our_limit(gathered: dict[str, Gathered]) -> None:
    found = gathered["calendar"]
    assert found.facts["news"].coverage.stopped is Stopped.BUDGET
    assert len([path for path in found.asked if path.startswith("/xw/")]) == 60


@pytest.mark.parametrize("host", ["sessions", "moments"])
def test_a_list_that_is_another_each_time_is_read_once(host: str, gathered: dict[str, Gathered]) -> None:
    assert len(gathered[host].facts["news"].items) == 5
    assert len([path for path in gathered[host].asked if path.startswith("/xw/")]) <= 2


def test_a_storm_of_bare_refusals_stops_the_host(gathered: dict[str, Gathered]) -> None:
    """One bare 403 may be about one folder; two in a row are about us."""
    found = gathered["refusing"]
    assert Outcome.BLOCKED in found.outcomes
    assert len([path for path in found.asked if path in HOSTS["refusing"]]) == 2
    assert all(each.coverage.unread or not each.coverage.searched for each in found.facts.values())


def test_one_bare_refusal_is_borne(gathered: dict[str, Gathered]) -> None:
    found = gathered["refusing-once"]
    assert Outcome.BLOCKED not in found.outcomes
    assert found.facts["notices"].found
    assert found.facts["news"].coverage.unread[0].startswith("http-error ")


@pytest.mark.parametrize("host", CHALLENGES)
def test_the_first_challenge_ends_all_requests_to_the_host(host: str, gathered: dict[str, Gathered]) -> None:
    """Not even the browser is sent there; what was not seen is blocked, and nothing is absent."""
    found = gathered[host]
    assert Outcome.BLOCKED in found.outcomes
    assert len([path for path in found.asked if path in HOSTS[host]]) == 1
    assert set(found.facts) == {"news", "notices"}
    assert all(each.coverage.stopped is Stopped.BLOCKED for each in found.facts.values())


def test_less_announced_than_sent_is_half_a_page(gathered: dict[str, Gathered]) -> None:
    """What came is a success to HTTP; the page's end is missing, so nothing is concluded from it."""
    assert gathered["half"].facts["news"].coverage.unread[0].startswith("truncated ")
