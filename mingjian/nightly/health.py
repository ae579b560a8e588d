"""`health.json`: how the nightly audit is doing, for people and for monitoring; one small file, always whole."""

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from mingjian.nightly.runs import NightRun, Record, State, published, write_whole
from mingjian.nightly.workspace import Workspace

FILE = "health.json"


@dataclass(frozen=True, slots=True)
class Health:
    """What `health.json` holds. Moments are UTC, sizes bytes.

    `state` is `running`, `well`, or `trouble` when the last night was not published or not completed; `sentence` says
    why. `next_due` is when the window opens next: a monitor raises an alarm when `ended` is older than that by hours.
    """

    state: str
    sentence: str
    pid: int
    written: datetime
    next_due: datetime
    night: str | None = None
    began: datetime | None = None
    ended: datetime | None = None
    night_state: State | None = None
    published: str | None = None
    nights: int = 0
    sites: int = 0
    asked: int = 0
    unchanged: int = 0
    reused: int = 0
    changes: int = 0
    verdicts: dict[str, dict[str, int]] = field(default_factory=dict)
    evidence_bytes: int = 0
    free_bytes: int = 0
    schema: str = "mingjian/health/1"


def write_health(
    workspace: Workspace,
    *,
    state: str,
    sentence: str,
    now: datetime,
    next_due: datetime,
    runs: Sequence[NightRun],
) -> Health:
    """Write the file at once or not at all, and return what it says. `runs` are all that there are, oldest first."""
    shown = published(runs)
    record = runs[-1].record if runs else None
    health = Health(
        state=state,
        sentence=sentence,
        pid=os.getpid(),
        written=now,
        next_due=next_due,
        published=None if shown is None else shown.name,
        nights=len(runs),
        evidence_bytes=folder_size(workspace.evidence),
        free_bytes=shutil.disk_usage(workspace.folder).free,
        **({} if record is None else _of_record(record)),
        night=runs[-1].name if runs else None,
    )
    write_whole(workspace.folder / FILE, msgspec.json.format(msgspec.json.encode(health), indent=1) + b"\n")
    return health


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below a folder; a file that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += path.lstat().st_size if not path.is_dir() else 0
    return total


def _of_record(record: Record) -> dict[str, Any]:
    return {
        "began": record.began,
        "ended": record.ended,
        "night_state": record.state,
        "sites": record.sites,
        "asked": record.asked,
        "unchanged": record.unchanged,
        "reused": record.reused,
        "changes": record.changes,
        "verdicts": record.verdicts,
    }
