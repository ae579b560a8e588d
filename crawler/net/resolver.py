"""Names to addresses: one place that every request goes through, and that refuses addresses which are not public."""

import asyncio
import ipaddress
import socket
import time
from dataclasses import dataclass

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

_KEEP = 300.0
"""Seconds for which an answer is kept."""
_KEEP_FAILURE = 30.0
_LOOPBACK = ("127.0.0.1",)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressNotFoundError(LookupError):
    """A name does not resolve; the message is the resolver's reason."""


class AddressForbiddenError(PermissionError):
    """A name resolves, but only to addresses that are not public, and the operator has not allowed those."""


def is_public(address: str) -> bool:
    """Whether `address` is one that the whole Internet can reach; addresses that wrap another count as that one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def literal(host: str) -> str | None:
    """Return the address that `host` spells, or None when it is a name."""
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    # 0x7f.1, 2130706433 and the like are addresses to the C library and to browsers.
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) if host[:1].isdigit() else None
    except OSError:
        return None


def name_server(resolver: str) -> tuple[str, int]:
    """Return host and port of `HOST:PORT`. Raises ValueError for anything else."""
    host, _, port = resolver.rpartition(":")
    return str(ipaddress.ip_address(host.strip("[]"))), int(port)


def look_up(host: str, *, resolver: str | None = None, timeout: float = 10.0) -> tuple[str, ...]:
    """Return the addresses of `host`, blocking; IPv4 ones where there are any. Raises AddressNotFoundError."""
    return asyncio.run(_find(host, resolver, timeout))


class Names:
    """The addresses of host names, cached, for one gathering."""

    def __init__(self, *, resolver: str | None, allow_private: bool, timeout: float = 10.0) -> None:
        self._resolver = resolver
        self._allow_private = allow_private
        self._timeout = timeout
        self._kept: dict[str, _Answer] = {}
        self._asking: dict[str, asyncio.Future[_Answer]] = {}

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Return the addresses that may be asked for `host`, IPv4 ones where there are any.

        Raises AddressNotFoundError when it has none, AddressForbiddenError when none of them is allowed.
        """
        name = host.rstrip(".").lower()
        answer = self._kept.get(name)
        if answer is None or answer.until < time.monotonic():
            answer = await self._ask_once(name)
        if answer.error is not None:
            raise AddressNotFoundError(answer.error)
        allowed = tuple(each for each in answer.addresses if self.allows(each))
        if not allowed:
            raise AddressForbiddenError(f"{name} is at {', '.join(answer.addresses)}, which is not a public address")
        return allowed

    def allows(self, address: str) -> bool:
        """Whether the operator lets the crawler connect to `address`."""
        return self._allow_private or is_public(address)

    async def _ask_once(self, name: str) -> "_Answer":
        """Ask for a name; those who want it meanwhile wait for the same answer."""
        asking = self._asking.get(name)
        if asking is None:
            asking = asyncio.ensure_future(self._ask(name))
            self._asking[name] = asking
            asking.add_done_callback(lambda _: self._asking.pop(name, None))
        return await asyncio.shield(asking)

    async def _ask(self, name: str) -> "_Answer":
        try:
            found = await _find(name, self._resolver, self._timeout)
        except AddressNotFoundError as error:
            answer = _Answer((), time.monotonic() + _KEEP_FAILURE, str(error))
        else:
            answer = _Answer(found, time.monotonic() + _KEEP, None)
        self._kept[name] = answer
        return answer


@dataclass(frozen=True, slots=True)
class _Answer:
    addresses: tuple[str, ...]
    until: float
    error: str | None


async def _find(host: str, resolver: str | None, timeout: float) -> tuple[str, ...]:  # noqa: ASYNC109 - passed on
    spelled = literal(host)
    if spelled is not None:
        return (spelled,)
    if host == "localhost" or host.endswith(".localhost"):
        return _LOOPBACK
    if resolver is None:
        return await _ask_system(host, timeout)
    return await _ask_server(host, resolver, timeout)


async def _ask_system(host: str, timeout: float) -> tuple[str, ...]:  # noqa: ASYNC109 - getaddrinfo has none itself
    loop = asyncio.get_running_loop()
    try:
        found = await asyncio.wait_for(loop.getaddrinfo(host, None, type=socket.SOCK_STREAM), timeout)
    except TimeoutError as error:
        raise AddressNotFoundError(f"no answer within {timeout:g} s") from error
    except (OSError, UnicodeError) as error:
        raise AddressNotFoundError(str(error)) from error
    return _one_family([str(sockaddr[0]) for *_, sockaddr in found])


async def _ask_server(host: str, resolver: str, timeout: float) -> tuple[str, ...]:  # noqa: ASYNC109 - passed on
    asker = make_resolver(resolver, timeout)
    found: list[str] = []
    for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
        try:
            answer = await asker.resolve(host, kind, search=False)
        except dns.resolver.NoAnswer:
            continue
        except dns.resolver.NXDOMAIN as error:
            raise AddressNotFoundError("NXDOMAIN") from error
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise AddressNotFoundError(str(error) or type(error).__name__) from error
        found += [str(record) for record in answer]
        if found:
            break
    if not found:
        raise AddressNotFoundError("the name has no address")
    return _one_family(found)


def make_resolver(resolver: str | None, timeout: float) -> dns.asyncresolver.Resolver:
    """Return a resolver that asks `resolver` (HOST:PORT; None: the system's servers) and gives up after `timeout` s."""
    made = dns.asyncresolver.Resolver(configure=resolver is None)
    if resolver is not None:
        host, port = name_server(resolver)
        made.nameservers = [host]
        made.port = port
    made.lifetime = timeout
    return made


def _one_family(addresses: list[str]) -> tuple[str, ...]:
    """IPv4 where there is any: which family is asked must not depend on a race; IPv6 has its own probe."""
    kept = list(dict.fromkeys(addresses))
    four = [each for each in kept if ":" not in each]
    return tuple(four or kept)
