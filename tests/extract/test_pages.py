"""Pages written by us in the shape of real ones that were read wrongly, each with its facts.

`NAME.json` holds a part of what `mingjian inspect` prints for `NAME.html`; lists are compared whole.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crawler.extract import read_page
from crawler.markup import open_source

PAGES = Path(__file__).resolve().parents[1] / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json") if path.with_suffix(".html").exists())


@pytest.mark.parametrize("name", NAMES)
def test_page(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    page = read_page(open_source((PAGES / f"{name}.html").read_bytes(), url=wanted["url"]))
    read = json.loads(msgspec.json.encode(page))
    assert _part(read, wanted) == wanted


def _part(read: Any, wanted: Any) -> Any:
    """`read` cut down to the keys that `wanted` names."""
    if isinstance(wanted, dict):
        return {key: _part(read.get(key), value) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(read, list) and len(read) == len(wanted):
        return [_part(one, other) for one, other in zip(read, wanted, strict=True)]
    return read
