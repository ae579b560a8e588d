"""The pages that a page frames: lists often stand in one of them."""

import re
from itertools import islice

from crawler.markup import Source
from crawler.platforms.address import resolve

_FRAME = re.compile(r"<i?frame\b([^<>]{1,2000})>", re.IGNORECASE)
_FRAMED = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]{1,1000})""", re.IGNORECASE)
_UNSEEN = re.compile(r"""display\s*:\s*none|\b(?:width|height)\s*[=:]\s*["']?[01](?:px)?\b(?!%)""", re.IGNORECASE)
_MOST = 4
_MOST_READ = 500


def read_frames(source: Source) -> tuple[str, ...]:
    """Return the addresses of the frames that a reader sees, in order: counters and beacons have no size."""
    text = source.text
    if not ("frame" in text or "Frame" in text or "FRAME" in text):
        return ()
    found: dict[str, None] = {}
    for frame in islice(_FRAME.finditer(text), _MOST_READ):
        framed = _FRAMED.search(frame.group(1))
        url = resolve(source.url, framed.group(1)) if framed and not _UNSEEN.search(frame.group(1)) else None
        if url is not None:
            found.setdefault(url)
            if len(found) == _MOST:
                break
    return tuple(found)
