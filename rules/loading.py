"""Plans and rosters from files: every error names file, line and key, in a sentence (docs/plan-format.md)."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rapidfuzz import process

from checks import UnknownCheckError, all_checks, find_check
from rules.columns import all_columns
from rules.model import Observability, Plan, Use
from rules.roster import Roster
from rules.roster_file import RosterText, roster_problems
from rules.yamltext import InputError, Problem, Steps, YamlText, problems_of, read_yaml, read_yaml_file, validated

_NEAR = 60
"""Similarity, of 100, from which a name is offered as what was probably meant."""


class PlanError(InputError):
    """A plan is wrong or not there."""


class RosterError(InputError):
    """A roster is wrong or not there."""


def bundled_plans() -> tuple[str, ...]:
    """Return the ids of the plans that come with the program, in order."""
    folder = files("rules").joinpath("plans")
    return tuple(sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml")))


def plan_file(name_or_path: str | Path) -> Path:
    """Return the file of a bundled plan's id, or of a path. Raises PlanError when it is neither."""
    name = str(name_or_path)
    if name in bundled_plans():
        return Path(str(files("rules").joinpath("plans", f"{name}.yaml")))
    path = Path(name_or_path)
    if not path.is_file():
        known = ", ".join(bundled_plans())
        raise PlanError([Problem(name, None, "", f"is neither a plan file nor a bundled plan; bundled are: {known}.")])
    return path


def load_plan(name_or_path: str | Path) -> Plan:
    """Return a bundled plan by its id, or the plan in a file. Raises PlanError with every problem found."""
    return _plan(read_yaml_file(plan_file(name_or_path), PlanError))


def plan_from_text(text: str, name: str) -> Plan:
    """Return the plan that a YAML text spells; `name` is the file named in errors. Raises PlanError."""
    return _plan(read_yaml(text, name, PlanError))


def load_roster(path: Path) -> Roster:
    """Return the roster in a file. Raises RosterError with every problem found."""
    return _roster(read_yaml_file(path, RosterError))


def roster_from_text(text: str, name: str) -> Roster:
    """Return the roster that a YAML text spells; `name` is the file named in errors. Raises RosterError."""
    return _roster(read_yaml(text, name, RosterError))


def _roster(source: YamlText) -> Roster:
    text = validated(RosterText, source, RosterError)
    problems = list(roster_problems(text, source))
    if problems:
        raise RosterError(problems)
    return text.roster()


def _plan(source: YamlText) -> Plan:
    plan = validated(Plan, source, PlanError)
    problems = list(_plan_problems(plan, source))
    if problems:
        raise PlanError(problems)
    return plan


def _plan_problems(plan: Plan, source: YamlText) -> Iterator[Problem]:
    if plan.period[0] > plan.period[1]:
        yield source.problem(("period",), "the period ends before it begins.")
    yield from _scoring_problems(plan, source)
    first: dict[str, int] = {}
    for index, requirement in enumerate(plan.requirements):
        at = ("requirements", index)
        if requirement.id in first:
            earlier = source.line(("requirements", first[requirement.id], "id"))
            yield source.problem((*at, "id"), f"the id {requirement.id!r} is already used on line {earlier}.")
        first.setdefault(requirement.id, index)
        if requirement.uses and requirement.observability is Observability.OFFLINE:
            yield source.problem(
                (*at, "uses"), "what is offline is decided by people; say online or partial, or drop the uses."
            )
        seen: list[Use] = []
        for number, use in enumerate(requirement.uses):
            if use in seen:
                yield source.problem((*at, "uses", number), "this use stands twice in the requirement.")
            seen.append(use)
            yield from _use_problems(use, source, (*at, "uses", number))


def _scoring_problems(plan: Plan, source: YamlText) -> Iterator[Problem]:
    """Yield what does not fit between the scoring model and the requirements that it adds up."""
    scoring = plan.scoring
    deduction = scoring.model == "deduction"
    for key in ("bonus", "service"):
        if getattr(scoring, key) is not None and not deduction:
            yield source.problem(("scoring", key), "only the deduction model knows this.")
        for index, requirement in enumerate(plan.requirements):
            if getattr(requirement, key) and (not deduction or getattr(scoring, key) is None):
                yield source.problem(("requirements", index, key), f"the plan's scoring says nothing about `{key}`.")
    if scoring.service is not None and scoring.service >= scoring.base:
        yield source.problem(("scoring", "service"), "the service block is only a part of `base`.")
    for index, requirement in enumerate(plan.requirements):
        if requirement.bonus and (requirement.veto or requirement.service):
            yield source.problem(("requirements", index, "bonus"), "a bonus is neither a veto nor the service block.")


def _use_problems(use: Use, source: YamlText, at: Steps) -> Iterator[Problem]:
    try:
        check = find_check(use.check)
    except UnknownCheckError:
        known = [each.id for each in all_checks()]
        yield source.problem((*at, "check"), f"there is no check {use.check!r}{_meant(use.check, known)}.")
        return
    try:
        check.params.model_validate(use.params)
    except ValidationError as cause:
        for problem in problems_of(cause, check.params, source, (*at, "params")):
            yield Problem(problem.file, problem.line, problem.key, f"of the check {check.id}: {problem.sentence}")
        return
    for path, column in _columns_named(use.params):
        if column not in all_columns():
            yield source.problem(
                (*at, "params", *path), f"there is no column {column!r}{_meant(column, list(all_columns()))}."
            )


def _columns_named(params: dict[str, Any]) -> Iterator[tuple[Steps, str]]:
    """Yield the column ids in parameters: by convention the values of `column` and `columns`, bare or with limits."""
    if isinstance(params.get("column"), str):
        yield ("column",), params["column"]
    for index, each in enumerate(params.get("columns") or ()):
        if isinstance(each, dict):
            yield ("columns", index, "column"), str(each.get("column"))
        else:
            yield ("columns", index), str(each)


def _meant(word: str, known: list[str]) -> str:
    """Return the ending of a sentence that says what exists, the nearest first."""
    if not known:
        return ""
    near = process.extractOne(word, known, score_cutoff=_NEAR)
    return (
        f"; did you mean {near[0]!r}? There are: {', '.join(sorted(known))}"
        if near
        else f"; there are: {', '.join(sorted(known))}"
    )
