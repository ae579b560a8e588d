"""The servers behave like web servers, and leave nothing behind."""

import gc
import http.client
import socket
import threading
import time
import warnings
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from mingjian.samplecity import RunningCity, serve
from mingjian.samplecity.running import has_ipv6
from rules.loading import load_roster
from tests.samplecity.web import ask


def test_head_is_get_without_body(city: RunningCity) -> None:
    got, headed = ask(city, "portal", "/"), ask(city, "portal", "/", method="HEAD")
    assert headed.status == 200
    assert headed.body == b""
    assert headed.headers["Content-Length"] == str(len(got.body))
    assert headed.headers["ETag"] == got.headers["ETag"]


def test_unchanged_page_is_304(city: RunningCity) -> None:
    first = ask(city, "portal", "/xwzx/tzgg/")
    modified = first.headers["Last-Modified"]
    assert parsedate_to_datetime(modified).year == 2022
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": modified}):
        again = ask(city, "portal", "/xwzx/tzgg/", headers=headers)
        assert (again.status, again.body) == (304, b"")
    assert ask(city, "portal", "/xwzx/tzgg/", headers={"If-None-Match": '"other"'}).status == 200
    assert ask(city, "portal", "/xwzx/tzgg/", headers={"If-Modified-Since": "yesterday"}).status == 200


def test_robots_forbids_what_nobody_needs_and_one_column(city: RunningCity) -> None:
    usual = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"
    column = city.city.site("wsjkj").column("awjk")
    assert ask(city, "fgj", "/robots.txt").body.decode() == usual
    assert ask(city, "wsjkj", "/robots.txt").body.decode() == f"{usual}Disallow: /column/{column.number}\n"


def test_broken_column_answers_500(city: RunningCity) -> None:
    column = city.city.site("liuxi").column("zcjd")
    assert ask(city, "liuxi", f"/col/col{column.number}/index.html").status == 500


def test_query_without_meaning_is_ignored(city: RunningCity) -> None:
    assert ask(city, "portal", "/?t=1644883200").body == ask(city, "portal", "/").body


def test_index_html_is_the_folder(city: RunningCity) -> None:
    assert ask(city, "portal", "/xwzx/tzgg/index.html").body == ask(city, "portal", "/xwzx/tzgg/").body


def test_oversized_form_is_refused(city: RunningCity) -> None:
    assert ask(city, "portal", "/", method="POST", body="a=" + "b" * 70_000).status == 413


def test_requests_are_logged(city: RunningCity) -> None:
    ask(city, "sfj", "/gzdt/", headers={"User-Agent": "mingjian-test"})
    last = city.requests("sfj")[-1]
    assert (last.method, last.path, last.status, last.agent) == ("GET", "/gzdt/", 200, "mingjian-test")


def test_serves_the_same_on_ipv6(city: RunningCity) -> None:
    if not has_ipv6():
        pytest.skip("this machine has no ::1")
    assert ask(city, "portal", "/", address="::1").body == ask(city, "portal", "/").body


def test_roster_loads_with_real_ports(city: RunningCity, tmp_path: Path) -> None:
    roster = load_roster(city.write_roster(tmp_path))
    assert roster.place == "泽安市"
    assert roster.portal is not None
    assert roster.portal.url == city.home("portal")
    assert [site.id for site in roster.sites if site.section] == ["zwfwj"]
    assert all((tmp_path / reference.file).is_file() for reference in roster.references)
    assert yaml.safe_load(city.roster_text)["references"][0]["file"].startswith("official/")


def test_starts_fast_and_closes_without_leftovers() -> None:
    threads = set(threading.enumerate())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        begun = time.perf_counter()
        with serve(ports={}) as running:
            assert time.perf_counter() - begun < 2
            host = urlsplit(running.home("portal"))
            port = host.port
            assert port is not None
            kept = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            kept.request("GET", "/")
            kept.getresponse().read()
            silent = socket.create_connection(("127.0.0.1", port), timeout=5)
            time.sleep(0.05)
        assert kept.sock is not None
        assert kept.sock.recv(1) == b""
        assert silent.recv(1) == b""
        kept.close()
        silent.close()
        gc.collect()
    assert set(threading.enumerate()) == threads
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_port_asked_for_by_number_must_be_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"), serve(ports={"portal": taken.getsockname()[1]}):
            pass


def test_preferred_port_that_is_taken_is_replaced() -> None:
    with serve() as first, serve() as second:
        assert first.home("portal") != second.home("portal")
        assert first.resolver != second.resolver
