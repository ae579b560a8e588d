"""Does a home page open: one bounded GET for each site, many at once in one process (N01-V2)."""

import asyncio
import errno
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.model import AvailabilityVisit, Outcome
from crawler.net.blocks import block_name
from crawler.net.resolver import AddressForbiddenError, AddressNotFoundError, Names
from crawler.net.settings import USER_AGENT

_READ = 65_536
"""Bytes of a home page that are read: enough to tell a firewall's page from the site's own."""
_MOST_REDIRECTS = 5
_DNS_PATIENCE = 10.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_FOUND = frozenset({404, 410})
_UNROUTED = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS})
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # No compression: what is read is bounded, and nothing can blow up on its way.
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Door:
    """A home page to be opened for the site with this id."""

    site: str
    url: str


@dataclass(frozen=True, slots=True)
class OpeningSettings:
    """How doors are tried.

    `patience` are seconds for one visit with all its redirects, `control` an address that tells an outage of ours
    ("": the other sites of the round do), `at_once` how many visits run at the same time.
    """

    patience: float = 15.0
    at_once: int = 100
    control: str = ""
    resolver: str | None = None
    allow_private: bool = False
    user_agent: str = USER_AGENT


@dataclass(frozen=True, slots=True)
class _Opened:
    outcome: Outcome
    seconds: float
    at: datetime


def open_all(doors: Sequence[Door], settings: OpeningSettings) -> tuple[tuple[str, AvailabilityVisit], ...]:
    """Return one visit for each door, in their order. Blocks until all have ended; raises nothing for what sites do.

    One host is asked once at a time.

    `control_ok` tells whether our own line worked: with a control address, whether that opened both before the
    round and after it; without one, whether more than half of the other hosts of the round opened, and None when there
    is no other host.
    """
    return asyncio.run(open_round(doors, settings))


async def open_round(doors: Sequence[Door], settings: OpeningSettings) -> tuple[tuple[str, AvailabilityVisit], ...]:
    """Do the same within a running loop."""
    names = Names(resolver=settings.resolver, allow_private=settings.allow_private, timeout=_DNS_PATIENCE)
    connector = aiohttp.TCPConnector(
        resolver=_Guarded(names), ssl=_lenient(), force_close=True, limit=0, limit_per_host=0, use_dns_cache=False
    )
    session = aiohttp.ClientSession(
        connector=connector,
        headers={**_HEADERS, "User-Agent": settings.user_agent},
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None),
    )
    gate = asyncio.Semaphore(settings.at_once)
    hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def visit(url: str) -> _Opened:
        # The patience counts from within: waiting for our own turn is nobody's failure.
        async with hosts[urlsplit(url).netloc.lower()], gate:
            return await _open(session, names, url, settings.patience)

    async with session:
        before = await visit(settings.control) if settings.control else None
        opened = await asyncio.gather(*(visit(each.url) for each in doors))
        failed = any(each.outcome is not Outcome.OK for each in opened)
        after = await visit(settings.control) if settings.control and failed else before
    controls = [each.outcome is Outcome.OK for each in (before, after) if each is not None]
    told = [all(controls)] * len(doors) if controls else _by_the_others(doors, opened)
    return tuple(
        (door.site, AvailabilityVisit(each.at, each.outcome is Outcome.OK, each.outcome.value, each.seconds, control))
        for door, each, control in zip(doors, opened, told, strict=True)
    )


def _by_the_others(doors: Iterable[Door], opened: Iterable[_Opened]) -> list[bool | None]:
    """Say for each door whether more than half of the other hosts opened; sections of one host count once."""
    hosts: dict[str, bool] = {}
    keys = [urlsplit(door.url).netloc.lower() for door in doors]
    for key, each in zip(keys, opened, strict=True):
        hosts[key] = hosts.get(key, False) or each.outcome is Outcome.OK
    well, number = sum(hosts.values()), len(hosts)
    return [None if number == 1 else (well - hosts[key]) * 2 > number - 1 for key in keys]


async def _open(session: aiohttp.ClientSession, names: Names, url: str, patience: float) -> _Opened:
    at, started = datetime.now(UTC).replace(microsecond=0), time.monotonic()
    try:
        async with asyncio.timeout(patience):
            outcome = await _follow(session, names, url)
    except TimeoutError:
        outcome = Outcome.TIMEOUT
    except Exception as error:  # noqa: BLE001 - whatever one server does, the others are visited; it has an outcome
        outcome = _outcome_of(error)
    return _Opened(outcome, time.monotonic() - started, at)


async def _follow(session: aiohttp.ClientSession, names: Names, url: str) -> Outcome:
    """Ask for `url` and what it redirects to; every hop is checked before it is asked."""
    for _ in range(_MOST_REDIRECTS + 1):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            return Outcome.UNREADABLE
        await names.addresses(parts.hostname)
        async with session.get(url, allow_redirects=False) as answer:
            if answer.status in _REDIRECTS and (to := answer.headers.get("Location")):
                url = urljoin(url, to)
                continue
            return _outcome_of_status(answer.status, await _beginning(answer))
    return Outcome.REDIRECT_LOOP


async def _beginning(answer: aiohttp.ClientResponse) -> bytes:
    read = bytearray()
    while len(read) < _READ and (chunk := await answer.content.read(_READ - len(read))):
        read += chunk
    return bytes(read)


def _outcome_of_status(status: int, body: bytes) -> Outcome:
    if block_name(status, body) is not None:
        return Outcome.BLOCKED
    if 200 <= status < 300:  # noqa: PLR2004 - 2xx
        return Outcome.OK
    return Outcome.NOT_FOUND if status in _NOT_FOUND else Outcome.HTTP_ERROR


def _outcome_of(error: Exception) -> Outcome:
    number = getattr(getattr(error, "os_error", error), "errno", None)
    if number in _OURS:
        return Outcome.OUR_FAULT
    if number in _UNROUTED:
        return Outcome.NO_ROUTE
    return next((outcome for kinds, outcome in _TABLE if isinstance(error, kinds)), Outcome.OUR_FAULT)


_TABLE: tuple[tuple[tuple[type[Exception], ...], Outcome], ...] = (
    ((AddressNotFoundError, aiohttp.ClientConnectorDNSError), Outcome.DNS_FAILED),
    ((AddressForbiddenError,), Outcome.ADDRESS_FORBIDDEN),
    ((aiohttp.ClientSSLError, ssl.SSLError), Outcome.TLS_FAILED),
    ((aiohttp.ServerTimeoutError,), Outcome.TIMEOUT),
    ((aiohttp.ClientConnectorError,), Outcome.REFUSED),
    ((aiohttp.ClientPayloadError,), Outcome.TRUNCATED),
    ((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionError), Outcome.DROPPED),
    ((aiohttp.ClientResponseError, aiohttp.InvalidURL, ValueError), Outcome.UNREADABLE),
)


class _Guarded(AbstractResolver):
    """Gives the connector only addresses that may be asked."""

    def __init__(self, names: Names) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the allowed addresses of `host`. Raises OSError when there is none, as aiohttp expects."""
        try:
            found = await self._names.addresses(host)
        except (AddressNotFoundError, AddressForbiddenError) as error:
            raise OSError(None, str(error)) from error
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
            if family in {socket.AF_UNSPEC, socket.AF_INET6 if ":" in address else socket.AF_INET}
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def _lenient() -> ssl.SSLContext:
    """Old servers are to be opened, not judged, here: the TLS probe reports on certificates and protocols."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context
