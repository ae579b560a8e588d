"""Who reads: this process at first, others once there is enough to read, the cache of earlier nights before both."""

import asyncio
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.readers.cache import ReadingCache
from crawler.readers.pool import NoReadersError, Pool
from crawler.survey.reader import Assignment, Body, read_visit
from crawler.survey.seen import Reading
from crawler.survey.shelf import Packed, pack

_MOST = 4
"""Readers by default, however many processors there are: one process cannot fetch for more."""
_WAITING = 16
"""Pages a reader that may be under way to it; who has more waits, so that bodies do not pile up in memory."""


class Readers:
    """Reads what a gathering fetches; an asynchronous context manager that ends the processes it has started.

    `count` processes read (None: by the number of processors; 0: this one does). Starting one costs as much as reading
    some hundred pages, so the first `after` are read here; where `after` is 0, none is. `seconds` bounds the processor
    time that a page may take them. What they have to say is added to the file `log`.
    """

    def __init__(
        self, count: int | None, *, after: int, seconds: float, log: Path, cache: ReadingCache | None = None
    ) -> None:
        self._count = min(os.cpu_count() or 1, _MOST) if count is None else count
        self._limit = seconds
        self._log = log
        self._cache = cache
        self._here_yet = after
        self._at_once = after == 0
        self._pool: Pool | None = None
        self._turns = asyncio.Semaphore(max(1, self._count) * _WAITING)

    async def __aenter__(self) -> Self:
        self._start_when_due()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close()

    @property
    def elsewhere(self) -> bool:
        """Whether pages are read in other processes, so that it is worth going on meanwhile."""
        return self._pool is not None and (self._at_once or self._pool.ready)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that read."""
        return () if self._pool is None else self._pool.processes

    async def turn(self) -> None:
        """Wait until one more page may be handed in; `done` gives the place back."""
        await self._turns.acquire()

    def done(self) -> None:
        """Let another page be handed in."""
        self._turns.release()

    async def read(self, assignment: Assignment, body: Body) -> Reading | Packed | None:
        """Return what a body says; it is only loaded when that is not known. None when there are no bytes.

        Raises ReadingError for a page that breaks its reader or takes too long.
        """
        known = None if self._cache is None else self._cache.find(assignment)
        if known is not None:
            return known
        data = body() if callable(body) else body
        if data is None:
            return None
        made = await self._made(assignment, data)
        if self._cache is None:
            return made
        packed = pack(made) if isinstance(made, Reading) else made
        self._cache.keep(assignment, packed)
        return packed

    async def _made(self, assignment: Assignment, data: bytes) -> Reading | Packed:
        if self._pool is not None and self.elsewhere:
            try:
                return await self._pool.read(assignment, data)
            except NoReadersError:
                self._pool, self._count = None, 0
        self._here_yet -= 1
        self._start_when_due()
        return read_visit(assignment.fetch, assignment.visit, data, assignment.kinds, signs=assignment.signs)

    def _start_when_due(self) -> None:
        if self._count and self._here_yet <= 0 and self._pool is None:
            self._pool = Pool(self._count, limit=self._limit, log=self._log)
            self._pool.start()
