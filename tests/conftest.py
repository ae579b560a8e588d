"""What all tests share: property tests draw the same examples every time, and the command can be run as a person would.

Set HYPOTHESIS_PROFILE=search to look for new counterexamples.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import settings

from mingjian.cli import run

Command = Callable[..., subprocess.CompletedProcess[str]]

settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


LONG = (
    "end_to_end/test_six_plans.py",
    "end_to_end/test_metamorphic.py",
    "crawl/test_nginx.py",
    "checks/test_random_evidence.py",
    "nightly/test_night.py",
    "crawl/test_resume.py",
    "nights/test_second_night.py",
    "crawl/test_pace.py",
    "nightly/test_kill.py",
    "end_to_end/test_demo.py",
    "end_to_end/test_reviews.py",
    "end_to_end/test_month.py",
    "survey/test_faults.py",
    "crawl/test_traps.py",
)
"""Files that take longest. They begin first: one begun last would keep one core at work alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


@pytest.fixture(scope="session")
def command() -> Command:
    """Run `mingjian` with arguments and return its exit code and what it printed.

    It runs in this process, for starting Python costs a second of processor time each time; an exception that it lets
    out fails the test. Where the process itself is what matters, `alone` gives it one of its own, `prefix` one in a
    process of another command.
    """

    def ran(
        *arguments: str | Path, prefix: tuple[str, ...] = (), alone: bool = False
    ) -> subprocess.CompletedProcess[str]:
        words = [str(each) for each in arguments]
        if prefix or alone:
            line = [*prefix, sys.executable, "-m", "mingjian", *words]
            return subprocess.run(line, capture_output=True, text=True, timeout=900, check=False)
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as errors:
            code = run(words)
        return subprocess.CompletedProcess(words, code, out.getvalue(), errors.getvalue())

    return ran
