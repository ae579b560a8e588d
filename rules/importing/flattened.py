"""Plans whose table was flattened to one cell per line, as copying from a page does."""

import re

from rules.importing.chinese import simplified
from rules.importing.document import Block, Line
from rules.importing.draft import Draft, Sorted
from rules.importing.headers import role_of
from rules.importing.junk import junk_reason
from rules.importing.numbering import Style, numbered
from rules.importing.units import read_units

_UNIT_END = re.compile(
    r"(?:局|办|办公室|委|委员会|政府|院|协会|所|大队|中心|站|科|处|厅|单位|部门|社区|机构|公司|组织|街道|镇|乡|镇街|镇（街）|办事处|管委会|"
    r"改造办|秘书处|科室|分局|支队|\)|）)(?:等)?$"
)
_LONGEST_NAME = 24
_FEWEST_HEADERS = 2
_SENTENCE = re.compile(r"[，,].{12,}[，,]|加强|推进|做好|落实《|完善")


def read(blocks: tuple[Block, ...]) -> Sorted | None:
    """Return the lines sorted, or None when no header words stand on lines of their own."""
    start, roles = _header(blocks)
    if start is None:
        return None
    found = Sorted()
    for block in blocks[:start]:
        text = block.text if isinstance(block, Line) else " ".join(block.cells)
        reason = junk_reason(text)
        if reason:
            found.junk.append((text, reason))
        else:
            found.preamble.append(text)
    _body([block for block in blocks[start:] if isinstance(block, Line)], found)
    found.headings = [*roles, *found.headings]
    return found


def _header(blocks: tuple[Block, ...]) -> tuple[int | None, list[str]]:
    run: list[str] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Line) and role_of(block.text):
            run.append(block.text)
        elif len(run) >= _FEWEST_HEADERS:
            return place, run
        else:
            run = []
    return None, []


def _body(lines: list[Line], found: Sorted) -> None:
    """Items collect until a line of units closes them: in a merged cell the unit stands after all of its items."""
    task, pending_tasks = "", list[str]()
    waiting: list[Draft] = []
    style: Style | None = None
    for line in lines:
        item = numbered(line.text)
        reason = junk_reason(line.text)
        if reason:
            found.junk.append((line.text, reason))
        elif role_of(line.text):
            found.headings.append(line.text)
        elif item and (style is None or item.style is style) and _continues(item.value, found, waiting):
            style = item.style
            if pending_tasks:
                task = pending_tasks.pop()
                found.headings += [*pending_tasks, task]
                pending_tasks = []
            waiting.append(Draft(str(item.value), task, item.body, where=line.where))
        elif is_units(line.text) and (waiting or found.drafts):
            for draft in waiting:
                draft.units = line.text
            if not waiting and found.drafts:
                # a unit cell of two paragraphs
                found.drafts[-1].units += "；" + line.text
            found.drafts += waiting
            waiting = []
        elif waiting and not pending_tasks and len(line.text) > _LONGEST_NAME:
            waiting[-1].text += line.text
        else:
            pending_tasks.append(line.text)
    found.drafts += waiting
    found.unassigned += pending_tasks


def _continues(value: int, found: Sorted, waiting: list[Draft]) -> bool:
    last = waiting[-1] if waiting else found.drafts[-1] if found.drafts else None
    return last is None or value == int(last.id) + 1


def is_units(text: str) -> bool:
    """True when every part of a line looks like the name of a unit or a group of units."""
    plain = simplified(text)
    if numbered(plain) or _SENTENCE.search(plain):
        return False
    units = read_units(plain)
    names = (*units.lead, *units.support)
    return bool(names or units.groups) and all(
        len(name) <= _LONGEST_NAME and _UNIT_END.search(name) for name in (*names, *units.groups)
    )
