"""`mingjian probe`: one visit to every home page of a workspace, for the availability series (docs/nightly.md)."""

import json as jsonlib
from collections import Counter

import typer

from crawler import clock
from crawler.opening import Door, OpeningSettings, open_all
from crawler.store.availability import AvailabilityLog
from mingjian.cli import options
from mingjian.cli.exits import INCOMPLETE, WELL
from mingjian.cli.init import WorkspaceFolder
from mingjian.nightly.lock import sole
from mingjian.nightly.workspace import open_settings

LOCK = "probe.lock"


def register(app: typer.Typer) -> None:
    """Add the verb probe."""
    app.command()(probe)


def probe(*, folder: WorkspaceFolder, json: options.Json = False) -> int:
    """Open every home page once and keep how that ended; meant to run every few minutes beside the nightly audit.

    The exit code is 3 when the control address could not be reached either: then our own line is down, and the round
    counts against nobody. Sections of a portal are not visited: they are open when the portal is.
    """
    settings, _, roster = open_settings(folder)
    limits = settings.probe
    doors = tuple(Door(site.id, site.url) for site in roster.sites if not site.section)
    asked = OpeningSettings(
        patience=limits.timeout_seconds,
        at_once=limits.at_once,
        control=limits.control,
        resolver=settings.crawl.resolver or None,
        allow_private=settings.crawl.allow_private,
    )
    with sole(folder / LOCK, "a probe", clock.now()):
        visits = open_all(doors, asked)
        with AvailabilityLog(folder / "evidence") as log:
            log.add(visits)
    outcomes = Counter(each.outcome for _, each in visits)
    down = bool(visits) and not any(each.ok or each.control_ok for _, each in visits)
    if json:
        closed = [{"site": site, "outcome": each.outcome} for site, each in visits if not each.ok]
        told = {"sites": len(visits), "outcomes": dict(outcomes), "our_line": not down, "not_opened": closed}
        typer.echo(jsonlib.dumps(told, ensure_ascii=False, indent=1))
    else:
        counts = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common())
        typer.echo(f"{len(visits)} home pages: {counts or 'none'}")
    if down:
        typer.echo("nothing at all could be opened: our own line is taken to be down, nothing counts", err=True)
    return INCOMPLETE if down else WELL
