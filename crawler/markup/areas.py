"""What tags, classes and ids say about the role of a part of a page. Hints, never proof: every template differs."""

import re
from functools import lru_cache
from typing import Final


class Area:
    """Roles of a part of a page, as bits of an int; a part inherits those of what surrounds it.

    Plain ints: the walk combines them tens of thousands of times a second, and enum flags cost ten times as much.
    """

    NONE: Final = 0
    HIDDEN: Final = 1
    NAVIGATION: Final = 2
    FOOTER: Final = 4
    CRUMB: Final = 8
    PAGER: Final = 16
    SIDE: Final = 32
    HEADER: Final = 64
    FORM: Final = 128
    HEADING: Final = 256
    TITLE: Final = 512
    BODY: Final = 1024
    CELL: Final = 2048
    LIST: Final = 4096
    RELATED: Final = 8192
    LABEL: Final = 16384


INHERITED: Final = ~(Area.HEADING | Area.TITLE | Area.CELL | Area.LABEL)
"""HEADING, TITLE, CELL and LABEL hold for an element's own text only."""

TAG_AREAS: Final = {
    "nav": Area.NAVIGATION,
    "footer": Area.FOOTER,
    "aside": Area.SIDE,
    "form": Area.FORM,
    "td": Area.CELL,
    "th": Area.CELL,
    "dt": Area.CELL,
    "dd": Area.CELL,
    "h1": Area.HEADING,
    "h2": Area.HEADING,
    "h3": Area.HEADING,
    "h4": Area.HEADING,
    "h5": Area.HEADING,
    "ul": Area.LIST,
    "ol": Area.LIST,
    "ucaptitle": Area.TITLE,
    "ucapcontent": Area.BODY,
}
"""The roles that tags give by themselves."""
# `top20` and `left10` are distances, `text-left` is how a text is set.
_NAMES: Final = (
    (
        Area.NAVIGATION,
        re.compile(r"(?<![a-z])s?x?(?:nav|menu|daohang|dhlm)(?!igator)|[_-](?:nav|menu)(?![a-z])|topnav|mainnav"),
    ),
    (
        Area.FOOTER,
        re.compile(r"foot|copyright|banquan|(?<![a-z])bottom(?![a-z]|[1-9]\d)|yqlj|friend|links?[-_]?box|flink"),
    ),
    (Area.CRUMB, re.compile(r"crumb|(?<![a-z])(?:posi|position|location|dqwz|weizhi|mianbaoxie|local|bread)(?![a-z])")),
    (
        Area.PAGER,
        re.compile(r"pagin|pager|fenye|page[-_]?(?:box|list|num|bar|nav)|(?<![a-z])pages?(?![a-z])|page[0-9]"),
    ),
    (
        Area.SIDE,
        re.compile(
            r"side(?:bar|menu|nav)?(?![a-z])|(?<![a-z])(?:(?<!text-)(?<!align-)(?<!tab-)left(?![1-9]\d)|aside)(?![a-z])"
        ),
    ),
    (Area.HEADER, re.compile(r"(?<![a-z])(?:head|header|top(?![1-9]\d)|logo|banner)(?![a-z])|header")),
    (
        Area.RELATED,
        re.compile(r"relat|xgxx|xgwz|xglj|xgnr|xiangguan|reldoc|hot(?:list|news)|(?<![a-z])rank|tuijian|recommend"),
    ),
    (
        Area.BODY,
        re.compile(
            r"trs_editor|trs_uedit|view[-_ ]trs|ucap-content|zoom|vsb_content|ivs_content|pages_content|artcontent"
            r"|article[-_]?(?:con|body|text|content)|(?<![a-z])content(?:text|body)|news_?con(?:tent)?(?![a-z])|con_?text"
            r"|detail[-_]?(?:con|content|text|body)|xl_?(?:con|content)|wz_?(?:con|nr|content)|txt_?con|text_?content"
            r"|main-?text"
        ),
    ),
    (
        Area.TITLE,
        re.compile(r"title(?!s?[-_]?(?:bar|more))|biaoti|(?<![a-z])(?:bt|tit|headline)(?![a-z])|_(?:tit|bt)(?![a-z])"),
    ),
)
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS: Final = re.compile(r"(?:^|\s)(?:hide|hidden|none|dn|d-none|layui-hide|undis)(?:\s|$)")


@lru_cache(maxsize=4096)
def area_of(tag: str, name: str, style: str) -> int:
    """The roles that an element gives its content: `name` is its class and id, `style` its style attribute."""
    area = TAG_AREAS.get(tag, Area.NONE)
    if style and _HIDDEN_STYLE.search(style):
        area |= Area.HIDDEN
    if name:
        lowered = name[:200].lower()
        if _HIDDEN_CLASS.search(lowered):
            area |= Area.HIDDEN
        for role, pattern in _NAMES:
            if pattern.search(lowered):
                area |= role
    return area
