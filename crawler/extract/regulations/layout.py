"""What a page shows beside the text of a regulation: its signing order and the offer of a file (NORMS N09-2, N09-4)."""

import re
from dataclasses import dataclass

from crawler.extract.paragraphs import lines_of
from crawler.markup import Area, Source
from crawler.model.typography import half_width

_ORDER = re.compile(
    r"现(?:予|将其?|予以)?(?:公布|发布|颁布)|(?:已经|业经).{2,60}(?:会议|批准).{0,20}(?:通过|同意).{0,30}(?:公布|发布|施行)"
)
_ORDER_HEAD = re.compile(
    r"[^()。,;:《》]{2,30}(?:人民政府|国务院|部|委员会|局|署|厅)令(?:第?[\d〇一二三四五六七八九十百]+号)?"
)
_FIRST_ARTICLE = re.compile(r"第\s*[一1]\s*条")
_DOWNLOAD = re.compile(r"下载|(?:word|pdf|ofd|doc)\s*(?:版|格式|文本)|标准(?:格式)?文本", re.IGNORECASE)
_OTHER_DOWNLOAD = re.compile(
    r"下载(?:中心|专区|次数|量|频道|排行)|(?:app|客户端|阅读器|浏览器|控件|插件|表格|软件).{0,6}下载|下载.{0,4}(?:app|客户端)",
    re.IGNORECASE,
)
_MENUS = Area.NAVIGATION | Area.FOOTER | Area.CRUMB
_HEAD_LINES = 60
_TAIL_LINES = 12
_LONGEST_LINE = 300
_LONGEST_QUOTE = 80
_LONGEST_OFFER = 40
_LONGEST_HEAD = 300


@dataclass(frozen=True, slots=True)
class RegulationLayout:
    """The signing order on the page and the words that offer a file, as printed; None where there is none.

    `head` is what stands before the first article, cut at 300 characters; None when no article was found in the text.
    """

    order: str | None = None
    download: str | None = None
    head: str | None = None


def read_layout(source: Source, text: str) -> RegulationLayout:
    """Return what stands beside the regulation whose page's main text is `text`."""
    lines = lines_of(text)
    start = next((at for at, line in enumerate(lines) if _FIRST_ARTICLE.match(line)), None)
    head = None if start is None else "\n".join(lines[:start])[:_LONGEST_HEAD]
    return RegulationLayout(signing_order(text), _offer(source), head)


def signing_order(text: str) -> str | None:
    """Return the line of a signing order (公布令) that stands before the first article or at the very end.

    The note under the title stands in brackets and names the order, too; it is none.
    """
    lines = lines_of(text)
    start = next((at for at, line in enumerate(lines) if _FIRST_ARTICLE.match(line)), len(lines))
    for line in (*lines[:start][:_HEAD_LINES], *(lines[start:][-_TAIL_LINES:])):
        plain = half_width("".join(line.split()))[:_LONGEST_LINE]
        if not plain.startswith(("(", "第")) and (_ORDER.search(plain) or _ORDER_HEAD.fullmatch(plain)):
            return line[:_LONGEST_QUOTE]
    return None


def _offer(source: Source) -> str | None:
    for block in source.flow.blocks:
        if block.area & _MENUS or len(block.raw) > _LONGEST_OFFER:
            continue
        if _DOWNLOAD.search(block.text) and not _OTHER_DOWNLOAD.search(block.text):
            return block.text.strip()
    return next(
        (
            anchor.name.strip()[:_LONGEST_OFFER]
            for anchor in source.flow.anchors
            if not anchor.area & _MENUS and _DOWNLOAD.search(anchor.name) and not _OTHER_DOWNLOAD.search(anchor.name)
        ),
        None,
    )
