"""The result of an audit: the only input of every report, and what `audit.json` holds.

Nothing in it depends on when or where it was computed: the same evidence, plan, roster and day give the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import msgspec

from checks import Part, Reason, Verdict
from crawler.model import Kind, Outcome

SCHEMA = "mingjian/audit/1"


@dataclass(frozen=True, slots=True)
class Score:
    """A score as a range on a scale to 100, with the share of the weight that was decided (0 to 1).

    `lowest` counts everything undecided as failed, `highest` as passed. All three are None when not computable, and
    `note` says why. `met` is the share of the decided weight that was met (0 to 1; weighted model only, None when
    nothing was decided). `bonus` are the bonus points within `lowest` and `highest`, which may then exceed 100; None
    where no bonus can count.
    """

    lowest: float | None
    highest: float | None
    coverage: float | None
    note: str | None = None
    vetoes: tuple[str, ...] = ()
    met: float | None = None
    bonus: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """The plan judged by."""

    id: str
    title: str
    number: str | None
    issuer: str
    issued: date | None
    source: str


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """One requirement over all responsible units. `counts` maps a verdict to the number of units."""

    id: str
    task: str
    text: str
    reading: str | None
    due: date | None
    observability: str
    why: str
    points: float | None
    veto: bool
    lead: tuple[str, ...]
    support: tuple[str, ...]
    unresolved: tuple[str, ...]
    checks: tuple[str, ...]
    counts: dict[Verdict, int]


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One responsible unit with its place, its score and its verdicts added up over requirements."""

    id: str
    name: str
    body: str
    site: str | None
    rank: int | None
    score: Score
    counts: dict[Verdict, int]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """One site visited. `outcomes` counts addresses; `error` is a sentence when the site was not reached.

    `redesigned` is the last night on which most of its items had other addresses, `moved` how many had.
    """

    id: str
    name: str
    url: str
    family: str | None
    reached: bool
    outcomes: dict[str, int]
    first_seen: datetime | None
    last_seen: datetime | None
    error: str | None = None
    robots_override: str | None = None
    redesigned: datetime | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceCited:
    """Evidence that a finding cites, with the way to its bytes. `facts` is a digest of what was read off them."""

    id: str
    site: str
    kind: Kind
    subject: str
    outcome: Outcome
    seen_at: datetime
    sources: tuple["SourceCited", ...]
    facts: str | None = None


@dataclass(frozen=True, slots=True)
class SourceCited:
    """One stored look behind a piece of evidence."""

    url: str
    seen_at: datetime
    outcome: Outcome
    status: int | None
    warc: str | None
    offset: int | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a person decided, in place of what stood there before (`original`).

    `kind` is `verdict` or `waiver`; `made` the day it was decided; `until` the last day on which it holds, None for
    good; `document` what it rests on; `source` where the entry stands.
    """

    kind: str
    original: Verdict
    verdict: Verdict
    reason: str
    author: str
    made: date
    until: date | None
    document: str
    source: str


@dataclass(frozen=True, slots=True)
class FindingResult:
    """One check judged for one requirement and unit. `id` is stable over runs of the same plan and roster.

    `review` is set when a person decided otherwise; `verdict` is then the person's, all else what the check said.
    """

    id: str
    requirement: str
    unit: str
    site: str | None
    check: str
    check_title: str
    norm_title: str
    norm_clause: str
    params: dict[str, Any]
    verdict: Verdict
    observed: str
    expected: str
    remedy: str
    judged_how: str
    reason: Reason | None
    evidence: tuple[str, ...]
    parts: tuple[Part, ...]
    review: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The verdict on one requirement for one unit, from its findings. `role` is lead or support.

    `needs_person` is true when a part of the requirement cannot be seen online and no person has decided it yet.
    `review` is what a person decided about the cell; what was decided about one finding stands there.
    """

    requirement: str
    unit: str
    role: str
    verdict: Verdict
    needs_person: bool
    findings: tuple[str, ...]
    note: str | None = None
    review: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class PartScore:
    """The score of a part of the audit: one task over all units, or one group of units over all requirements.

    `name` is the task, a group phrase of the roster, or the value of a `Body`.
    """

    name: str
    units: int
    requirements: int
    score: Score


@dataclass(frozen=True, slots=True)
class RulesUsed:
    """The versions of our own rules: of the extractors that read the pages, and a digest of each check's code."""

    extractors: tuple[str, ...]
    checks: dict[str, str]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """One audit. Units are ordered by rank, requirements as in the plan, cells by requirement and then unit."""

    schema: str
    version: str
    plan: PlanSummary
    place: str
    as_of: date
    score: Score
    units: tuple[UnitResult, ...]
    requirements: tuple[RequirementResult, ...]
    sites: tuple[SiteResult, ...]
    cells: tuple[Cell, ...]
    findings: tuple[FindingResult, ...]
    evidence: tuple[EvidenceCited, ...]
    notices: tuple[str, ...]
    tasks: tuple[PartScore, ...] = ()
    groups: tuple[PartScore, ...] = ()
    rules: RulesUsed | None = None


def result_to_json(result: AuditResult) -> bytes:
    """Return `audit.json`: indented UTF-8 with a final newline, the same bytes for the same result."""
    return msgspec.json.format(msgspec.json.encode(result, order="deterministic"), indent=1) + b"\n"


def result_in_pieces(result: AuditResult) -> Iterator[bytes]:
    """Yield the bytes of `result_to_json` piece by piece, so that a large result is never held twice."""
    opening = b"{"
    for each in fields(result):
        value = getattr(result, each.name)
        yield opening + b'\n "' + each.name.encode() + b'": '
        opening = b","
        if not isinstance(value, tuple) or not value:
            yield _indented(value, b"\n ")
            continue
        separator = b"[\n  "
        for one in value:
            yield separator + _indented(one, b"\n  ")
            separator = b",\n  "
        yield b"\n ]"
    yield b"\n}\n"


def _indented(value: object, newline: bytes) -> bytes:
    """Return JSON whose lines after the first stand as deep as `newline` says; texts hold no raw line ends."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1).replace(b"\n", newline)


def result_from_json(data: bytes) -> AuditResult:
    """Return the result that `data` holds. Raises msgspec.ValidationError or DecodeError when it is not one."""
    return msgspec.json.decode(data, type=AuditResult)
