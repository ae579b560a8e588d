"""Policies with their interpretations: one piece of evidence for each policy that was opened (NORMS 7)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from crawler.extract.interpretations.interpretation import (
    POSSIBLE,
    InterpretationPage,
    PolicyPage,
    names_interpretation,
    pair_interpretations,
)
from crawler.extract.matching import address, days_between
from crawler.model import (
    DateRead,
    Evidence,
    InterpretationFacts,
    InterpretedPolicy,
    Kind,
    Medium,
    Outcome,
    ReadFrom,
    Reading,
)
from crawler.model.typography import normalise
from crawler.survey.documents import Opened
from crawler.survey.pieces import piece
from crawler.survey.seen import Seen

_COMMON = 3
"""Pages on which a link named as an interpretation belongs to the template, not to the policy."""
_EARLY, _LATE = -15, 365
_NAMELESS = "解读的标题和正文没有读出所解读的文件"


def interpretation_evidence(site: str, opened: Sequence[Opened]) -> tuple[Evidence, ...]:
    """Return one piece for each opened policy with its interpretations, and one for each policy that failed."""
    policies: dict[str, tuple[Opened, PolicyPage]] = {}
    pages: dict[str, tuple[Opened, InterpretationPage]] = {}
    pieces: list[Evidence] = []
    for each in opened:
        if each.kind is Reading.POLICY and not names_interpretation(each.item.title):
            policy = _policy(each)
            if policy is None:
                outcome = each.seen.outcome if not each.seen.ok else Outcome.UNREADABLE
                pieces.extend(piece((site, Kind.INTERPRETATION, each.seen.fetch.url), outcome, None, (each.seen,)))
            elif not names_interpretation(policy.title):
                policies.setdefault(address(policy.url), (each, policy))
        if each.kind in {Reading.INTERPRETATION, Reading.POLICY} and (page := _interpretation(each)) is not None:
            pages.setdefault(address(page.url), (each, page))
    titles = {normalise(policy.title) for _, policy in policies.values()}
    pages = {key: pair for key, pair in pages.items() if _may_interpret(*pair, titles)}
    found = pair_interpretations([policy for _, policy in policies.values()], [page for _, page in pages.values()])
    common = _common(found)
    taken = {address(each.url) for facts in found for each in (*facts.interpretations, *facts.candidates)}
    nameless = [page for key, (_, page) in pages.items() if key not in taken and _is_nameless(page)]
    for (look, _), facts in zip(policies.values(), found, strict=True):
        told = _completed(look, facts, common, nameless)
        related = (*told.interpretations, *told.candidates)
        sources: list[Seen] = [
            pages[key][0].seen for key in map(address, (each.url for each in related)) if key in pages
        ]
        pieces.extend(piece((site, Kind.INTERPRETATION, look.seen.fetch.url), Outcome.OK, told, (look.seen, *sources)))
    return tuple(pieces)


def _policy(opened: Opened) -> PolicyPage | None:
    page = opened.special.policy
    if page is None or not opened.seen.ok:
        return None
    return replace(page, title=page.title or opened.item.title, published=page.published or _listed(opened))


def _interpretation(opened: Opened) -> InterpretationPage | None:
    page = opened.special.interpretation
    if page is None or not opened.seen.ok:
        return None
    return replace(page, title=page.title or opened.item.title, published=page.published or _listed(opened))


def _listed(opened: Opened) -> DateRead | None:
    return DateRead(opened.item.date, read_from=ReadFrom.LIST) if opened.item.date is not None else None


def _may_interpret(opened: Opened, page: InterpretationPage, policies: set[str]) -> bool:
    """A page of a column of policies is taken only when its title says so; a copy of a policy interprets nothing."""
    if names_interpretation(page.title) or names_interpretation(opened.item.title):
        return True
    return opened.kind is Reading.INTERPRETATION and normalise(page.title) not in policies


def _common(found: Sequence[InterpretedPolicy]) -> frozenset[str]:
    counts = Counter(address(link.url) for facts in found for link in facts.enclosed)
    return frozenset(url for url, times in counts.items() if times >= _COMMON)


def _is_nameless(page: InterpretationPage) -> bool:
    return not page.read.books and Medium.TEXT not in {each.medium for each in page.read.media}


def _completed(
    opened: Opened, facts: InterpretedPolicy, common: frozenset[str], nameless: Sequence[InterpretationPage]
) -> InterpretedPolicy:
    """The policy with its place in the list; one without any interpretation may be meant by a nameless one."""
    candidates = facts.candidates
    if not facts.interpretations and not candidates:
        candidates = tuple(
            InterpretationFacts(
                page.url, page.title, page.published, POSSIBLE, (_NAMELESS,), media=page.read.media,
                attachments=page.attachments,
            )
            for page in nameless
            if _about_the_time(facts.published, page.published)
        )  # fmt: skip
    return replace(
        facts,
        candidates=candidates,
        enclosed=tuple(link for link in facts.enclosed if address(link.url) not in common),
        column=opened.column,
        listed=opened.item.date,
    )


def _about_the_time(policy: DateRead | None, page: DateRead | None) -> bool:
    distance = days_between(policy, page)
    return distance is None or distance[1] or _EARLY <= distance[0] <= _LATE
