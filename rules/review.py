"""What people decided, laid over what the checks found: manual verdicts and waivers (docs/reviews.md). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from checks import Verdict, find_check
from crawler.model import Unit
from rules.assignment import Assignment
from rules.model import Plan, Requirement
from rules.result import FindingResult, Reviewed
from rules.roster import Roster

_UNDECIDED = frozenset({Verdict.MANUAL, Verdict.INCONCLUSIVE, Verdict.ERROR})
_SUPERSEDED = "已被同一事项较新的意见取代，未予采用。"
_CONFLICT = "与同一日期的另一条意见不一致，对{}均未采用；请更正后重新判定。"
_NOTHING_TO_DECIDE = "该单位此项没有可由人工认定的部分，未予采用；如要改变某项检查的判定，请写明检查。"


class ReviewKind(StrEnum):
    """A person's own verdict (人工认定), or a release from the requirement for a time (豁免)."""

    VERDICT = "verdict"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Review:
    """One entry of a review file. `verdict` is PASS or FAIL, and NOT_APPLICABLE for a waiver.

    `plan` None means whatever plan is judged. `unit` is a unit's id or name, or a group phrase. `check` narrows it to
    the findings of one check, or to one finding by its id. `until` is the last day on which it holds. `source` says
    where it stands, for report readers.
    """

    requirement: str
    unit: str
    kind: ReviewKind
    verdict: Verdict
    reason: str
    author: str
    made: date
    document: str
    until: date | None = None
    check: str | None = None
    plan: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A review with its place in the files' order; `named` is true when it names one unit and not a group."""

    number: int
    review: Review
    named: bool


