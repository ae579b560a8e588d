"""Verdicts added up to a range: what is decided, and what everything undecided could still do (docs/scoring.md).

Sums are exact fractions, so the order of units, requirements or findings never shows in a score.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from checks import Verdict
from rules.model import Bonus, Scoring
from rules.result import Score

# Tuples: looking a member up in a set hashes it, which an enumeration does in Python.
_NOTHING_OWED = (Verdict.NOT_APPLICABLE, Verdict.PENDING)
_DECIDED = (Verdict.PASS, Verdict.FAIL)
_PASSED = (Verdict.PASS,)
_LOST = (Verdict.FAIL,)
_FULL = 100


@dataclass(frozen=True, slots=True)
class Judged:
    """One requirement for one unit, as the score sees it.

    `verdicts` are those of the unit's findings; none at all means that people decide the whole requirement.
    `needs_person` adds a part that only people can decide; `person` is what they decided. `points` None means the
    norm's points are not verified. `share` is what the points weigh for this unit (less than 1 for support). `bonus`
    points are added; `excused` means that the service block is not checked on this unit.
    """

    requirement: str
    points: float | None
    verdicts: tuple[Verdict, ...]
    needs_person: bool = False
    veto: bool = False
    cap: float | None = None
    person: Verdict | None = None
    share: float = 1.0
    bonus: bool = False
    excused: bool = False

    @property
    def shares(self) -> tuple[Verdict, ...]:
        """The equal parts that the points are shared among; what is not owed is as if it were not there."""
        if self.excused:
            return ()
        by_hand = (self.person or Verdict.MANUAL,) if self.needs_person or not self.verdicts else ()
        return tuple(verdict for verdict in (*self.verdicts, *by_hand) if verdict not in _NOTHING_OWED)

    @property
    def weight(self) -> Fraction:
        """The points as they weigh for this unit; 0 where they are not verified."""
        return _weight(self.points or 0, self.share)

    def part(self, verdicts: tuple[Verdict, ...]) -> Fraction:
        """The share, from 0 to 1, of what is owed that has one of `verdicts`; something must be owed."""
        shares = self.shares
        return Fraction(sum(map(shares.count, verdicts)), len(shares))

    @property
    def vetoes(self) -> bool:
        """True when this is a veto, and a finding fails or a person says so."""
        return self.veto and Verdict.FAIL in self.shares


@lru_cache(maxsize=1024)
def _weight(points: float, share: float) -> Fraction:
    return Fraction(points) * Fraction(share)


def unit_score(judged: Sequence[Judged], scoring: Scoring) -> Score:
    """Return the score of one unit from all its requirements."""
    return _weighted(judged, scoring) if scoring.model == "weighted" else _deducted(judged, scoring)


def whole_score(units: Sequence[Sequence[Judged]], scoring: Scoring) -> Score:
    """Return the score of all units together.

    Weighted: the mean of the units' scores, each with its applicable points as weight, which is the pooled fraction.
    Deduction: the plain mean, and only when every unit's score is computable.
    """
    if scoring.model == "weighted":
        return _weighted([each for unit in units for each in unit], scoring)
    scores = [_deducted(unit, scoring) for unit in units]
    vetoes = _union(score.vetoes for score in scores)
    if not scores or any(score.lowest is None for score in scores):
        notes = _union((score.note or "没有可计分的单位。",) for score in scores if score.lowest is None)
        return Score(
            None, None, None, notes[0] if len(notes) == 1 else "至少有一个单位无法计分，因此不计总分。", vetoes
        )
    return Score(
        _mean(score.lowest for score in scores),
        _mean(score.highest for score in scores),
        _mean(score.coverage for score in scores),
        None,
        vetoes,
        bonus=_mean_bonus(scores),
    )


def ranks(scores: Sequence[Score]) -> tuple[int | None, ...]:
    """Return each score's rank from 1; equals share a rank; None where nothing was decided or not computable.

    Weighted scores rank by what was met of the decided weight: what nobody has decided speaks neither for nor against
    a unit. Deduction scores, whose loss is absolute, rank by lowest, then by highest.
    """
    keys = [_rank_key(each) for each in scores]
    ordered = sorted((key for key in keys if key is not None), reverse=True)
    return tuple(None if key is None else ordered.index(key) + 1 for key in keys)


def _rank_key(score: Score) -> tuple[float, ...] | None:
    if score.lowest is None or score.highest is None or not score.coverage:
        return None
    return (score.met,) if score.met is not None else (score.lowest, score.highest)


def _weighted(judged: Sequence[Judged], scoring: Scoring) -> Score:
    vetoes = _union((each.requirement,) for each in judged if each.vetoes)
    if note := _unverified(judged):
        return Score(None, None, None, note, vetoes)
    # Requirements that weigh the same in as many parts are counted first: fractions are slow, and few suffice.
    alike: dict[tuple[float, float, int], list[int]] = {}
    for each in judged:
        if shares := each.shares:
            counts = alike.setdefault((each.points or 0, each.share, len(shares)), [0, 0, 0])
            counts[0] += 1
            counts[1] += shares.count(Verdict.PASS)
            counts[2] += shares.count(Verdict.FAIL)
    owed = passed = decided = Fraction(0)
    for (points, share, parts), (many, passing, failing) in alike.items():
        each_part = _weight(points, share) / parts
        owed += each_part * parts * many
        passed += each_part * passing
        decided += each_part * (passing + failing)
    if not owed:
        return Score(None, None, None, "没有计分的要求。", vetoes)
    lowest = _FULL * passed / owed
    highest = _FULL * (passed + owed - decided) / owed
    return Score(
        _points(lowest),
        _points(highest),
        _share(decided / owed),
        _marks(lowest, highest, vetoes, scoring),
        vetoes,
        _share(passed / decided) if decided else None,
    )


def _deducted(judged: Sequence[Judged], scoring: Scoring) -> Score:
    vetoes = _union((each.requirement,) for each in judged if each.vetoes)
    if vetoes:
        return Score(None, None, None, f"单项否决（{'、'.join(vetoes)}）：不合格，不再计分。", vetoes)
    counted = [each for each in judged if not each.veto and not each.bonus]
    if note := _unverified(counted):
        return Score(None, None, None, note)
    certain = possible = weight = decided = Fraction(0)
    for each in counted:
        shares = each.shares
        if not shares:
            continue
        most = Fraction(each.cap) * Fraction(each.share) if each.cap is not None else each.weight * len(shares)
        certain += min(most, each.weight * shares.count(Verdict.FAIL))
        by_hand = Verdict.MANUAL in shares
        possible += most if by_hand else min(most, each.weight * sum(share is not Verdict.PASS for share in shares))
        weight += most
        decided += most * each.part(_DECIDED)
    base = _base(judged, scoring)
    if not weight or not base:
        return Score(None, None, None, "没有计分的指标。")
    lowest = _FULL * max(Fraction(0), base - possible) / base
    highest = _FULL * max(Fraction(0), base - certain) / base
    note = _marks(lowest, highest, (), scoring)
    if open_vetoes := _open_vetoes(judged):
        note = f"{note or ''}单项否决指标（{'、'.join(open_vetoes)}）尚未判定完毕，分数仅供参考。"
    bonuses = [each for each in judged if each.bonus and each.shares]
    if scoring.bonus is None or not bonuses or highest <= Fraction(scoring.bonus.above):
        return Score(_points(lowest), _points(highest), _share(decided / weight), note)
    if unverified := _unverified(bonuses):
        return Score(None, None, None, unverified)
    low, high = _earned(bonuses, scoring.bonus)
    low = low if lowest > Fraction(scoring.bonus.above) else Fraction(0)
    every = sum((each.weight for each in bonuses), Fraction(0))
    worth = min(every, Fraction(scoring.bonus.most))
    known = sum((each.weight * each.part(_DECIDED) for each in bonuses), Fraction(0)) / every if every else 1
    return Score(
        _points(lowest + low),
        _points(highest + high),
        _share((decided + worth * known) / (weight + worth)),
        note,
        bonus=(_points(low), _points(high)),
    )


def _base(judged: Iterable[Judged], scoring: Scoring) -> Fraction:
    """Return the points that scoring starts from: without the service block where it is not checked (N01-F5)."""
    excused = any(each.excused for each in judged)
    return Fraction(scoring.base) - (Fraction(scoring.service or 0) if excused else 0)


def _earned(bonuses: Iterable[Judged], rule: Bonus) -> tuple[Fraction, Fraction]:
    """Return the least and the most bonus points that the verdicts allow, never more than the rule's `most`."""
    low = high = Fraction(0)
    for each in bonuses:
        low += each.weight * each.part(_PASSED)
        high += each.weight * (1 - each.part(_LOST))
    most = Fraction(rule.most)
    return min(most, low), min(most, high)


