"""The page docs/checks.md, drawn from the registry: `python -m checks.documentation docs/checks.md`."""

import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from checks.model import Check
from checks.registry import all_checks

HEADINGS = {
    "Why:": "为什么",
    "Passes when:": "符合",
    "Fails when:": "不符合",
    "Inconclusive when:": "暂不能判定",
    "Not applicable when:": "不适用",
}
"""The fixed sections of a check's docstring and what readers see instead."""

_HEAD = """# The checks

Generated from the docstrings by `python -m checks.documentation docs/checks.md`; a test keeps it fresh.
How a check is written, and what it may know: `DESIGN.md` 4. Parameters have no defaults: the plan gives every number.
"""


def sections(doc: str) -> dict[str, str]:
    """Return the fixed sections of a check's docstring, each as one run of text: {"Fails when:": "…"}."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in inspect.cleandoc(doc).splitlines():
        if line.strip() in HEADINGS:
            current = found.setdefault(line.strip(), [])
        elif current is not None and line.strip():
            current.append(line.strip())
    return {heading: "".join(lines) for heading, lines in found.items()}


def summary(doc: str) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(inspect.cleandoc(doc).split("\n\n")[0].split())


def page() -> str:
    """Return docs/checks.md: every check by id, with its wording, norm, needs, parameters and sections."""
    checks = all_checks()
    index = "\n".join(f"- [`{each.id}`](#{each.id}) {each.title}" for each in checks)
    return "\n".join([_HEAD, index, "", *("\n".join(_entry(each)) for each in checks)])


def _entry(check: Check) -> Iterator[str]:
    yield f"## {check.id}\n"
    yield f"{summary(check.doc)}\n"
    yield f"- 符合时：{check.title}；不符合时：{check.fail_title}"
    yield f"- 依据：{check.norm.title}，{check.norm.clause}"
    yield f"- 证据：{'、'.join(f'`{each}`' for each in sorted(check.needs))}"
    yield f"- 参数：{'；'.join(_parameters(check.params.model_json_schema()))}\n"
    for heading, text in sections(check.doc).items():
        yield f"**{HEADINGS[heading]}** {text}\n"


def _parameters(schema: dict[str, Any]) -> Iterator[str]:
    known = schema.get("$defs", {})
    for name, field in schema.get("properties", {}).items():
        yield f"`{name}`: {_type(field, known)}"


def _type(field: dict[str, Any], known: dict[str, Any]) -> str:
    """Return a JSON schema of a parameter in a few words."""
    if "$ref" in field:
        return _type(known[field["$ref"].rpartition("/")[2]], known)
    if "enum" in field:
        return " | ".join(f"`{each}`" for each in field["enum"])
    if "anyOf" in field:
        return " or ".join(_type(each, known) for each in field["anyOf"])
    if field.get("type") == "object":
        inner = "; ".join(f"{name}: {_type(each, known)}" for name, each in field.get("properties", {}).items())
        return f"{{{inner}}}"
    if field.get("type") == "array":
        return f"list of ({_type(field.get('items', {}), known)})"
    return str(field.get("format", field.get("type", "any")))


def main(arguments: Sequence[str]) -> None:
    """Write the page to the file named first, or to standard output when none is named."""
    if arguments:
        Path(arguments[0]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main(sys.argv[1:])
