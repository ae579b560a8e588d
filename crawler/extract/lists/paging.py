"""What a page says of its list's length, where no family of content systems knows better."""

import re
from typing import Final

from crawler.markup import Source

_SCRIPT_PAGES: Final = re.compile(
    r"(?:countPage|totalPages?|pageCount|page_?count|total_?page|pageTotal|allpage|maxpage|sumPage)[\"']?\s*[:=]\s*[\"']?(\d{1,5})(?!\d)",
    re.IGNORECASE,
)
_SCRIPT_CALL: Final = re.compile(r"createPage(?:HTML)?\s*\(\s*[\"']?(\d{1,5})[\"']?\s*,")
_SCRIPT_WORDS: Final = (
    *("createpage", "countpage", "totalpage", "pagecount", "page_count", "total_page", "pagetotal"),
    *("allpage", "maxpage", "sumpage"),
)
"""One of which the two above cannot do without; scripts are long and seldom about paging."""
_SHOWN_PAGES: Final = re.compile(
    r"(?:共|总共|总计|分)\s*(\d{1,5})\s*页|(?<!\d)\d{1,5}\s*/\s*(\d{1,5})\s*页|共\s*\d{1,7}\s*条\s*1\s*/\s*(\d{1,5})(?!\d)"
)
_SHOWN_TOTAL: Final = re.compile(
    r"(?:共有?|总数|总计|合计)\s*[:：]?\s*(\d{1,7})\s*(?:条|篇|项|个?记录|件)|共\d{1,5}页(\d{1,7})条"
)
_LAST: Final = re.compile(r"^\W*(?:尾页|末页|最后一?页|last)\W*$", re.IGNORECASE)
_NEXT: Final = re.compile(r"^\W*(?:下一?页|后一?页|next)\W*$", re.IGNORECASE)
_INDEX: Final = re.compile(r"(?:index|list|default)_(\d{1,5})\.s?html?$", re.IGNORECASE)
_LONGEST_WORD: Final = 24
"""Signs of a link to another page, arrows and brackets counted."""
_ATTRIBUTE: Final = re.compile(r"\spagecount\s*=\s*[\"'](\d{1,5})[\"']", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"[?&;](?:page|p|pn|pageno|pagenum|pageindex|curpage|currentpage)=(\d{1,5})(?!\d)", re.IGNORECASE
)


def page_count(source: Source) -> int | None:
    """Return how many pages the list has, by what is shown, its scripts, the last one's link, or its pager's tag."""
    for block in source.flow.blocks:
        if ("页" in block.raw or ("条" in block.raw and "/" in block.raw)) and len(block.raw) < 300:  # noqa: PLR2004  # a pager, not a paragraph
            match = _SHOWN_PAGES.search(block.text)
            if match is not None:
                return int(match[1] or match[2] or match[3])
    for script in source.flow.scripts:
        lowered = script.lower()
        if not any(word in lowered for word in _SCRIPT_WORDS):
            continue
        match = _SCRIPT_CALL.search(script) or _SCRIPT_PAGES.search(script)
        if match is not None and int(match[1]) > 0:
            return int(match[1])
    for anchor in source.flow.anchors:
        text = anchor.text
        if len(text) > _LONGEST_WORD or not ("页" in text or "ast" in text or "AST" in text):
            continue
        if _LAST.match(text):
            index, field = _INDEX.search(anchor.href), _FIELD.search(anchor.href)
            if index is not None:
                # index.html is the first page, so index_55.html is the fifty-sixth (TRS).
                return int(index[1]) + 1
            if field is not None:
                return int(field[1])
    told = _ATTRIBUTE.search(source.text) if "pagecount" in source.text else None
    return int(told[1]) if told is not None and int(told[1]) > 0 else None


def total_count(source: Source) -> int | None:
    """Return how many entries the page says its list has."""
    for block in source.flow.blocks:
        if len(block.raw) < 300 and ("条" in block.raw or "记录" in block.raw or "篇" in block.raw):  # noqa: PLR2004
            match = _SHOWN_TOTAL.search(block.text.replace(" ", ""))
            if match is not None:
                return int(match[1] or match[2])
    return None


def next_page(source: Source) -> str | None:
    """Return the address of the link that says 下一页, None when there is none or it leads back here."""
    for anchor in source.flow.anchors:
        text = anchor.text
        if len(text) > _LONGEST_WORD or not ("页" in text or "ext" in text or "EXT" in text):
            continue
        if _NEXT.match(text) and anchor.href.strip() not in {"", "#"}:
            url = source.absolute(anchor.href)
            if url is not None and url != source.url:
                return url
    return None
