"""What a check is, what it is given, and what it returns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from crawler.model import Article, ColumnFacts, Evidence, Kind, Outcome, Site, Unit, Want


class Verdict(StrEnum):
    """What a judgement comes to. Only FAIL accuses, and only with evidence (DESIGN 2.1)."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    PENDING = "pending"
    NOT_APPLICABLE = "not-applicable"
    MANUAL = "manual"
    ERROR = "error"


class Reason(StrEnum):
    """Why nothing could be decided; a closed set, so that reports can add up causes."""

    NOT_GATHERED = "not-gathered"
    NOT_REACHED = "not-reached"
    BLOCKED = "blocked"
    COVERAGE = "coverage"
    NO_DATE = "no-date"
    DISPUTED_DATE = "disputed-date"
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    NO_CALENDAR = "no-calendar"
    NO_REFERENCE = "no-reference"
    NO_ROUTE = "no-route"
    NO_PLACE = "no-place"


class Scope(StrEnum):
    """Whose evidence one call of a check is about."""

    SITE = "site"


@dataclass(frozen=True, slots=True)
class Norm:
    """The instrument and clause that demand it, as a reader in an office would cite them."""

    title: str
    clause: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing among several that a finding looked at: one consultation, one article, one listed item."""

    verdict: Verdict
    subject: str
    observed: str
    url: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. Texts are Chinese sentences for report readers.

    `observed` says what was seen, with figures and dates; `expected` what the clause asks; `remedy` how to mend it
    (empty on a pass). `evidence` holds the ids of all evidence the verdict rests on. `reason` is set exactly when the
    verdict is INCONCLUSIVE.
    """

    verdict: Verdict
    observed: str
    expected: str = ""
    remedy: str = ""
    reason: Reason | None = None
    evidence: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if (self.reason is not None) != (self.verdict is Verdict.INCONCLUSIVE):
            raise ValueError(f"a finding has a reason exactly when it is inconclusive: {self.verdict}, {self.reason}")
        if self.verdict is Verdict.FAIL and not self.evidence:
            raise ValueError("a finding that fails must cite evidence")


class Params(BaseModel):
    """Base of a check's parameters: frozen, unknown keys refused, and no defaults for thresholds (DESIGN 2.3)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


P = TypeVar("P", bound=Params)


class Calendar(Protocol):
    """Working-day arithmetic; None where the calendar of a year is not published yet."""

    def add_working_days(self, start: date, days: int) -> date | None:
        """Return the `days`-th working day after `start` (the start is not counted)."""
        ...


@dataclass(frozen=True, slots=True)
class OfficialText:
    """The official version of a regulation, given by the operator as a reference.

    `sites` are the ids of the sites that must carry it. `version` is the date of its last revision.
    """

    title: str
    version: date
    note: str | None
    articles: tuple[Article, ...]
    sites: tuple[str, ...]
    source: str


class UndeclaredKindError(LookupError):
    """A check asked for a kind of evidence that it did not declare."""


@dataclass(frozen=True, slots=True)
class Given(Generic[P]):
    """All that a check may know: parameters, today's date, whom it judges, and evidence of the declared kinds.

    `column_titles` maps column ids to their Chinese titles, so that a sentence can name a column that was not found.
    """

    params: P
    as_of: date
    unit: Unit
    site: Site
    calendar: Calendar
    declared: frozenset[Kind]
    evidence: Mapping[Kind, tuple[Evidence, ...]] = field(default_factory=dict)
    references: tuple[OfficialText, ...] = ()
    column_titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: Kind) -> tuple[Evidence, ...]:
        """Return all evidence of a declared kind, failed looks included. Raises UndeclaredKindError otherwise."""
        if kind not in self.declared:
            raise UndeclaredKindError(f"the check did not declare {kind}; declared: {sorted(self.declared)}")
        return self.evidence.get(kind, ())

    def seen(self, kind: Kind) -> tuple[Evidence, ...]:
        """Return the evidence of a declared kind that has facts."""
        return tuple(each for each in self.of(kind) if each.outcome is Outcome.OK)

    def column(self, column: str) -> tuple[Evidence, ColumnFacts] | None:
        """Return the evidence of one column of the taxonomy and its facts, or None when there is none with facts."""
        for each in self.seen(Kind.COLUMN):
            if isinstance(each.facts, ColumnFacts) and each.facts.column == column:
                return each, each.facts
        return None

    def title_of(self, column: str) -> str:
        """Return the Chinese title of a column of the taxonomy; its id where no title was given."""
        return self.column_titles.get(column, column)


Judge = Callable[[Given[Any]], Finding]
Wants = Callable[[Any, date], Iterable[Want]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check: its identity and wording, what it needs, and the function that judges.

    `title` is true of a site that passes, `fail_title` of one that fails. `wants` turns parameters and the day of
    judgement into what must be gathered.
    """

    id: str
    title: str
    fail_title: str
    norm: Norm
    needs: frozenset[Kind]
    params: type[Params]
    scope: Scope
    wants: Wants
    judge: Judge
    doc: str
