"""Real HTTP servers on loopback: one a host, threads for connections, quiet, closed without leftovers."""

import hashlib
import socket
import sys
from collections import deque
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

from mingjian.samplecity.model import Site
from mingjian.samplecity.resource import Asked, Resource, Routes

_LARGEST_FORM = 65_536
_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Served:
    """One request answered."""

    site: str
    method: str
    path: str
    status: int
    agent: str


Log = deque[Served]


def new_log() -> Log:
    """Return an empty log that forgets its oldest entries after a hundred thousand."""
    return deque(maxlen=_KEPT)


class SiteServer(ThreadingHTTPServer):
    """Serves the routes of one host on one address (IPv4 or IPv6)."""

    daemon_threads = False
    block_on_close = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], site: Site, routes: Routes, log: Log) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.site, self.routes, self.log = site, routes, log
        self._open: set[socket.socket] = set()
        super().__init__(address, SiteHandler)

    def server_bind(self) -> None:
        """Bind without the reverse look-up of the host name that http.server does, which may ask a real resolver."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.site.host, self.server_address[1]

    def accept_one(self) -> None:
        """Take one waiting connection to a thread of its own."""
        try:
            connection, address = self.get_request()
        except OSError:
            return  # the client went away before it was accepted
        self._open.add(connection)
        self.process_request(connection, address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up; anything else is our own mistake and is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        """Hang up on every client, wait for their threads, and free the port."""
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has just been closed by its own thread
        self.server_close()


class SiteHandler(BaseHTTPRequestHandler):
    """Answers GET, HEAD and POST from the routes."""

    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    wbufsize = 65_536
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer({})

    def do_HEAD(self) -> None:
        """Answer a HEAD: the same without a body."""
        self._answer({})

    def do_POST(self) -> None:
        """Answer a POST of a form."""
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > _LARGEST_FORM:
            self.close_connection = True
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"", "text/plain", {})
            return
        self._answer(dict(parse_qsl(self.rfile.read(size).decode("utf-8", "replace"), keep_blank_values=True)))

    def _answer(self, form: dict[str, str]) -> None:
        path, _, fields = self.path.partition("?")
        query = dict(parse_qsl(fields, keep_blank_values=True))
        if path == "/robots.txt":
            lines = ("User-agent: *", *(f"Disallow: {each}" for each in self.server.routes.disallowed), "")
            self._send(HTTPStatus.OK, "\n".join(lines).encode(), "text/plain", {})
            return
        resource = found(self.server.routes, Asked(self.command, path, query, form))
        if resource is not None:
            self._send_resource(resource)
        elif self.server.site.soft_404 and self.command != "POST":
            self._send_resource(self.server.routes.pages["/"]())
        else:
            self._send(HTTPStatus.NOT_FOUND, NOT_FOUND.encode(), "text/html; charset=utf-8", {})

    def _send_resource(self, resource: Resource) -> None:
        tag = f'"{hashlib.sha256(resource.body).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Last-Modified": format_datetime(resource.last_modified, usegmt=True)}
        fresh = self.headers.get("If-None-Match") == tag or (
            "If-None-Match" not in self.headers and self._unchanged(resource)
        )
        if fresh and self.command != "POST":
            self._send(HTTPStatus.NOT_MODIFIED, b"", resource.media_type, headers)
        else:
            self._send(resource.status, resource.body, resource.media_type, headers)

    def _unchanged(self, resource: Resource) -> bool:
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.tzinfo is not None and since >= resource.last_modified

    def _send(self, status: HTTPStatus, body: bytes, media_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        agent = self.headers.get("User-Agent", "")
        self.server.log.append(Served(self.server.site.id, self.command, self.path, status.value, agent))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name http.server calls
        """Keep quiet; `Log` has it."""


NOT_FOUND = (
    "<!DOCTYPE html><html><head><title>404 Not Found</title></head>"
    "<body><h1>您访问的页面不存在</h1><p>404 Not Found</p></body></html>"
)


def found(routes: Routes, asked: Asked) -> Resource | None:
    """Return what stands at an address, or None. A query that selects no page of its own is ignored."""
    if asked.method != "POST":
        route = routes.pages.get(f"{asked.path}?{urlencode(asked.query)}") if asked.query else None
        path = asked.path.removesuffix("index.html") if asked.path not in routes.pages else asked.path
        route = route or routes.pages.get(path)
        if route is not None:
            return routes.rendered(route)
    return routes.answer(asked) if routes.answer is not None else None
