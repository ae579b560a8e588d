"""Plans in tables with a header row, repeated on every page or not, with merged, repeated or blank cells."""

from rules.importing.document import Block, Line
from rules.importing.draft import Draft, Sorted
from rules.importing.headers import Header, Role, read_header
from rules.importing.junk import junk_reason
from rules.importing.numbering import numbered, split_items


def read(blocks: tuple[Block, ...]) -> Sorted | None:
    """Return the blocks sorted, or None when no table has a header of a plan."""
    found = Sorted()
    header: Header | None = None
    task = units = support = ""
    seen_table = False
    for block in blocks:
        if isinstance(block, Line):
            _line(block.text, found, after_table=seen_table)
            continue
        again = read_header(block.cells)
        if again is not None:
            header, seen_table = again, True
            found.headings.append(" ".join(block.cells))
            continue
        if header is None:
            (found.unassigned if seen_table else found.preamble).append(" ".join(filter(None, block.cells)))
            continue
        cells = block.cells
        task = header.cell(cells, Role.TASK) or task
        # A blank unit cell continues the merged one above it.
        units = header.cell(cells, Role.LEAD) or units
        support = header.cell(cells, Role.SUPPORT) if header.has(Role.SUPPORT) else support
        text = header.cell(cells, Role.REQUIREMENT)
        if not text:
            found.headings.append(" ".join(filter(None, cells)))
            continue
        number = header.cell(cells, Role.NUMBER)
        _add(found, text, Draft("", task, "", units, support, header.cell(cells, Role.DUE), block.where), number)
    return found if seen_table else None


def _line(text: str, found: Sorted, *, after_table: bool) -> None:
    reason = junk_reason(text)
    if reason:
        found.junk.append((text, reason))
    elif after_table:
        found.unassigned.append(text)
    else:
        found.preamble.append(text)


def _add(found: Sorted, text: str, like: Draft, number: str) -> None:
    for item in split_items(text):
        read = numbered(item)
        if number.strip().isdecimal() and read is None:
            identity = number.strip()
        elif read is not None:
            identity = str(read.value)
        else:
            identity = str(len(found.drafts) + 1)
        body = " ".join((read.body if read else item).split("\n"))
        if found.drafts and found.drafts[-1].text == body and found.drafts[-1].task == like.task:
            continue  # a merged cell that a grid repeated
        taken = {draft.id for draft in found.drafts}
        if identity in taken:
            identity = str(len(found.drafts) + 1)
        found.drafts.append(Draft(identity, like.task, body, like.units, like.support, like.due, like.where))
