"""The folders in `runs/`: one for each night, with what was asked for, how far it came, and what it came to."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

from mingjian.errors import UsageError
from mingjian.folder import EvidencePlace, save_order
from mingjian.nightly.window import BEIJING
from mingjian.nightly.workspace import Workspace

RECORD = "run.json"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[1-9]\d?)?")
_STALE = timedelta(hours=60)
"""Age beyond which an unfinished run is not gone on with: what it saw then and what it would see now do not fit."""


class State(StrEnum):
    """How far a night came. The last three are ends."""

    BEGUN = "begun"
    STOPPED = "stopped"
    GATHERED = "gathered"
    JUDGED = "judged"
    PUBLISHED = "published"
    KEPT = "kept"
    ABANDONED = "abandoned"

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self in {State.PUBLISHED, State.KEPT, State.ABANDONED}


@dataclass(frozen=True, slots=True)
class Record:
    """What `run.json` says of a night. Moments are UTC; `note` is a sentence on why it stopped or was only kept.

    `store_before` is the store's last run when the night began, `store_run` the night's own. `compared` is the
    published night that the changes are against.
    """

    began: datetime
    state: State = State.BEGUN
    ended: datetime | None = None
    attempts: int = 0
    store_before: int = 0
    store_run: int | None = None
    sites: int = 0
    asked: int = 0
    unchanged: int = 0
    reused: int = 0
    bytes: int = 0
    store_size: int = 0
    note: str = ""
    compared: str | None = None
    verdicts: dict[str, dict[str, int]] = field(default_factory=dict)
    changes: int = 0


@dataclass(frozen=True, slots=True)
class NightRun:
    """One folder of `runs/` and its record."""

    folder: Path
    record: Record

    @property
    def name(self) -> str:
        """The day on which it began, with a number when it was not the first of that day."""
        return self.folder.name

    @property
    def as_of(self) -> date:
        """The day that it is judged for."""
        return date.fromisoformat(self.name[:10])

    def with_record(self, **changes: object) -> "NightRun":
        """Write what has changed into the record, at once or not at all, and return the run with it."""
        record = replace(self.record, **changes)  # type: ignore[arg-type]  # the fields of Record, by name
        write_whole(self.folder / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")
        return NightRun(self.folder, record)


def kept_runs(folder: Path) -> tuple[NightRun, ...]:
    """Return the runs in `folder`, oldest first. Raises UsageError for a record that cannot be read."""
    return tuple(sorted(_runs(folder), key=lambda run: run.record.began))


def begin_run(workspace: Workspace, now: datetime, *, store_before: int) -> NightRun:
    """Make the folder of a new night: the order, copies of the roster and the plans, and the record; all or nothing."""
    day = now.astimezone(BEIJING).date()
    names = [day.isoformat(), *(f"{day.isoformat()}-{number}" for number in range(2, 100))]
    name = next(each for each in names if not (workspace.runs / each).exists())
    building = workspace.runs / f".new-{name}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    save_order(
        building,
        plans=workspace.plan_files,
        roster=workspace.roster_file,
        as_of=day,
        reviews=workspace.review_files,
        evidence=EvidencePlace(Path("../../evidence"), None),
    )
    NightRun(building, Record(began=now)).with_record(store_before=store_before, sites=len(workspace.roster.sites))
    building.replace(workspace.runs / name)
    return kept_run(workspace.runs / name)


def kept_run(folder: Path) -> NightRun:
    """Return the run in one folder. Raises UsageError when its record cannot be read."""
    path = folder / RECORD
    try:
        return NightRun(folder, msgspec.json.decode(path.read_bytes(), type=Record))
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}); move the folder {folder} away to go on without it"
        ) from error


def unfinished(runs: Sequence[NightRun]) -> NightRun | None:
    """Return the last run when it did not get to its end."""
    return runs[-1] if runs and not runs[-1].record.state.finished else None


def is_stale(run: NightRun, now: datetime) -> bool:
    """Whether an unfinished run is too old to go on gathering; what is gathered can be judged at any time."""
    return run.record.state in {State.BEGUN, State.STOPPED} and now - run.record.began > _STALE


def published(runs: Sequence[NightRun], *, before: NightRun | None = None) -> NightRun | None:
    """Return the last published run, or the last one before another."""
    earlier = runs if before is None else tuple(each for each in runs if each.record.began < before.record.began)
    return next((each for each in reversed(earlier) if each.record.state is State.PUBLISHED), None)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a crash, finds either the old bytes or the new ones."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _runs(folder: Path) -> Iterator[NightRun]:
    for each in folder.iterdir() if folder.is_dir() else ():
        if _NAME.fullmatch(each.name) and each.is_dir():
            yield kept_run(each)
