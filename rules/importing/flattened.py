"""Plans whose table was flattened to one cell per line, as copying from a page does."""

from rules.importing.chinese import simplified
from rules.importing.deadlines import is_deadline
from rules.importing.document import Line
from rules.importing.draft import Draft, Sorted, identify
from rules.importing.headers import Role, role_of
from rules.importing.junk import junk_reason
from rules.importing.numbering import Numbered, Style, numbered
from rules.importing.units import looks_like_units

_LONGEST_NAME = 24
_FEWEST_HEADERS = 2
_FEWEST_FIGURES = 3
_LONGEST_FIGURE = 4
_LARGEST_GAP = 3
"""Numbers that may be missing between two items; a longer jump is a figure in the text."""


def read(lines: tuple[Line, ...]) -> Sorted | None:
    """Return the lines sorted, or None when no header words stand on lines of their own."""
    start, headers = _header(lines)
    if start is None:
        return None
    found = Sorted(headings=list(headers))
    for line in lines[: start - len(headers)]:
        reason = junk_reason(line.text)
        if reason:
            found.junk.append((line.text, reason))
        else:
            found.preamble.append(line.text)
    body = lines[start:]
    figures = [int(text) for line in body if (text := line.text.strip()).isdecimal() and len(text) <= _LONGEST_FIGURE]
    in_order = figures[:_FEWEST_FIGURES] == list(range(1, _FEWEST_FIGURES + 1))
    counted = bool(figures) and (Role.NUMBER in map(role_of, headers) or in_order)
    reader = _Reader(found, counted=counted, numbered=_has_numbers(body))
    for line in body:
        reader.take(line)
    reader.end()
    identify(found.drafts)
    return found


def _has_numbers(body: tuple[Line, ...]) -> bool:
    """True when the items are numbered, not only the titles over them (一、, （一）)."""
    items = [item for line in body if (item := numbered(line.text)) is not None]
    if any(item.style not in (Style.CHINESE, Style.CHINESE_PARENS) for item in items):
        return True
    long = [line.text for line in body if len(line.text) > _LONGEST_NAME and not is_units(line.text)]
    return bool(items) and 2 * sum(numbered(text) is not None for text in long) >= len(long)


def _header(lines: tuple[Line, ...]) -> tuple[int | None, list[str]]:
    run: list[str] = []
    for place, line in enumerate(lines):
        role = role_of(line.text)
        if role:
            run.append(line.text)
            continue
        roles = set(map(role_of, run))
        if len(roles) >= _FEWEST_HEADERS and {Role.TASK, Role.REQUIREMENT} & roles:
            return place, run
        run = []
    return None, []


class _Reader:
    """Items collect until a line of units closes them: in a merged cell the unit stands after all of its items."""

    def __init__(self, found: Sorted, *, counted: bool, numbered: bool) -> None:
        self.found = found
        self.counted, self.numbered = counted, numbered
        self.task, self.number = "", ""
        self.pending: list[str] = []
        self.waiting: list[Draft] = []
        self.style: Style | None = None

    def take(self, line: Line) -> None:
        text = line.text
        item = numbered(text)
        reason = None if item else junk_reason(text)
        if reason:
            self.found.junk.append((text, reason))
        elif role_of(text):
            self.found.headings.append(text)
        elif self.counted and text.strip().isdecimal():
            self._close(pending=True)
            self.number = text.strip()
        elif self._begins(text, item):
            self._begin(line, item)
        elif is_units(text) and (self._begins_short(line) or self.waiting or self.found.drafts):
            self._units(text)
        elif is_deadline(simplified(text)) and (self.waiting or self.found.drafts):
            for draft in self.waiting or self.found.drafts[-1:]:
                draft.due = text
        elif self.waiting and not self.pending and len(text) > _LONGEST_NAME:
            self.waiting[-1].text += text
        else:
            self.pending.append(text)

    def _begins_short(self, line: Line) -> bool:
        """Begin the short requirement that stands under its number, above the units."""
        if not (self.counted and self.number and self.pending):
            return False
        text = self.pending.pop()
        self._begin(Line(text, line.where), None)
        return True

    def end(self) -> None:
        self._close(pending=False)
        self.found.unassigned += self.pending

    def _begins(self, text: str, item: Numbered | None) -> bool:
        if self.counted:
            return bool(self.number) and len(text) > _LONGEST_NAME and not is_units(text)
        if not self.numbered:
            title = item is not None and item.style in (Style.CHINESE, Style.CHINESE_PARENS) and "。" not in text
            return len(text) > _LONGEST_NAME and not title and not is_units(text)
        return item is not None and self.style in (None, item.style) and self._continues(item.value)

    def _begin(self, line: Line, item: Numbered | None) -> None:
        if item is not None and not self.counted:
            self.style = item.style
        if self.pending:
            self.task = self.pending.pop()
            self.found.headings += [*self.pending, self.task]
            self.pending = []
        plain = item is None or self.counted
        body = line.text if plain or item is None else item.body
        value = None if plain or item is None else item.value
        self.waiting.append(Draft(self.task, body, where=line.where, number=self.number, value=value))
        self.number = ""

    def _units(self, text: str) -> None:
        for draft in self.waiting:
            draft.units = text
        if not self.waiting:
            self.found.drafts[-1].units += "；" + text  # a unit cell of two paragraphs
        self._close(pending=False)

    def _close(self, *, pending: bool) -> None:
        """File the waiting items; a short requirement under its number, still pending, is one of them."""
        if pending and self.number and self.pending:
            *above, text = self.pending
            self.task = above[-1] if above else self.task
            self.found.headings += above
            self.found.drafts.append(Draft(self.task, text, number=self.number))
            self.pending, self.number = [], ""
        self.found.drafts += self.waiting
        self.waiting = []

    def _continues(self, value: int) -> bool:
        last = self.waiting[-1] if self.waiting else self.found.drafts[-1] if self.found.drafts else None
        if last is None or last.value is None:
            return True
        return last.value < value <= last.value + _LARGEST_GAP or (value == 1 and bool(self.pending))


def is_units(text: str) -> bool:
    """True when every part of a line looks like the name of a unit or a group of units."""
    return numbered(text) is None and looks_like_units(simplified(text))
