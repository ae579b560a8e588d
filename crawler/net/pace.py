"""How fast a host is asked: never faster than the limit, slower while it is slow, not at all while it asks to wait."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SLOW = 1.0
"""Seconds that an answer may take before the pause after it grows to as much."""
SLOWEST = 10.0
"""Seconds between two requests that slowness alone may come to."""
LONGEST_REST = 120.0
"""Seconds of Retry-After that are waited for; a host that asks for more is left alone."""
_FIRST_STEP = 0.5
_STRAINED = frozenset({429, 500, 502, 503, 504})


def is_strained(status: int) -> bool:
    """Whether an answer with this status says that the server has too much to do."""
    return status in _STRAINED


def next_delay(delay: float, *, least: float, latency: float, strained: bool) -> float:
    """Return the pause in seconds before the next request to a host, `delay` being the one before the last.

    It grows at once to the time that a slow answer took, doubles after each sign of strain, and shrinks by halves when
    all is well again; it never falls below `least`, and slowness never takes it above `SLOWEST`.
    """
    most = max(SLOWEST, least)
    if strained:
        return min(max(2 * delay, least, _FIRST_STEP), most)
    wanted = min(max(least, latency if latency > SLOW else 0.0), most)
    if wanted >= delay:
        return wanted
    halfway = (delay + wanted) / 2
    return halfway if halfway - least > _FIRST_STEP / 10 else max(wanted, least)


def rest(retry_after: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After (seconds or a date, RFC 9110 10.2.3) asks for, if it says any."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
