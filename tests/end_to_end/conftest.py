"""One demo audit, made once by the command itself and shared by the tests of this folder."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def command() -> Command:
    """Run `mingjian` with arguments in a process of its own and return what it printed."""

    def run(*arguments: str | Path, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        line = [*prefix, sys.executable, "-m", "mingjian", *map(str, arguments)]
        return subprocess.run(line, capture_output=True, text=True, timeout=900, check=False)

    return run


@pytest.fixture(scope="session")
def demo(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a finished demo audit."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    done = command("demo", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one audit in one worker, so that each audit is made once."""
    for item in items:
        for fixture in ("demo", "audited"):
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(fixture))
