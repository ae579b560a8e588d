"""The one pass over the markup that makes a `Flow`. It is the hottest loop of the program.

The parser tells of every tag and text as it meets them, and no tree is built: asking its nodes for their names,
attributes and texts would cost more than the parsing.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import lxml.etree

from crawler.markup.areas import INHERITED, TAG_AREAS, Area, area_of
from crawler.markup.flow import EDGE, Anchor, Block, Flow, Run
from crawler.markup.wrappers import unwrap
from crawler.markup.written import written_day

# What a tag means to the walk, as bits.
_BREAK: Final = 1
_CELL: Final = 2
_FACT: Final = 4
_ANCHOR: Final = 8
_NO_TEXT: Final = 16
_SKIP: Final = 32
_BREAKS: Final = (
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "datastore", "div", "dl"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header"),
    *("hr", "html", "iframe", "legend", "li", "main", "nav", "ol", "p", "pre", "record", "recordset", "section"),
    *("table", "tbody", "textarea", "tfoot", "thead", "tr", "ucapcontent", "ul"),
)
_SKIPPED: Final = (
    *("style", "template", "select", "svg", "object", "canvas", "map", "audio", "video", "noscript", "script"),
)
_ROLES: Final[dict[str, int]] = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_BREAKS, _BREAK),
    **dict.fromkeys(("td", "th", "dd", "dt"), _BREAK | _CELL),
    **dict.fromkeys(("base", "frame", "img", "input", "meta", "time"), _FACT),
    "a": _ANCHOR,
    "iframe": _BREAK | _FACT,
    "textarea": _BREAK | _FACT | _NO_TEXT,
    "title": _FACT | _NO_TEXT,
}
_MEANING: Final[dict[str, tuple[int, int]]] = {
    tag: (_ROLES.get(tag, 0), TAG_AREAS.get(tag, Area.NONE)) for tag in {*_ROLES, *TAG_AREAS}
}
_NO_MEANING: Final = (0, Area.NONE)
_FIELDS: Final = frozenset({"text", "radio", "checkbox", "email", "tel", "file", "number"})
_OWN: Final = Area.HEADING | Area.TITLE | Area.HIDDEN
_LONGEST_TIME: Final = 40
_DEEPEST: Final = 400
_LONGEST_TITLE: Final = 600
_MOST_NODES: Final = 20_000
_LARGE: Final = 1_000_000
_PIECE: Final = 200_000
"""Bytes: a page larger than the first goes to the parser in pieces of the second."""
_ENDS: Final = " " + EDGE
_TWO_EDGES: Final = EDGE + EDGE


def read_flow(markup: bytes | None) -> Flow:
    """Return the page in reading order; `markup` is HTML in UTF-8, None for what is no page.

    Parts nested deeper than 400 elements are left out, and so is what follows the first 20,000 elements (ten times
    a large home page): in both cases `truncated` is set. Comments are not read: they hold old rows and dates that no
    reader sees (FIELD, Traps).
    """
    flow = Flow()
    if markup is None:
        return flow
    # The stubs know targets that take bytes as well and hear of comments.
    target: Any = _listener(flow)
    # huge_tree only lifts the depth limit of the parser.
    parser = lxml.etree.HTMLParser(
        target=target, encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        if len(markup) <= _LARGE:
            lxml.etree.fromstring(markup, parser=parser)
            return flow
        # What follows in a large page that is cut off anyway need not be parsed.
        for begin in range(0, len(markup), _PIECE):
            parser.feed(markup[begin : begin + _PIECE])
            if flow.truncated:
                break
        parser.close()
    except lxml.etree.XMLSyntaxError:
        return Flow()
    return flow


@dataclass(frozen=True, slots=True)
class _Listener:
    """What the parser calls; texts come in pieces of any size."""

    start: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None]
    data: Callable[[str], None]
    close: Callable[[], None]


def _listener(flow: Flow) -> _Listener:  # noqa: C901, PLR0915  # attributes instead of closed-over names would cost a quarter more
    parents, ends, tags, names, areas = flow.parents, flow.ends, flow.tags, flow.names, flow.areas
    runs, blocks, anchors = flow.runs, flow.blocks, flow.anchors
    nodes: list[int] = []  # the open elements
    roles: list[int] = []  # what they mean
    around = [0]  # those of them that make blocks
    raw: list[str] = []  # the pieces of the block so far
    pending: list[str] = []  # the pieces of the text so far
    linked = first_run = 0
    block_area: int = Area.NONE
    current = -1  # the open link
    skipped = 0  # how many elements are open in what is left out
    script: Mapping[str, str] | None = None  # the attributes of the open script
    tuple_of, meaning_of = tuple.__new__, _MEANING.get

    def start(tag: str, attributes: Mapping[str, str]) -> None:  # noqa: C901, PLR0912, PLR0915  # as above
        nonlocal skipped, script, linked, first_run, block_area, current
        if skipped:
            skipped += 1
            return
        if pending:
            if len(pending) == 1 and pending[0].isspace():
                # Two of three texts are the blanks between tags: telling them apart here saves a call.
                pending.clear()
                if raw:
                    raw.append(" ")
            else:
                say()
        role, area = meaning_of(tag, _NO_MEANING)
        node = len(tags)
        if role & _SKIP or len(nodes) >= _DEEPEST or node >= _MOST_NODES:
            skipped = 1
            if tag == "script":
                script = attributes
            elif not role & _SKIP:
                flow.truncated = True
            return
        name = ""
        if attributes:
            given = attributes.get
            cls, name, style = given("class"), given("id", ""), given("style", "")
            if cls or name:
                name = f"{cls or ''} {name}"
            if style and "none" not in style and "hidden" not in style:
                style = ""
            if name or style:
                area = area_of(tag, name, style)
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
        roles.append(role)
        if not role:
            if current >= 0 and attributes and (title := attributes.get("title")) and not anchors[current].title:
                anchors[current].title = " ".join(title.split())
            return
        if role & _BREAK:
            if raw:
                blocks.append(tuple_of(Block, (_joined(raw), around[-1], block_area, linked, first_run)))
                raw.clear()
                linked = 0
            around.append(node)
            first_run, block_area = len(runs), area
        if role & _ANCHOR:
            href = attributes.get("href")
            if href is not None:
                current = len(anchors)
                title = attributes.get("title", "")
                title = " ".join(title.split()) if title else ""
                anchors.append(Anchor(node, href, title, "", area, len(blocks), attributes.get("onclick", "")))
        elif role & _FACT:
            _fact(flow, tag, attributes, anchors[current] if current >= 0 else None)

    def say() -> None:
        nonlocal linked, block_area
        text = pending[0] if len(pending) == 1 else "".join(pending)
        pending.clear()
        words = text.split()
        if not words:
            if raw:
                raw.append(" ")
            return
        clean = words[0] if len(words) == 1 else " ".join(words)
        if "\ufeff" in clean or "\u200b" in clean:
            clean = clean.replace("\ufeff", "").replace("\u200b", "").strip()
        if not clean or not nodes:
            return
        node = nodes[-1]
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

    def end(tag: str) -> None:  # noqa: C901, PLR0912  # as above
        nonlocal skipped, script, linked, first_run, block_area, current
        if skipped:
            skipped -= 1
            if not skipped:
                if script is not None:
                    text = "".join(pending)
                    _script(flow, script.get("src"), text)
                    script = None
                    if day := written_day(text):
                        pending[:] = (day,)
                        say()
                pending.clear()
            return
        role = roles.pop()
        if pending:
            if not role & _NO_TEXT:
                if len(pending) > 1 or not pending[0].isspace():
                    say()
                elif raw:
                    raw.append(" ")
            elif tag == "title":
                flow.titles.append(" ".join("".join(pending)[:_LONGEST_TITLE].split()))
            pending.clear()
        node = nodes.pop()
        ends[node] = len(tags) - 1
        if role & _BREAK:
            if raw or (role & _CELL and (not blocks or blocks[-1].node < node)):
                blocks.append(tuple_of(Block, (_joined(raw), node, block_area, linked, first_run)))
                raw.clear()
                linked = 0
            around.pop()
            first_run = len(runs)
            if nodes:
                block_area = areas[nodes[-1]]
            return
        if role & _ANCHOR and current >= 0 and anchors[current].node == node:
            current = -1
        if raw:
            raw.append(EDGE)

    def close() -> None:
        if tags:
            blocks.append(Block(_joined(raw), around[-1], block_area, linked, first_run))
            unwrap(flow)

    # The parser asks how many arguments `start` takes, which costs as much as a small page where nothing answers.
    setattr(start, "__signature__", _SIGNATURE)  # noqa: B010  # a function has no such attribute for the type checker
    return _Listener(start, end, pending.append, close)


def _start(tag: str, attributes: Mapping[str, str]) -> None:
    """What the parser is told of the listener's `start`."""


