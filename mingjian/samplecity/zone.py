"""The authoritative name server of the city's zone, on loopback, over UDP and TCP."""

import socket
import socketserver
import struct
from dataclasses import dataclass

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdatatype
import dns.rrset

from mingjian.samplecity.model import City

_TTL = 300
_LENGTH = struct.Struct("!H")


@dataclass(frozen=True)
class Zone:
    """The records of the zone: every name has A 127.0.0.1, those with IPv6 have AAAA ::1."""

    apex: dns.name.Name
    records: dict[tuple[dns.name.Name, str], tuple[str, ...]]

    def answer(self, wire: bytes) -> bytes | None:
        """Return the answer to one query, or None when the bytes are no query."""
        try:
            query = dns.message.from_wire(wire)
        except (dns.exception.DNSException, ValueError):
            return None
        if query.opcode() != dns.opcode.QUERY or len(query.question) != 1 or query.flags & dns.flags.QR:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        question = query.question[0]
        if not question.name.is_subdomain(self.apex):
            response.set_rcode(dns.rcode.REFUSED)
            return response.to_wire()
        response.flags |= dns.flags.AA
        kind = dns.rdatatype.to_text(question.rdtype)
        values = self.records.get((question.name, kind))
        if values:
            response.answer.append(dns.rrset.from_text(question.name, _TTL, "IN", kind, *values))
        else:
            response.authority.append(
                dns.rrset.from_text(self.apex, _TTL, "IN", "SOA", *self.records[self.apex, "SOA"])
            )
            if not any(name == question.name for name, _ in self.records):
                response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


def zone_of(city: City) -> Zone:
    """Return the zone of a city."""
    apex = dns.name.from_text(city.zone)
    servers = tuple(f"{name}.{city.zone}." for name in city.name_servers)
    records: dict[tuple[dns.name.Name, str], tuple[str, ...]] = {
        (apex, "SOA"): (f"{servers[0]} hostmaster.{city.zone}. 2022021501 3600 600 86400 300",),
        (apex, "NS"): servers,
        (apex, "A"): ("127.0.0.1",),
    }
    for name in city.name_servers:
        server = dns.name.from_text(f"{name}.{city.zone}")
        records[server, "A"] = ("127.0.0.1",)
        if name in city.name_servers_with_ipv6:
            records[server, "AAAA"] = ("::1",)
    for site in city.sites:
        host = dns.name.from_text(site.host)
        records[host, "A"] = ("127.0.0.1",)
        if site.ipv6:
            records[host, "AAAA"] = ("::1",)
    return Zone(apex, records)


class DatagramServer:
    """Answers queries over UDP; `fileno` lets a selector wait for them."""

    def __init__(self, zone: Zone, port: int) -> None:
        self.zone = zone
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self.socket.bind(("127.0.0.1", port))
        except OSError:
            self.socket.close()
            raise
        self.port: int = self.socket.getsockname()[1]

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self.socket.fileno()

    def accept_one(self) -> None:
        """Answer one waiting query."""
        try:
            wire, address = self.socket.recvfrom(4096)
            answer = self.zone.answer(wire)
            if answer is not None:
                self.socket.sendto(answer, address)
        except OSError:
            return  # the one who asked is gone; the thread serves everybody else

    def close(self) -> None:
        """Free the port."""
        self.socket.close()


class StreamServer(socketserver.ThreadingTCPServer):
    """Answers one query a connection over TCP, in a thread of its own."""

    daemon_threads = False
    block_on_close = True
    allow_reuse_address = True

    def __init__(self, zone: Zone, port: int) -> None:
        self.zone = zone
        super().__init__(("127.0.0.1", port), StreamHandler)

    def accept_one(self) -> None:
        """Take one waiting connection to a thread."""
        try:
            connection, address = self.get_request()
        except OSError:
            return  # the client went away before it was accepted
        self.process_request(connection, address)

    def close(self) -> None:
        """Free the port."""
        self.server_close()


class StreamHandler(socketserver.StreamRequestHandler):
    """One length-prefixed query, one length-prefixed answer (RFC 1035, 4.2.2)."""

    server: StreamServer
    timeout = 2

    def handle(self) -> None:
        """Read the query and answer it; a client that says nothing is let go."""
        try:
            head = self.rfile.read(_LENGTH.size)
            wire = self.rfile.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
        except OSError:
            return
        answer = self.server.zone.answer(wire)
        if answer is not None:
            self.wfile.write(_LENGTH.pack(len(answer)) + answer)
