"""Which labels speak of the document: those above and below its text, not those its text writes of other things.

A notice names the department in charge (责任部门), the day of an earlier notice (首次公告日期), whom to ask (名称) and
the number of a licence (批准文号) in the words of a header.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from crawler.extract.labels import Field, Labelled
from crawler.markup import Area, Block, Flow

_PROSE = 40
_GAP = 2
_AT_THE_END = frozenset({Field.PUBLISHED, Field.UPDATED, Field.TIME, Field.SOURCE, Field.OTHER})


class Owned(NamedTuple):
    """The labels of a document: `header` are certain; `tail` close the text, where some sites print day and source."""

    header: Sequence[Labelled]
    tail: Sequence[Labelled]


def owned(flow: Flow, labels: Sequence[Labelled], start: int, end: int) -> Owned:
    """Part the labels by the text that lies in the blocks from `start`, where header lines may still stand, to `end`.

    Header lines run on from the start, and back from the end, as long as hardly a line without a label lies between.
    """
    inside = [each for each in labels if start <= each.block <= end]
    if not inside:
        return Owned(labels, ())
    held = {each.block for each in inside} | {each.value_block for each in inside}
    sentences = {each.block for each in inside if each.field is not Field.OTHER and "。" in flow.blocks[each.block].raw}
    first = _run(flow, held - sentences, range(start, end + 1), start - 1)
    last = _run(flow, held - sentences, range(end, first, -1), end + 1)
    # A table with the index number may stand below the text, too.
    if any(each.field is Field.INDEX and each.block >= last for each in inside):
        return Owned([each for each in labels if not first < each.block < last], ())
    return Owned(
        [each for each in labels if each.block <= first or each.block > end],
        [each for each in inside if each.block >= last and each.field in _AT_THE_END],
    )


def _run(flow: Flow, held: AbstractSet[int], numbers: range, last: int) -> int:
    """The last of the blocks that are held one after another, from the first of `numbers` on."""
    gap = 0
    for number in numbers:
        block = flow.blocks[number]
        if number in held:
            last, gap = number, 0
        elif gap == _GAP or _is_prose(block):
            break
        elif not block.area & Area.CELL:
            gap += 1
    return last


def _is_prose(block: Block) -> bool:
    """True for a line too long for a header; who passed a regulation, and when, stands in brackets under its title."""
    return len(block.raw) >= _PROSE and not (
        block.raw.startswith(("（", "(")) and block.raw.rstrip().endswith(("）", ")"))
    )
