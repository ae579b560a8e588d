"""A file without a name for what a gathering puts aside: gone with the process, however that ends."""

import os
import tempfile
from array import array
from pathlib import Path
from types import TracebackType
from typing import Self

_AT_ONCE = 256_000
"""Bytes that are gathered before they are written: most packets are far smaller than what a write costs."""


class Scratch:
    """Keeps bytes in an unnamed file in `folder`; a context manager that gives the space back."""

    def __init__(self, folder: Path) -> None:
        # Unbuffered: nothing of it stays in this process, and the system keeps near what is read again.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed by close()
        self._ends = array("q", [0])
        self._pending = bytearray()
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back to the system."""
        self._file.close()

    def put(self, packed: bytes) -> int:
        """Keep these bytes; return the number under which they are found. Raises OSError when the disk is full."""
        self._pending += packed
        self._ends.append(self._ends[-1] + len(packed))
        if len(self._pending) >= _AT_ONCE:
            self._write()
        return len(self._ends) - 2

    def get(self, number: int) -> bytes:
        """Return the bytes kept under this number."""
        begin, end = self._ends[number], self._ends[number + 1]
        if begin >= self._written:
            return bytes(self._pending[begin - self._written : end - self._written])
        return os.pread(self._file.fileno(), end - begin, begin)

    def _write(self) -> None:
        written = 0
        while written < len(self._pending):
            written += os.pwrite(self._file.fileno(), self._pending[written:], self._written + written)
        self._written += written
        self._pending.clear()
