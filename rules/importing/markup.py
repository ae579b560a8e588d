"""HTML, well-formed or saved from somewhere: tables as grids, the rest as lines; scripts and styles are dropped."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from rules.importing.document import Block, Document, Line, Row
from rules.importing.grid import Cell, grid

_SILENT = ("script", "style", "noscript", "template", "head", "select", "button")
_BREAKING = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "ul",
        "ol",
        "center",
        "blockquote",
        "dd",
        "dt",
        "pre",
        "address",
        "form",
    ]
)
_FEWEST = 2
_SWALLOWING = re.compile(r"</?(?:noframes|noembed|xmp|plaintext|listing|iframe)\b[^<>]{0,500}>", re.IGNORECASE)
"""Elements that take all that follows for plain text when, as in injected code, nothing closes them."""


def read(decoded: str) -> Document:
    """Return the blocks of a page."""
    page = BeautifulSoup(_SWALLOWING.sub("", decoded), "lxml")
    title = page.title.get_text(strip=True) if page.title else ""
    for silent in page(_SILENT):
        silent.decompose()
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    holders = {id(outer) for table in page.find_all("table") if (outer := table.find_parent("table")) is not None}
    reader = _Reader(holders)
    reader.walk(page)
    reader.flush()
    junk = ((title, "page title"),) if title else ()
    return Document("html", tuple(reader.blocks), junk)


class _Reader:
    def __init__(self, holders: set[int]) -> None:
        self.holders = holders
        self.blocks: list[Block] = []
        self.text = ""
        self.where = 1
        self.tables = 0

    def flush(self) -> None:
        line = " ".join(self.text.split())
        if line:
            self.blocks.append(Line(line, self.where))
            self.where += 1
        self.text = ""

    def walk(self, root: Tag) -> None:
        """Depth first without recursion: saved pages nest as deep as their authors were careless."""
        stack: list[Tag | NavigableString | None] = [root]
        while stack:
            node = stack.pop()
            if node is None:
                self.flush()
            elif isinstance(node, Tag):
                if node.name == "table" and id(node) not in self.holders and _is_data(node):
                    self.flush()
                    self.rows(node)
                    continue
                if node.name in _BREAKING:
                    self.flush()
                    stack.append(None)
                stack.extend(reversed(list(node.children)))  # type: ignore[arg-type]  # children are tags or strings
            else:
                self.text += str(node)

    def rows(self, table: Tag) -> None:
        self.tables += 1
        spans = [
            [
                Cell(_paragraphs(cell), _span(cell, "rowspan"), _span(cell, "colspan"))
                for cell in row.find_all(["td", "th"])
            ]
            for row in table.find_all("tr")
        ]
        for cells in grid(spans):
            if any(cells):
                self.blocks.append(Row(tuple(cells), self.where, self.tables))
                self.where += 1


def _is_data(table: Tag) -> bool:
    """A table that holds no other is data when some row of it has two cells; the rest is page layout."""
    return any(len(row.find_all(["td", "th"])) >= _FEWEST for row in table.find_all("tr"))


def _paragraphs(cell: Tag) -> str:
    parts: list[str] = [""]
    for node in cell.descendants:
        if isinstance(node, Tag):
            if node.name in _BREAKING:
                parts.append("")
        else:
            parts[-1] += str(node)
    return "\n".join(part for part in (" ".join(each.split()) for each in parts) if part)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return int(value) if value.isdecimal() else 1
