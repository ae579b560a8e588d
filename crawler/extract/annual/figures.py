"""Figures in table cells: what is certainly a number is one, a blank or a dash is None, never 0."""

import re
from typing import Final

from crawler.model.typography import half_width

Figure = int | float | None

_GROUPED: Final = re.compile(r"-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_PLAIN: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_LONGEST: Final = 15
"""Digits of a figure."""
_UNIT: Final = re.compile(r"\s*(?:件|项|条|宗|件次|次|个|万元)$")
_SIGNS: Final = str.maketrans(
    {"−": "-", "－": "-", "﹣": "-", "\u200b": None, "\ufeff": None, "\N{NO-BREAK SPACE}": " "}
)


def figure(text: str) -> Figure:
    """Return the number that `text` spells, or None when it is blank, a dash, a slash or anything else."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        return int(text)
    plain = _UNIT.sub("", " ".join(half_width(text.translate(_SIGNS)).split()))
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    elif not _PLAIN.fullmatch(plain):
        return None
    value = float(plain)
    return int(value) if value.is_integer() else value
