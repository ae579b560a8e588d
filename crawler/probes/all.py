"""All measurements that are wanted of one site."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from crawler.clock import now
from crawler.model import Evidence, Facts, Kind, Outcome, Probe, Provenance, SiteWanted, Visit, evidence
from crawler.net.rendering import Browser
from crawler.net.session import Session
from crawler.probes.accessibility import accessibility_evidence
from crawler.probes.dns import probe_dns
from crawler.probes.ipv6 import probe_ipv6
from crawler.probes.ipv6_links import probe_ipv6_links
from crawler.probes.tls import probe_tls

_LOG = logging.getLogger(__name__)
_KINDS = {Probe.DNS: Kind.DNS, Probe.IPV6: Kind.IPV6, Probe.TLS: Kind.TLS, Probe.IPV6_LINKS: Kind.IPV6_LINKS}
Measured = tuple[Outcome, Facts | None]
_Probe = Callable[[Session, str, Visit | None], Awaitable[Measured]]
_PROBES: dict[Probe, tuple[str, _Probe]] = {
    Probe.DNS: ("dns", probe_dns),
    Probe.IPV6: ("ipv6", probe_ipv6),
    Probe.TLS: ("tls", probe_tls),
    Probe.IPV6_LINKS: ("ipv6-links", probe_ipv6_links),
}


async def probe_site(
    session: Session, wanted: SiteWanted, home: Visit | None, browser: Browser | None = None
) -> tuple[Evidence, ...]:
    """Return what the wanted measurements of a site came to; those that the run already holds are not repeated.

    `home` is the visit to its home page, to compare with; `browser` opens that page where a measurement needs it. The
    subject of each measurement is the host's name.
    """
    held = session.store.probed(session.run, wanted.site.id) | _still_standing(session, wanted)
    found = []
    if Probe.ACCESSIBILITY in wanted.probes and Kind.ACCESSIBILITY not in held and browser is not None:
        found.append(await accessibility_evidence(browser, wanted.site))
    for probe in sorted(wanted.probes & _PROBES.keys()):
        kind = _KINDS[probe]
        if kind in held:
            continue
        scheme, measure = _PROBES[probe]
        host = urlsplit(wanted.site.url).hostname or ""
        try:
            outcome, facts = await measure(session, wanted.site.url, home)
        except Exception:  # noqa: BLE001 - a hostile page or server must not end the audit; it is logged
            _LOG.exception("measuring %s of %s failed", probe.value, host)
            outcome, facts = Outcome.OUR_FAULT, None
        moment = now()
        found.append(
            evidence(
                site=wanted.site.id,
                kind=kind,
                subject=host,
                outcome=outcome,
                facts=facts,
                seen_at=moment,
                provenance=(Provenance(url=f"{scheme}:{host}", seen_at=moment, outcome=outcome),),
            )
        )
    return tuple(found)


def _still_standing(session: Session, wanted: SiteWanted) -> frozenset[Kind]:
    """The kinds whose measurement by an earlier run still stands; it is taken over into this one."""
    freshness, run, site = session.settings.freshness, session.run, wanted.site.id
    if freshness is None:
        return frozenset()
    kinds = [_KINDS[probe] for probe in sorted(wanted.probes) if probe in _KINDS]
    last = session.store.measured_before(run, site, kinds)
    standing = [each for each in last if freshness.measured(site, each.kind.value, each.seen_at, run.began)]
    session.store.add_evidence(run, standing)
    return frozenset(each.kind for each in standing)
