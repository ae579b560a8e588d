"""Readings that several readers need of the same page, made once for each page."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Once:
    """Something that is read but never changes: what a reader makes of it can be kept with it."""

    @cached_property
    def _made(self) -> dict[Callable[..., Any], Any]:
        return {}

    def once(self, reader: Callable[[Self], T]) -> T:
        """Return `reader(self)`, made at the first call; the reader must be a function of nothing else."""
        made = self._made
        if reader not in made:
            made[reader] = reader(self)
        value: T = made[reader]
        return value
