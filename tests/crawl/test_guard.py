"""Nothing that is not public is asked unless the operator says so, however the address is spelled."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from crawler.gather import GatherSettings, gather
from crawler.model import Kind, Outcome, Probe, Site, SiteWanted, Wanted
from crawler.net.resolver import (
    AddressForbiddenError,
    AddressNotFoundError,
    Names,
    is_public,
    literal,
    look_up,
    name_server,
)
from crawler.store import Store
from tests.crawl.servers import page, serve_names, serve_web


@pytest.mark.parametrize(
    ("public", "address"),
    [
        (True, "114.114.114.114"),
        (True, "2400:3200::1"),
        (False, "127.0.0.1"),
        (False, "10.1.2.3"),
        (False, "172.16.0.1"),
        (False, "192.168.1.1"),
        (False, "169.254.169.254"),
        (False, "100.64.0.1"),
        (False, "0.0.0.0"),  # noqa: S104 - an address to refuse
        (False, "224.0.0.1"),
        (False, "255.255.255.255"),
        (False, "::1"),
        (False, "::"),
        (False, "fe80::1"),
        (False, "fe80::1%eth0"),
        (False, "fd00::2"),
        (False, "::ffff:127.0.0.1"),
        (False, "64:ff9b::7f00:1"),
        (False, "2002:7f00:1::"),
        (False, "ff02::1"),
    ],
)
def test_which_addresses_are_public(public: bool, address: str) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.1"),
        ("127.0.0.1", "0x7f.0.0.1"),
        ("127.0.0.1", "2130706433"),
        ("127.0.0.1", "017700000001"),
        ("::1", "[::1]"),
        (None, "www.zean.gov.cn"),
        (None, "12306.cn"),
    ],
)
def test_addresses_spelled_as_hosts(address: str | None, host: str) -> None:
    assert literal(host) == address


ZONE = {
    "inside.test": {"A": ["10.0.0.1"]},
    "mixed.test": {"A": ["10.0.0.1", "114.114.114.114"]},
    "six.test": {"AAAA": ["2400:3200::1"]},
    "both.test": {"A": ["114.114.114.114"], "AAAA": ["2400:3200::1"]},
    "alias.test": {"CNAME": ["inside.test."]},
    "empty.test": {"MX": ["10 mail.test."]},
}


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("mixed.test", ("114.114.114.114",)),
        ("six.test", ("2400:3200::1",)),
        ("both.test", ("114.114.114.114",)),
        ("BOTH.test.", ("114.114.114.114",)),
        ("inside.test", AddressForbiddenError),
        ("alias.test", AddressForbiddenError),
        ("127.0.0.1", AddressForbiddenError),
        ("2130706433", AddressForbiddenError),
        ("localhost", AddressForbiddenError),
        ("nowhere.test", AddressNotFoundError),
        ("empty.test", AddressNotFoundError),
    ],
)
def test_names_give_only_allowed_addresses(host: str, found: tuple[str, ...] | type[Exception]) -> None:
    with serve_names(ZONE) as resolver:
        names = Names(resolver=resolver, allow_private=False)
        if isinstance(found, tuple):
            assert asyncio.run(names.addresses(host)) == found
        else:
            with pytest.raises(found):
                asyncio.run(names.addresses(host))


def test_look_up_blocks_and_answers() -> None:
    with serve_names(ZONE) as resolver:
        assert look_up("inside.test", resolver=resolver) == ("10.0.0.1",)
        with pytest.raises(AddressNotFoundError, match="NXDOMAIN"):
            look_up("nowhere.test", resolver=resolver)


@pytest.mark.parametrize(("text", "server"), [("127.0.0.1:5300", ("127.0.0.1", 5300)), ("[::1]:53", ("::1", 53))])
def test_a_name_server_is_host_and_port(text: str, server: tuple[str, int]) -> None:
    assert name_server(text) == server


def test_a_site_on_a_private_address_is_not_asked_at_all(tmp_path: Path) -> None:
    with (
        serve_web({"/": page("<html>inside</html>")}) as web,
        serve_names({"sly.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]}}) as resolver,
    ):
        urls = {
            "bare": f"http://127.0.0.1:{web.port}/",
            "named": f"http://sly.test:{web.port}/",
            "odd": f"http://2130706433:{web.port}/",
        }
        wanted = Wanted(
            date(2022, 2, 15),
            tuple(
                SiteWanted(Site(name, name, url), probes=frozenset({Probe.IPV6, Probe.TLS}))
                for name, url in urls.items()
            ),
        )
        gather(wanted, tmp_path, GatherSettings(resolver=resolver, delay=0))
        assert web.asked == []
    with Store(tmp_path) as store:
        assert {each.outcome for each in store.visits()} == {Outcome.ADDRESS_FORBIDDEN}
        found = {(each.site, each.kind): each.outcome for each in store.evidence()}
    assert found["named", Kind.IPV6] is Outcome.ADDRESS_FORBIDDEN
    assert found["named", Kind.TLS] is Outcome.ADDRESS_FORBIDDEN
    assert found["bare", Kind.SITE] is Outcome.ADDRESS_FORBIDDEN
