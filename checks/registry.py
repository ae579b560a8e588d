"""The registry of checks: a check registers itself by its decorator; modules of this package are found by name."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from checks.model import Check, Finding, Given, Norm, P, Scope
from crawler.model import Kind, Want

_registered: dict[str, Check] = {}
_SECTIONS = ("Why:", "Passes when:", "Fails when:", "Inconclusive when:", "Not applicable when:")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


class UnknownCheckError(LookupError):
    """A plan names a check that does not exist."""


def check(
    id: str,  # noqa: A002 - the word of the check contract (DESIGN 4)
    *,
    needs: set[Kind],
    params: type[P],
    wants: Callable[[P, date], Iterable[Want]],
    title: str,
    fail_title: str,
    norm: Norm,
    scope: Scope = Scope.SITE,
) -> Callable[[Callable[[Given[P]], Finding]], Callable[[Given[P]], Finding]]:
    """Register the decorated function as the check `id`.

    Raises ValueError when the id is taken or not kebab-case, or when the docstring lacks one of its fixed sections.
    """

    def register(judge: Callable[[Given[P]], Finding]) -> Callable[[Given[P]], Finding]:
        doc = inspect.getdoc(judge) or ""
        missing = [section for section in _SECTIONS if section not in doc]
        if missing:
            raise ValueError(f"check {id}: its docstring lacks {', '.join(missing)}")
        if not _ID.fullmatch(id):
            raise ValueError(f"check {id}: an id is kebab-case with at least two words")
        if id in _registered:
            raise ValueError(f"check {id} is registered twice")
        _registered[id] = Check(id, title, fail_title, norm, frozenset(needs), params, scope, wants, judge, doc)
        return judge

    return register


@cache
def _load() -> None:
    package = importlib.import_module("checks")
    for module in pkgutil.walk_packages(package.__path__, "checks."):
        importlib.import_module(module.name)


def all_checks() -> tuple[Check, ...]:
    """Return every check, ordered by id."""
    _load()
    return tuple(_registered[each] for each in sorted(_registered))


def find_check(id: str) -> Check:  # noqa: A002 - as above
    """Return the check called `id`. Raises UnknownCheckError, which names the nearest ids."""
    _load()
    if id not in _registered:
        known = ", ".join(sorted(_registered))
        raise UnknownCheckError(f"there is no check {id!r}; the checks are: {known}")
    return _registered[id]
