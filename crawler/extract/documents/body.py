"""Where the text of a document stands in its page."""

from typing import Final

from crawler.markup import Area, Flow

_PLAIN: Final = 12
_SENTENCE: Final = 25
_ASIDE: Final = Area.NAVIGATION | Area.FOOTER | Area.CRUMB | Area.PAGER
_HEADS: Final = 0.5
_UP: Final = 4


def body_node(flow: Flow) -> int | None:
    """Return the node that holds the document's text, None when the page has hardly any running text.

    A node that a content system marks as the text (TRS_Editor, zoom, UCAP-CONTENT …) is taken when it holds most of the
    running text; otherwise the node with the densest text wins.
    """
    weights: dict[int, float] = {}
    marked: dict[int, int] = {}
    for block in flow.blocks:
        length = len(block.raw) - block.linked
        if length < _PLAIN or block.area & _ASIDE or block.linked > length:
            continue
        weight = float(length if length >= _SENTENCE else length / 3)
        if block.area & Area.HIDDEN:
            weight /= 10
        outermost = _outermost_marked(flow, block.node) if block.area & Area.BODY else None
        if outermost is not None:
            marked[outermost] = marked.get(outermost, 0) + length
        node, share = flow.parents[block.node], 1.0
        if flow.tags[block.node] in {"div", "td", "section", "article", "li"}:
            weights[block.node] = weights.get(block.node, 0) + weight
        for _ in range(_UP):
            if node < 0 or flow.tags[node] == "html":
                break
            weights[node] = weights.get(node, 0) + weight * share
            node, share = flow.parents[node], share * _HEADS
    best = max(weights, key=lambda node: (weights[node], node), default=None)
    if marked:
        favourite = max(marked, key=lambda node: marked[node])
        if best is None or marked[favourite] * 2 >= weights[best]:
            return favourite
    return best


def _outermost_marked(flow: Flow, node: int) -> int:
    """The highest ancestor that itself is marked as the text."""
    top = node
    while node >= 0:
        if flow.areas[node] & Area.BODY:
            top = node
        else:
            break
        node = flow.parents[node]
    return top


def blocks_within(flow: Flow, node: int) -> range:
    """The numbers of the blocks inside `node`."""
    numbers = [number for number, block in enumerate(flow.blocks) if node <= block.node <= flow.ends[node]]
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)