_SIGNATURE: Final = inspect.signature(_start)


def _fact(flow: Flow, tag: str, attributes: Mapping[str, str], link: Anchor | None) -> None:
    """Note a tag that says something by itself; `link` is the one it stands in."""
    get = attributes.get
    if tag == "meta":
        key = (get("name") or get("property") or "").lower()
        if key:
            flow.metas.setdefault(key, []).append(" ".join(get("content", "").split())[:2000])
    elif tag == "img":
        flow.images += 1
        if link is not None:
            link.image = True
            words = get("alt") or get("title") or ""
            if not link.title and words:
                link.title = " ".join(words.split())
    elif tag == "input":
        kind = get("type", "text").lower()
        flow.inputs += kind in _FIELDS
        flow.passwords += kind == "password"
    elif tag == "textarea":
        flow.areas_of_text += 1
    elif tag in {"frame", "iframe"}:
        flow.frames.append(get("src", ""))
    elif tag == "base":
        flow.bases.append(get("href", ""))
    elif tag == "time" and (told := get("datetime")):
        flow.times[len(flow.tags) - 1] = told[:_LONGEST_TIME]


def _script(flow: Flow, source: str | None, text: str) -> None:
    if source:
        flow.linked_scripts.append(source)
    elif text:
        flow.scripts.append(text)


def _joined(raw: list[str]) -> str:
    """The text of a block; several element edges and blanks in a row are one."""
    if len(raw) == 1:
        return raw[0]
    text = "".join(raw).strip(_ENDS)
    if _TWO_EDGES in text or "  " in text:
        parts = [" ".join(part.split()) for part in text.split(EDGE)]
        return EDGE.join([part for part in parts if part])
    return text
