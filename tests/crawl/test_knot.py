"""IPv6 facts asked of a real authoritative name server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.gather import GatherSettings
from crawler.model import DnsFacts, Evidence, HostRecords, Outcome, Probe
from crawler.net.resolver import AddressNotFoundError, look_up
from tests.crawl.knot import MISSING, PROGRAM, serve_knot
from tests.crawl.test_probes import measured

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)

CITY = """\
@      NS    ns1
@      NS    ns2.dns.test.
@      A     127.0.0.1
@      AAAA  ::1
ns1    A     127.0.0.2
www    A     127.0.0.1
www    AAAA  ::1
four   A     127.0.0.1
six    AAAA  ::1
cdn    CNAME edge
edge   A     127.0.0.1
edge   AAAA  ::1
away   CNAME edge.dns.test.
void   CNAME nothing
text   TXT   "no address"
*.wild AAAA  ::1
*.wild A     127.0.0.1
"""
DNS = """\
@      NS    ns2
ns2    A     127.0.0.3
ns2    AAAA  ::1
edge   A     127.0.0.1
edge   AAAA  ::1
"""
NS1 = HostRecords("ns1.zean.test", ("127.0.0.2",))
NS2 = HostRecords("ns2.dns.test", ("127.0.0.3",), ("::1",))
FOUR, SIX = ("127.0.0.1",), ("::1",)

# host -> its records as the probe must tell them
HOSTS = {
    "www.zean.test": HostRecords("www.zean.test", FOUR, SIX),
    "four.zean.test": HostRecords("four.zean.test", FOUR),
    "six.zean.test": HostRecords("six.zean.test", (), SIX),
    "cdn.zean.test": HostRecords("cdn.zean.test", FOUR, SIX, cname=("edge.zean.test",)),
    "text.zean.test": HostRecords("text.zean.test"),
    "a.wild.zean.test": HostRecords("a.wild.zean.test", FOUR, SIX),
    "gone.zean.test": HostRecords("gone.zean.test", error="NXDOMAIN"),
}


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_knot({"zean.test": CITY, "dns.test": DNS}, tmp_path_factory.mktemp("knot")) as server:
        yield server


@pytest.fixture(scope="module")
def found(resolver: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    hosts = (*HOSTS, "zean.test", "away.zean.test", "void.zean.test", "www.foreign.test")
    urls = {host: f"http://{host}:1/" for host in hosts}
    return measured(tmp_path_factory.mktemp("audit"), urls, Probe.DNS, resolver)


def facts(found: dict[str, Evidence], host: str) -> DnsFacts:
    each = found[host]
    assert each.outcome is Outcome.OK
    assert isinstance(each.facts, DnsFacts)
    return each.facts


@pytest.mark.parametrize("host", HOSTS)
def test_records_of_a_host(found: dict[str, Evidence], host: str) -> None:
    assert facts(found, host).host == HOSTS[host]


def test_name_servers_with_their_addresses(found: dict[str, Evidence]) -> None:
    """One name server has IPv6 and one has not; the apex is asked beside the host."""
    told = facts(found, "www.zean.test")
    assert told.zone == "zean.test"
    assert set(told.name_servers) == {NS1, NS2}
    assert told.apex == HostRecords("zean.test", FOUR, SIX)


def test_apex_itself_has_no_second_apex(found: dict[str, Evidence]) -> None:
    assert facts(found, "zean.test").apex is None


def test_alias_out_of_the_zone_is_followed(found: dict[str, Evidence]) -> None:
    """An authoritative server stops at the alias without saying that its target has no address."""
    assert facts(found, "away.zean.test").host == HostRecords("away.zean.test", FOUR, SIX, cname=("edge.dns.test",))


def test_alias_to_nothing_is_told_as_nothing(found: dict[str, Evidence]) -> None:
    host = facts(found, "void.zean.test").host
    assert (host.a, host.aaaa) == ((), ())
    assert host.error == "NXDOMAIN"


def test_refused_is_no_answer(found: dict[str, Evidence]) -> None:
    """A server that is not responsible refuses; that says nothing about the site."""
    told = found["www.foreign.test"]
    assert told.outcome is not Outcome.OK or "REFUSED" in (facts(found, "www.foreign.test").host.error or "")


def test_names_are_resolved_by_it(resolver: str) -> None:
    assert look_up("www.zean.test", resolver=resolver) == FOUR
    assert look_up("six.zean.test", resolver=resolver) == SIX
    with pytest.raises(AddressNotFoundError, match="NXDOMAIN"):
        look_up("gone.zean.test", resolver=resolver)


def test_settings_name_the_server(found: dict[str, Evidence], resolver: str, tmp_path: Path) -> None:
    assert facts(found, "www.zean.test").resolver == resolver == GatherSettings(resolver=resolver).resolver
    assert not list(tmp_path.iterdir())
