"""IPv6 of the hosts that links lead to: real pages gathered, real names looked up."""

from datetime import date
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import (
    ColumnWanted,
    Evidence,
    Ipv6LinksFacts,
    Kind,
    LinkHost,
    LinkLevel,
    Outcome,
    Probe,
    Site,
    SiteWanted,
    Wanted,
)
from crawler.store import Store
from tests.crawl.servers import page, serve_names, serve_web

ZONE: dict[str, dict[str, list[str]]] = {
    "zean.test": {"A": ["127.0.0.1"], "NS": ["ns1.zean.test."]},
    "ns1.zean.test": {"A": ["127.0.0.1"]},
    "www.zean.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]},
    "fgj.zean.test": {"A": ["127.0.0.1"]},
    "czj.zean.test": {"CNAME": ["edge.cdn.test."]},
    "edge.cdn.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]},
    "www.province.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]},
    "silent.test": {"SILENT": []},
}


def links(*urls: str) -> str:
    return "".join(f"<li><a href='{url}'>第{number}号链接名称</a></li>" for number, url in enumerate(urls))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    folder = tmp_path_factory.mktemp("links")
    with serve_web({}) as web, serve_names(ZONE) as resolver:
        root = f"http://www.zean.test:{web.port}"
        web.routes["/"] = page(
            f"<html><head><title>泽安市</title></head><body><ul><li><a href='{root}/tzgg/'>通知公告</a></li>"
            + links(
                f"{root}/a.html",
                "http://fgj.zean.test/",
                "http://fgj.zean.test/tzgg/",
                "http://CZJ.zean.test./",
                "http://127.0.0.1/old/",
                "javascript:void(0)",
                "mailto:a@fgj.zean.test",
            )
            + "</ul></body></html>"
        )
        third = links("http://www.province.test/", "http://gone.zean.test/", "http://silent.test/", f"{root}/b.html")
        web.routes["/tzgg/"] = page(
            f"<html><head><title>通知公告</title></head><body><h2>通知公告</h2><ul>{third}</ul></body></html>"
        )
        site = SiteWanted(
            Site("www", "泽安市", f"{root}/"),
            (ColumnWanted("notices", ("通知公告",)),),
            probes=frozenset({Probe.IPV6_LINKS}),
        )
        settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=2, back_off=0.1)
        gather(Wanted(date(2022, 2, 15), (site,)), folder, settings)
        with Store(folder) as store:
            (found,) = (each for each in store.evidence() if each.kind is Kind.IPV6_LINKS)
    return found


def test_each_level_tells_its_hosts(measured: Evidence) -> None:
    assert measured.outcome is Outcome.OK
    assert isinstance(measured.facts, Ipv6LinksFacts)
    second, third = measured.facts.levels
    assert second == LinkLevel(
        2,
        1,
        4,
        (
            LinkHost("fgj.zean.test", 2, own=True, aaaa=False),
            LinkHost("www.zean.test", 2, own=True, aaaa=True),
            LinkHost("127.0.0.1", 1, own=False, aaaa=False),
            LinkHost("czj.zean.test", 1, own=True, aaaa=True),
        ),
    )
    assert (third.level, third.pages, third.known) == (3, 1, 4)
    assert {(each.host, each.aaaa, each.error) for each in third.hosts} == {
        ("www.province.test", True, None),
        ("gone.zean.test", False, "NXDOMAIN"),
        ("silent.test", None, "AAAA TIMEOUT"),
        ("www.zean.test", True, None),
    }


def test_without_a_home_page_nothing_is_looked_up(tmp_path: Path) -> None:
    site = SiteWanted(Site("www", "泽安市", "http://127.0.0.1:1/"), probes=frozenset({Probe.IPV6_LINKS}))
    settings = GatherSettings(allow_private=True, delay=0, timeout=1, retries=0)
    gather(Wanted(date(2022, 2, 15), (site,)), tmp_path, settings)
    with Store(tmp_path) as store:
        (found,) = (each for each in store.evidence() if each.kind is Kind.IPV6_LINKS)
    assert (found.outcome, found.facts) == (Outcome.REFUSED, None)
