"""Measurements against real DNS, TLS and IPv6 servers on loopback."""

import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import (
    DnsFacts,
    Evidence,
    HostRecords,
    Ipv6Facts,
    Kind,
    Outcome,
    Probe,
    Site,
    SiteWanted,
    TlsFacts,
    Wanted,
)
from crawler.store import Store
from tests.crawl.certificates import certificate, serve_tls
from tests.crawl.servers import page, serve_names, serve_web

HOME = page("<html><head><title>泽安市</title></head><body>" + "泽安市人民政府门户网站" * 20 + "</body></html>")
OTHER = page("<html><head><title>Welcome</title></head><body>" + "Welcome to nginx! " * 20 + "</body></html>")


def measured(folder: Path, urls: dict[str, str], probe: Probe, resolver: str | None = None) -> dict[str, Evidence]:
    wanted = Wanted(
        date(2022, 2, 15),
        tuple(SiteWanted(Site(name, name, url), probes=frozenset({probe})) for name, url in urls.items()),
    )
    settings = GatherSettings(allow_private=True, resolver=resolver, delay=0, timeout=3, back_off=0.1)
    gather(wanted, folder, settings)
    with Store(folder) as store:
        return {each.site: each for each in store.evidence() if each.kind is Kind(probe.value)}


def test_dns_records_behind_sites(tmp_path: Path) -> None:
    zone = {
        "zean.test": {"A": ["127.0.0.1"], "NS": ["ns1.zean.test.", "ns2.zean.test."]},
        "www.zean.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]},
        "old.zean.test": {"A": ["127.0.0.1"]},
        "cdn.zean.test": {"CNAME": ["edge.cdn.test."]},
        "edge.cdn.test": {"A": ["127.0.0.1"], "NS": ["ns.cdn.test."]},
        "ns1.zean.test": {"A": ["127.0.0.2"], "AAAA": ["::1"]},
        "ns2.zean.test": {"A": ["127.0.0.3"]},
        "silent.test": {"SILENT": []},
    }
    with serve_names(zone) as resolver:
        hosts = {
            "www": "www.zean.test",
            "old": "old.zean.test",
            "cdn": "cdn.zean.test",
            "gone": "gone.zean.test",
            "silent": "silent.test",
            "bare": "127.0.0.1",
        }
        found = measured(tmp_path, {name: f"http://{host}:1/" for name, host in hosts.items()}, Probe.DNS, resolver)
    servers = (HostRecords("ns1.zean.test", ("127.0.0.2",), ("::1",)), HostRecords("ns2.zean.test", ("127.0.0.3",)))
    apex = HostRecords("zean.test", ("127.0.0.1",))
    assert found["www"].facts == DnsFacts(
        HostRecords("www.zean.test", ("127.0.0.1",), ("::1",)), apex, "zean.test", servers, resolver
    )
    assert found["old"].facts == DnsFacts(
        HostRecords("old.zean.test", ("127.0.0.1",)), apex, "zean.test", servers, resolver
    )
    assert found["cdn"].facts == DnsFacts(
        HostRecords("cdn.zean.test", ("127.0.0.1",), cname=("edge.cdn.test",)), apex, "zean.test", servers, resolver
    )
    gone = found["gone"].facts
    assert isinstance(gone, DnsFacts)
    assert gone.host == HostRecords("gone.zean.test", error="NXDOMAIN")
    assert (found["silent"].outcome, found["silent"].facts) == (Outcome.TIMEOUT, None)
    assert (found["bare"].outcome, found["bare"].facts) == (Outcome.DNS_FAILED, None)


def test_tls_handshakes(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    zone = {"www.zean.test": {"A": ["127.0.0.1"]}}
    with (
        serve_names(zone) as resolver,
        serve_tls(certificate(tmp_path, name="www.zean.test", days=30), HOME) as good,
        serve_tls(certificate(tmp_path, name="*.zean.test", days=30), HOME) as wild,
        serve_tls(certificate(tmp_path, name="www.zean.test", days=-3), HOME) as expired,
        serve_tls(certificate(tmp_path, name="www.other.test", days=30), HOME) as foreign,
        serve_tls(None, HOME) as plain,
    ):
        ports = {"good": good, "wild": wild, "expired": expired, "foreign": foreign, "plain": plain, "shut": 1}
        urls = {name: f"https://www.zean.test:{port}/" for name, port in ports.items()}
        found = measured(tmp_path / "audit", urls, Probe.TLS, resolver)
        with Store(tmp_path / "audit") as store:
            homes = {each.site: each.outcome for each in store.visits() if each.url.endswith("/")}
    facts: dict[str, TlsFacts] = {}
    for name, each in found.items():
        assert isinstance(each.facts, TlsFacts)
        facts[name] = each.facts
    assert facts["good"] == TlsFacts(
        "www.zean.test",
        good,
        offered=True,
        protocol="TLSv1.3",
        subject="www.zean.test",
        issuer="www.zean.test",
        not_after=today + timedelta(days=30),
        trusted=False,
        name_matches=True,
        error="self-signed certificate",
    )
    assert (facts["wild"].name_matches, facts["foreign"].name_matches) == (True, False)
    assert facts["expired"].not_after == today - timedelta(days=3)
    assert (facts["expired"].trusted, facts["expired"].offered) == (False, True)
    assert (facts["plain"].offered, facts["shut"].offered) == (False, False)
    # What a certificate is worth is the probe's to say: the page itself is read all the same.
    assert (homes["expired"], homes["foreign"]) == (Outcome.OK, Outcome.OK)
    assert (homes["plain"], homes["shut"]) == (Outcome.TLS_FAILED, Outcome.REFUSED)


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback")
@pytest.mark.parametrize(
    ("six", "similarity"), [(HOME, (1.0, 1.0)), (OTHER, (0.0, 0.5))], ids=["same content", "another content"]
)
def test_ipv6_reach_and_content(tmp_path: Path, six: bytes, similarity: tuple[float, float]) -> None:
    zone = {"www.zean.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]}, "four.zean.test": {"A": ["127.0.0.1"]}}
    with (
        serve_names(zone) as resolver,
        serve_web({"/": six}, address="::1") as over_six,
        serve_web({"/": HOME}, port=over_six.port) as over_four,
    ):
        hosts = {
            "www": f"www.zean.test:{over_four.port}",
            "four": f"four.zean.test:{over_four.port}",
            "closed": "www.zean.test:1",
        }
        found = measured(tmp_path, {name: f"http://{host}/" for name, host in hosts.items()}, Probe.IPV6, resolver)
    facts = found["www"].facts
    assert isinstance(facts, Ipv6Facts)
    assert (facts.route, facts.reached, facts.status) == (True, True, 200)
    assert facts.similarity is not None
    assert similarity[0] <= facts.similarity <= similarity[1]
    assert found["four"].facts == Ipv6Facts("four.zean.test", route=True, reached=False, error="no AAAA record")
    closed = found["closed"].facts
    assert isinstance(closed, Ipv6Facts)
    assert (closed.route, closed.reached) == (True, False)
