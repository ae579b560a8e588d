"""The clock of a gathering. It can be set, because a simulated month must not take a month."""

from datetime import UTC, datetime, timedelta

_AHEAD = timedelta()


def set_clock(moment: datetime | None) -> None:
    """Let it be `moment` now, in this process; None sets the clock back to the real time."""
    global _AHEAD  # noqa: PLW0603 - one clock a process, set before anything reads it
    _AHEAD = timedelta() if moment is None else moment - datetime.now(UTC)


def now() -> datetime:
    """Return this moment in UTC, to the second."""
    return (datetime.now(UTC) + _AHEAD).replace(microsecond=0)
