"""`mingjian init`: a folder for the audit of every night (docs/nightly.md)."""

from pathlib import Path
from typing import Annotated

import typer

from mingjian.nightly.workspace import make_workspace

WorkspaceFolder = Annotated[Path, typer.Argument(help="Folder of a workspace.", file_okay=False)]


def register(app: typer.Typer) -> None:
    """Add the verb init."""
    app.command()(init)


def init(
    *,
    folder: Annotated[Path, typer.Argument(help="The folder to make.", file_okay=False)],
    from_plan: Annotated[
        str | None,
        typer.Option(help="An issued document, a plan file or a bundled plan's id; its units go into the roster."),
    ] = None,
    place: Annotated[str, typer.Option(help="The place that is audited, as reports name it.")] = "本地",
) -> int:
    """Make a workspace for nightly audits: settings, roster, plans, and folders for evidence, runs and reports."""
    for sentence in make_workspace(folder, from_plan=from_plan, place=place):
        typer.echo(f"check this: {sentence}", err=True)
    typer.echo(f"made {folder}; fill in the addresses in {folder / 'roster.yaml'}, then run: mingjian nightly {folder}")
    return 0
