"""`mingjian schedule`: lets the verbs of a workspace run by themselves (docs/nightly.md)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mingjian.cli.init import WorkspaceFolder
from mingjian.errors import UsageError
from mingjian.nightly.timetable import cron_lines, own_command, stay, systemd_units
from mingjian.nightly.workspace import open_settings


def register(app: typer.Typer) -> None:
    """Add the verb schedule."""
    app.command()(schedule)


def schedule(
    *,
    folder: WorkspaceFolder,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write the units (default: schedule/ in the workspace).", file_okay=False),
    ] = None,
    cron: Annotated[bool, typer.Option("--cron", help="Print lines for crontab instead of writing units.")] = False,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay and run the verbs when they are due, without systemd or cron.")
    ] = False,
) -> int:
    """Write systemd services and timers for nightly and probe; or cron lines; or be the scheduler oneself."""
    settings, _, _ = open_settings(folder)
    if cron and foreground:
        raise UsageError("--cron and --foreground exclude each other")
    if foreground:
        typer.echo(
            f"nightly at {settings.window.start:%H:%M} Beijing time, probe every "
            f"{settings.probe.every_minutes} minutes; Ctrl-C ends it"
        )
        stay(folder, settings, own_command())
        return 0
    if cron:
        for line in cron_lines(folder, settings, own_command(), datetime.now().astimezone()):
            typer.echo(line)
        return 0
    target = out or folder / "schedule"
    units = systemd_units(folder, settings, own_command())
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in units.items():
            (target / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror or error}") from error
    timers = " ".join(name for name in units if name.endswith(".timer"))
    typer.echo(f"wrote {', '.join(units)} to {target}; to switch them on:")
    typer.echo(f"  cp {target}/mingjian-* ~/.config/systemd/user/ && systemctl --user daemon-reload")
    typer.echo(f"  systemctl --user enable --now {timers} && loginctl enable-linger")
    return 0
