"""Signs of tampering that last: what an earlier night showed of the pages that bear strong signs tonight (N01-V1d)."""

from collections.abc import Iterable

from crawler.model import Evidence, Kind, SiteFacts, Strength, evidence


def earlier_signs(tonight: Iterable[Evidence], before: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence of kind before for the sites whose pages bear strong signs tonight and bore some earlier.

    Of each site the newest that is older than tonight's; both arguments hold evidence of kind site.
    """
    marked = {each.site: each.seen_at for each in tonight if _is_marked(each)}
    newest: dict[str, Evidence] = {}
    for each in sorted(before, key=lambda piece: (piece.seen_at, piece.id)):
        if each.site in marked and each.seen_at < marked[each.site] and _is_marked(each):
            newest[each.site] = each
    return tuple(_as_before(newest[site]) for site in sorted(newest))


def _as_before(each: Evidence) -> Evidence:
    return evidence(
        site=each.site,
        kind=Kind.BEFORE,
        subject=each.subject,
        outcome=each.outcome,
        facts=each.facts,
        seen_at=each.seen_at,
        provenance=each.provenance,
    )


def _is_marked(each: Evidence) -> bool:
    facts = each.facts
    return isinstance(facts, SiteFacts) and any(one.sign.strength is Strength.STRONG for one in facts.signs)
