"""One verdict from several: a finding that looks at many things is as bad as its worst part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.model import Finding, Part, Reason, Verdict

_SHOWN = 3
_WORST_FIRST = (
    Verdict.ERROR,
    Verdict.FAIL,
    Verdict.INCONCLUSIVE,
    Verdict.MANUAL,
    Verdict.PENDING,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A part with the reason it could not be decided, which `Part` itself does not carry."""

    part: Part
    reason: Reason | None = None
    remedy: str = ""


def worst(judged: Iterable[Judged]) -> Verdict:
    """Return the verdict that wins: fail, then inconclusive, pending, pass; not-applicable when there is nothing."""
    verdicts = {each.part.verdict for each in judged}
    return next((verdict for verdict in _WORST_FIRST if verdict in verdicts), Verdict.NOT_APPLICABLE)


def first_reason(judged: Iterable[Judged]) -> Reason:
    """Return the reason of the first undecided part."""
    return next((each.reason for each in judged if each.reason is not None), Reason.NOT_GATHERED)


def cited(*groups: Iterable[str]) -> tuple[str, ...]:
    """Return evidence ids of all groups in order, each once."""
    return tuple(dict.fromkeys(each for group in groups for each in group))


def undecided(reason: Reason, observed: str, *, expected: str = "", evidence: Iterable[str] = ()) -> Finding:
    """Return an inconclusive finding; its remedy tells the auditor, not the unit, what to do."""
    remedy = "请人工核查，或在条件具备后重新采集再判。"
    return Finding(
        Verdict.INCONCLUSIVE, observed, expected=expected, remedy=remedy, reason=reason, evidence=cited(evidence)
    )


def whole(judged: Sequence[Judged], *, lead: str, fine: str, expected: str, evidence: Iterable[str]) -> Finding:
    """Return the finding whose parts are `judged`, as bad as the worst; `fine` tells what good ones are.

    `lead` names where they stand, without a full stop; of several parts that decide the first three are told.
    """
    verdict = worst(judged)
    decisive = [each for each in judged if each.part.verdict is verdict]
    shown = "；".join(each.part.observed.rstrip("。") for each in decisive[:_SHOWN])
    more = f"等{len(decisive)}项" if len(decisive) > _SHOWN else ""
    observed = f"{lead}：{shown}{more}。" if verdict is not Verdict.PASS else f"{lead}：{fine}。"
    remedies = {
        Verdict.FAIL: "".join(each.remedy for each in decisive[:_SHOWN]),
        Verdict.INCONCLUSIVE: "请人工核查，或在条件具备后重新采集再判。",
    }
    return Finding(
        verdict,
        observed,
        expected=expected,
        remedy=remedies.get(verdict, ""),
        reason=first_reason(decisive) if verdict is Verdict.INCONCLUSIVE else None,
        evidence=cited(*(each.part.evidence for each in judged), evidence),
        parts=tuple(each.part for each in judged),
    )
