"""Findings over nights: what is new, fixed, regressed, unchanged or no longer judged. Pure; works on small values.

A night keeps of a result only what later nights compare with it. One night on which a site could not be read changes
no finding: undecided judgements are passed over, and a change is told only once enough decided nights say so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from checks import Reason, Verdict
from rules.result import AuditResult, Score

SCHEMA = "mingjian/night/1"
UNDECIDED = frozenset({Verdict.INCONCLUSIVE, Verdict.ERROR})


class Judgement(msgspec.Struct, frozen=True, array_like=True):
    """One finding of one night."""

    id: str
    requirement: str
    unit: str
    site: str | None
    check: str
    verdict: Verdict
    reason: Reason | None = None


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """The score of the whole, or of a unit, on one night, with the number of cells (requirement x unit) by verdict."""

    lowest: float | None
    highest: float | None
    coverage: float | None
    counts: dict[Verdict, int]


class Night(msgspec.Struct, frozen=True):
    """What is kept of one judged night: scores of the whole and of units, counts of requirements, all verdicts."""

    schema: str
    plan: str
    as_of: date
    whole: Standing
    units: dict[str, Standing]
    requirements: dict[str, dict[Verdict, int]]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Damping:
    """When a change of verdict is told: once `confirm` of the last `of` decided judgements have the new verdict.

    `of` is also the number of nights without a decision after which a finding counts as no longer judged. Raises
    ValueError when it is not 1 <= confirm <= of.
    """

    confirm: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.confirm <= self.of:
            raise ValueError(f"a damping needs 1 <= confirm <= of, not {self.confirm} of {self.of}")


AT_ONCE = Damping(1, 1)
"""Every change is told on the night it is first seen: for two results laid side by side."""


class State(StrEnum):
    """What became of a finding on the last night."""

    NEW = "new"
    REGRESSED = "regressed"
    FIXED = "fixed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNCONFIRMED = "unconfirmed"
    NOT_JUDGED = "not-judged"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class FindingState:
    """One finding on the last night.

    `verdict` is the last night's (None when it is not in that night any more), `standing` the last one that counts,
    `before` what stood before it, `since` the day from which it stands. NEW fails and never stood otherwise than
    undecided, pending or not applicable; REGRESSED fails and stood as a pass; FIXED passes and stood as a fail; CHANGED
    is any other change. UNCONFIRMED differs from what stands, but not on enough nights yet; NOT_JUDGED has had no
    decision for as many nights; DROPPED was there the night before and is no more. `turned` is False where the same was
    told the night before.
    """

    id: str
    requirement: str
    unit: str
    site: str | None
    check: str
    state: State
    verdict: Verdict | None
    standing: Verdict | None
    before: Verdict | None
    since: date | None
    undecided: int = 0
    turned: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """The nights of one plan, oldest first and the last one tonight's, with the state of every finding."""

    nights: tuple[Night, ...]
    states: tuple[FindingState, ...]


def night_of(result: AuditResult) -> Night:
    """Return what later nights need of a result."""
    counts: dict[Verdict, int] = {}
    for cell in result.cells:
        counts[cell.verdict] = counts.get(cell.verdict, 0) + 1
    return Night(
        schema=SCHEMA,
        plan=result.plan.id,
        as_of=result.as_of,
        whole=_standing(result.score, counts),
        units={each.id: _standing(each.score, each.counts) for each in result.units},
        requirements={each.id: _told(each.counts) for each in result.requirements},
        judgements=tuple(
            Judgement(each.id, each.requirement, each.unit, each.site, each.check, each.verdict, each.reason)
            for each in result.findings
        ),
    )


def night_to_json(night: Night) -> bytes:
    """Return a night as JSON: the same bytes for the same night."""
    return msgspec.json.encode(night, order="deterministic") + b"\n"


def night_from_json(data: bytes) -> Night:
    """Return the night that `data` spells. Raises msgspec.ValidationError or DecodeError when it is none."""
    return msgspec.json.decode(data, type=Night)


