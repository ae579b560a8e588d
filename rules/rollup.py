"""Scores of parts of an audit: by task of the plan, and by group of units of the roster (docs/scoring.md)."""

from collections.abc import Mapping, Sequence

from crawler.model import Unit
from rules.model import Plan
from rules.result import PartScore
from rules.score import Judged, whole_score

_MOST_GROUPS = 40
_LEAST_UNITS = 2


def task_scores(plan: Plan, judged: Mapping[str, Sequence[Judged]]) -> tuple[PartScore, ...]:
    """Return the score of each task over all units, in the plan's order; none under the deduction model.

    A deduction starts from the points of all indicators together, so that one task has no score of its own.
    """
    if plan.scoring.model != "weighted":
        return ()
    task_of = {requirement.id: requirement.task for requirement in plan.requirements}
    tasks: dict[str, list[list[Judged]]] = {task: [] for task in task_of.values()}
    for unit in judged.values():
        mine: dict[str, list[Judged]] = {}
        for each in unit:
            mine.setdefault(task_of[each.requirement], []).append(each)
        for task, found in mine.items():
            tasks[task].append(found)
    sizes = list(task_of.values())
    return tuple(
        PartScore(task, len(units), sizes.count(task), whole_score(units, plan.scoring))
        for task, units in tasks.items()
        if units
    )


def group_scores(plan: Plan, units: Sequence[Unit], judged: Mapping[str, Sequence[Judged]]) -> tuple[PartScore, ...]:
    """Return the score of each group: bodies first, then the roster's phrases, in order.

    Left out are groups of one unit, groups that are all units, and phrases for the same units as an earlier one.
    """
    members: dict[str, list[str]] = {}
    answering = [unit for unit in units if unit.id in judged]
    for unit in answering:
        members.setdefault(unit.body.value, []).append(unit.id)
    for unit in answering:
        for group in dict.fromkeys(unit.groups):
            members.setdefault(group, []).append(unit.id)
    seen: set[tuple[str, ...]] = set()
    scores: list[PartScore] = []
    for name, ids in members.items():
        key = tuple(ids)
        if not _LEAST_UNITS <= len(ids) < len(answering) or key in seen or len(scores) == _MOST_GROUPS:
            continue
        seen.add(key)
        of_group = [judged[each] for each in ids]
        requirements = {each.requirement for unit in of_group for each in unit}
        scores.append(PartScore(name, len(ids), len(requirements), whole_score(of_group, plan.scoring)))
    return tuple(scores)
