"""`mingjian plan`: the bundled plans, and whether a plan file is right."""

import json as jsonlib
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mingjian.cli import options
from rules.loading import bundled_plans, load_plan

app = typer.Typer(help="List, show and validate plans.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A bundled plan's id or a plan file.")]


@app.command("list")
def list_(json: options.Json = False) -> int:
    """List the bundled plans."""
    plans = [load_plan(name) for name in bundled_plans()]
    if json:
        rows = [{"id": each.id, "title": each.title, "requirements": len(each.requirements)} for each in plans]
        typer.echo(jsonlib.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for each in plans:
        typer.echo(f"{each.id}\t{len(each.requirements)} requirements\t{each.title}")
    return 0


@app.command()
def show(plan: Name, json: options.Json = False) -> int:
    """Show a plan as a table: requirement, units, due date, observability and checks."""
    read = load_plan(plan)
    if json:
        typer.echo(jsonlib.dumps(read.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return 0
    table = Table(title=f"{read.title} {read.number or ''}", show_lines=True)
    for column in ("id", "requirement", "lead", "support", "due", "seen", "checks"):
        table.add_column(column, overflow="fold")
    for each in read.requirements:
        uses = "\n".join(dict.fromkeys(use.check for use in each.uses))
        table.add_row(
            each.id,
            each.text,
            "、".join(each.responsible.lead),
            "、".join(each.responsible.support),
            str(each.due or ""),
            each.observability,
            uses,
        )
    Console().print(table)
    return 0


@app.command()
def validate(plan: Name) -> int:
    """Say whether a plan file is right; errors name the file, the line and the key."""
    read = load_plan(plan)
    typer.echo(f"{plan}: well-formed, {len(read.requirements)} requirements")
    return 0
