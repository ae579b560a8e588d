"""A day that a script in the page writes at its own place: `document.write("2019-03-04 10:22:33".substring(0, 10))`."""

import re
from typing import Final

_LONGEST: Final = 400
"""Signs: a longer script does more than write a day."""

_DAY: Final = re.compile(
    r"""["']\s*((?:19|20)\d\d([-/.年])\d{1,2}[-/.月]\d{1,2}日?)(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?)?\s*["']"""
)
_DECIDES: Final = re.compile(r"\bif\b|\?|\bnew\s+Date\s*\(\s*\)|<img|[<>]=|\bfor\b|\bwhile\b")


def written_day(script: str) -> str | None:
    """Return the only day that a short script writes as it stands; None when it decides by it or names others.

    A script that compares days (the sign for what is new, 征集中 or 已结束) writes something else.
    """
    if len(script) > _LONGEST or "document.write" not in script or _DECIDES.search(script):
        return None
    days = {match[1] for match in _DAY.finditer(script)}
    return days.pop() if len(days) == 1 else None
