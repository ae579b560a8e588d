"""Parts of a page that no reader sees, and what they hold: the places where intruders put links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import lxml.html

from crawler.extract.sites.hosts import host_of, is_official, related
from crawler.markup import Source

_NONE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.IGNORECASE
)
_AWAY: Final = re.compile(
    r"(?<![-\w])(?:left|right|top|bottom|margin-left|margin-top|margin-right|text-indent)\s*:\s*-\s*\d{3,}(?:\.\d+)?\s*(?:px|em|pt|rem|%)?"
    r"|clip\s*:\s*rect\(\s*0[^)]{0,40}0\s*\)|transform\s*:\s*(?:scale\(0\)|translate[xy]?\(-\d{3,})",
    re.IGNORECASE,
)
_ZERO: Final = re.compile(
    r"(?<![-\w])(?:width|height|max-height|max-width)\s*:\s*[01](?:px|em|pt|%)?\s*(?:;|$|!)", re.IGNORECASE
)
_CUT: Final = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden|position\s*:\s*absolute", re.IGNORECASE)
_TINY: Final = re.compile(r"font-size\s*:\s*(?:0(?:px|pt|em|%)?|1px|0?\.\d+px)\s*(?:;|$|!)", re.IGNORECASE)
_COLOUR: Final = re.compile(r"(?<![-\w])color\s*:\s*(?P<colour>#?[a-z0-9]{3,12})", re.IGNORECASE)
_GROUND: Final = re.compile(r"background(?:-color)?\s*:\s*(?P<colour>#?[a-z0-9]{3,12})", re.IGNORECASE)
_SIMPLE: Final = re.compile(r"(?:[a-z]{0,8})?(?P<name>[#.][A-Za-z_][\w-]{0,60})")
_BY_SCRIPT: Final = re.compile(
    r"getElementById\(\s*['\"](?P<name>[\w-]{1,60})['\"]\s*\)\s*\.style\.(?:display|visibility)\s*=\s*['\"](?:none|hidden)['\"]",
    re.IGNORECASE,
)
_WRITTEN: Final = re.compile(
    r"document\.write(?:ln)?\s*\(\s*['\"][^'\"<]{0,20}<(?:div|span|p|ul|table|marquee|style)\b.{0,160}?"
    r"(?:display\s*:\s*none|(?:left|top|indent)\s*:\s*-\s*\d{3,}|(?:height|width)\s*[:=]\s*['\"\\]{0,2}[01](?:px)?\b)",
    re.IGNORECASE | re.DOTALL,
)
_JOINS: Final = re.compile(r"'\s?\+\s?'|\"\s?\+\s?\"")
"""Where a script puts words together that it has cut to pieces."""
_SIZED: Final = re.compile(r"font-size\s*:\s*(?:[2-9]|1\d|1\.)", re.IGNORECASE)
_UNSEEN_TAGS: Final = frozenset({"noscript", "noframes", "template"})
_MOST_BLOCKS: Final = 200
_MOST_LINKS: Final = 300
_MOST_STYLE: Final = 100_000
_MOST_TEXT: Final = 20_000
_NEXT: Final = 40
_LONGEST_STYLE: Final = 600


@dataclass(frozen=True, slots=True)
class HiddenBlock:
    """One part that is not shown: how, where, its text, and its links to hosts neither its own nor official."""

    how: str
    where: str
    text: str
    outside: tuple[tuple[str, str], ...] = ()

    @property
    def deliberate(self) -> bool:
        """Whether it is hidden in a way that menus and templates have no use for."""
        return self.how != "display"


def hidden_blocks(source: Source) -> tuple[HiddenBlock, ...]:
    """Return the outermost hidden parts that hold text or links, at most 200, in the order of the page."""
    tree = source.tree
    if tree is None:
        return ()
    named = _named(source, tree)
    host = host_of(source.url) or ""
    return tuple(block for _, block in zip(range(_MOST_BLOCKS), _blocks(tree, named, host), strict=False))


def _blocks(tree: lxml.html.HtmlElement, named: dict[str, str], host: str) -> Iterator[HiddenBlock]:
    walk = lxml.etree.iterwalk(tree, events=("start",))
    written = ""
    for _, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag == "script":
            script = (element.text or "")[:_MOST_TEXT]
            match = _WRITTEN.search(_JOINS.sub("", script)) if "document.write" in script else None
            written = match[0] if match else ""
            if written:
                yield from _after_script(element, host)
            continue
        how = _how(element, named)
        if how is None:
            continue
        if how == "tiny" and _closes_gaps(element):
            continue
        block = _read(element, how, host)
        walk.skip_subtree()
        if block.text or block.outside:
            yield block


def _how(element: lxml.html.HtmlElement, named: dict[str, str]) -> str | None:
    """How the element is kept from sight (display, off-screen, zero-size …), None when it shows."""
    style = element.get("style")
    how = _of_style(style[:_LONGEST_STYLE]) if style else None
    if how is not None:
        return how
    tag = element.tag
    if tag in _UNSEEN_TAGS:
        return "display"
    if tag == "marquee" and _is_flat(element):
        return "marquee"
    if not named:
        return None
    names = [f"#{element.get('id')}", *(f".{each}" for each in (element.get("class") or "").split()[:8])]
    return next((named[name] for name in names if name in named), None)


@lru_cache(maxsize=4096)
def _of_style(style: str) -> str | None:
    if _AWAY.search(style):
        return "off-screen"
    if _TINY.search(style):
        return "tiny"
    if _ZERO.search(style) and _CUT.search(style):
        return "zero-size"
    if _NONE.search(style):
        return "display"
    colour, ground = _COLOUR.search(style), _GROUND.search(style)
    if colour and ground and colour["colour"].lower() == ground["colour"].lower():
        return "same-colour"
    return None


def _closes_gaps(element: lxml.html.HtmlElement) -> bool:
    """True where a size of nought only closes the gaps between children that have sizes of their own."""
    children = [child for _, child in zip(range(_NEXT), element, strict=False) if isinstance(child.tag, str)]
    return bool(children) and all(child.get("class") or _SIZED.search(child.get("style") or "") for child in children)


def _is_flat(marquee: lxml.html.HtmlElement) -> bool:
    sizes = {(marquee.get(name) or "").strip().rstrip("px") for name in ("height", "width")}
    speed = (marquee.get("scrollamount") or "").strip()
    return bool(sizes & {"0", "1", "2", "3"}) or (speed.isdigit() and len(speed) > 3)  # noqa: PLR2004 - over 999


def _named(source: Source, tree: lxml.html.HtmlElement) -> dict[str, str]:
    """Ids and classes that the page's own style sheets and scripts hide."""
    found: dict[str, str] = {}
    for sheet in tree.iter("style"):
        text = (sheet.text or "")[:_MOST_STYLE]
        for rule in text.split("}"):
            names, _, style = rule.rpartition("{")
            how = _of_style(style[:_LONGEST_STYLE]) if style else None
            if how is None:
                continue
            for name in names[-_LONGEST_STYLE:].split(","):
                simple = _SIMPLE.fullmatch(name.strip())
                if simple:
                    found.setdefault(simple["name"], how)
    for script in source.flow.scripts:
        if ".style." in script[:_MOST_TEXT]:
            for match in _BY_SCRIPT.finditer(script[:_MOST_TEXT]):
                found.setdefault(f"#{match['name']}", "display")
    return found


