"""Pages written by us in the shape of real ones, each with its facts as a reader of the page would state them.

`NAME.json` holds a part of what `mingjian inspect` prints for `NAME.html`; lists are compared whole. Most of those in
`documents/` and `lists/` were written, with their facts, before anything had read them.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.platforms import filled

PAGES = Path(__file__).resolve().parents[1] / "pages"
PATHS = [path for folder in ("", "documents", "lists") for path in sorted((PAGES / folder).glob("*.html"))]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    page = read_page(filled(open_source(path.read_bytes(), url=wanted["url"])))
    read = json.loads(msgspec.json.encode(page))
    assert _part(read, wanted) == wanted


def _part(read: Any, wanted: Any) -> Any:
    """`read` cut down to the keys that `wanted` names."""
    if isinstance(wanted, dict):
        return {key: _part(read.get(key), value) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(read, list) and len(read) == len(wanted):
        return [_part(one, other) for one, other in zip(read, wanted, strict=True)]
    return read
