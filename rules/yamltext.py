"""YAML that an operator wrote, read with the line of every key: errors name file, line and key (docs/plan-format.md).

A small, strict YAML: no anchors, aliases, tags or second documents; `on`, `yes` and `no` are words; a number with
leading zeros stays text. So neither a billion-laughs file nor a forgotten quote changes what is read.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

MAX_BYTES = 16_000_000
MAX_DEPTH = 24
_LONGEST_SHOWN = 60
Steps = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where it stands, under which key, and a sentence."""

    file: str
    line: int | None
    key: str
    sentence: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.key}: {self.sentence}" if self.key else f"{place}: {self.sentence}"


class InputError(ValueError):
    """A file that an operator gave is wrong; `problems` has one entry for each thing, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class YamlText:
    """The value that a YAML text spells, and the line (from 1) of each key and item by its path."""

    name: str
    value: Any
    lines: dict[Steps, int]

    def line(self, path: Steps) -> int | None:
        """Return the line of the nearest thing that contains `path`."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def problem(self, path: Steps, sentence: str) -> Problem:
        """Return the problem at `path`."""
        return Problem(self.name, self.line(path), key_text(path), sentence)


def key_text(path: Steps) -> str:
    """Return a path as a reader writes it: `requirements[3].uses[0].check`, counted from 0 as in JSON."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def read_text_file(path: Path, error: type[InputError], *, most: int = MAX_BYTES) -> str:
    """Return the text of a UTF-8 file of at most `most` bytes. Raises `error` for any other or none."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as cause:
        reason = cause.strerror or type(cause).__name__
        raise error([Problem(str(path), None, "", f"cannot be read: {reason}.")]) from cause
    if len(data) > most:
        raise error([Problem(str(path), None, "", f"is larger than {most} bytes.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        raise error([Problem(str(path), line, "", "is not UTF-8; save the file in UTF-8.")]) from cause


def read_yaml_file(path: Path, error: type[InputError] = InputError) -> YamlText:
    """Return the YAML of a file. Raises `error` when it cannot be read or is not YAML of the kind above."""
    return read_yaml(read_text_file(path, error), str(path), error)


def read_yaml(text: str, name: str, error: type[InputError] = InputError) -> YamlText:
    """Return the YAML of a text; `name` is the file named in errors. Raises `error`."""
    try:
        return _Reader(_Loader(text), name, error).read()
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        line = None if mark is None else mark.line + 1
        sentence = " ".join(str(part) for part in (cause.context, cause.problem) if part)
        raise error([Problem(name, line, "", f"is not YAML: {sentence}.")]) from cause
    except (yaml.YAMLError, UnicodeEncodeError) as cause:
        raise error([Problem(name, None, "", "is not YAML: it holds a character that text never has.")]) from cause


def validated(model: type[M], source: YamlText, error: type[InputError]) -> M:
    """Return `source` as `model`. Raises `error` with one problem for each key that is wrong."""
    try:
        return model.model_validate(source.value)
    except ValidationError as cause:
        raise error(problems_of(cause, model, source)) from cause


def problems_of(cause: ValidationError, model: type[BaseModel], source: YamlText, at: Steps = ()) -> list[Problem]:
    """Return the problems that pydantic found in the value at path `at`, in plain sentences."""
    found = []
    for each in cause.errors(include_url=False, include_context=False):
        path = (*at, *each["loc"])
        if each["type"] == "extra_forbidden":
            known = _keys_at(model, each["loc"][:-1])
            sentence = f"this key is not known{'; known are ' + ', '.join(known) if known else ''}."
        elif each["type"] == "missing":
            sentence = "this key is required and missing."
        else:
            sentence = f"{each['msg'].removeprefix('Value error, ').rstrip('.')}; found {_shown(each['input'])}."
        found.append(source.problem(path, sentence))
    return found


def _shown(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _keys_at(model: type[BaseModel], loc: Steps) -> tuple[str, ...]:
    for step in loc:
        field = model.model_fields.get(str(step))
        inner = _model_in(field.annotation) if field is not None else None
        if inner is not None:
            model = inner
        elif not isinstance(step, int):
            return ()
    return tuple(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each)) is not None), None)


_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: twenty times faster on a roster of a country, the same events."""


class _Loader(_Parser):  # type: ignore[misc]  # whichever of the two it is, the stubs know both
    """The scanner and parser of PyYAML with the few implicit types of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own attribute


_TAG = "tag:yaml.org,2002:"
for _type, _pattern, _first in (
    ("null", r"(?:~|null|)", "~n"),
    ("bool", r"(?:true|false)", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?[0-9]{1,18}\.[0-9]{1,18}", "-0123456789"),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
):
    _Loader.add_implicit_resolver(
        _TAG + _type, re.compile(rf"^{_pattern}$"), [*_first, *([""] if "~" in _first else [])]
    )


class _Reader:
    """One pass over the parser's events, with a bound on depth."""

    def __init__(self, loader: _Loader, name: str, error: type[InputError]) -> None:
        self._loader = loader
        self._name = name
        self._error = error
        self._lines: dict[Steps, int] = {}

    def read(self) -> YamlText:
        self._next()
        if self._loader.check_event(yaml.StreamEndEvent):
            raise self._wrong(1, (), "is empty.")
        self._next()
        value = self._value((), self._next())
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._wrong(_line(after), (), "holds more than one YAML document.")
        return YamlText(self._name, value, self._lines)

    def _next(self) -> Any:
        return self._loader.get_event()

    def _wrong(self, line: int, path: Steps, sentence: str) -> InputError:
        return self._error([Problem(self._name, line, key_text(path), sentence)])

    def _value(self, path: Steps, event: Any) -> Any:
        line = _line(event)
        self._lines.setdefault(path, line)
        self._plain(path, event)
        if len(path) > MAX_DEPTH:
            raise self._wrong(line, path[:3], f"is nested deeper than {MAX_DEPTH} levels.")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(path, event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(each := self._next(), yaml.SequenceEndEvent):
                items.append(self._value((*path, len(items)), each))
            return items
        return self._mapping(path)

    def _plain(self, path: Steps, event: Any) -> None:
        """Refuse what makes YAML more than values: an anchor, an alias, a tag."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sentence = "anchors and aliases (& and *) are not allowed; write the value out."
            raise self._wrong(_line(event), path, sentence)
        if event.tag is not None:
            raise self._wrong(_line(event), path, f"tags such as {event.tag[:40]} are not allowed.")

    def _mapping(self, path: Steps) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._wrong(_line(event), path, "a key must be plain text.")
            self._plain(path, event)
            key = self._scalar(path, event)
            key = key if isinstance(key, int) and not isinstance(key, bool) else event.value
            if key in result:
                raise self._wrong(
                    _line(event), (*path, key), f"this key stands twice, first on line {self._lines[(*path, key)]}."
                )
            self._lines[(*path, key)] = _line(event)
            result[key] = self._value((*path, key), self._next())
        return result

    def _scalar(self, path: Steps, event: Any) -> Any:
        kind = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit).removeprefix(_TAG)
        if kind == "timestamp":
            try:
                return date.fromisoformat(event.value)
            except ValueError:
                raise self._wrong(_line(event), path, f"{event.value} is not a day of the calendar.") from None
        return _SCALARS[kind](event.value)


_SCALARS: dict[str, Callable[[str], Any]] = {
    "null": lambda _: None,
    "bool": lambda text: text == "true",
    "int": int,
    "float": float,
    "str": str,
}


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
