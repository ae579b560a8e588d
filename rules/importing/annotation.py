"""Units and deadlines that stand at the end of an item instead of in columns of their own.

The forms met: （市财政局牵头，各部门配合）, （责任单位：市财政局）, and 牵头单位：市财政局；配合单位：各部门；
完成时限：6月底前, in brackets, in the same paragraph, or in a paragraph of its own.
"""

import re
from dataclasses import dataclass

from rules.importing.chinese import simplified
from rules.importing.headers import Role, is_outright, ranked, role_of
from rules.importing.units import looks_like_units

_OPEN, _CLOSE = "（(【[〔", "）)】]〕"
_ENDING = "。.；;，, \t　\n"
_LABEL = re.compile(
    r"(?:^|(?<=[。；;，,、\s（(【\[〔]))([^\s：:。；;，,、（(【\[〔]{2,8}(?:[（(](?:部门|单位)[）)])?)\s*[：:]"
)
_ACTING = re.compile(r"(?:牵头(?:负责|落实)?|(?:分别|共同|具体)?负责|配合|协助|参与|(?:按照?)?职责分工(?:负责|落实)*)$")
_CHARGED = re.compile(r"由([^。；;]{2,200}?(?:牵头|负责|配合|落实|实施)[^，,。；;]{0,6})")
_NAME_END = re.compile(r"[局办委府院会所队心站科处厅室社司镇乡]\s*$")
_LONGEST = 300
"""Characters. Longer brackets hold an explanation, not units."""
_FIELDS = {Role.LEAD: "units", Role.SUPPORT: "support", Role.DUE: "due"}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text without its ending, and what the ending says: cell texts as a table would hold them, empty if unsaid."""

    text: str
    units: str = ""
    support: str = ""
    due: str = ""
    led: bool = False
    """`units` were called 牵头单位, not 责任单位."""

    @property
    def found(self) -> bool:
        """True when the text names units or a deadline at its end."""
        return bool(self.units or self.support or self.due)


def annotated(text: str) -> Annotated:
    """Return `text` parted from the units and deadlines at its end; the text whole when it has none."""
    body = text.rstrip(_ENDING)
    bracket = _last_bracket(body)
    if bracket is not None:
        before, inside = bracket
        read = _labelled(inside)
        if read is not None and not read.text:
            return Annotated(before.rstrip(" \t　\n"), read.units, read.support, read.due, read.led)
        if _names_units(inside, before):
            return Annotated(before.rstrip(" \t　\n"), inside)
    read = _labelled(body)
    return read or _last_sentence(body) or Annotated(text)


def _labelled(text: str) -> Annotated | None:
    """Read 责任单位：… and its like from the first such label to the end; None when there is none."""
    labels = [(found, role_of(found.group(1))) for found in _LABEL.finditer(text)]
    known = [(found, role) for found, role in labels if role is not None and role in _FIELDS]
    if not known:
        return None
    parts: dict[str, str] = {}
    roles = ranked([(found.group(1), role) for found, role in known])
    for number, ((found, _), role) in enumerate(zip(known, roles, strict=True)):
        end = known[number + 1][0].start() if number + 1 < len(known) else len(text)
        field = _FIELDS[role]
        value = text[found.end() : end].strip(_ENDING + _OPEN + "、")
        parts[field] = "；".join(filter(None, (parts.get(field, ""), _balanced(value))))
    if sum(map(len, parts.values())) > _LONGEST:
        return None
    led = any(role is Role.LEAD and is_outright(found.group(1)) for (found, _), role in zip(known, roles, strict=True))
    return Annotated(
        text[: known[0][0].start()].rstrip(" \t　\n" + _OPEN),
        parts.get("units", ""),
        parts.get("support", ""),
        parts.get("due", ""),
        led,
    )


def _last_sentence(body: str) -> Annotated | None:
    """Read 由市财政局牵头，各部门配合。 where it is the last sentence of a text."""
    before, stop, last = body.rpartition("。")
    found = _CHARGED.fullmatch(simplified(last)) if stop and len(last) <= _LONGEST else None
    if found is None or not looks_like_units(found.group(1)):
        return None
    return Annotated(before + stop, found.group(1))


def _balanced(value: str) -> str:
    """Drop a closing bracket whose opening one stood before the label."""
    while value and value[-1] in _CLOSE and sum(value.count(each) for each in _OPEN) < sum(map(value.count, _CLOSE)):
        value = value[:-1].rstrip(_ENDING)
    return value


def _last_bracket(text: str) -> tuple[str, str] | None:
    """Return what stands before and inside the bracket that closes at the end of `text`."""
    if not text or text[-1] not in _CLOSE:
        return None
    depth = 0
    for place in range(len(text) - 1, max(len(text) - _LONGEST, 0) - 1, -1):
        depth += (text[place] in _CLOSE) - (text[place] in _OPEN)
        if depth == 0:
            return text[:place], text[place + 1 : -1].strip(_ENDING)
    return None


def _names_units(inside: str, before: str) -> bool:
    """True for units in brackets. Bare names behind a unit's name explain that one: 区政府办公室（区信息中心）."""
    plain = simplified(inside)
    if not looks_like_units(plain):
        return False
    return "牵头" in plain or bool(_ACTING.search(plain)) or not _NAME_END.search(simplified(before))
