"""How far a gathering is, and what it came to."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """One site's progress: pages visited so far, pages queued, and whether it is done."""

    site: str
    name: str
    pages: int
    queued: int
    done: bool


@dataclass(frozen=True, slots=True)
class GatherSummary:
    """What one gathering came to. `fetched` counts requests of this process, `visits` all that the run now holds."""

    run: int
    resumed: bool
    sites: int
    visits: int
    fetched: int
    bytes: int
    seconds: float
    outcomes: dict[str, int] = field(default_factory=dict)
