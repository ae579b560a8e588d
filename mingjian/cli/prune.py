"""`mingjian prune`: old bodies go, by policy; facts, digests and what findings cite stay."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from crawler.retention import KEEP_NIGHTS, BusyError, Pruned, prune
from crawler.store import StoreError
from mingjian.cli.exits import WELL
from mingjian.errors import UsageError

T = TypeVar("T")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_SHOWN = 15
"""Nights and sites told one by one; more would scroll the sums away."""
Nights = Annotated[
    int, typer.Option("--keep-nights", min=1, help="Keep everything that a run of the last so many nights rests on.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be dropped.")]


def register(app: typer.Typer) -> None:
    """Add the verb prune."""
    app.command("prune")(drop)


def drop(
    folder: Annotated[Path, typer.Argument(help="An audit's folder, or a workspace.", file_okay=False)],
    keep_nights: Nights = KEEP_NIGHTS,
    *,
    dry_run: DryRun = False,
) -> int:
    """Drop old archived bodies and tell what each night and site takes.

    Kept are: what the last nights rest on, the last good answer of every address, every page that a finding of any
    stored result cites, and all facts, digests and visits. Safe to interrupt at any moment.
    """
    store = folder / "evidence" if (folder / "evidence" / "evidence.db").exists() else folder
    try:
        done = prune(store, cited(folder), keep_nights=keep_nights, dry_run=dry_run)
    except (StoreError, BusyError) as error:
        raise UsageError(str(error)) from error
    for line in _told(done, dry_run=dry_run):
        typer.echo(line)
    return WELL


def cited(folder: Path) -> Iterator[str]:
    """Yield the digests of all bodies that the results below `folder` cite."""
    for path in sorted(folder.rglob("audit.json")):
        # A result is read as text: one that an older version wrote must protect its pages, too.
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                yield from _DIGEST.findall(line)


def _told(done: Pruned, *, dry_run: bool) -> Iterator[str]:
    yield f"{'run':>5}  {'began (UTC)':<20}{'visits made':>12}{'taken over':>12}{'WARC kB':>12}"
    for nights in _grouped(done.nights):
        one = nights[0]
        number = str(one.run) if len(nights) == 1 else ""
        began = one.began[:19].replace("T", " ") if len(nights) == 1 else f"{len(nights)} earlier"
        made, taken, warc = (sum(getattr(each, name) for each in nights) for name in ("made", "taken", "warc"))
        yield f"{number:>5}  {began:<20}{made:>12,}{taken:>12,}{warc / 1000:>12,.0f}"
    yield ""
    yield f"{'site':<27}{'addresses':>12}{'visits':>12}{'bodies kB':>12}"
    for sites in _grouped(done.sites[::-1])[::-1]:
        name = sites[0].site if len(sites) == 1 else f"{len(sites)} others"
        addresses, visits, size = (sum(getattr(each, of) for each in sites) for of in ("addresses", "visits", "bytes"))
        yield f"{name:<27}{addresses:>12,}{visits:>12,}{size / 1000:>12,.0f}"
    yield ""
    for each in done.thinned:
        yield f"{each.file}: {each.kept} of {each.records} records kept, {_kb(each.before)} -> {_kb(each.after)}"
    word = "would be freed" if dry_run else "freed"
    yield f"{_kb(done.freed)} {word}; the database has {_kb(done.database)}"


def _grouped(rows: Sequence[T]) -> list[Sequence[T]]:
    """The last rows one by one, and all before them together."""
    cut = max(0, len(rows) - _SHOWN)
    return [each for each in (rows[:cut], *([row] for row in rows[cut:])) if each]


def _kb(size: int) -> str:
    return f"{size / 1000:,.0f} kB"
