"""What `make compiled` compiles: the list in pyproject.toml. That it reads the same is told by `make test-compiled`."""

import dataclasses
import importlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

from crawler.model.evidence import FACTS_OF
from crawler.readers.frames import Answer, Job

ROOT = Path(__file__).resolve().parents[2]
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
MODULES = tuple(path.removesuffix(".py").replace("/", ".") for path in HOOK["hooks"]["mypyc"]["include"])


def test_the_list_names_modules_that_there_are() -> None:
    assert [module for module in MODULES if importlib.import_module(module) is None] == []
    assert len(set(MODULES)) == len(MODULES)


def test_only_on_demand() -> None:
    assert HOOK["hooks"]["mypyc"]["enable-by-default"] is False


def test_what_is_packed_is_not_compiled() -> None:
    packed = {kind.__module__ for wanted in (Job, Answer, *FACTS_OF.values()) for kind in _classes(wanted, set())}
    assert "crawler.platforms.fetch" in packed
    assert packed & set(MODULES) == set()


def _classes(kind: Any, seen: set[Any]) -> Iterator[type]:
    """The classes that a packer reads the annotations of, from `kind` down."""
    if kind in seen:
        return
    seen.add(kind)
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        yield kind
    inner = get_type_hints(kind).values() if isinstance(kind, type) and hasattr(kind, "__annotations__") else ()
    for part in (*inner, *get_args(kind)):
        yield from _classes(part, seen)
