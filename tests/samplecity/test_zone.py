"""The name server of the city answers as the truth declares."""

import socket
import struct

import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.samplecity import RunningCity
from mingjian.samplecity.load import load_city
from mingjian.samplecity.zone import zone_of


def resolve(city: RunningCity, name: str, kind: str, *, tcp: bool = False) -> dns.message.Message:
    host, port = city.resolver.split(":")
    query = dns.message.make_query(name, kind)
    send = dns.query.tcp if tcp else dns.query.udp
    return send(query, host, port=int(port), timeout=3)


@pytest.mark.parametrize("tcp", [False, True])
@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("www.zean.test", "A", ["127.0.0.1"]),
        ("WWW.zean.test", "A", ["127.0.0.1"]),
        ("www.zean.test", "AAAA", ["::1"]),
        ("qinghe.zean.test", "A", ["127.0.0.1"]),
        ("zean.test", "NS", ["ns1.zean.test.", "ns2.zean.test."]),
        ("ns1.zean.test", "A", ["127.0.0.1"]),
        ("ns1.zean.test", "AAAA", []),
        ("ns2.zean.test", "AAAA", []),
        ("www.zean.test", "NS", []),
    ],
)
def test_records(city: RunningCity, name: str, kind: str, expected: list[str], *, tcp: bool) -> None:
    answer = resolve(city, name, kind, tcp=tcp)
    assert answer.rcode() == dns.rcode.NOERROR
    assert answer.flags & dns.flags.AA
    assert sorted(str(each) for rrset in answer.answer for each in rrset) == expected
    assert bool(answer.authority) == (not expected)


@pytest.mark.parametrize(
    ("name", "rcode"), [("nobody.zean.test", dns.rcode.NXDOMAIN), ("www.gov.cn", dns.rcode.REFUSED)]
)
def test_other_names(city: RunningCity, name: str, rcode: dns.rcode.Rcode) -> None:
    assert resolve(city, name, "A").rcode() == rcode


@pytest.mark.parametrize("wire", [b"", b"\x00" * 5, b"\xff" * 40, b"GET / HTTP/1.1\r\n\r\n"])
def test_bytes_that_are_no_query_get_no_answer(wire: bytes) -> None:
    assert zone_of(load_city()).answer(wire) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_zone(wire: bytes) -> None:
    answer = zone_of(load_city()).answer(wire)
    assert answer is None or dns.message.from_wire(answer).id == int.from_bytes(wire[:2])


def test_client_that_says_nothing_does_not_hold_the_server(city: RunningCity) -> None:
    host, port = city.resolver.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as client:
        client.sendall(struct.pack("!H", 100) + b"short")
        assert resolve(city, "www.zean.test", "A", tcp=True).rcode() == dns.rcode.NOERROR
