"""The visit to a site itself: the newest facts of its home page, also as a browser shows it, or why there are none."""

from typing import Any

from checks.coverage import reason_of, told_outcome
from checks.model import Finding, Given, Reason, Verdict
from checks.parts import cited, undecided
from crawler.model import AccessibilityFacts, Evidence, FrontPage, Kind, Outcome, SiteFacts


def looks_at(given: Given[Any], kind: Kind) -> list[Evidence]:
    """Return all evidence of a kind about the site, oldest first, failed looks included."""
    return sorted(given.of(kind), key=lambda each: (each.seen_at, each.id))


def home_page(given: Given[Any]) -> tuple[SiteFacts | None, tuple[str, ...]]:
    """Return the newest facts of the visit to the site with the ids of all looks; None when one of them failed."""
    looks = looks_at(given, Kind.SITE)
    facts = [each.facts for each in looks if isinstance(each.facts, SiteFacts)]
    return (facts[-1] if facts and len(facts) == len(looks) else None), cited(each.id for each in looks)


def unseen(given: Given[Any], kind: Kind, what: str, expected: str) -> Finding:
    """Return the finding where no evidence of `kind` has facts: `what` names what was to be seen (首页, 站内链接)."""
    looks = looks_at(given, kind)
    if not looks:
        observed = f"没有采集{given.site.name}{what}。"
        return undecided(Reason.NOT_GATHERED, observed, expected=expected)
    failed = next((each for each in looks if each.facts is None), looks[-1])
    observed = f"采集{given.site.name}{what}时{told_outcome(failed.outcome)}，无法判定。"
    return undecided(reason_of(failed.outcome), observed, expected=expected, evidence=(each.id for each in looks))


def of_section(given: Given[Any], what: str, expected: str) -> Finding:
    """Return the finding for a unit whose place is a section: `what` says what the portal does for it."""
    observed = f"{given.site.name}是门户网站上的栏目，由门户网站{what}。"
    return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected)


def fronts(given: Given[Any], facts: SiteFacts) -> tuple[FrontPage, ...]:
    """Return what the home page shows: as it was fetched, and as a browser showed it where that was measured."""
    rendered = [
        each.facts.front for each in given.seen(Kind.ACCESSIBILITY) if isinstance(each.facts, AccessibilityFacts)
    ]
    return tuple(each for each in (facts.front, *rendered) if each is not None)


def script_gap(given: Given[Any], facts: SiteFacts) -> str | None:
    """Return why something may be on the home page that was not seen; None when scripts cannot have added anything.

    Scripts are no objection when the page was opened in a browser, by the survey or by the measurement.
    """
    front = facts.front
    if front is None:
        return "首页的链接和标签没有读取"
    measured = [each.outcome for each in given.of(Kind.ACCESSIBILITY)]
    if Outcome.OK in measured and all(each is Outcome.OK for each in measured):
        return None
    if facts.rendered or not front.scripted:
        return None if all(each is Outcome.OK for each in measured) else "用浏览器打开首页未成功"
    if measured:
        return f"首页有脚本，用浏览器打开时{told_outcome(measured[-1])}"
    return "首页有脚本而没有用浏览器打开，内容可能由脚本写入"
