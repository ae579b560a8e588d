"""The availability series: one row for each visit of `mingjian probe` to a home page, counts a day for older ones."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database, Migrations

from crawler.model import AvailabilityVisit
from crawler.store.database import EvidenceDatabase
from crawler.store.rows import moment, moment_text
from crawler.store.schema import table

MIGRATIONS = Migrations("availability")


@MIGRATIONS()
def first_tables(db: Database) -> None:
    """Single visits, and what is left of them a day when they are old."""
    columns = {"site": str, "at": str, "ok": int, "outcome": str, "seconds": float, "control_ok": int}
    table(db, "availability").create(
        columns, pk=("site", "at"), strict=True, not_null={"site", "at", "ok", "outcome", "seconds"}
    )
    counts = {"site": str, "day": str, "visits": int, "failed": int, "unclear": int}
    table(db, "availability_days").create(counts, pk=("site", "day"), strict=True, not_null=set(counts))


class AvailabilityLog(EvidenceDatabase):
    """The series in the store of `folder`, made when there is none yet; a context manager that closes it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, MIGRATIONS)

    def add(self, visits: Iterable[tuple[str, AvailabilityVisit]]) -> None:
        """Keep the visits of one round, each with the id of its site, in one transaction."""
        rows = [
            (site, moment_text(each.at), int(each.ok), each.outcome, round(each.seconds, 3), _flag(each.control_ok))
            for site, each in visits
        ]
        with self._db.atomic():
            self._connection.executemany(
                "insert or replace into availability (site, at, ok, outcome, seconds, control_ok) "
                "values (?, ?, ?, ?, ?, ?)",
                rows,
            )

    def visits(self, site: str, *, since: datetime, until: datetime) -> tuple[AvailabilityVisit, ...]:
        """Return the single visits to a site from `since` up to and without `until`, in order."""
        rows = self._connection.execute(
            "select at, ok, outcome, seconds, control_ok from availability "
            "where site = ? and at >= ? and at < ? order by at",
            [site, moment_text(since), moment_text(until)],
        )
        return tuple(
            AvailabilityVisit(moment(at), bool(ok), outcome, seconds, None if control is None else bool(control))
            for at, ok, outcome, seconds, control in rows
        )

    def thin(self, before: datetime) -> int:
        """Put counts a day (Beijing time) in the place of visits before `before`; return how many visits that were.

        A day is thinned as a whole: what falls on the day of `before` stays.
        """
        midnight = moment_text(_midnight_in_beijing(before))
        with self._db.atomic():
            self._connection.execute(
                "insert or replace into availability_days (site, day, visits, failed, unclear) "
                "select site, date(at, '+8 hours'), count(*), "
                "sum(ok = 0 and control_ok is 1), sum(ok = 0 and control_ok is not 1) "
                "from availability where at < ? group by site, date(at, '+8 hours')",
                [midnight],
            )
            return self._connection.execute("delete from availability where at < ?", [midnight]).rowcount


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _midnight_in_beijing(at: datetime) -> datetime:
    eastern = at.astimezone(UTC) + timedelta(hours=8)
    return eastern.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=8)
