"""The DNS records behind a site: its host, the zone's apex, and the name servers with their addresses."""

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from crawler.model import DnsFacts, HostRecords, Outcome, Visit
from crawler.net.resolver import literal, make_resolver
from crawler.net.session import Session

_PATIENCE = 10.0
"""Seconds for one question."""
_MOST_SERVERS = 8
_TIMEOUT = "TIMEOUT"
_MOST_ALIASES = 6


async def probe_dns(session: Session, url: str, home: Visit | None) -> tuple[Outcome, DnsFacts | None]:  # noqa: ARG001 - the common shape of probes
    """Return the records behind the host of `url`, or the outcome when the resolver answers nothing.

    A host that is a bare address, or this machine, has no domain: the outcome is DNS_FAILED.
    """
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if not host or literal(host) is not None or host == "localhost":
        return Outcome.DNS_FAILED, None
    resolver = session.settings.resolver
    asker = make_resolver(resolver, min(_PATIENCE, session.settings.timeout))
    own = await _records(asker, host)
    if own.error is not None and own.error.endswith(_TIMEOUT) and not own.a and not own.aaaa:
        return Outcome.TIMEOUT, None
    zone, servers = await zone_of(asker, host)
    apex = None if zone is None or zone == host else await _records(asker, zone)
    named = await asyncio.gather(*(_records(asker, server) for server in servers))
    return Outcome.OK, DnsFacts(
        host=own, apex=apex, zone=zone, name_servers=tuple(named), resolver=resolver or "system"
    )


async def _records(asker: dns.asyncresolver.Resolver, host: str) -> HostRecords:
    """A, AAAA and CNAME of a host. `error` names the answer to the first question that was not a plain one."""
    a, aaaa = await asyncio.gather(ask(asker, host, dns.rdatatype.A), ask(asker, host, dns.rdatatype.AAAA))
    return HostRecords(
        host=host,
        a=tuple(sorted(a.values)),
        aaaa=tuple(sorted(aaaa.values)),
        cname=a.cname or aaaa.cname,
        error=a.error or aaaa.error,
    )


async def zone_of(asker: dns.asyncresolver.Resolver, host: str) -> tuple[str | None, tuple[str, ...]]:
    """The zone that a host belongs to and its name servers: the nearest ancestor that has NS records of its own."""
    labels = host.split(".")
    for first in range(len(labels) - 1):
        name = ".".join(labels[first:])
        answer = await ask(asker, name, dns.rdatatype.NS)
        # Through an alias one would be told the name servers of somebody else's network.
        if answer.values and not answer.cname:
            return name, tuple(sorted(each.rstrip(".").lower() for each in answer.values)[:_MOST_SERVERS])
    return None, ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The records asked for, the aliases on the way, and the answer's code where it was not a plain one."""

    values: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    error: str | None = None
    unfinished: bool = False


async def ask(asker: dns.asyncresolver.Resolver, host: str, kind: dns.rdatatype.RdataType) -> Answer:
    """Ask for records of a host. An alias at whose end the server stops is followed by asking for its target."""
    chain: tuple[str, ...] = ()
    while True:
        answer = await _ask_once(asker, host, kind)
        chain = (*chain, *answer.cname)
        if not answer.unfinished or len(chain) > _MOST_ALIASES or chain[-1] in chain[:-1]:
            return replace(answer, cname=chain)
        host = chain[-1]


async def _ask_once(asker: dns.asyncresolver.Resolver, host: str, kind: dns.rdatatype.RdataType) -> Answer:
    name = dns.rdatatype.to_text(kind)
    try:
        answer = await asker.resolve(host, kind, raise_on_no_answer=False, search=False)
    except dns.resolver.NXDOMAIN:
        return Answer(error="NXDOMAIN")
    except dns.exception.Timeout:
        return Answer(error=f"{name} {_TIMEOUT}")
    except dns.resolver.NoNameservers as error:
        return Answer(error=f"{name} {_code(error)}")
    except (dns.exception.DNSException, OSError, ValueError) as error:
        return Answer(error=f"{name} {type(error).__name__}")
    chain = tuple(
        str(record).rstrip(".").lower()
        for rrset in answer.response.answer
        if rrset.rdtype == dns.rdatatype.CNAME
        for record in rrset
    )
    values = tuple(str(record) for record in answer.rrset or ())
    # A recursive server proves by a SOA record that the alias's target has no such record; one that is only
    # authoritative for the alias says nothing of the target.
    proved = any(rrset.rdtype == dns.rdatatype.SOA for rrset in answer.response.authority)
    return Answer(values, chain, unfinished=bool(chain) and not values and not proved)


def _code(error: dns.resolver.NoNameservers) -> str:
    """The answer code that made the resolver give up, such as SERVFAIL or REFUSED."""
    errors = error.kwargs.get("errors") or []
    return str(errors[-1][3]) if errors else "NO-SERVER"
