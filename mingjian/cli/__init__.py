"""The command `mingjian`: verbs, exit codes, and errors told in one sentence (DESIGN 6)."""

import sys

import typer

from mingjian.cli import audit, doctor, explain, forms, inspect, plan, stages
from mingjian.cli.exits import FINDINGS, INCOMPLETE, USAGE, WELL
from mingjian.errors import AuditError, UsageError
from rules.loading import PlanError, RosterError
from rules.review_file import ReviewError

app = typer.Typer(
    name="mingjian",
    help="Audits Chinese open-government portals against 政务公开 plans, with evidence for every finding.",
    epilog="Exit codes: 0 all well, 1 findings that fail, 2 wrong usage or input, 3 the audit could not be completed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
audit.register(app)
stages.register(app)
inspect.register(app)
explain.register(app)
doctor.register(app)
forms.register(app)
app.add_typer(plan.app, name="plan")


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; errors that a person can mend are printed as one sentence."""
    try:
        code = app(args=arguments, prog_name="mingjian", standalone_mode=False)
    except typer.TyperException as error:
        message = error.format_message()
        typer.echo(message if message.startswith("Usage") else f"mingjian: {message} See: mingjian --help", err=True)
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(
            "mingjian: interrupted; what was gathered so far is kept, run the same command again to go on", err=True
        )
        return INCOMPLETE
    except (UsageError, PlanError, RosterError, ReviewError) as error:
        typer.echo(f"mingjian: {error}", err=True)
        return USAGE
    except AuditError as error:
        typer.echo(f"mingjian: {error}", err=True)
        return INCOMPLETE
    return code if isinstance(code, int) else WELL


__all__ = ["FINDINGS", "INCOMPLETE", "USAGE", "WELL", "app", "main", "run"]
