"""A page in reading order: its text runs, blocks and links, with where each stands. Made in one pass over the markup.

All readers work on these small arrays instead of parsing it again; that is what keeps a page under 3 ms.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from crawler.markup.once import Once

EDGE = "\x1f"
"""Stands in a block's raw text where one inline element ends and another begins."""


class Run(NamedTuple):
    """A piece of text: whitespace collapsed, `node` the element it stands in, `anchor` the link it is part of or -1."""

    text: str
    node: int
    anchor: int
    block: int


class Block(NamedTuple):
    """The text between two block boundaries. `raw` has EDGE between inline elements, `linked` counts linked chars."""

    raw: str
    node: int
    area: int
    linked: int
    first_run: int

    @property
    def text(self) -> str:
        """The text as a reader sees it."""
        return self.raw.replace(EDGE, "")


@dataclass(slots=True)
class Anchor:
    """A link as it stands in the page; `href` is raw. `node` orders it, `end` is the last node inside it."""

    node: int
    href: str
    title: str
    text: str
    area: int
    block: int
    script: str = ""
    image: bool = False

    @property
    def name(self) -> str:
        """The full wording: the title attribute where the text was cut, else the text."""
        text, title = self.text, self.title
        if not text:
            return title
        cut = text.rstrip(".…·。 ")
        return title if cut and len(title) > len(cut) and begins(title, cut) else text


@dataclass
class Flow(Once):
    """The page in reading order; node numbers follow document order and `ends[n]` is the last node inside n.

    `times` has what the `<time>` elements (their nodes) tell to programs.
    """

    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    inputs: int = 0
    passwords: int = 0
    areas_of_text: int = 0
    frames: list[str] = field(default_factory=list)
    linked_scripts: list[str] = field(default_factory=list)
    images: int = 0
    bases: list[str] = field(default_factory=list)
    times: dict[int, str] = field(default_factory=dict)
    truncated: bool = False

    @cached_property
    def anchor_nodes(self) -> list[int]:
        """The nodes of all links, rising."""
        return [anchor.node for anchor in self.anchors]

    def anchors_in(self, node: int) -> range:
        """The indexes of the links inside `node`."""
        return range(
            bisect_left(self.anchor_nodes, node),
            bisect_right(self.anchor_nodes, self.ends[node]),
        )

    def meta(self, *names: str) -> str | None:
        """The first usable content of the named meta tags (lower case), None for absent, empty and `null`."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content and content.lower() not in {"null", "none", "undefined", "无"}:
                    return content
        return None


def begins(title: str, cut: str) -> bool:
    """True when the shown text is the beginning of the title, blanks aside (lists cut at 34 characters)."""
    return "".join(title.split()).startswith("".join(cut.split()))
