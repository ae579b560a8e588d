"""The home page as a browser shows it, with what axe-core finds in it; axe-core (MPL-2.0) is an optional extra."""

import logging
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

import msgspec

from crawler.clock import now
from crawler.extract.sites.front import read_front
from crawler.markup import open_source
from crawler.model import AccessibilityFacts, Evidence, Impact, Kind, Outcome, Provenance, Site, Violation, evidence
from crawler.net.look import Look
from crawler.net.rendering import Browser, Script
from crawler.probes.accessibility_words import RULES

_LOG = logging.getLogger(__name__)
_PACKAGE = "axe_playwright_python"
_LIBRARY = "axe.min.js"
_NOTHING = Script("0", "''")
_RUN = """
axe.run(document, {
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']},
  resultTypes: ['violations'], elementRef: false, ancestry: false, iframes: false
}).then(found => JSON.stringify({
  engine: String(found.testEngine.version),
  kept: found.passes.length,
  unclear: found.incomplete.length,
  violations: found.violations.slice(0, 100).map(rule => ({
    rule: rule.id, impact: rule.impact || 'minor', told: rule.help, elements: rule.nodes.length,
    criteria: rule.tags.filter(tag => /^wcag\\d{3,}$/.test(tag)).slice(0, 6),
    examples: rule.nodes.slice(0, 3).map(node => String(node.html).slice(0, 200))
  }))
}))
"""


class _Said(msgspec.Struct, frozen=True):
    """What the script returns. The page may have had a hand in it: it is checked as any other input."""

    engine: str
    kept: int
    unclear: int
    violations: list[Violation]


async def accessibility_evidence(browser: Browser, site: Site) -> Evidence:
    """Return what the home page of a site shows in a browser, and what axe-core says of it where it is installed."""
    library = axe()
    try:
        look, said = await browser.measure(site.id, site.url, _NOTHING if library is None else Script(library, _RUN))
        facts = _facts(look, said)
        outcome = look.outcome if look.rendered or look.outcome is not Outcome.OK else Outcome.UNREADABLE
    except Exception:  # noqa: BLE001 - a hostile page or server must not end the audit; it is logged
        _LOG.exception("measuring the home page of %s failed", site.id)
        look, facts, outcome = None, None, Outcome.OUR_FAULT
    moment = now() if look is None else look.seen_at
    place = None if look is None else look.place
    way = Provenance(
        url=site.url if look is None else look.url,
        seen_at=moment,
        outcome=outcome,
        status=None if look is None else look.status,
        warc=None if place is None else place.file,
        offset=None if place is None else place.offset,
    )
    return evidence(
        site=site.id,
        kind=Kind.ACCESSIBILITY,
        subject=urlsplit(site.url).hostname or "",
        outcome=outcome,
        facts=facts,
        seen_at=moment,
        provenance=(way,),
    )


@cache
def axe() -> str | None:
    """Return the source of axe-core, or None when the extra `accessibility` is not installed."""
    try:
        return (resources.files(_PACKAGE) / _LIBRARY).read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError):
        return None


def _facts(look: Look, said: str | None) -> AccessibilityFacts | None:
    """The facts of a page that was opened; None for one that was not."""
    if look.outcome is not Outcome.OK or not look.rendered or look.body is None:
        return None
    front = read_front(open_source(look.body, url=look.url, media_type=look.media_type))
    found = _read(said)
    if found is None:
        return AccessibilityFacts(url=look.url, engine=None, front=front)
    return AccessibilityFacts(
        url=look.url,
        engine=found.engine[:20],
        kept=max(0, found.kept),
        unclear=max(0, found.unclear),
        violations=tuple(_violation(each) for each in found.violations[:100]),
        front=front,
    )


def _read(said: str | None) -> _Said | None:
    if not said:
        return None
    try:
        return msgspec.json.decode(said, type=_Said)
    except msgspec.MsgspecError:
        return None


def _violation(each: Violation) -> Violation:
    return Violation(
        rule=each.rule[:60],
        impact=Impact(each.impact),
        told=RULES.get(each.rule, each.told[:200]),
        elements=max(1, each.elements),
        criteria=tuple(one[:20] for one in each.criteria[:6]),
        examples=tuple(" ".join(one.split())[:200] for one in each.examples[:3]),
    )
