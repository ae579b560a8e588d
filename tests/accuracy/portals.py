"""Measures extraction on the labelled real pages: precision and recall per fact, and per page kind.

`python -m tests.accuracy` prints them; the folder is `$MINGJIAN_PORTALS` or `shared/portals` beside the
repository. The pages are not part of the project; where they are absent there is nothing to measure.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.model import Page

NOWHERE = "http://portal.invalid/section/page.html"
"""The address given to pages whose own is not recorded."""


@dataclass
class Tally:
    """Answers about one fact: right, wrong, missing though labelled."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, wanted: object, got: object) -> None:
        """Count one answer."""
        if got == wanted:
            self.right += 1
            return
        if got is None or got == ():
            self.missing += 1
        else:
            self.wrong += 1
        self.misses.append(f"{name}: {got!r} instead of {wanted!r}")

    @property
    def precision(self) -> float:
        """Of the answers given, the share that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the labelled facts, the share that is right."""
        total = self.right + self.wrong + self.missing
        return self.right / total if total else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def portals_folder() -> Path | None:
    """Return the folder of labelled pages, None when there is none."""
    named = os.environ.get("MINGJIAN_PORTALS")
    folder = Path(named) if named else Path(__file__).resolve().parents[2].parent / "shared/portals"
    return folder if (folder / "labels.json").is_file() else None


def pages(folder: Path) -> Iterator[tuple[dict[str, Any], Page]]:
    """Yield each labelled page's entry with what was read off it."""
    for entry in json.loads((folder / "labels.json").read_text(encoding="utf-8")):
        body = (folder / entry["file"]).read_bytes()
        yield entry, read_page(open_source(body, url=entry.get("url") or NOWHERE))


def measure(folder: Path) -> dict[str, Tally]:
    """Return a tally for each fact, and for telling each page kind."""
    return _measured(folder, by_kind=False)


def measure_by_kind(folder: Path) -> dict[str, Tally]:
    """Return a tally for each page kind and fact read on such pages."""
    return _measured(folder, by_kind=True)


def _measured(folder: Path, *, by_kind: bool) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}

    def count(fact: str, entry: dict[str, Any], wanted: object, got: object) -> None:
        key = f"{entry['kind']}: {fact}" if by_kind else fact
        tallies.setdefault(key, Tally()).add(entry["file"], wanted, got)

    for entry, page in pages(folder):
        labels = entry["labels"]
        count("kind" if by_kind else f"kind {entry['kind']}", entry, entry["kind"], page.kind.value)
        for fact, got in _facts(page).items():
            on_list = fact in {"n_items", "newest", "oldest", "pages", "total_pages", "first", "last"}
            if labels.get(fact) is None or (on_list and entry["kind"] != "listing"):
                continue
            count(fact, entry, _wanted(fact, labels[fact]), got)
        if entry["kind"] == "document":
            count("disputed", entry, bool(labels.get("disputed")), bool(page.document.disputed_by))
        titles = {link.title for link in page.columns}
        for wanted in _column_titles(labels):
            count("home columns", entry, wanted, wanted if wanted in titles else None)
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """Return the tallies as a text table with the misses below."""
    lines = [f"{'fact':<28}{'right':>6}{'wrong':>6}{'missing':>8}{'precision':>11}{'recall':>8}"]
    lines += [
        f"{fact:<28}{tally.right:>6}{tally.wrong:>6}{tally.missing:>8}{tally.precision:>11.3f}{tally.recall:>8.3f}"
        for fact, tally in sorted(tallies.items())
    ]
    return "\n".join(lines + [f"  {fact}: {miss}" for fact, tally in sorted(tallies.items()) for miss in tally.misses])


def _facts(page: Page) -> dict[str, object]:
    document, items = page.document, page.listing.items
    dates = sorted(item.date.isoformat() for item in items if item.date)
    return {
        "title": document.title,
        "published": document.published and document.published.isoformat(),
        "issued": document.issued and document.issued.isoformat(),
        "source": document.source,
        "publisher": document.publisher,
        "number": document.number,
        "index": document.index,
        "column": page.column.name,
        "site_code": page.site.code,
        "icp": page.site.icp,
        "police": page.site.police,
        "n_items": len(items),
        "newest": dates[-1] if dates else None,
        "oldest": dates[0] if dates else None,
        "pages": page.listing.pages,
        "total_pages": page.listing.pages,
        "first": (items[0].title, str(items[0].date)) if items else None,
        "last": (items[-1].title, str(items[-1].date)) if items else None,
    }


def _wanted(fact: str, label: Any) -> object:
    return (label["title"], label["date"]) if fact in {"first", "last"} else label


def _column_titles(labels: dict[str, Any]) -> Iterator[str]:
    """Titles of the labelled home page links that lead somewhere."""
    for links in labels.get("links", {}).values():
        yield from (title for title, address in links or () if address not in {None, "#"})
