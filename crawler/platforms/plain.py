"""No family: lists paged by ordinary links, `?page=2`, `index_2.html` or `list/2.html` alike."""

import re

from crawler.markup import Source
from crawler.model import ListingRead, Purpose
from crawler.platforms.address import resolve
from crawler.platforms.fetch import Fetch
from crawler.platforms.protocol import Family

NEXT = re.compile(r"^(?:下一?页|下页|后一?页|next|next\s*page|›|»|&gt;|>|>>)[>›»]*$", re.IGNORECASE)
LAST = re.compile(r"^(?:尾页|末页|最后一?页|last)$", re.IGNORECASE)
_COUNT = re.compile(r"共\s*(?:<[^>]{0,80}>\s*)?(\d{1,5})\s*(?:</[^>]{0,20}>\s*)?页")
_TOTAL = re.compile(r"共\s*(?:<[^>]{0,80}>\s*)?(\d{1,7})\s*(?:</[^>]{0,20}>\s*)?(?:条|篇|项)")
_NUMBER = re.compile(r"\d{1,5}")
_PAGE_FIELD = re.compile(r"[?&](?:page|p|pageno|pagenum|pageindex|curpage|currentpage|pn)=(\d{1,5})\b", re.IGNORECASE)
_MOST_ANCHORS = 3000
_BEGINNINGS = frozenset("下后nN›»&>尾末最lL")
"""What the words for the next and the last page begin with."""


class Plain(Family):
    """Ordinary paging links. Recognised last, when a page has any."""

    family = "plain"

    def recognises(self, source: Source) -> bool:
        """By links that say 下一页, or whose address carries a page number."""
        return bool(source.once(_paging))

    def listing(self, source: Source) -> ListingRead | None:
        """Paging figures only: the next page, how many there are."""
        paging = source.once(_paging)
        if not paging:
            return None
        following = next((url for text, url in paging if NEXT.match(text)), None)
        last = next((_page_number(url) for text, url in paging if LAST.match(text)), None)
        count = _COUNT.search(source.text)
        total = _TOTAL.search(source.text)
        numbers = [int(text) for text, _ in paging if text.isdigit()]
        pages = int(count.group(1)) if count else last or (max(numbers) if numbers and following is None else None)
        if following == source.url:
            following = None
        return ListingRead(next=following, pages=pages or None, total=int(total.group(1)) if total else None)

    def list_page(self, source: Source, listing: ListingRead, number: int) -> Fetch | None:
        """The link that bears this number; else the pattern that the links for pages 2 and 3 show."""
        if number < 1 or (listing.pages is not None and number > listing.pages):
            return None
        paging = source.once(_paging)
        named = next((url for text, url in paging if text == str(number)), None)
        if named is None and number == 2 and listing.next is not None:  # noqa: PLR2004 - the page after the first
            named = listing.next
        if named is None and listing.pages is not None:
            named = _by_pattern(dict(paging), number)
        return None if named is None else Fetch(named, Purpose.LIST_PAGE, number=number)


def _paging(source: Source) -> list[tuple[str, str]]:
    """The page's paging links as (text, address), in order."""
    links = []
    for anchor in source.flow.anchors[:_MOST_ANCHORS]:
        text = anchor.text
        if not 0 < len(text) <= 12 or not (  # noqa: PLR2004 - longest word for it
            text.isdigit() or ((text[0] in _BEGINNINGS) and (NEXT.match(text) or LAST.match(text)))
        ):
            continue
        url = resolve(source.url, anchor.href)
        if url is not None:
            links.append((text, url))
    if not links or not ("页" in source.text or "age=" in source.text or "next" in source.text.lower()):
        return []
    if any(NEXT.match(text) or LAST.match(text) for text, _ in links):
        return links
    return [(text, url) for text, url in links if (found := _PAGE_FIELD.search(url)) and found.group(1) == text]


def _page_number(url: str) -> int | None:
    field = _PAGE_FIELD.search(url)
    return int(field.group(1)) if field else None


def _by_pattern(paging: dict[str, str], number: int) -> str | None:
    """Replace the one number by which the addresses of pages 2 and 3 differ; offsets such as `_1` for page 2 hold."""
    second, third = paging.get("2"), paging.get("3")
    if second is None or third is None:
        return None
    for two, three in zip(_NUMBER.finditer(second), _NUMBER.finditer(third), strict=False):
        if two.group() != three.group():
            step = int(three.group()) - int(two.group())
            value = str(int(two.group()) + step * (number - 2))
            address = second[: two.start()] + value + second[two.end() :]
            return address if step > 0 and third[three.end() :] == second[two.end() :] else None
    return None
