"""One demo audit, made once by the command itself and shared by the tests of this folder."""

import fcntl
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Once = Callable[[str, Callable[[Path], None]], Path]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Make a folder once for all workers of a test run: the first makes it, the others wait for it."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine if worker_id == "master" else mine.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared / f"once-{name}", shared / f"once-{name}.done"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                assert not folder.exists(), f"another worker could not make {name}"
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def demo(command: Command, once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a finished demo audit; each worker has a copy of its own."""

    def make(folder: Path) -> None:
        done = command("demo", "--out", folder / "out", alone=True)
        assert done.returncode == 0, done.stderr

    return shutil.copytree(once("demo", make) / "out", tmp_path_factory.mktemp("demo") / "out")
