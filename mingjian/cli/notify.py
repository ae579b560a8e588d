"""`mingjian notify`: tell people what changed on the last night (docs/nightly.md)."""

from typing import Annotated

import typer

from crawler import clock
from mingjian.cli.exits import INCOMPLETE, WELL
from mingjian.cli.init import WorkspaceFolder
from mingjian.errors import UsageError
from mingjian.nightly.message import messages_of
from mingjian.nightly.notify import send, taken_secrets, unsent
from mingjian.nightly.runs import kept_runs
from mingjian.nightly.workspace import open_workspace


def register(app: typer.Typer) -> None:
    """Add the verb notify."""
    app.command()(notify)


def notify(
    *,
    folder: WorkspaceFolder,
    night: Annotated[
        str | None, typer.Option(help="The night to tell of, as runs/ names it (default: the last).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")] = False,
) -> int:
    """Send what changed on a night to the targets of mingjian.toml that did not get it yet.

    `mingjian nightly` does the same by itself. The exit code is 3 when a message could not be delivered.
    """
    workspace = open_workspace(folder)
    runs = kept_runs(workspace.runs)
    chosen = next((run for run in reversed(runs) if night is None or run.name == night), None)
    if chosen is None:
        if night is not None:
            raise UsageError(f"{workspace.runs} has no night {night}; it has {', '.join(run.name for run in runs)}")
        typer.echo("there is no night to tell of yet")
        return WELL
    messages = messages_of(workspace, chosen)
    waiting = unsent(chosen, messages)
    if dry_run:
        for message in messages:
            done = "" if message in waiting else " (sent already)"
            typer.echo(f"to {message.target.name}{done}: {message.title}\n\n{message.body}\n")
    if dry_run or not waiting:
        typer.echo(f"night {chosen.name}: {len(waiting)} of {len(messages)} messages to send")
        return WELL
    sent = send(chosen, waiting, taken_secrets(workspace.settings.notify), clock.now())
    typer.echo(f"night {chosen.name}: told {', '.join(sent.delivered) or 'nobody'}")
    for sentence in sent.failed:
        typer.echo(f"not told: {sentence}", err=True)
    return INCOMPLETE if sent.failed else WELL
