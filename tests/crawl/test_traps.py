"""Whole gatherings on servers that never end, never say the same twice, or refuse: few requests, honest coverage."""

import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import ColumnFacts, ColumnWanted, Kind, Outcome, Site, SiteWanted, Stopped, Wanted
from crawler.store import Store
from tests.crawl.servers import Answer, Web, page, serve_names, serve_web

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


def gathered(folder: Path, routes: dict[str, Answer]) -> tuple[dict[str, ColumnFacts], Web, set[Outcome]]:
    whole: dict[str, Answer] = {"/": page(HOME), **routes}
    with serve_web(whole) as web, serve_names({"www.test": {"A": ["127.0.0.1"]}}) as resolver:
        site = SiteWanted(Site("www", "泽安市", f"http://www.test:{web.port}/"), (NEWS, NOTICES))
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=10, back_off=0.1)
        gather(Wanted(date(2022, 2, 15), (site,)), folder, settings)
    with Store(folder) as store:
        facts = {
            each.subject: each.facts
            for each in store.evidence()
            if each.kind is Kind.COLUMN and isinstance(each.facts, ColumnFacts)
        }
        return facts, web, {visit.outcome for visit in store.visits()}


def test_an_endless_calendar_ends_at_our_limit(tmp_path: Path) -> None:
    facts, web, _ = gathered(tmp_path, {"/xw/*": month})
    assert facts["news"].coverage.stopped is Stopped.BUDGET
    assert len([path for path in web.paths("www.test") if path.startswith("/xw/")]) == 60


@pytest.mark.parametrize("answer", [session, moment], ids=["sessions", "moments"])
def test_a_list_that_is_another_each_time_is_read_once(
    answer: Callable[[socket.socket, str, int], None], tmp_path: Path
) -> None:
    facts, web, _ = gathered(tmp_path, {"/xw/*": answer})
    assert len(facts["news"].items) == 5
    assert len([path for path in web.paths("www.test") if path.startswith("/xw/")]) <= 2


FORBIDDEN = page("<html><h1>403 Forbidden</h1></html>", status="403 Forbidden")


def test_a_storm_of_bare_refusals_stops_the_host(tmp_path: Path) -> None:
    """One bare 403 may be about one folder; two in a row are about us."""
    routes: dict[str, Answer] = {"/xw/": FORBIDDEN, "/tz/": FORBIDDEN, "/zc/": FORBIDDEN}
    facts, web, outcomes = gathered(tmp_path, routes)
    assert Outcome.BLOCKED in outcomes
    asked = web.paths("www.test")
    assert len([path for path in asked if path in routes]) == 2
    assert all(facts[name].coverage.unread or not facts[name].coverage.searched for name in facts)


def test_one_bare_refusal_is_borne(tmp_path: Path) -> None:
    notices = page(
        TITLE.replace("动态要闻", "通知公告") + row("/tz/1.html", 1, "2022-01-05") * 3 + "</ul></body></html>"
    )
    facts, _, outcomes = gathered(tmp_path, {"/xw/": FORBIDDEN, "/tz/": notices})
    assert Outcome.BLOCKED not in outcomes
    assert facts["notices"].found
    assert facts["news"].coverage.unread[0].startswith("http-error ")


CHALLENGES = {
    "瑞数 202": page("<html><script>$_ts=window['$_ts'];$_ts.cd='q'</script></html>", status="202 Accepted"),
    "瑞数 412": page("<html><script src='/a.js'></script></html>", status="412 Precondition Failed"),
    "安全狗": page("<html><title>网站防火墙</title>拦截 <a href='http://404.safedog.cn'>安全狗</a></html>"),
    "云锁": page("<html><body>您的请求已被云锁拦截</body></html>", status="403 Forbidden"),
    "知道创宇": page("<script>document.cookie='__jsl_clearance_s=1|-1|x'</script>", status="521 Unknown"),
    "长亭": page(
        "<html><title>雷池 WAF</title><script src='/.safeline/static/x.js'></script></html>", status="468 Unknown"
    ),
    "captcha": page("<html><title>访问验证</title><body>请输入验证码以继续访问</body></html>"),
    "429": page("slow down", status="429 Too Many Requests"),
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_the_first_challenge_ends_all_requests_to_the_host(name: str, tmp_path: Path) -> None:
    """Not even the browser is sent there; what was not seen is blocked, and nothing is absent."""
    routes: dict[str, Answer] = dict.fromkeys(("/xw/", "/tz/", "/zc/"), CHALLENGES[name])
    facts, web, outcomes = gathered(tmp_path, routes)
    assert Outcome.BLOCKED in outcomes
    assert len([path for path in web.paths("www.test") if path in routes]) == 1
    assert all(each.coverage.stopped is Stopped.BLOCKED for each in facts.values())


def test_less_announced_than_sent_is_half_a_page(tmp_path: Path) -> None:
    """What came is a success to HTTP; the page's end is missing, so nothing is concluded from it."""
    body = (TITLE + row("/xw/1.html", 1, "2022-01-05") * 9 + "</ul></body></html>").encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body) // 2}\r\n\r\n"
    facts, _, _ = gathered(tmp_path, {"/xw/": head.encode() + body})
    assert facts["news"].coverage.unread[0].startswith("truncated ")
