"""Official texts of regulations, given by the operator as files beside the roster (NORMS 9, N09-6)."""

from pathlib import Path

from checks import OfficialText
from crawler.extract.regulations.regulation import parse_regulation
from mingjian.errors import UsageError
from rules.roster import Roster

LARGEST = 5_000_000
"""Bytes; the longest statutes are far below this."""


def load_references(roster: Roster, folder: Path) -> tuple[OfficialText, ...]:
    """Return the official texts that the roster names, read from `folder`.

    A text file holds the title on its first line, the note under the title (题注) in brackets, then the articles.
    Raises UsageError when a file is missing, unreadable or not a regulation.
    """
    return tuple(_load(folder / reference.file, reference.sites) for reference in roster.references)


def _load(path: Path, sites: tuple[str, ...]) -> OfficialText:
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: larger than {LARGEST} bytes; an official text is plain text of one regulation")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: the official text cannot be read ({error}); the roster's references name it"
        ) from error
    read = parse_regulation(text)
    if not read.articles or not read.dates:
        raise UsageError(
            f"{path}: no regulation found; it needs a title, a note with dates in brackets, and articles 第X条"
        )
    return OfficialText(
        title=read.title, version=max(read.dates), note=read.note, articles=read.articles, sites=sites, source=path.name
    )
