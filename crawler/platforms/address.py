"""Addresses found in pages: resolved against the page, http and https only, without fragment."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2000
_BLANKS = re.compile(r"[\s\x00-\x1f]+")


def resolve(base: str, href: str | None) -> str | None:
    """Return the absolute address that `href` names on the page `base`, or None when it names none that can be asked.

    Blanks within are dropped, as browsers do; script, mail and data links, hosts without a name, ports that are none
    and addresses beyond 2,000 characters give None. Raises nothing.
    """
    if not href:
        return None
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


def with_query(url: str, **values: str) -> str:
    """Return `url` with these query fields set, in place where they stood, else at the end."""
    parts = urlsplit(url)
    fields = [
        (name, values.pop(name) if name in values else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit(parts._replace(query=urlencode([*fields, *values.items()]), fragment=""))
