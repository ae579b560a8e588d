"""`mingjian explain`: what a check means."""

from typing import Annotated

import typer

from checks import UnknownCheckError, find_check
from mingjian.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the verb explain."""
    app.command()(explain)


def explain(check: Annotated[str, typer.Argument(help="A check's id, for example column-missing.")]) -> int:
    """Say what a check looks at, when it passes, when it fails, and which clause demands it."""
    try:
        found = find_check(check)
    except UnknownCheckError as error:
        raise UsageError(f"{error.args[0]}") from error
    typer.echo(f"{found.id}: {found.title} / {found.fail_title}")
    typer.echo(f"norm: {found.norm.title} {found.norm.clause}")
    typer.echo(f"parameters: {', '.join(found.params.model_fields)}")
    typer.echo()
    typer.echo(found.doc)
    return 0