class Desk:
    """The reviews that apply to one plan on one day, found by requirement and unit; it notes which came to nothing."""

    def __init__(
        self,
        reviews: Sequence[Review],
        *,
        plan: Plan,
        assigned: Mapping[str, Assignment],
        roster: Roster,
        as_of: date,
    ) -> None:
        self._as_of = as_of
        self._reviews = tuple(reviews)
        self._entries: dict[tuple[str, str], list[_Entry]] = {}
        self._problems: dict[int, list[str]] = {}
        self._conflicts: dict[int, list[str]] = {}
        self._used: set[int] = set()
        self._units = {unit.id: unit for unit in roster.units}
        for number, review in enumerate(self._reviews):
            if review.plan in (None, plan.id):
                self._place(number, review, assigned, roster)

    def _place(self, number: int, review: Review, assigned: Mapping[str, Assignment], roster: Roster) -> None:
        if review.until is not None and review.until < self._as_of:
            self._tell(number, f"有效期至{_day(review.until)}，在审核基准日前已届满，未予采用。")
            return
        units = assigned.get(review.requirement)
        if units is None:
            self._tell(number, "方案中没有这项要求，未予采用。")
            return
        one = self._units.get(review.unit)
        meant = roster.resolve([review.unit])
        if meant.ambiguous and one is None:
            self._tell(number, "名册中有多个单位都用这个名称，未予采用；请改用单位编号。")
            return
        responsible = {unit.id for unit in units.units}
        found = [unit for unit in ((one,) if one else meant.units) if unit.id in responsible]
        if not found:
            self._tell(number, "名册中没有这个单位，或它不是该项要求的责任单位，未予采用。")
        for unit in found:
            entry = _Entry(number, review, named=one is not None or not roster.is_group(review.unit))
            self._entries.setdefault((review.requirement, unit.id), []).append(entry)

    def decide(
        self,
        requirement: Requirement,
        unit: Unit,
        findings: Sequence[FindingResult],
        *,
        before: Verdict,
        by_hand: bool,
    ) -> tuple[list[FindingResult], Reviewed | None]:
        """Return the findings of a cell as people left them, and what they decided about the cell as a whole.

        `before` is the cell's verdict without people; `by_hand` says that a part of it is a person's to decide. An
        entry about one check goes before one about the cell. A verdict on the cell decides what is undecided in it, a
        waiver all of it.
        """
        entries = self._entries.get((requirement.id, unit.id))
        if not entries:
            return list(findings), None
        whole = self._choose([each for each in entries if each.review.check is None], unit)
        waived = whole is not None and whole.review.kind is ReviewKind.WAIVER
        decided = []
        touched = waived or by_hand
        for found in findings:
            own = [each for each in entries if each.review.check in (found.check, found.id)]
            chosen = self._choose(own, unit)
            if chosen is None and not own and (waived or found.verdict in _UNDECIDED):
                chosen, touched = whole, True
            elif chosen is not None:
                self._used.add(chosen.number)
            decided.append(found if chosen is None else self._overruled(requirement, found, chosen.review))
        if whole is not None and touched:
            self._used.add(whole.number)
        self._leftovers(entries, findings)
        if whole is None or not touched:
            return decided, None
        return decided, _reviewed(whole.review, before, self._due(requirement, whole.review.verdict))

    def _due(self, requirement: Requirement, verdict: Verdict) -> Verdict:
        """Return a person's verdict as it counts today: before the deadline nobody has failed anything yet."""
        early = requirement.due is not None and self._as_of <= requirement.due
        return Verdict.PENDING if early and verdict is Verdict.FAIL else verdict

    def _overruled(self, requirement: Requirement, found: FindingResult, review: Review) -> FindingResult:
        verdict = self._due(requirement, review.verdict)
        check = find_check(found.check)
        return replace(
            found,
            verdict=verdict,
            check_title=check.fail_title if verdict is Verdict.FAIL else check.title,
            reason=None,
            review=_reviewed(review, found.verdict, verdict),
        )

    def _choose(self, entries: Sequence[_Entry], unit: Unit) -> _Entry | None:
        """Return the newest entry, one unit's own before its group's; None when two of the same day contradict."""
        if not entries:
            return None
        rank = max((each.review.made, each.named) for each in entries)
        newest = [each for each in entries if (each.review.made, each.named) == rank]
        if len({(each.review.kind, each.review.verdict) for each in newest}) > 1:
            for each in newest:
                self._conflicts.setdefault(each.number, []).append(unit.name)
            return None
        return newest[0]

    def _leftovers(self, entries: Iterable[_Entry], findings: Sequence[FindingResult]) -> None:
        """Note the entries of a cell that changed nothing in it, and why."""
        known = {name for found in findings for name in (found.check, found.id)}
        for each in entries:
            if each.number in self._used:
                continue
            if each.review.check is not None and each.review.check not in known:
                self._tell(each.number, f"该单位此项没有检查「{each.review.check}」的判定，未予采用。")
            elif any(other.number in self._used and other.review.check == each.review.check for other in entries):
                self._tell(each.number, _SUPERSEDED)
            else:
                self._tell(each.number, _NOTHING_TO_DECIDE)

    def _tell(self, number: int, sentence: str) -> None:
        told = self._problems.setdefault(number, [])
        if sentence not in told:
            told.append(sentence)

    def notices(self) -> tuple[str, ...]:
        """Return a Chinese sentence for every entry that was not applied somewhere, in the files' order."""
        told = []
        for number, review in enumerate(self._reviews):
            who = f"复核意见（{review.source}，第 {review.requirement} 项，{review.unit}）"
            if units := self._conflicts.get(number):
                told.append(f"{who}{_CONFLICT.format('、'.join(dict.fromkeys(units)))}")
            elif number not in self._used:
                told += [f"{who}{sentence}" for sentence in self._problems.get(number, ())]
        return tuple(told)


def _reviewed(review: Review, original: Verdict, verdict: Verdict) -> Reviewed:
    return Reviewed(
        kind=review.kind.value,
        original=original,
        verdict=verdict,
        reason=review.reason,
        author=review.author,
        made=review.made,
        until=review.until,
        document=review.document,
        source=review.source,
    )


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
