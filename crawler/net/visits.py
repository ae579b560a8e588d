"""A look as a row of the visit log."""

import hashlib

from crawler.model import Outcome, Visit
from crawler.net.look import Look
from crawler.platforms.fetch import Fetch

_LONGEST = 200


def visit_of(site: str, fetch: Fetch, look: Look) -> Visit:
    """Return the visit that `look` was, made for `fetch` on behalf of `site`."""
    kept = look.body is not None and look.place is not None
    return Visit(
        site=site,
        url=fetch.url,
        purpose=fetch.purpose,
        outcome=look.outcome,
        seen_at=look.seen_at,
        column=fetch.column,
        number=fetch.number,
        final_url=look.url,
        status=look.status,
        media_type=look.media_type,
        rendered=look.rendered,
        warc=look.place.file if kept and look.place is not None else None,
        offset=look.place.offset if kept and look.place is not None else None,
        digest=f"sha256:{hashlib.sha256(look.body).hexdigest()}" if kept and look.body is not None else None,
        size=len(look.body or b""),
        note=look.note,
        etag=_header(look, "etag"),
        last_modified=_header(look, "last-modified"),
        revisit=kept and look.place is not None and look.place.revisit,
        picture=look.picture,
    )


def _header(look: Look, name: str) -> str | None:
    """What a server gave to ask by next time; one that is longer than any honest one is not kept."""
    if look.outcome is not Outcome.OK or look.rendered:
        return None
    value = next((value for key, value in look.headers if key.lower() == name), None)
    return value if value is not None and len(value) <= _LONGEST and value.isprintable() and value.isascii() else None
