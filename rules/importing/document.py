"""A document as lines and table rows, whatever file it came in; every one of them keeps its place in the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field


class DocumentError(ValueError):
    """The file is no document that can be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One table row. Cells of merged areas are repeated in every row and column that they span.

    A cell's paragraphs are separated by new lines. `table` numbers the tables of the document from 1.
    """

    cells: tuple[str, ...]
    where: int
    table: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph outside of tables."""

    text: str
    where: int


Block = Row | Line


def loosened(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Return the blocks as lines: what laid a page out in columns is taken apart, each cell's paragraphs in order."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        else:
            texts = (text for cell in dict.fromkeys(block.cells) for text in cell.split("\n") if text)
            lines.extend(Line(text, block.where) for text in texts)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: its blocks in reading order, and junk set aside, each with the reason."""

    form: str
    blocks: tuple[Block, ...]
    junk: tuple[tuple[str, str], ...] = field(default=())