def past(nights: Sequence[Night], damping: Damping) -> Past:
    """Return the nights of the last one's plan with the states of its findings."""
    of_plan = tuple(each for each in nights if each.plan == nights[-1].plan)
    return Past(of_plan, finding_states(of_plan, damping))


def finding_states(nights: Sequence[Night], damping: Damping) -> tuple[FindingState, ...]:
    """Return what became of each finding of the last night, and of those that it has no more; ordered as in the nights.

    `nights` are of one plan, oldest first. Raises ValueError when there are none or of several plans.
    """
    if not nights or len({each.plan for each in nights}) != 1:
        raise ValueError("findings are compared over at least one night of one plan")
    tracks: dict[str, _Track] = {}
    for number, night in enumerate(nights):
        for each in night.judgements:
            track = tracks.setdefault(each.id, _Track(damping))
            track.take(number, night.as_of, each)
    last = len(nights) - 1
    current = [tracks[each.id] for each in nights[-1].judgements]
    dropped = [track for track in tracks.values() if track.number == last - 1]
    return tuple(track.state(last) for track in (*current, *dropped))


def by_unit(states: Iterable[FindingState]) -> dict[str, tuple[FindingState, ...]]:
    """Return the states by the unit they are about, units in the order in which they first occur."""
    found: dict[str, list[FindingState]] = {}
    for each in states:
        found.setdefault(each.unit, []).append(each)
    return {unit: tuple(each) for unit, each in found.items()}


class _Track:
    """One finding through the nights."""

    def __init__(self, damping: Damping) -> None:
        self.number = -1
        self._damping = damping
        self._recent: list[Verdict] = []
        self._standing: Verdict | None = None
        self._before: Verdict | None = None
        self._since: date | None = None
        self._changed = -1
        self._undecided = 0
        self._last: Judgement | None = None

    def take(self, number: int, day: date, judgement: Judgement) -> None:
        """Take the judgement of one night."""
        self.number, self._last = number, judgement
        verdict = judgement.verdict
        if verdict in UNDECIDED:
            self._undecided += 1
            return
        self._undecided = 0
        self._recent = [*self._recent, verdict][-self._damping.of :]
        if verdict is self._standing:
            return
        if self._standing is None or self._recent.count(verdict) >= self._damping.confirm:
            self._before, self._standing = self._standing, verdict
            self._since, self._changed = day, number

    def state(self, last: int) -> FindingState:
        """Return the state on the night numbered `last`."""
        judgement = self._last
        if judgement is None:
            raise AssertionError("a track begins with a judgement")
        gone = self.number != last
        state = State.DROPPED if gone else self._state(last, judgement.verdict)
        return FindingState(
            judgement.id,
            judgement.requirement,
            judgement.unit,
            judgement.site,
            judgement.check,
            state,
            None if gone else judgement.verdict,
            self._standing,
            self._before,
            self._since,
            self._undecided,
            turned=state is not State.UNCHANGED
            and not (state is State.NOT_JUDGED and self._undecided > self._damping.of),
        )

    def _state(self, last: int, verdict: Verdict) -> State:
        if verdict in UNDECIDED:
            long = self._undecided >= self._damping.of and self._standing is not None
            return State.NOT_JUDGED if long else State.UNCHANGED
        if verdict is not self._standing:
            return State.UNCONFIRMED
        if self._changed != last:
            return State.UNCHANGED
        if verdict is Verdict.FAIL:
            return State.REGRESSED if self._before is Verdict.PASS else State.NEW
        if self._before is Verdict.FAIL and verdict is Verdict.PASS:
            return State.FIXED
        return State.UNCHANGED if self._before is None else State.CHANGED


def _standing(score: Score, counts: dict[Verdict, int]) -> Standing:
    return Standing(score.lowest, score.highest, score.coverage, _told(counts))


def _told(counts: dict[Verdict, int]) -> dict[Verdict, int]:
    return {verdict: number for verdict, number in counts.items() if number}
