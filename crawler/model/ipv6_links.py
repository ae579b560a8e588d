"""Whether the hosts that a site's links lead to have IPv6 addresses (NORMS 8: second- and third-level links)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkHost:
    """One host that links lead to. `links` counts the addresses on it; `own` says that it is of the site's own domain.

    `aaaa` is True when the name, or what it is an alias of, has an IPv6 address, False when a plain answer says that it
    has none, None when the resolver gave no plain answer (`error`).
    """

    host: str
    links: int
    own: bool
    aaaa: bool | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class LinkLevel:
    """The links of one level: 2 are those on the home page, 3 those on the pages that these lead to.

    `pages` counts the pages whose links were read, `known` the hosts met; at most 60 of them were looked up.
    """

    level: int
    pages: int
    known: int
    hosts: tuple[LinkHost, ...] = ()


@dataclass(frozen=True, slots=True)
class Ipv6LinksFacts:
    """The hosts of the links at each level. `resolver` is the name server asked."""

    host: str
    levels: tuple[LinkLevel, ...]
    resolver: str
