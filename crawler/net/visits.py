"""A look as a row of the visit log."""

import hashlib

from crawler.model import Visit
from crawler.net.look import Look
from crawler.platforms.fetch import Fetch


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
    )
