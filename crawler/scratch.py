"""A file without a name for what a gathering puts aside: gone with the process, however that ends."""

import os
import tempfile
from array import array
from pathlib import Path
from types import TracebackType
from typing import Self


class Scratch:
    """Keeps bytes in an unnamed file in `folder`; a context manager that gives the space back."""

    def __init__(self, folder: Path) -> None:
        # Unbuffered: nothing of it stays in this process, and the system keeps near what is read again.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed by close()
        self._ends = array("q", [0])

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
        begin = self._ends[-1]
        written = 0
        while written < len(packed):
            written += os.pwrite(self._file.fileno(), packed[written:], begin + written)
        self._ends.append(begin + written)
        return len(self._ends) - 2

    def get(self, number: int) -> bytes:
        """Return the bytes kept under this number."""
        begin, end = self._ends[number], self._ends[number + 1]
        return os.pread(self._file.fileno(), end - begin, begin)
