"""A plan as data (DESIGN 5): frozen, unknown keys refused; `rules.loading` names file and line of errors."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _as_text(value: Any) -> Any:
    """Return a whole number as text, so that `id: 1` is well written; 1.10 would lose its zero and stays an error."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=str | int),
    StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=64),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Strict(BaseModel):
    """Base of everything an operator writes: what is not known is refused, what is read does not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Observability(StrEnum):
    """How much of a requirement can be decided from public pages."""

    ONLINE = "online"
    PARTIAL = "partial"
    OFFLINE = "offline"


class On(StrEnum):
    """Whose evidence a use judges: every responsible unit's own place, the lead units' only, or the portal."""

    OWN = "own"
    LEAD = "lead"
    PORTAL = "portal"


class Use(Strict):
    """One check applied to a requirement; `params` are validated against the check's own model."""

    check: Id
    params: dict[str, Any] = Field(default_factory=dict)
    on: On = On.OWN


class Responsible(Strict):
    """Unit names and group phrases as the document has them; a roster resolves them."""

    lead: tuple[Text, ...] = ()
    support: tuple[Text, ...] = ()


class Requirement(Strict):
    """One requirement (具体要求): what the document demands and how it was made observable (`reading`).

    `points` None means that the norm's points are not verified; the score then says it is not computable. `bonus`
    points are added and not deducted; `service` marks the block that is not checked on bodies without service duty.
    """

    id: Id
    task: Text
    text: Text
    reading: Text | None = None
    responsible: Responsible
    due: date | None = None
    observability: Observability
    why: Text
    points: float | None = Field(default=1.0, ge=0)
    veto: bool = False
    cap: float | None = Field(default=None, ge=0)
    uses: tuple[Use, ...] = ()
    bonus: bool = False
    service: bool = False


class Bonus(Strict):
    """Bonus points (加分指标): they count only above a score, and never more than `most` together."""

    above: float = Field(ge=0, le=100)
    most: float = Field(gt=0)


class Scoring(Strict):
    """How verdicts become a number: `weighted` for plans, `deduction` for the national indicators.

    `support_share` is what a requirement weighs for a unit that only supports it (1 unless given). `service` are the
    points of the service block, taken out of `base` for units without service duty (docs/scoring.md).
    """

    model: Literal["weighted", "deduction"]
    base: float = 100
    pass_mark: float | None = None
    support_share: float | None = Field(default=None, ge=0, le=1)
    bonus: Bonus | None = None
    service: float | None = Field(default=None, gt=0)


class Plan(Strict):
    """A plan document (政务公开要点分工方案). `number` is its 文号, `period` the years it speaks of."""

    id: Id
    title: Text
    number: Text | None = None
    issuer: Text
    issued: date | None = None
    period: tuple[date, date]
    source: Text
    scoring: Scoring
    requirements: tuple[Requirement, ...] = Field(min_length=1)
