"""One nightly run at a time: a lock that the system releases when its holder ends, however it ends."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from mingjian.errors import AuditError
from mingjian.nightly.window import BEIJING


@contextmanager
def sole(path: Path, what: str, now: datetime) -> Iterator[None]:
    """Hold the lock at `path` while the block runs.

    Raises AuditError, naming the process that holds it and since when, when another one does. The file stays behind
    and means nothing by itself.
    """
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AuditError(f"{what} is already at work in {path.parent} ({_holder(file)}); this one ends") from error
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}) + "\n")
        file.flush()
        yield


def wait_until_free(path: Path, seconds: float) -> bool:
    """Wait until nobody holds the lock at `path`; return False when somebody still does after `seconds`."""
    if not path.exists():
        return True
    deadline = time.monotonic() + seconds
    with path.open("a", encoding="utf-8") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.1)
            else:
                return True


def _holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        told = json.loads(file.read(1000))
        since = datetime.fromisoformat(told["since"]).astimezone(BEIJING)
        return f"process {int(told['pid'])} since {since:%Y-%m-%d %H:%M:%S} Beijing time"
    except (ValueError, KeyError, TypeError):
        return "it has just begun"
