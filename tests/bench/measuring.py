"""Running a command and saying what it cost: wall time, CPU time and peak memory, of itself and all it started.

Compiled modules are kept in a folder of this run and made before anything is measured: an installation has them.
"""

import atexit
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_SAMPLE = 0.5
_LOADED = (
    "import tests.bench.bare, tests.bench.ours, crawler.spiders.child, crawler.readers.process, scrapy.core.engine, "
    "scrapy.core.downloader.handlers.http11"
)
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


@dataclass
class Cost:
    """What one command cost: seconds of wall time and of CPU, megabytes of memory.

    `peak` is that of the largest process, `together` that of all at one moment (shared pages counted in each);
    `memory` is the latter over time.
    """

    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    together: float = 0.0
    memory: list[tuple[float, float]] = field(default_factory=list)
    code: int = 0

    def per_second(self, pages: int) -> float:
        """Return pages per second of wall time, the start of the interpreter included."""
        return pages / self.wall

    def per_thousand(self, pages: int) -> float:
        """Return CPU seconds per 1,000 pages."""
        return 1000 * self.cpu / pages


def run(*arguments: str | Path) -> Cost:
    """Run `python -m …` to its end. The peak is that of the process tree's largest member, as the kernel counts it."""
    cost = Cost()
    environment = _compiled()
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", *map(str, arguments)], env=environment)
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, cost, began, over))
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    cost.wall = time.monotonic() - began
    over.set()
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    cost.code = process.returncode
    cost.cpu = usage.ru_utime + usage.ru_stime
    cost.peak = usage.ru_maxrss / 1024
    cost.together = max((memory for _, memory in cost.memory), default=0.0)
    return cost


@cache
def _compiled() -> dict[str, str]:
    """The environment of all commands, with a folder of compiled modules that both crawlers have been loaded from."""
    folder = tempfile.TemporaryDirectory(prefix="mingjian-compiled-")
    atexit.register(folder.cleanup)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = folder.name
    for _ in range(2):
        subprocess.run([sys.executable, "-c", _LOADED], env=environment, check=True)
    return environment


def _watch(process: int, cost: Cost, began: float, over: threading.Event) -> None:
    """Note every now and then how much memory the processes of the tree have together."""
    while not over.wait(_SAMPLE):
        together = sum(_resident(each) for each in _tree(process))
        cost.memory.append((time.monotonic() - began, together))


def _tree(process: int) -> list[int]:
    found = [process]
    for each in found:
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text(encoding="ascii").split()
        except OSError:
            continue
        found.extend(map(int, children))
    return found


def _resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_KB / 1024
    except (OSError, IndexError):
        return 0.0
