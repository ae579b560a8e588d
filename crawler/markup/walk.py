"""The one walk over the tree that makes a `Flow`. It is the hottest loop of the program: see the note on `_Walker`."""

import lxml.etree
import lxml.html

from crawler.markup.areas import INHERITED, Area, area_of
from crawler.markup.flow import EDGE, Anchor, Block, Flow, Run

_SKIPPED = frozenset(
    {"style", "template", "select", "svg", "object", "canvas", "map", "audio", "video", "noscript", "script"}
)
_BREAKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "datastore", "dd", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("head", "header", "hr", "html", "iframe", "legend", "li", "main", "nav", "ol", "p", "pre", "record"),
        *(
            "recordset",
            "section",
            "table",
            "tbody",
            "td",
            "textarea",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ucapcontent",
            "ul",
        ),
    }
)
_FACTS = frozenset({"a", "meta", "img", "input", "textarea", "iframe", "frame", "title"})
_CELLS = frozenset({"td", "th", "dd", "dt"})
_FIELDS = frozenset({"text", "radio", "checkbox", "email", "tel", "file", "number"})
_OWN = Area.HEADING | Area.TITLE | Area.HIDDEN
_DEEPEST = 400
_LONGEST_TITLE = 600
_MOST_NODES = 25_000


def read_flow(tree: lxml.html.HtmlElement | None) -> Flow:
    """Return the page in reading order.

    Parts nested deeper than 400 elements are left out, and so is what follows the first 25,000 elements (twenty times
    a large home page): then `truncated` is set.
    """
    walker = _Walker()
    if tree is not None:
        walker.walk(tree)
    return walker.flow


class _Walker:
    """Strictly private: the state of one walk. `walk` inlines on purpose; a call per element costs a third more."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.raw: list[str] = []
        self.linked = 0
        self.first_run = 0
        self.block_node = 0
        self.block_area: int = Area.NONE
        self.anchor = -1

    def walk(self, tree: lxml.html.HtmlElement) -> None:  # noqa: C901, PLR0912, PLR0915  # inlined: see the class
        flow = self.flow
        parents, ends, tags, names, areas = flow.parents, flow.ends, flow.tags, flow.names, flow.areas
        nodes: list[int] = []
        skipping = 0
        count = 0
        for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
            tag = element.tag
            if event == "start":
                if skipping:
                    skipping += 1
                    continue
                if tag in _SKIPPED or tag.__class__ is not str or len(nodes) >= _DEEPEST or count >= _MOST_NODES:
                    skipping = 1
                    flow.truncated = flow.truncated or count >= _MOST_NODES
                    if tag == "script":
                        self._script(element)
                    continue
                get = element.get
                node = count
                count += 1
                style, cls, name = get("style"), get("class"), get("id")
                if cls or name:
                    name = f"{cls or ''} {name or ''}"
                area = area_of(tag, name or "", style if style and ("none" in style or "hidden" in style) else "")
                if nodes:
                    parent = nodes[-1]
                    area |= areas[parent] & INHERITED
                    parents.append(parent)
                else:
                    parents.append(-1)
                ends.append(node)
                tags.append(tag)
                names.append(name or "")
                areas.append(area)
                nodes.append(node)
                if tag in _BREAKS:
                    if self.raw:
                        self._flush()
                    self.first_run = len(flow.runs)
                    self.block_node, self.block_area = node, area
                if tag in _FACTS:
                    self._fact(element, tag, node, area)
                    if tag in {"title", "textarea"}:
                        continue
                if element.text:
                    self._text(element.text, node, area)
            elif skipping:
                skipping -= 1
                if not skipping and element.tail and nodes:
                    self._text(element.tail, nodes[-1], areas[nodes[-1]])
            else:
                node = nodes.pop()
                ends[node] = count - 1
                if tag == "a":
                    if self.anchor >= 0 and flow.anchors[self.anchor].node == node:
                        self.anchor = -1
                    if self.raw:
                        self.raw.append(EDGE)
                elif tag in _BREAKS:
                    if self.raw or (tag in _CELLS and (not flow.blocks or flow.blocks[-1].node < node)):
                        self._flush()
                    self.first_run = len(flow.runs)
                    if nodes:
                        self._resume(nodes[-1])
                elif self.raw:
                    self.raw.append(EDGE)
                if nodes and element.tail:
                    self._text(element.tail, nodes[-1], areas[nodes[-1]])
        self._flush()

    def _resume(self, node: int) -> None:
        """Go on in the block around one that ended."""
        flow = self.flow
        self.block_area = flow.areas[node]
        while flow.tags[node] not in _BREAKS and flow.parents[node] >= 0:
            node = flow.parents[node]
        self.block_node = node

    def _text(self, text: str, node: int, area: int) -> None:
        words = text.split()
        raw = self.raw
        if not words:
            if raw:
                raw.append(" ")
            return
        clean = words[0] if len(words) == 1 else " ".join(words)
        if "\ufeff" in clean or "\u200b" in clean:
            clean = clean.replace("\ufeff", "").replace("\u200b", "").strip()
            if not clean:
                return
        flow = self.flow
        flow.runs.append(Run(clean, node, self.anchor, len(flow.blocks)))
        spaced = text[0].isspace()
        if raw:
            raw.append(" " if spaced else EDGE)
        raw.append(clean)
        if text[-1].isspace():
            raw.append(" ")
        if self.anchor >= 0:
            self.linked += len(clean)
            anchor = flow.anchors[self.anchor]
            anchor.text = f"{anchor.text} {clean}" if anchor.text and spaced else anchor.text + clean
        self.block_area |= area & _OWN

    def _flush(self) -> None:
        raw = "".join(self.raw).strip(" " + EDGE)
        if "\x1f\x1f" in raw or "  " in raw:
            raw = _collapsed(raw)
        flow = self.flow
        flow.blocks.append(Block(raw, self.block_node, self.block_area, self.linked, self.first_run))
        self.raw = []
        self.linked = 0

    def _fact(self, element: lxml.html.HtmlElement, tag: str, node: int, area: int) -> None:
        flow, get = self.flow, element.get
        if tag == "a":
            href = get("href")
            if href is not None:
                title = " ".join(get("title", "").split())
                flow.anchors.append(Anchor(node, href, title, "", area, len(flow.blocks), get("onclick", "")))
                self.anchor = len(flow.anchors) - 1
        elif tag == "meta":
            key = (get("name") or get("property") or "").lower()
            if key:
                flow.metas.setdefault(key, []).append(" ".join(get("content", "").split())[:2000])
        elif tag == "img":
            self._image(element)
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

    def _image(self, element: lxml.html.HtmlElement) -> None:
        self.flow.images += 1
        if self.anchor >= 0:
            anchor = self.flow.anchors[self.anchor]
            anchor.image = True
            words = element.get("alt") or element.get("title") or ""
            if not anchor.title and words:
                anchor.title = " ".join(words.split())

    def _script(self, element: lxml.html.HtmlElement) -> None:
        source = element.get("src")
        if source:
            self.flow.linked_scripts.append(source)
        elif element.text:
            self.flow.scripts.append(element.text)


def _collapsed(raw: str) -> str:
    """Several element edges and blanks in a row are one."""
    parts = (" ".join(part.split()) for part in raw.split(EDGE))
    return EDGE.join(part for part in parts if part)
