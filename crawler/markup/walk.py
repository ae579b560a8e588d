"""The one walk over the tree that makes a `Flow`. It is the hottest loop of the program."""

from typing import Final

import lxml.etree
import lxml.html

from crawler.markup.areas import INHERITED, TAG_AREAS, Area, area_of
from crawler.markup.flow import EDGE, Anchor, Block, Flow, Run

# What a tag means to the walk, as bits.
_BREAK: Final = 1
_CELL: Final = 2
_FACT: Final = 4
_ANCHOR: Final = 8
_NO_TEXT: Final = 16
_SKIP: Final = 32
_BREAKS = (
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "datastore", "div", "dl"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header"),
    *("hr", "html", "iframe", "legend", "li", "main", "nav", "ol", "p", "pre", "record", "recordset", "section"),
    *("table", "tbody", "textarea", "tfoot", "thead", "tr", "ucapcontent", "ul"),
)
_SKIPPED = (*("style", "template", "select", "svg", "object", "canvas", "map", "audio", "video", "noscript", "script"),)
_ROLES: dict[object, int] = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_BREAKS, _BREAK),
    **dict.fromkeys(("td", "th", "dd", "dt"), _BREAK | _CELL),
    **dict.fromkeys(("meta", "img", "input", "frame"), _FACT),
    "a": _ANCHOR,
    "iframe": _BREAK | _FACT,
    "textarea": _BREAK | _FACT | _NO_TEXT,
    "title": _FACT | _NO_TEXT,
}
_FIELDS = frozenset({"text", "radio", "checkbox", "email", "tel", "file", "number"})
_OWN = Area.HEADING | Area.TITLE | Area.HIDDEN
_DEEPEST = 400
_LONGEST_TITLE = 600
_MOST_NODES = 20_000


def read_flow(tree: lxml.html.HtmlElement | None) -> Flow:
    """Return the page in reading order.

    Parts nested deeper than 400 elements are left out, and so is what follows the first 20,000 elements (ten times
    a large home page): in both cases `truncated` is set.
    """
    flow = Flow()
    if tree is not None:
        _walk(tree, flow)
    return flow


