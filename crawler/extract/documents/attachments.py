"""The files that a document offers."""

import re
from typing import Final
from urllib.parse import unquote

from crawler.extract.documents.publication import Region
from crawler.markup import Area, Source
from crawler.model import Link

_EXTENSION: Final = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|wps|et|ofd|ceb|rtf|csv|xml|json|txt|mp4|mp3)(?![a-z0-9])", re.IGNORECASE
)
_DOWNLOAD: Final = re.compile(r"download|attach|downfile|filedown|getfile|/P0\d{20,}|fileid=|uploadfile", re.IGNORECASE)
_NAMED: Final = re.compile(r"^\s*附\s*[件表图]|附件\s*[:：\d一二三四五]|下载$")


def attachments(source: Source, region: Region) -> tuple[Link, ...]:
    """Return the files linked from the title on, each address once, leaving out menus, side lists and the footer."""
    flow = source.flow
    found: dict[str, Link] = {}
    first = region.title if region.title is not None else region.body
    for anchor in flow.anchors:
        if anchor.block < first or anchor.area & (Area.NAVIGATION | Area.FOOTER):
            continue
        href = anchor.href
        is_file = "." in href and _EXTENSION.search(_plain(href)) is not None
        if not is_file:
            name = anchor.name
            is_file = "." in name and _EXTENSION.search(name) is not None
            if not is_file and ("附" in name or "下载" in name) and _NAMED.search(name):
                is_file = _DOWNLOAD.search(href) is not None
        if not is_file:
            continue
        url = source.absolute(href)
        if url is not None and url not in found and url != source.url:
            found[url] = Link(anchor.name or unquote(url.rsplit("/", 1)[-1]), url)
    return tuple(found.values())


def _plain(href: str) -> str:
    href = href.partition("#")[0][-300:]
    return unquote(href) if "%" in href else href
