"""Signs of tampering that last: what an earlier night showed of the pages that bear strong signs tonight (N01-V1d)."""

from collections.abc import Iterable

from crawler.model import Evidence, SiteFacts, Strength


def earlier_signs(tonight: Iterable[Evidence], before: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the earlier evidence of the sites whose pages bear strong signs tonight, where it has strong ones, too.

    Of each site the newest that is older than tonight's; both arguments hold evidence of kind site.
    """
    marked = {each.site: each.seen_at for each in tonight if _is_marked(each)}
    newest: dict[str, Evidence] = {}
    for each in sorted(before, key=lambda piece: (piece.seen_at, piece.id)):
        if each.site in marked and each.seen_at < marked[each.site] and _is_marked(each):
            newest[each.site] = each
    return tuple(newest[site] for site in sorted(newest))


def _is_marked(each: Evidence) -> bool:
    facts = each.facts
    return isinstance(facts, SiteFacts) and any(one.sign.strength is Strength.STRONG for one in facts.signs)
