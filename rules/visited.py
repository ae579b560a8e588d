"""One site of the audit, told from its evidence: whether it was reached, and what its addresses answered."""

from checks.wording import OUTCOMES
from crawler.model import Outcome, Site
from rules.evidence_index import EvidenceIndex
from rules.result import SiteResult


def site_result(site: Site, index: EvidenceIndex) -> SiteResult:
    """Return what became of the visit to `site`."""
    home = index.home(site.id)
    facts = index.home_facts(site.id)
    seen = index.seen(site.id)
    error = None
    outcomes: dict[str, int] = {}
    if facts is not None:
        outcomes = dict(sorted(facts.counts.items()))
    elif home is not None:
        outcomes = {home.outcome.value: 1}
        error = f"没有看到{site.name}（{site.url}）的首页：{OUTCOMES[home.outcome]}。"
    elif seen is None:
        error = f"没有采集{site.name}（{site.url}）。"
    redesign = index.redesign(site.id)
    return SiteResult(
        id=site.id,
        name=site.name,
        url=site.url,
        family=None if facts is None else facts.family,
        reached=seen is not None if home is None else home.outcome is Outcome.OK,
        outcomes=outcomes,
        first_seen=None if seen is None else seen[0],
        last_seen=None if seen is None else seen[1],
        error=error,
        robots_override=site.robots_override,
        redesigned=None if redesign is None else redesign.at,
        moved=0 if redesign is None else redesign.moved,
    )
