"""`mingjian nightly`: the audit of this night in a workspace (docs/nightly.md)."""

import json as jsonlib
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from types import FrameType
from typing import Annotated

import typer

from crawler import clock
from mingjian.cli import options
from mingjian.cli.exits import INCOMPLETE, WELL
from mingjian.cli.init import WorkspaceFolder
from mingjian.cli.progress import show_progress
from mingjian.cli.summary import exit_code
from mingjian.errors import AuditError, UsageError
from mingjian.nightly.message import messages_of
from mingjian.nightly.night import Night, run_night
from mingjian.nightly.notify import Secrets, send, taken_secrets, unsent
from mingjian.nightly.runs import NightRun, kept_runs
from mingjian.nightly.window import BEIJING
from mingjian.nightly.workspace import Workspace, open_workspace

Now = Annotated[str | None, typer.Option(help="Take this for the present moment: YYYY-MM-DDTHH:MM, Beijing time.")]


def register(app: typer.Typer) -> None:
    """Add the verb nightly."""
    app.command()(nightly)


def nightly(
    *,
    folder: WorkspaceFolder,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Run also outside the window, or when tonight's run is done.")
    ] = False,
    now: Now = None,
    json: options.Json = False,
) -> int:
    """Audit what is due tonight: visit, judge, publish and tell what changed; goes on with what was left unfinished.

    Exit codes: 0 well or nothing due, 1 published with findings that fail, 2 wrong settings, 3 not completed: the
    window ended, another run is at work, or too little could be reached and the night is kept but not published.
    """
    moment = moment_of(now)
    clock.set_clock(moment)
    workspace = open_workspace(folder)
    secrets = taken_secrets(workspace.settings.notify)
    # A line every few seconds is for who watches; a service's journal has the log of the night instead.
    shown = show_progress(len(workspace.roster.sites)) if sys.stderr.isatty() else nullcontext()
    with _ended_politely(), shown as progress:
        try:
            night = run_night(workspace, clock.now, anyway=anyway, simulated=moment is not None, tell=progress)
        except KeyboardInterrupt as error:
            raise AuditError(f"interrupted; mingjian nightly {folder} goes on where it stopped") from error
    if night.run is not None:
        _send(workspace, night.run, secrets)
    return _tell(night, as_json=json)


def moment_of(text: str | None) -> datetime | None:
    """Return the moment (UTC) that an option spells in Beijing time. Raises UsageError for anything else."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--now {text}: not a moment; write it like 2026-11-22T22:30") from error
    return (read if read.tzinfo is not None else read.replace(tzinfo=BEIJING)).astimezone(UTC)


def _send(workspace: Workspace, run: NightRun, secrets: Secrets) -> None:
    """Send what is to be told of a night, and once more what could not be sent of the one before."""
    runs = kept_runs(workspace.runs)
    for each in [other for other in runs if other.record.began <= run.record.began][-2:]:
        messages = messages_of(workspace, each)
        waiting = unsent(each, messages, failed=each.name != run.name)
        for sentence in send(each, waiting, secrets, clock.now()).failed if waiting else ():
            typer.echo(f"not told: {sentence}; mingjian notify {workspace.folder} tries again", err=True)


def _tell(night: Night, *, as_json: bool) -> int:
    code = INCOMPLETE if not night.complete else exit_code(night.audited) if night.audited else WELL
    if as_json:
        told = {
            "exit": code,
            "sentence": night.sentence,
            "night": None if night.run is None else night.run.name,
            "state": None if night.run is None else night.run.record.state.value,
            "changes": len(night.changes),
            "reports": [str(each.report) for each in night.audited],
        }
        typer.echo(jsonlib.dumps(told, ensure_ascii=False, indent=1))
        return code
    typer.echo(night.sentence)
    for each in night.audited:
        typer.echo(f"report: {each.report}")
    return code


@contextmanager
def _ended_politely() -> Iterator[None]:
    """While the block runs, let the signal by which systemd and cron end a service be an interruption like Ctrl-C."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
