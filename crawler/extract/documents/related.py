"""What stands around a document's text: links beside it, boxes for related pages, files named as interpretations."""

import re
from collections.abc import Iterable

from crawler.extract.matching import address
from crawler.markup import Area, Source
from crawler.model.page import Link
from crawler.platforms.address import resolve

_MENUS = Area.NAVIGATION | Area.FOOTER | Area.CRUMB
_BOX = re.compile(
    r"^[\s【\[>»|·-]{0,4}(?:相关(?:的)?(?:政策)?(?:文件|政策|解读|链接|阅读|文档|稿件|信息|附件|内容|新闻|文章|推荐)"
    r"|政策(?:文件|原文|解读)?(?:链接|原文)|文件(?:原文|链接)|解读(?:链接|材料)|原文(?:链接)?|图解)[】\]:：\s]{0,4}"
)
_ENCLOSED = re.compile(r"解读|图解|一图|读懂|看懂|政策问答|答记者问|起草说明")
_LONGEST_BOX = 20
_MOST_AROUND = 120
_MOST_ENCLOSED = 10


def links_around(source: Source) -> tuple[str, ...]:
    """Return the absolute addresses of all links but those of menus, path and footer: side boxes count, too."""
    flow = source.flow
    urls = (resolve(source.url, anchor.href) for anchor in flow.anchors if not anchor.area & _MENUS)
    return tuple(dict.fromkeys(url for url in urls if url is not None))[:_MOST_AROUND]


def has_link_box(source: Source) -> bool:
    """Return whether the page has a heading over related pages: what stands below it a script may insert."""
    blocks = source.flow.blocks
    return any(
        block.raw and len(block.raw) <= _LONGEST_BOX and not block.area & _MENUS and _BOX.match(block.text)
        for block in blocks
    )


def enclosed_interpretations(source: Source, attachments: Iterable[Link]) -> tuple[Link, ...]:
    """Return the files and links of the page that are named as interpretations, files first, each address once."""
    found = {address(link.url): link for link in attachments if _ENCLOSED.search(link.title)}
    for anchor in source.flow.anchors:
        if anchor.area & _MENUS or not _ENCLOSED.search(anchor.name):
            continue
        url = resolve(source.url, anchor.href)
        if url is not None and address(url) != address(source.url):
            found.setdefault(address(url), Link(anchor.name.strip()[:120], url))
    return tuple(found.values())[:_MOST_ENCLOSED]
