"""The one walk over the tree that makes a `Flow`."""

import lxml.etree
import lxml.html

from crawler.markup.areas import INHERITED, Area, area_of
from crawler.markup.flow import EDGE, Anchor, Block, Flow, Run

_SKIPPED = frozenset({"style", "template", "select", "svg", "object", "canvas", "map", "audio", "video", "noscript"})
_BREAKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html legend li main nav ol p pre record recordset section table tbody td textarea tfoot th "
    "thead tr ul br ucapcontent datastore head iframe".split()
)
_CELLS = frozenset({"td", "th", "dd", "dt"})
_OWN = Area.HEADING | Area.TITLE | Area.HIDDEN
_DEEPEST = 400
_MOST_NODES = 400_000


def read_flow(tree: lxml.html.HtmlElement | None) -> Flow:
    """Return the page in reading order; parts nested deeper than 400 elements are left out."""
    walker = _Walker()
    if tree is not None:
        walker.walk(tree)
    return walker.flow


class _Walker:
    """Strictly private: the state of one walk."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.raw: list[str] = []
        self.linked = 0
        self.first_run = 0
        self.block_node = 0
        self.block_area: int = Area.NONE
        self.anchor = -1
        self.skipping = 0

    def walk(self, tree: lxml.html.HtmlElement) -> None:
        flow = self.flow
        stack: list[tuple[int, int, str]] = []
        for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if event == "start":
                if self.skipping:
                    self.skipping += 1
                    continue
                if tag in _SKIPPED or tag == "script" or len(stack) >= _DEEPEST or len(flow.tags) >= _MOST_NODES:
                    self.skipping = 1
                    if tag == "script":
                        self._script(element)
                    continue
                parent, above, _ = stack[-1] if stack else (-1, Area.NONE, "")
                area = self._open(element, tag, parent, above)
                stack.append((len(flow.tags) - 1, area, tag))
            elif self.skipping:
                self.skipping -= 1
                if not self.skipping and element.tail and stack:
                    self._text(element.tail, stack[-1][0], stack[-1][1])
            else:
                node, area, _ = stack.pop()
                self._close(element, tag, node, area, stack)
        self._flush(force=False)

    def _open(self, element: lxml.html.HtmlElement, tag: str, parent: int, above: int) -> int:
        flow = self.flow
        get = element.attrib.get
        name = f"{get('class', '')} {get('id', '')}".strip()
        area = (above & INHERITED) | area_of(tag, name, get("style", ""))
        node = len(flow.tags)
        flow.parents.append(parent)
        flow.ends.append(node)
        flow.tags.append(tag)
        flow.names.append(name)
        flow.areas.append(area)
        if tag in _BREAKS:
            self._flush(force=False)
            self.block_node, self.block_area = node, area
        if tag == "a":
            self._anchor(element, node, area)
        elif tag == "meta":
            key = (get("name") or get("property") or "").lower()
            if key:
                flow.metas.setdefault(key, []).append(" ".join(get("content", "").split())[:2000])
        elif tag == "img":
            self._image(element)
        elif tag == "input":
            kind = get("type", "text").lower()
            flow.inputs += kind in {"text", "radio", "checkbox", "email", "tel", "file", "number"}
            flow.passwords += kind == "password"
        elif tag == "textarea":
            flow.areas_of_text += 1
        elif tag in {"iframe", "frame"}:
            flow.frames.append(get("src", ""))
        if element.text:
            if tag == "title":
                flow.titles.append(" ".join(element.text.split()))
            elif tag != "textarea":
                self._text(element.text, node, area)
        return area

    def _close(
        self, element: lxml.html.HtmlElement, tag: str, node: int, area: int, stack: list[tuple[int, int, str]]
    ) -> None:
        flow = self.flow
        flow.ends[node] = len(flow.tags) - 1
        if tag == "a" and self.anchor >= 0 and flow.anchors[self.anchor].node == node:
            self.anchor = -1
        if tag in _BREAKS:
            self._flush(force=tag in _CELLS and (not flow.blocks or flow.blocks[-1].node < node))
        elif self.raw and self.raw[-1] != EDGE:
            self.raw.append(EDGE)
        if stack:
            outer, outer_area, outer_tag = stack[-1]
            if tag in _BREAKS:
                self.block_node, self.block_area = self._block_above(outer, outer_tag), outer_area
            if element.tail:
                self._text(element.tail, outer, outer_area)

    def _block_above(self, node: int, tag: str) -> int:
        while tag not in _BREAKS and self.flow.parents[node] >= 0:
            node = self.flow.parents[node]
            tag = self.flow.tags[node]
        return node

    def _text(self, text: str, node: int, area: int) -> None:
        words = text.replace("\ufeff", "").replace("\u200b", "").split()
        if not words:
            if self.raw and text:
                self.raw.append(" ")
            return
        clean = " ".join(words)
        flow = self.flow
        flow.runs.append(Run(clean, node, self.anchor, len(flow.blocks)))
        if self.raw and text[0].isspace():
            self.raw.append(" ")
        elif self.raw and self.raw[-1] != EDGE:
            self.raw.append(EDGE)
        self.raw.append(clean)
        if text[-1].isspace():
            self.raw.append(" ")
        if self.anchor >= 0:
            self.linked += len(clean)
            anchor = flow.anchors[self.anchor]
            anchor.text = f"{anchor.text} {clean}" if anchor.text and text[0].isspace() else anchor.text + clean
        self.block_area |= area & _OWN

    def _flush(self, *, force: bool) -> None:
        if self.raw or force:
            raw = "".join(self.raw).strip(" " + EDGE)
            if raw or force:
                block = Block(raw, self.block_node, self.block_area, self.linked, self.first_run)
                self.flow.blocks.append(block)
            self.raw = []
            self.linked = 0
        self.first_run = len(self.flow.runs)

    def _anchor(self, element: lxml.html.HtmlElement, node: int, area: int) -> None:
        get = element.attrib.get
        href = get("href")
        if href is None:
            return
        title = " ".join(get("title", "").split())
        flow = self.flow
        flow.anchors.append(Anchor(node, href, title, "", area, len(flow.blocks), get("onclick", "")))
        self.anchor = len(flow.anchors) - 1

    def _image(self, element: lxml.html.HtmlElement) -> None:
        self.flow.images += 1
        if self.anchor >= 0:
            anchor = self.flow.anchors[self.anchor]
            anchor.image = True
            words = element.attrib.get("alt") or element.attrib.get("title") or ""
            if not anchor.title and words:
                anchor.title = " ".join(words.split())

    def _script(self, element: lxml.html.HtmlElement) -> None:
        source = element.attrib.get("src")
        if source:
            self.flow.linked_scripts.append(source)
        elif element.text:
            self.flow.scripts.append(element.text)
