"""The hours in which requests may be made, in Beijing time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end` each day, over midnight when `end` is earlier; the same two mean all day."""

    start: time
    end: time

    def opened(self, now: datetime) -> datetime | None:
        """Return when the window that is open at `now` opened, or None when none is."""
        opened = self._last_start(now)
        return opened if now < opened + self._length else None

    def closes(self, now: datetime) -> datetime:
        """Return when the window that is open at `now`, or else the next one, closes."""
        opened = self.opened(now)
        return (self.next_start(now) if opened is None else opened) + self._length

    def next_start(self, now: datetime) -> datetime:
        """Return when a window opens next after `now`."""
        return self._last_start(now) + _DAY

    @property
    def _length(self) -> timedelta:
        minutes = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return timedelta(minutes=minutes) if minutes > 0 else timedelta(minutes=minutes) + _DAY

    def _last_start(self, now: datetime) -> datetime:
        here = now.astimezone(BEIJING)
        today = here.replace(hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0)
        return today if today <= here else today - _DAY

    def __str__(self) -> str:
        return "all day" if self.start == self.end else f"{self.start:%H:%M}-{self.end:%H:%M} Beijing time"