def _after_script(script: lxml.html.HtmlElement, host: str) -> Iterator[HiddenBlock]:
    """What follows a script that writes the opening tag of a hidden part, up to the next script."""
    texts, links = [script.tail or ""], list[tuple[str, str]]()
    for number, element in enumerate(script.itersiblings()):
        if number == _NEXT or element.tag == "script":
            break
        block = _read(element, "written", host)
        texts.append(block.text)
        links += block.outside
        if element.tag == "a":
            links += _outside([element], host)
    text = " ".join(" ".join(texts).split())[:_MOST_TEXT]
    if links or text:
        yield HiddenBlock("written", "<script>之后", text, tuple(dict.fromkeys(links))[:_MOST_LINKS])


def _read(element: lxml.html.HtmlElement, how: str, host: str) -> HiddenBlock:
    words = []
    length = 0
    for text in element.itertext("*"):
        words.append(text)
        length += len(text)
        if length > _MOST_TEXT:
            break
    anchors = [anchor for _, anchor in zip(range(_MOST_LINKS), element.iter("a"), strict=False)]
    name = "".join(f' {key}="{element.get(key)[:60]}"' for key in ("id", "class", "style") if element.get(key))
    return HiddenBlock(
        how, f"<{element.tag}{name}>", " ".join("".join(words).split())[:_MOST_TEXT], tuple(_outside(anchors, host))
    )


def _outside(anchors: list[lxml.html.HtmlElement], host: str) -> Iterator[tuple[str, str]]:
    """Links to named hosts of others, with their wording; authorities link to each other in hidden lists."""
    for anchor in anchors:
        href = (anchor.get("href") or "").strip()[:500]
        if not href.lower().startswith(("http:", "https:", "//")):
            continue
        other = host_of(href)
        if other and not (host and related(other, host)) and not is_official(other):
            yield href, " ".join("".join(anchor.itertext("*")).split())[:80]
