"""Lists that scripts write with literals: `document.writeln("<li>…")` (Wuhan) and bare `<recordset>` XML."""

import re
from collections.abc import Iterator

from crawler.markup import Source
from crawler.model import ListingRead
from crawler.platforms.protocol import Family
from crawler.platforms.records import read_records

_WRITE = re.compile(
    r"""document\.write(?:ln)?\(\s*(?:'((?:[^'\\\n]|\\.){0,4000})'|"((?:[^"\\\n]|\\.){0,4000})")\s*\)"""
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
_ROW = re.compile(r"<(li|tr|dd)\b[^>]{0,300}>(.{1,4000}?)(?=</\1>|<\1\b|$)", re.DOTALL | re.IGNORECASE)
_LARGEST = 1_000_000
_FEWEST_DATED = 2


class Written(Family):
    """Rows that stand as string literals in a script."""

    family = "written"

    def recognises(self, source: Source) -> bool:
        """By `document.writeln` of rows with links."""
        return "document.write" in source.text and any("<a " in piece for piece in _pieces(source.text))

    def listing(self, source: Source) -> ListingRead | None:
        """The rows that the script would write."""
        markup = "".join(_pieces(source.text))[:_LARGEST]
        items = read_records((row.group(2) for row in _ROW.finditer(markup)), source.url)
        # Menus are written so too; a list shows days.
        return ListingRead(items=items) if sum(item.date is not None for item in items) >= _FEWEST_DATED else None


def _pieces(text: str) -> Iterator[str]:
    for found in _WRITE.finditer(text):
        yield _ESCAPE.sub(_plain, found.group(1) if found.group(1) is not None else found.group(2))


def _plain(escape: re.Match[str]) -> str:
    code = escape.group(1)
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": ""}.get(code, code)