def _walk(tree: lxml.html.HtmlElement, flow: Flow) -> None:  # noqa: C901, PLR0912, PLR0915  # a call per element or text would cost half as much again
    parents, ends, tags, names, areas = flow.parents, flow.ends, flow.tags, flow.names, flow.areas
    runs, blocks, anchors = flow.runs, flow.blocks, flow.anchors
    nodes: list[int] = []  # the open elements
    around = [0]  # those of them that make blocks
    raw: list[str] = []  # the pieces of the block so far
    linked = first_run = count = 0
    block_area: int = Area.NONE
    current = -1  # the open link
    skipping = False
    tuple_of, role_of, plain_area = tuple.__new__, _ROLES.get, TAG_AREAS.get
    steps = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        if event == "start":
            tag = element.tag
            role = role_of(tag, 0)
            if role & _SKIP or tag.__class__ is not str or len(nodes) >= _DEEPEST or count >= _MOST_NODES:
                skipping = True
                steps.skip_subtree()
                if not role & _SKIP and tag.__class__ is str:
                    flow.truncated = True
                if tag == "script":
                    _script(flow, element)
                continue
            node = count
            count += 1
            attributes = element.items()
            if attributes:
                given = dict(attributes)
                cls, name, style = given.get("class"), given.get("id", ""), given.get("style", "")
                if cls or name:
                    name = f"{cls or ''} {name}"
                if style and "none" not in style and "hidden" not in style:
                    style = ""
                area = area_of(tag, name, style) if name or style else plain_area(tag, Area.NONE)
            else:
                name, area = "", plain_area(tag, Area.NONE)
            if nodes:
                parent = nodes[-1]
                area |= areas[parent] & INHERITED
                parents.append(parent)
            else:
                parents.append(-1)
            ends.append(node)
            tags.append(tag)
            names.append(name)
            areas.append(area)
            nodes.append(node)
            if role:
                if role & _BREAK:
                    if raw:
                        blocks.append(tuple_of(Block, (_joined(raw), around[-1], block_area, linked, first_run)))
                        raw.clear()
                        linked = 0
                    around.append(node)
                    first_run, block_area = len(runs), area
                if role & _ANCHOR:
                    href = given.get("href") if attributes else None
                    if href is not None:
                        current = len(anchors)
                        title = given.get("title", "")
                        title = " ".join(title.split()) if title else ""
                        anchors.append(Anchor(node, href, title, "", area, len(blocks), given.get("onclick", "")))
                elif role & _FACT:
                    _fact(flow, element, current)
                    if role & _NO_TEXT:
                        continue
            text = element.text
        elif skipping:
            skipping = False
            if not nodes:
                continue
            text, node = element.tail, nodes[-1]
        else:
            node = nodes.pop()
            ends[node] = count - 1
            role = role_of(tags[node], 0)
            if role & _BREAK:
                if raw or (role & _CELL and (not blocks or blocks[-1].node < node)):
                    blocks.append(tuple_of(Block, (_joined(raw), node, block_area, linked, first_run)))
                    raw.clear()
                    linked = 0
                around.pop()
                first_run = len(runs)
                if nodes:
                    block_area = areas[nodes[-1]]
            else:
                if role & _ANCHOR and current >= 0 and anchors[current].node == node:
                    current = -1
                if raw:
                    raw.append(EDGE)
            if not nodes:
                continue
            text, node = element.tail, nodes[-1]
        if not text:
            continue
        words = text.split()
        if not words:
            if raw:
                raw.append(" ")
            continue
        clean = words[0] if len(words) == 1 else " ".join(words)
        if "\ufeff" in clean or "\u200b" in clean:
            clean = clean.replace("\ufeff", "").replace("\u200b", "").strip()
            if not clean:
                continue
        runs.append(tuple_of(Run, (clean, node, current, len(blocks))))
        spaced = text[0].isspace()
        if raw:
            raw.append(" " if spaced else EDGE)
        raw.append(clean)
        if text[-1].isspace():
            raw.append(" ")
        if current >= 0:
            linked += len(clean)
            anchor = anchors[current]
            shown = anchor.text
            anchor.text = (f"{shown} {clean}" if spaced else shown + clean) if shown else clean
        block_area |= areas[node] & _OWN
    blocks.append(Block(_joined(raw), around[-1], block_area, linked, first_run))


def _fact(flow: Flow, element: lxml.html.HtmlElement, current: int) -> None:
    """Note a tag that says something by itself; `current` is the link it stands in."""
    get = element.get
    tag = element.tag
    if tag == "meta":
        key = (get("name") or get("property") or "").lower()
        if key:
            flow.metas.setdefault(key, []).append(" ".join(get("content", "").split())[:2000])
    elif tag == "img":
        flow.images += 1
        if current >= 0:
            anchor = flow.anchors[current]
            anchor.image = True
            words = get("alt") or get("title") or ""
            if not anchor.title and words:
                anchor.title = " ".join(words.split())
    elif tag == "input":
        kind = get("type", "text").lower()
        flow.inputs += kind in _FIELDS
        flow.passwords += kind == "password"
    elif tag == "textarea":
        flow.areas_of_text += 1
    elif tag == "title":
        flow.titles.append(" ".join((element.text or "")[:_LONGEST_TITLE].split()))
    else:
        flow.frames.append(get("src", ""))


def _script(flow: Flow, element: lxml.html.HtmlElement) -> None:
    source = element.get("src")
    if source:
        flow.linked_scripts.append(source)
    elif element.text:
        flow.scripts.append(element.text)


def _joined(raw: list[str]) -> str:
    """The text of a block; several element edges and blanks in a row are one."""
    text = "".join(raw).strip(" " + EDGE)
    if "\x1f\x1f" in text or "  " in text:
        parts = (" ".join(part.split()) for part in text.split(EDGE))
        return EDGE.join(part for part in parts if part)
    return text
