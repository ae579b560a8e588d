"""kill -9 in the middle of a night: the next one completes it, and its result is as if nothing had happened."""

import multiprocessing
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from warcio.archiveiterator import ArchiveIterator

from mingjian.cli import run
from mingjian.nightly.runs import State, kept_runs
from mingjian.samplecity.running import RunningCity

Edit = Callable[[str, str, str], None]
NIGHT = ("--now", "2022-02-15T22:30")


_FORKS = multiprocessing.get_context("forkserver")
"""Starts nights from a process that has everything loaded: fifty of them must not load it fifty times."""
_FORKS.set_forkserver_preload(["mingjian.cli.nightly", "mingjian.nightly.night"])


def _night(folder: Path) -> None:
    sys.exit(run(["nightly", str(folder), *NIGHT]))


def _start(folder: Path) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "mingjian", "nightly", str(folder), *NIGHT]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _result(folder: Path) -> object:
    """Return the audit without the moments at which pages were seen, which two crawls never share."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            left_out = {"seen_at", "first_seen", "last_seen", "warc", "offset", "id", "evidence"}
            return {key: plain(each) for key, each in value.items() if key not in left_out}
        return [plain(each) for each in value] if isinstance(value, list) else value

    return plain(msgspec.json.decode((folder / "runs" / "2022-02-15" / "small" / "audit.json").read_bytes()))


def _sound(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "evidence" / "evidence.db")) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    for path in (folder / "evidence" / "warc").glob("*.warc.gz"):
        with path.open("rb") as file:
            assert all(record.raw_stream.read() is not None for record in ArchiveIterator(file))


def _whole(folder: Path) -> int | None:
    """Let a night run to its end and return its exit code."""
    night = _FORKS.Process(target=_night, args=(folder,))
    night.start()
    night.join(300)
    return night.exitcode


def test_killed_in_the_middle(workspace_folder: Path, edit: Edit, city: RunningCity) -> None:
    """Killed when some pages are in: the next run asks only what is missing, and the store is sound."""
    edit("mingjian.toml", "delay_seconds = 0.0", "delay_seconds = 0.2")
    before = len(city.log)
    night = _FORKS.Process(target=_night, args=(workspace_folder,))
    night.start()
    while len(city.log) < before + 9:
        assert night.is_alive()
        time.sleep(0.02)
    night.kill()
    night.join()
    assert _whole(workspace_folder) in {0, 1}
    _sound(workspace_folder)
    (kept,) = kept_runs(workspace_folder / "runs")
    assert (kept.record.state, kept.record.attempts, kept.record.store_run) == (State.PUBLISHED, 2, 1)
    asked = [(each.site, each.path) for each in list(city.log)[before:]]
    assert len(asked) - len(set(asked)) <= 3, "what was in flight, of three sites"


@pytest.mark.slow
def test_killed_at_fifty_random_moments(workspace_folder: Path, edit: Edit, tmp_path: Path) -> None:
    """Nights are killed again and again until one gets to its end; each then has the result of the undisturbed one."""
    edit("mingjian.toml", "delay_seconds = 0.0", "delay_seconds = 0.1")
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(workspace_folder, undisturbed)
    began = time.monotonic()
    assert _whole(undisturbed) in {0, 1}
    whole = time.monotonic() - began
    chance = random.Random(20221122)  # noqa: S311 - moments, no secrets
    kills, states = 0, Counter[str]()
    while kills < 50:
        folder = tmp_path / f"killed-{kills}"
        shutil.copytree(workspace_folder, folder)
        night = _FORKS.Process(target=_night, args=(folder,))
        began = time.monotonic()
        night.start()
        while night.join(chance.uniform(0.0, whole)) or night.is_alive():
            night.kill()
            night.join()
            kills += 1
            states.update(run.record.state.value for run in kept_runs(folder / "runs"))
            night = _FORKS.Process(target=_night, args=(folder,))
            began = time.monotonic()
            night.start()
        whole = min(whole, time.monotonic() - began)  # how long a night takes follows the load of the machine
        assert night.exitcode in {0, 1}
        _sound(folder)
        (kept,) = kept_runs(folder / "runs")
        assert kept.record.state is State.PUBLISHED
        assert _result(folder) == _result(undisturbed), kills
        print(kills, kept.record.attempts, dict(states))  # noqa: T201 - it takes minutes; -s shows how far it is
        shutil.rmtree(folder)
    assert states[State.BEGUN.value], "no kill fell into a night that had begun"


@pytest.mark.slow
def test_told_to_end(workspace_folder: Path, edit: Edit, city: RunningCity) -> None:
    """SIGTERM, as systemd sends it, ends a night like the end of its window: exit code 3, and the next run goes on."""
    edit("mingjian.toml", "delay_seconds = 0.0", "delay_seconds = 1.0")
    before = len(city.log)
    process = _start(workspace_folder)
    while len(city.log) < before + 3:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 3
    (kept,) = kept_runs(workspace_folder / "runs")
    assert kept.record.state is State.STOPPED
    assert "interrupted" in kept.record.note
