"""A reader: a process that does nothing but read what it is handed, until its line is closed.

It knows neither the network nor the store. What a page may cost it is bounded: processor time by a timer that ends the
process, memory by a limit of the system.
"""

import ctypes
import faulthandler
import gc
import resource
import signal
import socket
import sys
from pathlib import Path

from crawler.readers.frames import Answer, framed, job, receive
from crawler.survey.reader import read_visit
from crawler.survey.shelf import pack

_MOST_MEMORY = 2 << 30
"""Bytes of addresses. What a page of the largest size takes stays far below; beyond, allocating fails."""
_AMONG = 20_000
_LONGEST = 300
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG, prctl(2)."""


def main(limit: float, memory: int) -> None:
    """Read what comes over standard input, a socket; spend at most `limit` seconds of processor time on each page.

    With more than `memory` bytes in use after a page it leaves, so that a fresh one takes its place.
    """
    _bound()
    with socket.socket(fileno=0) as line:
        line.sendall(framed(None))
        while (packet := receive(line)) is not None:
            # Counts processor time only: on a busy machine a page has as long as on an idle one.
            signal.setitimer(signal.ITIMER_PROF, limit)
            answer = framed(_answer(packet))
            signal.setitimer(signal.ITIMER_PROF, 0)
            line.sendall(answer)
            if _in_use() > memory:
                # So that the pages it was handed already are held against nobody.
                line.sendall(framed(None))
                return


def _in_use() -> int:
    """The bytes in memory now; the peak that the system counts begins with that of the process which started this."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _answer(packet: bytes) -> Answer:
    try:
        given = job(packet)
        task = given.assignment
        return Answer(pack(read_visit(task.fetch, task.visit, given.body, task.kinds, signs=task.signs)))
    except Exception as error:  # noqa: BLE001 - whatever a hostile page provokes is told to who asked
        return Answer(None, f"{type(error).__name__}: {error}"[:_LONGEST])


def _bound() -> None:
    faulthandler.enable()
    # Ctrl-C reaches the whole group of processes; who ordered the reading decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # By its default it ends the process whatever that is doing, C code included.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.RLIM_INFINITY))
    if sys.platform == "linux":
        # One that is busy with a page would notice only after it that nobody waits any more.
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    gc.collect()
    gc.freeze()
    # A page makes ten thousands of values that all live until it is read: looking for garbage among them is in vain.
    gc.set_threshold(_AMONG)
