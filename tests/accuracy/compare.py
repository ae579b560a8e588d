"""Our reading beside that of other extractors on the labelled pages, fact by fact and page kind by page kind.

`python -m tests.accuracy --beside PYTHON`, where PYTHON belongs to an environment with the dependency group
`accuracy`; `make accuracy` makes it. The others get the decoded text and may write a date or title as they like.
"""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.markup.dates import date_in
from tests.accuracy.portals import NOWHERE, Tally

OURS = "mingjian"
_SCRIPT = Path(__file__).with_name("rivals.py")
_APPLIES = {
    OURS: {"published", "published where none is", "title", "items counted", "items labelled", "is a list"},
    "htmldate": {"published", "published where none is"},
    "trafilatura": {"published", "published where none is", "title"},
    "gne": {"published", "published where none is", "title"},
    "gerapy-auto-extractor": {
        *("published", "published where none is", "title", "items counted", "items labelled", "is a list"),
    },
}
"""What each tool claims to read. gne's list extractor wants a sample title of each page: it does not apply."""
_UNDATED = frozenset({"listing", "home", "shell"})
"""Kinds of page that have no publication date of their own; of the others the labels name it or say nothing."""
_DATE_AT_END = re.compile(r"[\[（(\s]*((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[\]）)\s]*$")


@dataclass
class Side:
    """One tool's tallies by fact, the milliseconds a page cost it, and why it could not run."""

    tallies: dict[str, Tally]
    spent: float = 0.0
    broken: str | None = None


def compare(folder: Path, python: str) -> dict[str, Side]:
    """Return a side for us and for each other tool."""
    entries = [
        entry
        for entry in json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        if not entry["file"].endswith(".pdf")
    ]
    pages, ours = [], {}
    for entry in entries:
        body, url = (folder / entry["file"]).read_bytes(), entry.get("url") or NOWHERE
        pages.append({"file": entry["file"], "html": open_source(body, url=url).text, "url": url})
        ours[entry["file"]] = _ours(body, url)
    run = subprocess.run(
        [python, str(_SCRIPT)], input=json.dumps(pages), capture_output=True, text=True, check=True, encoding="utf-8"
    )
    said = {OURS: ours, **json.loads(run.stdout)}
    return {name: _side(name, entries, answers) for name, answers in said.items()}


def comparison_table(sides: dict[str, Side]) -> str:
    """Return precision / recall for each fact and tool; a dash where the tool does not read such a thing."""
    facts = list(dict.fromkeys(fact for side in sides.values() for fact in side.tallies))
    lines = [f"{'precision / recall / F1':<34}{'n':>4}" + "".join(f"{name:>23}" for name in sides)]
    for fact in facts:
        cells = []
        for side in sides.values():
            tally = side.tallies.get(fact)
            cells.append("-" if tally is None else f"{tally.precision:.2f} / {tally.recall:.2f} / {tally.f1:.2f}")
        count = max(_count(side.tallies[fact]) for side in sides.values() if fact in side.tallies)
        lines.append(f"{fact:<34}{count:>4}" + "".join(f"{cell:>23}" for cell in cells))
    spent = ("broken" if side.broken else f"{side.spent:.1f}" for side in sides.values())
    lines.append(f"{'CPU ms a page':<38}" + "".join(f"{cell:>23}" for cell in spent))
    lines += [f"{name} did not run: {side.broken}" for name, side in sides.items() if side.broken]
    return "\n".join(lines)


def _ours(body: bytes, url: str) -> dict[str, Any]:
    started = time.process_time()
    page = read_page(open_source(body, url=url))
    spent = time.process_time() - started
    items = [[item.title, item.url, item.date and item.date.isoformat()] for item in page.listing.items]
    published = page.document.published and page.document.published.isoformat()
    listing = page.kind.value == "listing"
    return {
        "title": page.document.title,
        "published": published,
        "items": items,
        "listing": listing,
        "seconds": spent,
    }


def _side(name: str, entries: list[dict[str, Any]], answers: dict[str, Any] | str) -> Side:
    if isinstance(answers, str):
        return Side({}, broken=answers)
    tallies: dict[str, Tally] = {}
    for entry in entries:
        for fact, wanted, got in _facts(entry, answers[entry["file"]]):
            if fact.partition(": ")[0] in _APPLIES[name]:
                tallies.setdefault(fact, Tally()).add(entry["file"], wanted, got)
    return Side(tallies, spent=1000 * sum(answer["seconds"] for answer in answers.values()) / len(answers))


def _facts(entry: dict[str, Any], answer: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    """Each fact that the labels of a page allow to be scored, as (fact: page kind, wanted, got)."""
    labels, kind = entry["labels"], entry["kind"]
    published = _day(answer.get("published"))
    if labels.get("published"):
        yield f"published: {kind}", labels["published"], published
        if labels.get("disputed"):
            yield f"published: {kind}, disputed", labels["published"], published
    elif kind in _UNDATED:
        yield f"published where none is: {kind}", None, published
    if labels.get("title"):
        yield f"title: {kind}", _bare(labels["title"]), _bare(answer.get("title"))
    if kind in {"listing", "document"}:
        yield f"is a list: {kind}", kind == "listing", answer.get("listing")
    if kind != "listing":
        return
    items = [_row(item) for item in answer.get("items") or ()]
    # Their number is labelled, not each of them: so many of the items may be right at best.
    yield from (("items counted: listing", True, True) for _ in range(min(len(items), labels["n_items"])))
    yield from (("items counted: listing", True, False) for _ in range(len(items) - labels["n_items"]))
    yield from (("items counted: listing", True, None) for _ in range(labels["n_items"] - len(items)))
    for place, name in ((0, "first"), (-1, "last")):
        if labels.get(name):
            wanted = (_bare(labels[name]["title"]), labels[name]["date"])
            yield "items labelled: listing", wanted, items[place] if items else None
    days = sorted(day for _, day in items if day)
    for place, name in ((-1, "newest"), (0, "oldest")):
        if labels.get(name):
            yield "items labelled: listing", labels[name], days[place] if days else None


def _row(item: list[str | None]) -> tuple[str | None, str | None]:
    """Title and day of a list item; a tool that leaves the day at the end of the title has read both."""
    if len(item) > 2:  # a tool that says the day
        return _bare(item[0]), item[2]
    title = item[0] or ""
    day = _DATE_AT_END.search(title)
    return _bare(title[: day.start()] if day else title), _day(day[1]) if day else None


def _day(written: str | None) -> str | None:
    value = date_in(written)
    return value.isoformat() if value else None


def _bare(title: str | None) -> str | None:
    return "".join(title.split()) or None if title else None


def _count(tally: Tally) -> int:
    return tally.right + tally.wrong + tally.missing
