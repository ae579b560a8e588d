"""Reaching a site's home page over IPv6, and whether it shows the same as over IPv4."""

import asyncio
import contextlib
import http.client
import re
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import dns.asyncresolver
import dns.exception
import dns.rdatatype
from rapidfuzz import fuzz

from crawler.markup import open_source
from crawler.model import Ipv6Facts, Outcome, Visit
from crawler.net.resolver import literal, make_resolver
from crawler.net.session import Session
from crawler.warc import LARGEST_BODY

_PATIENCE = 10.0
_MOST_HOPS = 5
_COMPARED = 60_000
"""Characters of visible text that are compared."""
_SPACE = re.compile(r"\s+")
_CHANGING = re.compile(r"\d+")


async def probe_ipv6(session: Session, url: str, home: Visit | None) -> tuple[Outcome, Ipv6Facts | None]:
    """Return whether the home page at `url` answers over IPv6, and how alike (0 to 1) both pages' visible text is.

    No AAAA record is a fact (not reached); a resolver that does not answer, an address that may not be asked, and a
    machine without an IPv6 route are not.
    """
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    spelled = literal(host)
    if not host or host == "localhost" or (spelled is not None and ":" not in spelled):
        return Outcome.DNS_FAILED, None
    try:
        addresses = (spelled,) if spelled is not None else await _six(session, host)
    except (dns.exception.DNSException, OSError):
        return Outcome.DNS_FAILED, None
    if not addresses:
        return Outcome.OK, Ipv6Facts(host=host, route=True, reached=False, error="no AAAA record")
    address = next((each for each in addresses if session.names.allows(each)), None)
    if address is None:
        return Outcome.ADDRESS_FORBIDDEN, None
    return Outcome.OK, await _reach(session, url, address, home)


async def _reach(session: Session, url: str, address: str, home: Visit | None) -> Ipv6Facts:
    host = urlsplit(url).hostname or ""
    if not _has_route(address):
        return Ipv6Facts(host=host, route=False, reached=None, error="this machine has no IPv6 route to the site")
    answer = await _follow(session, url, address)
    if answer.status is None:
        return Ipv6Facts(host=host, route=True, reached=False, error=answer.error)
    similarity = None
    body = None if home is None or home.rendered or home.outcome is not Outcome.OK else session.store.body(home)
    if home is not None and body is not None and answer.status < http.HTTPStatus.MULTIPLE_CHOICES:
        similarity = round(_likeness(body, answer.body, url), 3)
    return Ipv6Facts(
        host=host, route=True, reached=True, status=answer.status, similarity=similarity, error=answer.error
    )


async def _six(session: Session, host: str) -> tuple[str, ...]:
    asker = make_resolver(session.settings.resolver, min(_PATIENCE, session.settings.timeout))
    answer = await asker.resolve(host, dns.rdatatype.AAAA, raise_on_no_answer=False, search=False)
    return tuple(sorted(str(record) for record in answer.rrset or ()))


def _has_route(address: str) -> bool:
    """Whether this machine knows a way to `address`; nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        probe.connect((address, 9))
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int | None
    body: bytes
    error: str | None = None
    location: str | None = None


async def _follow(session: Session, url: str, address: str) -> _Answer:
    """Ask over IPv6, following redirects as long as their hosts have an IPv6 address, too."""
    timeout = session.settings.timeout
    answer = await asyncio.to_thread(_ask, url, address, timeout, session.settings.user_agent)
    for _ in range(_MOST_HOPS):
        if answer.location is None:
            break
        following = urljoin(url, answer.location)
        host = urlsplit(following).hostname
        if urlsplit(following).scheme not in {"http", "https"} or host is None:
            break
        if host != urlsplit(url).hostname:
            try:
                found = [each for each in await _six(session, host) if session.names.allows(each)]
            except (dns.exception.DNSException, OSError):
                found = []
            if not found:
                return _Answer(answer.status, answer.body, f"it redirects to {host}, which has no IPv6 address"[:300])
            address = found[0]
        url = following
        answer = await asyncio.to_thread(_ask, url, address, timeout, session.settings.user_agent)
    return answer


class _Connection(http.client.HTTPConnection):
    """A connection to a given address, whatever the name resolves to."""

    def __init__(self, host: str, port: int, address: str, timeout: float, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._tls = tls

    def connect(self) -> None:
        """Connect to the address; TLS names the host."""
        plain = socket.create_connection((self._address, self.port), timeout=self.timeout)
        self.sock = plain if self._tls is None else self._tls.wrap_socket(plain, server_hostname=self.host)


def _ask(url: str, address: str, timeout: float, user_agent: str) -> _Answer:
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    # The default port is left to http.client, so that the Host header has none, either.
    connection = _Connection(
        parts.hostname or "", parts.port or (443 if tls else 80), address, timeout, _lenient_tls() if tls else None
    )
    until = time.monotonic() + timeout
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            "GET", target, headers={"Host": parts.netloc, "User-Agent": user_agent, "Accept-Encoding": "gzip"}
        )
        response = connection.getresponse()
        body = _read(response, until)
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        return _Answer(None, b"", f"{type(error).__name__}: {error}"[:300])
    finally:
        connection.close()
    moved = response.status in {301, 302, 303, 307, 308}
    return _Answer(response.status, body, location=response.getheader("Location") if moved else None)


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if response.getheader("Content-Encoding") == "gzip" else None
    body = bytearray()
    while chunk := response.read1(65_536):
        body += chunk if unpack is None else unpack.decompress(chunk, LARGEST_BODY)
        if time.monotonic() > until:
            raise TimeoutError("the answer took too long")
        if len(body) > LARGEST_BODY:
            break
    return bytes(body)


def _lenient_tls() -> ssl.SSLContext:
    """Reading is the aim here; the TLS probe judges certificates."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _likeness(one: bytes, other: bytes, url: str) -> float:
    """How alike the visible text of two pages is, from 0 to 1; digits (counters, clocks) are left out."""
    first, second = _visible(one, url), _visible(other, url)
    if not first and not second:
        return 1.0 if one == other else 0.0
    return fuzz.ratio(first, second) / 100


def _visible(body: bytes, url: str) -> str:
    tree = open_source(body, url=url).tree
    if tree is None:
        return ""
    parts = [
        text
        for text in tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
        if isinstance(text, str)
    ]
    return _CHANGING.sub("", _SPACE.sub("", "".join(parts)))[:_COMPARED]
