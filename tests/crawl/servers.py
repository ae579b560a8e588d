"""Real servers on loopback for the gathering tests: one that misbehaves, one that answers DNS."""

import contextlib
import gzip
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

HTML = "text/html; charset=utf-8"
Answer = bytes | Callable[[socket.socket, str, int], None]
"""The bytes of an answer, or a function (connection, path, times asked before) that writes one."""


@dataclass(frozen=True)
class Asked:
    """One request: host header, path, when it came (monotonic s), how many of its host were open with it."""

    host: str
    path: str
    at: float
    open: int


@dataclass
class Web:
    """A web server; `routes` maps `host/path`, `/path` or `/begin*` to an answer. Other paths answer 404."""

    port: int
    routes: dict[str, Answer]
    asked: list[Asked] = field(default_factory=list)
    open: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def paths(self, host: str) -> list[str]:
        """The paths asked of a host, in order."""
        return [each.path for each in self.asked if each.host.partition(":")[0] == host]


def page(
    body: str, *, status: str = "200 OK", headers: str = "", media_type: str = "text/html; charset=utf-8"
) -> bytes:
    """A whole answer."""
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    return head.encode() + content


def moved(location: str) -> bytes:
    """A redirect."""
    return page("", status="302 Found", headers=f"Location: {location}\r\n")


def hang(connection: socket.socket, _path: str, _times: int) -> None:
    """Never answer."""
    connection.settimeout(20)
    connection.recv(1)


def drop(_connection: socket.socket, _path: str, _times: int) -> None:
    """Close without a word."""


def drip(connection: socket.socket, _path: str, _times: int) -> None:
    """Send a byte now and then, for as long as anybody listens."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        time.sleep(0.1)


def truncated(connection: socket.socket, _path: str, _times: int) -> None:
    """Promise more than is sent."""
    connection.sendall(page("<html><body>" + "x" * 5000).replace(b"Content-Length: 5012", b"Content-Length: 9012"))


def bomb(connection: socket.socket, _path: str, _times: int) -> None:
    """A small body that unpacks to 64 MB."""
    body = _packed()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)


@cache
def _packed() -> bytes:
    return gzip.compress(b"0" * 64_000_000, 1)


def huge(connection: socket.socket, _path: str, _times: int) -> None:
    """Announce 20 MB."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20000000\r\n\r\n" + b"x" * 65536)


def endless(connection: socket.socket, _path: str, _times: int) -> None:
    """Send without saying how much, and without end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(400):
        connection.sendall(b"x" * 65536)


def broken_gzip(connection: socket.socket, _path: str, _times: int) -> None:
    """Say gzip and send something else."""
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!"
    )


def not_http(connection: socket.socket, _path: str, _times: int) -> None:
    """Answer in another protocol."""
    connection.sendall(b"220 mail.zean.test ESMTP\r\n")


def busy_twice(answer: bytes) -> Answer:
    """503 twice, then `answer`."""

    def respond(connection: socket.socket, _path: str, times: int) -> None:
        connection.sendall(page("busy", status="503 Service Unavailable") if times < 2 else answer)

    return respond


@contextmanager
def serve_web(routes: dict[str, Answer], *, address: str = "127.0.0.1", port: int = 0) -> Iterator[Web]:
    """Serve `routes`, on a free port unless one is named."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head:
                line = self.rfile.readline(65_536)
                if not line:
                    return
                head += line
            lines = head.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), "")
            name = host.partition(":")[0]
            times = sum(each.path == path and each.host == host for each in web.asked)
            with web.lock:
                web.open[host] += 1
                web.asked.append(Asked(host, path, time.monotonic(), web.open[host]))
            answer = routes.get(name + path) or routes.get(path) or _by_prefix(routes, name, path)
            time.sleep(0.005)
            # Counted down first: the client may ask again as soon as it has the last byte.
            with web.lock:
                web.open[host] -= 1
            with contextlib.suppress(OSError):
                if isinstance(answer, bytes):
                    self.wfile.write(answer)
                else:
                    answer(self.connection, path, times)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET

    with Server((address, port), Handler) as server:
        web = Web(server.server_address[1], routes)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()


def _by_prefix(routes: dict[str, Answer], name: str, path: str) -> Answer:
    """The answer of a route such as `/xw/*` or `www.test/xw/*`, else that there is nothing."""
    found = (
        answer
        for route, answer in routes.items()
        if route.endswith("*") and (path.startswith(route[:-1]) or (name + path).startswith(route[:-1]))
    )
    return next(found, page("not here", status="404 Not Found"))


@contextmanager
def serve_names(zone: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Answer DNS from `zone` (name -> type -> values) over UDP; yields HOST:PORT. `SILENT` names get no answer."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, answering = self.request
            query = dns.message.from_wire(data)
            question = query.question[0]
            name = question.name.to_text(omit_final_dot=True).lower()
            if "SILENT" in zone.get(name, {}):
                return
            response = dns.message.make_response(query)
            response.flags |= dns.flags.AA | dns.flags.RA
            kind = dns.rdatatype.to_text(question.rdtype)
            while "CNAME" in zone.get(name, {}) and kind != "CNAME":
                target = zone[name]["CNAME"][0]
                response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", target))
                name = target.rstrip(".")
            if name not in zone and not any(each.endswith("." + name) for each in zone):
                response.set_rcode(dns.rcode.NXDOMAIN)
            values = zone.get(name, {}).get(kind)
            if values:
                response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *values))
            answering.sendto(response.to_wire(), self.client_address)

    class Server(socketserver.ThreadingUDPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
