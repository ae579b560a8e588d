"""Roles that a wrapper has by accident: `<body class="list-page">` is no pager, nor is `<div class="page">`."""

from typing import Final

from crawler.markup.areas import TAG_AREAS, Area, area_of
from crawler.markup.flow import Block, Flow

_ROLES: Final = Area.HIDDEN | Area.NAVIGATION | Area.FOOTER | Area.CRUMB | Area.PAGER | Area.SIDE | Area.RELATED
_NEVER_LARGE: Final = Area.PAGER | Area.CRUMB
_WHOLE, _HALF = 0.9, 0.5
"""The share of a page's elements that an element with such a role cannot hold."""
_FEWEST, _FEWEST_OF_ALL = 40, 16
"""Elements: pages smaller than the first may be all menu, than the second all pager."""


def unwrap(flow: Flow) -> None:
    """Take from a whole page the roles that its wrappers gave it; what is called so inside them keeps its own."""
    count = len(flow.tags)
    if count < _FEWEST_OF_ALL:
        return
    wide, wrappers, node = 0, set(), count // 2
    # What holds half of the page holds its middle.
    while node >= 0:
        share = (flow.ends[node] - node + 1) / count
        if share >= _HALF:
            wide |= flow.areas[node] & (_ROLES if share >= _WHOLE and count >= _FEWEST else _NEVER_LARGE)
            wrappers.add(node)
        node = flow.parents[node]
    if wide:
        _take(flow, wide, wrappers)


def _take(flow: Flow, wide: int, wrappers: set[int]) -> None:
    areas, parents = flow.areas, flow.parents
    for node, area in enumerate(areas):
        if area & wide:
            name = flow.names[node]
            own = area_of(flow.tags[node], name, "") if name else TAG_AREAS.get(flow.tags[node], 0)
            if node in wrappers:
                own = 0
            around = areas[parents[node]] if parents[node] >= 0 else 0
            areas[node] = (area & ~wide) | ((own | around) & wide)
    for number, (raw, node, area, linked, first_run) in enumerate(flow.blocks):
        if area & wide:
            flow.blocks[number] = Block(raw, node, (area & ~wide) | (areas[node] & wide), linked, first_run)
    for anchor in flow.anchors:
        anchor.area = (anchor.area & ~wide) | (areas[anchor.node] & wide)
