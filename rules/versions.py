"""Which version of our own rules judged: a digest of each check's code, and the extractors that read the pages.

When a verdict changes although the site did not, this says whether the change is ours.
"""

import ast
import hashlib
import importlib
import inspect
from collections.abc import Iterable
from functools import cache

from checks import find_check
from rules.result import RulesUsed

_PACKAGE = "checks"


def rules_used(checks: Iterable[str], extractors: Iterable[str]) -> RulesUsed:
    """Return the versions behind a result: of the checks it used, and of the extractors named by its evidence."""
    return RulesUsed(tuple(sorted(set(extractors))), {each: check_digest(each) for each in sorted(set(checks))})


@cache
def check_digest(id: str) -> str:  # noqa: A002 - the word of the check contract (DESIGN 4)
    """Return 12 hexadecimal digits that change when the code of a check does, or that of a module it builds on.

    The text counts, comments included. Raises UnknownCheckError.
    """
    seen: dict[str, str] = {}
    _collect(find_check(id).judge.__module__, seen)
    content = "\n".join(f"{name} {seen[name]}" for name in sorted(seen))
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _collect(name: str, seen: dict[str, str]) -> None:
    if name in seen:
        return
    code, imports = _module(name)
    seen[name] = code
    for each in imports:
        _collect(each, seen)


@cache
def _module(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the digest of a module's code, and the modules of the checks that it imports."""
    source = inspect.getsource(importlib.import_module(name))
    tree = ast.parse(source)
    imports: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == _PACKAGE:
            imports.append(node.module)
        elif isinstance(node, ast.Import):
            imports += [each.name for each in node.names if each.name.split(".")[0] == _PACKAGE]
    code = hashlib.sha256(source.encode()).hexdigest()
    return code, tuple(dict.fromkeys(each for each in imports if each != _PACKAGE))
