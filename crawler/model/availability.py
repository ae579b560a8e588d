"""Whether a site could be opened, visit by visit, over days (N01-V2)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AvailabilityDay:
    """The visits of one day (Beijing time).

    `failed` counts visits that the site left unanswered while the control host answered; `unclear` those that ended
    badly for a reason that may be ours (no control host, our network, a firewall that refuses the robot). The rest
    opened. `hours` is how many different hours of the day saw a visit: many visits in one hour are not spaced.
    """

    day: date
    visits: int
    failed: int = 0
    unclear: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class AvailabilityFacts:
    """The series of one site, days in order. `patience` is how many seconds a visit was given to open.

    `ended` names how failed visits ended (timeout, refused …) with their number, most frequent first.
    """

    url: str
    days: tuple[AvailabilityDay, ...]
    first: datetime
    last: datetime
    patience: float
    ended: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AvailabilityVisit:
    """One visit: `at` in UTC; `outcome` as in `Outcome`; `control_ok` is None when no control host was asked."""

    at: datetime
    ok: bool
    outcome: str
    seconds: float
    control_ok: bool | None
