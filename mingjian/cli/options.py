"""Options that several verbs share, and how their values are read."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from mingjian.errors import UsageError

Out = Annotated[Path, typer.Option(help="Folder for evidence, results and reports.", file_okay=False)]
Folder = Annotated[Path, typer.Argument(help="Folder of an audit, as --out named it.", file_okay=False)]
Plans = Annotated[
    list[str] | None, typer.Option("--plan", help="A bundled plan's id or a plan file; may be given several times.")
]
RosterFile = Annotated[
    Path | None, typer.Option("--roster", help="The roster: units, sites and how they belong together.")
]
AsOf = Annotated[str | None, typer.Option(help="Day of judgement, YYYY-MM-DD (default: today).")]
Reviews = Annotated[
    list[Path] | None,
    typer.Option("--review", help="People's verdicts and waivers (YAML or XLSX), kept with the audit; repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
Resolver = Annotated[str | None, typer.Option(help="Name server HOST:PORT to ask instead of the system's.")]
AllowPrivate = Annotated[bool, typer.Option(help="Allow sites on loopback and private addresses.")]
Delay = Annotated[float, typer.Option(min=0, max=60, help="Seconds between two requests to one host.")]
PageBudget = Annotated[int, typer.Option(min=1, max=100_000, help="Most pages to fetch from one site.")]
Readers = Annotated[
    int | None,
    typer.Option(
        min=0, max=64, help="Processes that read pages (default: one a processor, four at most; 0: none of their own)."
    ),
]
Megabytes = Annotated[int, typer.Option(min=1, max=1_000_000, help="Most megabytes to take from one site.")]
Control = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="A site of others that is always up: where it does not answer either, an outage is told as ours.",
    ),
]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Use a Chromium for pages that need scripts.")]


def day(text: str | None) -> date | None:
    """Return the day that an option spells. Raises UsageError unless it is YYYY-MM-DD."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text}: not a date; write it as YYYY-MM-DD, for example 2021-12-31") from error


def today() -> date:
    """Return today's date in Beijing, where the deadlines run."""
    return datetime.now(timezone(timedelta(hours=8))).date()
