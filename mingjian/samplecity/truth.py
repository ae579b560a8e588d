"""The truth of the sample city: its declared faults and look-alikes with the verdicts that an audit must give."""

from dataclasses import dataclass
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from checks import Verdict
from rules.result import AuditResult, FindingResult


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one finding must say: any of `verdicts`.

    The finding is the one of `check` for `requirement` and `unit` under `plan`, judged on `site`, and, where the
    check has a column parameter, about `column`. With `part`, what is meant is not the finding's own verdict but
    that of its part whose subject contains this text.
    """

    plan: str
    requirement: str
    unit: str
    site: str
    check: str
    column: str | None
    part: str | None
    verdicts: frozenset[Verdict]

    def concerns(self, finding: FindingResult) -> bool:
        """Return whether a finding of the expectation's plan is the one meant."""
        ours = (self.requirement, self.unit, self.site, self.check)
        theirs = (finding.requirement, finding.unit, finding.site, finding.check)
        return ours == theirs and self.column in {None, finding.params.get("column")}

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

    def failing(self, plan: str) -> frozenset[Expectation]:
        """Return every finding that must fail under a plan; nothing else may."""
        return frozenset(
            each for fault in self.faults for each in fault.expect if each.plan == plan and each.part is None
        )

    def expectations(self, plan: str) -> tuple[Expectation, ...]:
        """Return all that is expected under a plan, in the order declared."""
        seeded = (*self.faults, *self.look_alikes, *self.open)
        return tuple(each for one in seeded for each in one.expect if each.plan == plan)


def disagreements(result: AuditResult, truth: Truth) -> tuple[str, ...]:
    """Return a sentence for every declared verdict that an audit of the city lacks, and every undeclared fail."""
    plan = result.plan.id
    told = []
    for expected in truth.expectations(plan):
        meant = [finding for finding in result.findings if expected.concerns(finding)]
        verdicts = tuple(verdict for finding in meant for verdict in expected.verdicts_of(finding))
        if len(verdicts) != 1 or verdicts[0] not in expected.verdicts:
            wanted = " or ".join(sorted(expected.verdicts))
            told.append(f"{_where(expected)}: expected {wanted}, got {', '.join(verdicts) or 'nothing'}")
    declared = truth.failing(plan)
    told += [
        f"requirement {finding.requirement}, {finding.unit} on {finding.site}: {finding.check} accuses wrongly: "
        f"{finding.observed}"
        for finding in result.findings
        if finding.verdict is Verdict.FAIL and not any(each.concerns(finding) for each in declared)
    ]
    return tuple(told)


def _where(expected: Expectation) -> str:
    about = "".join(f" {each}" for each in (expected.column, expected.part) if each)
    return f"requirement {expected.requirement}, {expected.unit} on {expected.site}: {expected.check}{about}"


def load_truth() -> Truth:
    """Return the truth shipped with the sample city. Raises what `truth_from_text` does when it is wrong."""
    text = resources.files("mingjian.samplecity").joinpath("faults.yaml").read_text(encoding="utf-8")
    return truth_from_text(text)


def truth_from_text(text: str) -> Truth:
    """Return the truth that a YAML text declares.

    Raises pydantic's ValidationError for unknown keys or verdicts, ValueError for an id used twice, a fault that need
    not fail, or a look-alike that may.
    """
    told = _TruthText.model_validate(yaml.safe_load(text))
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


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ExpectationText(_Strict):
    plan: str
    requirement: str
    unit: str
    check: str
    column: str | None = None
    part: str | None = None
    site: str | None = None
    verdict: Annotated[tuple[Verdict, ...], BeforeValidator(_listed), Field(min_length=1)]


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
        Seeded(
            one.id,
            one.site,
            one.what,
            tuple(
                Expectation(
                    each.plan,
                    each.requirement,
                    each.unit,
                    each.site or one.site,
                    each.check,
                    each.column,
                    each.part,
                    frozenset(each.verdict),
                )
                for each in one.expect
            ),
        )
        for one in told
    )
