"""The readers of one gathering: started, handed pages, and replaced when a page breaks one of them."""

import asyncio
import json
import logging
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.readers.frames import Incoming, Job, answer, framed
from crawler.survey.reader import Assignment
from crawler.survey.shelf import Packed

_LOG = logging.getLogger(__name__)
_AHEAD = 2
"""Pages that a reader is handed at once: the second waits at its door while the first is read."""
_TRIES = 2
"""A reader may also have been ended by somebody else; the page that two of them ended on is to blame."""
_PATIENCE = 10
"""How many times the limit of processor time a page may take by the clock: its reader may have been stopped."""
_LOOK = 1.0
"""Seconds between two looks at the clock."""
_FAILED_STARTS = 3
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    " from crawler.readers.process import main; main({!r}, {!r})"
)


class ReadingError(Exception):
    """A page could not be read; the message says what became of its reader."""


class NoReadersError(Exception):
    """Readers cannot be started here."""


@dataclass(slots=True, eq=False)
class _Order:
    job: Job
    done: asyncio.Future[Packed]
    deaths: int = 0

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Pool:
    """So many processes that read. Begins with `start`; `close` ends them all.

    `limit` is the processor time in seconds that a page may take; a reader with more than `memory` bytes in use after a
    page is replaced.
    """

    def __init__(self, count: int, *, limit: float, log: Path, memory: int = 400_000_000) -> None:
        self._count = count
        self._memory = memory
        self._limit = limit
        self._log = log
        self._readers: list[_Reader] = []
        self._waiting: deque[_Order] = deque()
        self._failed_starts = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def ready(self) -> bool:
        """Whether any reader is at work already."""
        return any(each.ready for each in self._readers)

    @property
    def busy(self) -> bool:
        """Whether any reader has a page before it."""
        return any(each.orders for each in self._readers)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the readers' processes."""
        return tuple(each.process.pid for each in self._readers)

    def start(self) -> None:
        """Start the readers; they are ready a moment later."""
        for _ in range(self._count):
            self._begin(self._start())
        self._begin(self._watch())

    async def read(self, assignment: Assignment, body: bytes) -> Packed:
        """Return the reading of a body.

        Raises ReadingError for a page that breaks its readers or takes too long, NoReadersError when there are none.
        """
        if self._failed_starts >= _FAILED_STARTS or self._closed:
            raise NoReadersError
        order = _Order(Job(assignment, body), asyncio.get_running_loop().create_future())
        self._waiting.append(order)
        self._hand_out()
        return await order.done

    def close(self) -> None:
        """End all readers; what is not read stays unread."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for each in self._readers:
            each.end()
            for order in each.orders:
                order.fail(NoReadersError())
        self._readers.clear()
        self._dismiss()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", _START.format(self._limit, self._memory), json.dumps(sys.path)]
        try:
            with theirs, self._log.open("ab") as log:
                # What its libraries have to say goes where the gathering's own words go.
                process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=log)  # noqa: S603, ASYNC220
        except OSError as error:
            _LOG.warning("a reader cannot be started: %s", error)
            ours.close()
            self._missed_start()
            return
        reader = _Reader(self, process)
        self._readers.append(reader)
        ours.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: reader, sock=ours)

    def _missed_start(self) -> None:
        self._failed_starts += 1
        if self._failed_starts < _FAILED_STARTS:
            self._begin(self._start())
        elif not self._readers:
            _LOG.warning("no reader can be started; pages are read in the gathering process")
            self._dismiss()

    def _dismiss(self) -> None:
        while self._waiting:
            self._waiting.popleft().fail(NoReadersError())

    def _hand_out(self) -> None:
        while self._waiting:
            free = min(
                (each for each in self._readers if each.has_room), key=lambda each: len(each.orders), default=None
            )
            if free is None:
                return
            free.take(self._waiting.popleft())

    async def _watch(self) -> None:
        """End readers that take too long by the clock; mostly their own timer has ended them long before."""
        while True:
            await asyncio.sleep(_LOOK)
            for each in self._readers:
                if each.orders and time.monotonic() - each.since > self._limit * _PATIENCE:
                    each.overdue = True
                    each.end()

    def is_ready(self, reader: "_Reader", *, first: bool) -> None:
        """Take note that a reader has room."""
        if first:
            self._failed_starts = 0
        if not reader.orders or self._waiting:
            self._hand_out()

    def lost(self, reader: "_Reader") -> None:
        """Replace a reader that is gone. The page that it was busy with is tried once more, and then given up."""
        code = reader.end()
        if self._closed:
            return
        self._readers.remove(reader)
        orders = list(reader.orders)
        if orders and code != 0 and not reader.leaving:
            first = orders[0]
            first.deaths += 1
            reason = self._reason(reader, code)
            _LOG.warning("a reader %s on %s", reason, first.job.assignment.visit.url)
            if first.deaths >= _TRIES or reader.overdue or code == -signal.SIGPROF:
                first.fail(ReadingError(f"its reader {reason}"))
                orders.remove(first)
        self._waiting.extendleft(reversed(orders))
        if reader.ready:
            self._begin(self._start())
        else:
            self._missed_start()
        self._hand_out()

    def _reason(self, reader: "_Reader", code: int) -> str:
        if code == -signal.SIGPROF:
            return f"needed more than {self._limit:g} s of processor time"
        if reader.overdue:
            return f"was not done after {self._limit * _PATIENCE:g} s"
        return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"


class _Reader(asyncio.Protocol):
    """One process, and what it was handed: the first of `orders` is what it reads, since `since`."""

    def __init__(self, pool: Pool, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.orders: deque[_Order] = deque()
        self.ready = False
        self.leaving = False
        self.overdue = False
        self.since = 0.0
        self._pool = pool
        self._incoming = Incoming()
        self._transport: asyncio.WriteTransport | None = None

    @property
    def has_room(self) -> bool:
        """Whether it may be handed another page."""
        return self.ready and not self.leaving and not self.overdue and len(self.orders) < _AHEAD

    def take(self, order: _Order) -> None:
        """Hand it a page."""
        if not self.orders:
            self.since = time.monotonic()
        self.orders.append(order)
        if self._transport is not None:
            self._transport.write(framed(order.job))

    def end(self) -> int:
        """End the process, if it has not ended; return its exit code."""
        if self._transport is not None:
            self._transport.abort()
        self.process.kill()
        return self.process.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Know the way to it."""
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take its answers, which come in the order of the pages."""
        for packet in self._incoming.feed(data):
            given = answer(packet)
            first = given is None and not self.ready
            if first:
                self.ready = True
            elif given is None:
                self.leaving = True
            elif self.orders:
                order = self.orders.popleft()
                self.since = time.monotonic()
                if given.packed is None:
                    order.fail(ReadingError(given.failure))
                elif not order.done.done():
                    order.done.set_result(given.packed)
            self._pool.is_ready(self, first=first)

    def connection_lost(self, _error: Exception | None) -> None:
        """It has ended, or is being ended."""
        self._pool.lost(self)
