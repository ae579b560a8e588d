"""`mingjian plan`: the bundled plans, and whether a plan file is right."""

import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mingjian.cli import options
from mingjian.errors import UsageError
from rules.deciders import decided_by
from rules.importing.document import DocumentError
from rules.importing.ledger import Imported, import_plan
from rules.importing.output import as_json, as_yaml
from rules.importing.reading import LARGEST
from rules.loading import bundled_plans, load_plan

app = typer.Typer(help="List, show and validate plans.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A bundled plan's id or a plan file.")]


def register(main: typer.Typer) -> None:
    """Add the verb plan."""
    main.add_typer(app, name="plan")


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
def show(
    plan: Name,
    json: options.Json = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="Only count who decides what.")] = False,
) -> int:
    """Show a plan as a table: requirement, units, due date, observability, checks, and how much they decide."""
    read = load_plan(plan)
    counted = decided_by(read)
    if coverage:
        typer.echo(jsonlib.dumps(counted.as_json(), ensure_ascii=False, indent=1) if json else counted.sentence())
        return 0
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
    typer.echo(counted.sentence())
    return 0


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The issued document: text, HTML, DOCX, XLSX or PDF (no scan).")],
    out: Annotated[Path | None, typer.Option(help="Write the plan file here instead of printing it.")] = None,
    plan_id: Annotated[str | None, typer.Option("--id", help="The plan's id (default: the file's name).")] = None,
    json: options.Json = False,
) -> int:
    """Read an issued plan document into a plan file for review; no line of the document is lost silently."""
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"{file}: larger than {LARGEST // 1_000_000} MB, which no plan document is")
        read = import_plan(file.read_bytes(), file.name)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    except DocumentError as error:
        raise UsageError(str(error)) from error
    if json:
        typer.echo(jsonlib.dumps(as_json(read), ensure_ascii=False, indent=1))
        return 0
    text = as_yaml(read, plan_id=plan_id or file.stem, source=file.name)
    if out is None:
        typer.echo(text, nl=False)
    else:
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{out} cannot be written: {error.strerror or error}") from error
    _tell(read, file.name)
    return 0


def _tell(read: Imported, name: str) -> None:
    """Say on standard error where every line went, and what a person must look at."""
    typer.echo(
        f"{len(read.requirements)} requirements read from {name}; besides: {len(read.headings)} headings, "
        f"{len(read.preamble)} lines of preamble, {len(read.unassigned)} unassigned, {len(read.junk)} junk",
        err=True,
    )
    for warning in read.warnings:
        typer.echo(f"check this: {warning}", err=True)
    for line in read.unassigned:
        typer.echo(f"unassigned: {line}", err=True)
    for text, reason in read.junk:
        typer.echo(f"junk ({reason}): {text[:120]}", err=True)


@app.command()
def validate(plan: Name) -> int:
    """Say whether a plan file is right; errors name the file, the line and the key."""
    read = load_plan(plan)
    typer.echo(f"{plan}: well-formed, {len(read.requirements)} requirements")
    return 0
