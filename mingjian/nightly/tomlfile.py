"""TOML with the line of every key, so that an error names file, line and key as it does for YAML."""

import re
import tomllib
from pathlib import Path

from rules.yamltext import InputError, Problem, Steps, YamlText, read_text_file

MAX_BYTES = 1_000_000
_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_WORD = r"""(?:[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*')"""
_PART = re.compile(_WORD)
_KEY = re.compile(rf"^\s*({_WORD}(?:\s*\.\s*{_WORD})*)\s*=")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class SettingsError(InputError):
    """The settings of a workspace are wrong or not there."""


def read_toml_file(path: Path) -> YamlText:
    """Return the values of a TOML file with their lines. Raises SettingsError when it cannot be read or is not TOML."""
    return read_toml(read_text_file(path, SettingsError, most=MAX_BYTES), str(path))


def read_toml(text: str, name: str) -> YamlText:
    """Return the values that a TOML text spells; `name` is the file named in errors. Raises SettingsError."""
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        said = str(cause)
        place = _AT.search(said)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        sentence = f"is not TOML: {_AT.sub('', said)}; texts stand in double quotes."
        raise SettingsError([Problem(name, line, "", sentence)]) from cause
    except RecursionError as cause:
        raise SettingsError([Problem(name, None, "", "is nested too deep.")]) from cause
    return YamlText(name, value, _lines(text))


def _lines(text: str) -> dict[Steps, int]:
    """Return where each table and key stands. A key inside a text of several lines may be told wrongly, never used."""
    found: dict[Steps, int] = {(): 1}
    table: Steps = ()
    counted: dict[Steps, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _TABLE.match(line):
            table = _steps(heading[2])
            if heading[1] == "[[":
                index = counted.get(table, -1) + 1
                counted[table] = index
                found.setdefault(table, number)
                table = (*table, index)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = table
            for step in _steps(key[1]):
                path = (*path, step)
                found.setdefault(path, number)
    return found


def _steps(dotted: str) -> Steps:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
