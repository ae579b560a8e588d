"""Which encoding a Chinese government page really has: labels are hints, the bytes decide (FIELD, Traps)."""

import codecs
import re

_META = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_HEAD_BYTES = 4096
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# GB2312 and GBK labels are used for pages with GB18030 characters (FIELD).
_GB = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz"})


def decode(body: bytes, media_type: str | None = None) -> tuple[str, str]:
    """Return the text of `body` and the name of the encoding it was read with.

    Order: byte order mark, valid UTF-8, the label in the header or the markup, GB18030. Undecodable bytes become
    U+FFFD; nothing is raised.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name.removesuffix("-le").removesuffix("-be")
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    label = _label(body, media_type)
    if label is not None and label not in _GB and label not in {"utf-8", "utf8"}:
        try:
            return body.decode(label), label
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return body.decode("gb18030"), "gb18030"
    except UnicodeDecodeError:
        return _least_damaged(body)


def _label(body: bytes, media_type: str | None) -> str | None:
    head = body[:_HEAD_BYTES]
    declared = _META.search((media_type or "").encode("ascii", "ignore")) or _XML.search(head) or _META.search(head)
    return declared.group(1).decode("ascii").lower() if declared else None


def _least_damaged(body: bytes) -> tuple[str, str]:
    """A page cut within a character, or spliced from two encodings: take the reading with fewer lost characters."""
    readings = [(body.decode(name, "replace"), name) for name in ("utf-8", "gb18030")]
    return min(readings, key=lambda reading: reading[0].count("�"))
