"""The truth of the sample city: its declared faults and look-alikes with the verdicts that an audit must give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from itertools import product
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from checks import Verdict
from rules.result import AuditResult, FindingResult


@dataclass(frozen=True, slots=True)
class Expectation:
    """What findings must say: any of `verdicts`.

    Meant are the findings of `check` judged on `site`: for one requirement and one unit, or for all where these are
    None; under one plan, or under every plan that asks; `params` are parameters that their use must have. With
    `part`, what is meant is not a finding's own verdict but that of its part whose subject contains this text.
    """

    site: str
    check: str
    verdicts: frozenset[Verdict]
    plan: str | None = None
    requirement: str | None = None
    unit: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    part: str | None = None

    def applies(self, plan: str) -> bool:
        """Return whether it may speak of findings under `plan`."""
        return self.plan in {None, plan}

    def asks(self, *, requirement: str, unit: str, site: str | None, check: str, params: Mapping[str, Any]) -> bool:
        """Return whether it speaks of one use of a check, judged for a unit on a site, under a plan it applies to."""
        return (
            self.site == site
            and self.check == check
            and self.requirement in {None, requirement}
            and self.unit in {None, unit}
            and all(params.get(name) == value for name, value in self.params.items())
        )

    def concerns(self, finding: FindingResult) -> bool:
        """Return whether a finding of a plan that the expectation applies to is meant."""
        return self.asks(
            requirement=finding.requirement,
            unit=finding.unit,
            site=finding.site,
            check=finding.check,
            params=finding.params,
        )

    def verdicts_of(self, finding: FindingResult) -> tuple[Verdict, ...]:
        """Return the verdict of the finding, or those of the parts meant."""
        if self.part is None:
            return (finding.verdict,)
        return tuple(part.verdict for part in finding.parts if self.part in part.subject)


@dataclass(frozen=True, slots=True)
class Seeded:
    """One thing put into the city on purpose: where it is, what it is, and what must be said of it."""

    id: str
    site: str
    what: str
    expect: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is seeded: faults (must fail), look-alikes (must not), and what cannot be or is not yet decided."""

    faults: tuple[Seeded, ...]
    look_alikes: tuple[Seeded, ...]
    open: tuple[Seeded, ...]

    def accuses(self, plan: str, finding: FindingResult) -> bool:
        """Return whether a declared fault says that this finding under `plan` must fail; nothing else may."""
        return any(
            each.part is None and each.applies(plan) and each.concerns(finding)
            for fault in self.faults
            for each in fault.expect
        )

    def expectations(self, plan: str) -> tuple[Expectation, ...]:
        """Return all that may speak of findings under a plan, in the order declared."""
        seeded = (*self.faults, *self.look_alikes, *self.open)
        return tuple(each for one in seeded for each in one.expect if each.applies(plan))


def disagreements(result: AuditResult, truth: Truth) -> tuple[str, ...]:
    """Return a sentence for every declared verdict that an audit of the city lacks, and every undeclared fail.

    That an expectation without a plan finds something to speak of under at least one is for `tests/samplecity`.
    """
    plan = result.plan.id
    told = []
    for expected in truth.expectations(plan):
        meant = [finding for finding in result.findings if expected.concerns(finding)]
        if not meant and expected.plan is not None:
            told.append(f"{_where(expected)}: expected {_any(expected)}, got nothing")
        for finding in meant:
            verdicts = expected.verdicts_of(finding)
            if len(verdicts) != 1 or verdicts[0] not in expected.verdicts:
                told.append(
                    f"{_where(expected)}: expected {_any(expected)} for requirement {finding.requirement}, "
                    f"{finding.unit}, got {', '.join(verdicts) or 'nothing'}: {finding.observed}"
                )
    told += [
        f"requirement {finding.requirement}, {finding.unit} on {finding.site}: {finding.check} accuses wrongly: "
        f"{finding.observed}"
        for finding in result.findings
        if finding.verdict is Verdict.FAIL and not truth.accuses(plan, finding)
    ]
    return tuple(told)


def _any(expected: Expectation) -> str:
    return " or ".join(sorted(expected.verdicts))


def _where(expected: Expectation) -> str:
    about = "".join(f" {each}" for each in (*expected.params.values(), expected.part) if each)
    of = f"requirement {expected.requirement}, {expected.unit} " if expected.requirement or expected.unit else ""
    return f"{of}on {expected.site}: {expected.check}{about}"


def load_truth() -> Truth:
    """Return the truth shipped with the sample city. Raises what `truth_from_text` does when it is wrong."""
    text = resources.files("mingjian.samplecity").joinpath("faults.yaml").read_text(encoding="utf-8")
    return truth_from_text(text)


def truth_from_text(text: str) -> Truth:
    """Return the truth that a YAML text declares.

    Raises pydantic's ValidationError for unknown keys or verdicts, ValueError for an id used twice, a fault that need
    not fail, or a look-alike that may.
    """
    told = _TruthText.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    truth = Truth(_seeded(told.faults), _seeded(told.look_alikes), _seeded(told.open))
    ids = [each.id for each in (*truth.faults, *truth.look_alikes, *truth.open)]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise ValueError(f"faults.yaml: the id {id_!r} is used twice")
    for seeded in truth.faults:
        if any(each.verdicts != {Verdict.FAIL} for each in seeded.expect):
            raise ValueError(f"faults.yaml: the fault {seeded.id!r} must expect nothing but fail")
    for seeded in (*truth.look_alikes, *truth.open):
        if any(Verdict.FAIL in each.verdicts for each in seeded.expect):
            raise ValueError(f"faults.yaml: {seeded.id!r} is no fault and must not expect fail")
    return truth


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


_OneOrMany = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ExpectationText(_Strict):
    """A list of plans, requirements, units, checks or columns means each with each; `column` is that parameter."""

    check: _OneOrMany
    plan: _OneOrMany | None = None
    requirement: _OneOrMany | None = None
    unit: _OneOrMany | None = None
    column: _OneOrMany | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    part: str | None = None
    site: str | None = None
    verdict: Annotated[tuple[Verdict, ...], BeforeValidator(_listed), Field(min_length=1)]

    def each(self, site: str) -> Iterator[Expectation]:
        for check, plan, requirement, unit, column in product(
            self.check, self.plan or (None,), self.requirement or (None,), self.unit or (None,), self.column or (None,)
        ):
            params = self.params if column is None else {**self.params, "column": column}
            yield Expectation(
                self.site or site, check, frozenset(self.verdict), plan, requirement, unit, params, self.part
            )


class _SeededText(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    site: str
    what: str
    expect: Annotated[tuple[_ExpectationText, ...], Field(min_length=1)]


class _TruthText(_Strict):
    faults: tuple[_SeededText, ...]
    look_alikes: tuple[_SeededText, ...]
    open: tuple[_SeededText, ...]


def _seeded(told: tuple[_SeededText, ...]) -> tuple[Seeded, ...]:
    return tuple(
        Seeded(one.id, one.site, one.what, tuple(each for text in one.expect for each in text.each(one.site)))
        for one in told
    )
