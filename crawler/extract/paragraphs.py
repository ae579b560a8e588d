"""The visible text of a tree as lines: one per block, table cells of a row joined by tabs."""

import re
from typing import Final

import lxml.etree
import lxml.html

# fmt: off
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dir",
    "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "tfoot", "thead",
    "title", "tr", "ul",
))
# fmt: on
MOST_NODES: Final = 60_000
_CELLS: Final = frozenset({"td", "th"})
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "textarea", "iframe", "object"})
_BLANKS: Final = re.compile(r"[^\S\t]+")
_TABS: Final = re.compile(r" ?\t[ \t]*")


def paragraphs(root: lxml.html.HtmlElement) -> tuple[str, ...]:
    """Return the non-empty lines of text under `root`, in document order, blanks collapsed.

    The text ends after MOST_NODES elements: no document of an office has that many.
    """
    parts: list[str] = []
    left = MOST_NODES
    walk = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            left -= 1
            if not left:
                break
            tag = node.tag
            if tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                parts.append("\n")
            elif tag in _CELLS:
                parts.append("\t")
            if node.text:
                parts.append(node.text.replace("\n", " "))
            continue
        if event == "end" and node.tag in _BLOCKS:
            parts.append("\n")
        if node.tail and node is not root:
            parts.append(node.tail.replace("\n", " "))
    return lines_of("".join(parts))


def lines_of(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of `text` with blanks collapsed; tabs between table cells stay."""
    lines = (_TABS.sub("\t", _BLANKS.sub(" ", line)).strip() for line in text.split("\n"))
    return tuple(line for line in lines if line)
