"""A bare URL as a roster: one portal, one unit, no configuration (DESIGN 6)."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from crawler.net.resolver import AddressNotFoundError, look_up
from mingjian.errors import UsageError

_PATIENCE = 15.0
"""Seconds to wait for a connection: the limit at which a visit counts as failed (NORMS 1.2, N01-V2)."""
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """A home page that answers. `loopback` is true when the operator typed an address of this very machine."""

    url: str
    host: str
    loopback: bool


def target(url: str, *, resolver: str | None = None) -> Target:
    """Return the home page that `url` names.

    Raises UsageError when it is no http(s) URL, its name does not resolve, or nothing accepts a connection there.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError(f"{url}: not the address of a website; write it like http://www.example.gov.cn/")
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise UsageError(f"{url}: {error}") from error
    try:
        addresses = look_up(parts.hostname, resolver=resolver)
    except AddressNotFoundError as error:
        raise UsageError(f"{url}: the name {parts.hostname} does not resolve ({error}); check the spelling") from error
    _connect(url, addresses, port)
    typed = _literal(parts.hostname)
    loopback = parts.hostname == "localhost" or (typed is not None and typed.is_loopback)
    return Target(parts._replace(path=parts.path or "/", fragment="").geturl(), parts.hostname, loopback)


def roster_for(site: Target) -> str:
    """Return the text of a roster with `site` as the government's portal."""
    roster = {
        "place": site.host,
        "sites": [{"id": "portal", "name": site.host, "url": site.url, "portal": True}],
        "units": [
            {
                "id": "portal",
                "name": site.host,
                "body": "government",
                "aliases": ["门户网站"],
                "groups": ["各级政府网站"],
                "site": "portal",
            }
        ],
    }
    return yaml.safe_dump(roster, allow_unicode=True, sort_keys=False)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _connect(url: str, addresses: tuple[str, ...], port: int) -> None:
    """Try each address once: a typing error should be told at once, not after a whole audit."""
    last: OSError | None = None
    for address in addresses:
        try:
            socket.create_connection((address, port), timeout=_PATIENCE).close()
        except OSError as error:
            last = error
        else:
            return
    raise UsageError(
        f"{url}: nothing answers there ({last}); check the address, or this machine's connection"
    ) from last
