"""Addresses found in pages: resolved against the page, http and https only, without fragment."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2000
_BLANKS = re.compile(r"[\s\x00-\x1f]+")
_HOST = r"https?://[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?::[1-9][0-9]{0,3})?"
_TAIL = r"[!$%&'()*+,\-0-9:=@A-Z_a-z~][!$%&'()*+,\-./0-9:=@A-Z_a-z~]*(?:\?[!$%&'()*+,\-./0-9:=?@A-Z_a-z~]+)?"
_SCHEME_AND_HOST = re.compile(_HOST + r"(?=[/?#]|$)")
_PLAIN = re.compile(f"{_HOST}/(?:{_TAIL})?")
_PATH = re.compile(rf"(?!.*/\.)/{_TAIL}")


def resolve(base: str, href: str | None) -> str | None:
    """Return the absolute address that `href` names on the page `base`, or None when it names none that can be asked.

    Blanks within are dropped, as browsers do; script, mail and data links, hosts without a name, ports that are none
    and addresses beyond 2,000 characters give None. Raises nothing.
    """
    if not href:
        return None
    written = _as_written(base, href)
    if written is not None:
        return written
    target = _BLANKS.sub("", href[: LONGEST + 1])
    if not target or len(target) > LONGEST or target.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        parts = urlsplit(urljoin(base, target))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        return None
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def _as_written(base: str, href: str) -> str | None:
    """The address where it is plain, as most are: taking one apart costs three times as much."""
    if href[0] != "/":
        return href if len(href) <= LONGEST and _PLAIN.fullmatch(href) else None
    origin = _origin(base) if len(href) <= LONGEST and _PATH.fullmatch(href) else None
    return origin + href if origin is not None and len(origin) + len(href) <= LONGEST else None


@lru_cache(maxsize=2048)
def _origin(base: str) -> str | None:
    """Scheme and host of an address; None where they are unusual."""
    found = _SCHEME_AND_HOST.match(base)
    return found.group() if found else None


def with_query(url: str, **values: str) -> str:
    """Return `url` with these query fields set, in place where they stood, else at the end."""
    parts = urlsplit(url)
    fields = [
        (name, values.pop(name) if name in values else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit(parts._replace(query=urlencode([*fields, *values.items()]), fragment=""))
