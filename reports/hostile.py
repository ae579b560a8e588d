"""Makes text and addresses from the web harmless before a report shows them.

HTML escaping is the template engine's; here is what escaping does not cover: control and bidirectional characters
that change how the rest of a line reads, lengths without bound, and addresses that would run as a program.
"""

import re
from urllib.parse import urlsplit

from markupsafe import Markup

LONGEST = 20_000
"""Characters of any one text in a page, whatever the caller thought of."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, without tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"  # invisible and direction marks
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # separators, embeddings, isolates
    "\U000e0000-\U000e0fff"  # tags
    "\ud800-\udfff\ufffe\uffff]"  # surrogates and non-characters cannot be written as UTF-8
)
_LINE_ENDS = re.compile("\r\n?")
_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(r"[!-~\u00a1-\U0010ffff]+")
_INVISIBLE_BUT_USUAL = {"\ufeff", "\u00ad", "\u200b", "\ufe0e", "\ufe0f"}


def clean(text: str) -> str:
    """Return `text` with control, invisible and direction-changing characters made visible, and bounded in length.

    A character that a reader should know of appears as 〔U+202E〕; other control characters as �. Marks that editors
    leave behind by the thousand (byte order mark, soft hyphen, zero-width space, variation selector) are dropped.
    """
    if len(text) > LONGEST:
        text = cut(text, LONGEST)
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_shown, _LINE_ENDS.sub("\n", text))


def cut(text: str, longest: int) -> str:
    """Return `text`, or its first `longest` characters with a note of how many were left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}……（以下略去 {len(text) - longest} 字）"


def line(text: str, longest: int = 200) -> str:
    """Return `text` as one clean line of at most about `longest` characters."""
    return cut(_SPACES.sub(" ", clean(text)).strip(), longest)


def passage(text: str, longest: int = 2000) -> str:
    """Return `text` clean, with its line breaks, of at most about `longest` characters."""
    return cut(clean(text).strip(), longest)


def web_link(url: str | None) -> str | None:
    """Return `url` when it is safe to link: http or https, a plain host, no user name, no control characters."""
    if url is None or len(url) > LONGEST // 8 or _ADDRESS.fullmatch(url) is None or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or "\\" in url:
        return None
    return url


def finish(value: object) -> object:
    """Return what a template may print for `value`: markup as it is, text clean (the engine escapes it next)."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    if character in _INVISIBLE_BUT_USUAL:
        return ""
    if character <= "\x9f" or "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return f"〔U+{ord(character):04X}〕"