def _unverified(judged: Iterable[Judged]) -> str | None:
    ids = _union((each.requirement,) for each in judged if each.points is None and each.shares)
    if not ids:
        return None
    return f"不可计算：{'、'.join(ids)} 的分值未经核实。在方案文件中填入 points 后即可计分。"


def _open_vetoes(judged: Iterable[Judged]) -> tuple[str, ...]:
    return _union(
        (each.requirement,) for each in judged if each.veto and any(share not in _DECIDED for share in each.shares)
    )


def _marks(lowest: Fraction, highest: Fraction, vetoes: tuple[str, ...], scoring: Scoring) -> str | None:
    if vetoes:
        return f"单项否决（{'、'.join(vetoes)}）：不合格。"
    mark = None if scoring.pass_mark is None else Fraction(scoring.pass_mark)
    if mark is None:
        return None
    if highest < mark:
        return f"低于合格线 {scoring.pass_mark:g} 分。"
    return None if lowest >= mark else f"是否达到合格线 {scoring.pass_mark:g} 分，取决于尚未判定的部分。"


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))


def _mean(values: Iterable[float | None]) -> float:
    numbers = [Fraction(value) for value in values if value is not None]
    return round(float(sum(numbers, Fraction(0)) / len(numbers)), 2)


def _mean_bonus(scores: Sequence[Score]) -> tuple[float, float] | None:
    found = [each.bonus or (0.0, 0.0) for each in scores]
    if all(each.bonus is None for each in scores):
        return None
    return _mean(low for low, _ in found), _mean(high for _, high in found)


def _points(value: Fraction) -> float:
    return float(round(value, 2))


def _share(value: Fraction) -> float:
    return float(round(value, 4))
