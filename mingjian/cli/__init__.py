"""The command `mingjian`: verbs, exit codes, and errors told in one sentence (DESIGN 6)."""

import importlib
import sys

import typer

from mingjian.cli.exits import FINDINGS, INCOMPLETE, USAGE, WELL
from mingjian.errors import AuditError, UsageError
from rules.yamltext import InputError

VERBS = {
    "audit": "audit",
    "demo": "audit",
    "crawl": "stages",
    "extract": "stages",
    "check": "stages",
    "report": "stages",
    "inspect": "inspect",
    "explain": "explain",
    "plan": "plan",
    "ledger": "forms",
    "review": "forms",
    "diff": "diff",
    "evidence": "evidence",
    "prune": "prune",
    "doctor": "doctor",
    "init": "init",
    "nightly": "nightly",
    "probe": "probe",
    "notify": "notify",
    "schedule": "schedule",
}
"""Each verb and the module here that has it."""


EXIT_CODES = "Exit codes: 0 all well, 1 findings that fail, 2 wrong usage or input, 3 the audit could not be completed."


def application(verb: str | None = None) -> typer.Typer:
    """Return the command; with a known verb only its own module is loaded: `plan list` need not load a crawler."""
    app = typer.Typer(
        name="mingjian",
        help="Audits Chinese open-government portals against 政务公开 plans, with evidence for every finding.",
        epilog=EXIT_CODES,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    # A callback keeps the verb a word to be typed even when only one is loaded.
    app.callback()(_no_common_options)
    modules = (VERBS[verb],) if verb in VERBS else dict.fromkeys(VERBS.values())
    for name in modules:
        importlib.import_module(f"mingjian.cli.{name}").register(app)
    return app


def _no_common_options() -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; errors that a person can mend are printed as one sentence."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        code = application(words[0] if words else None)(args=words, prog_name="mingjian", standalone_mode=False)
    except typer.TyperException as error:
        message = error.format_message()
        typer.echo(message if message.startswith("Usage") else f"mingjian: {message} See: mingjian --help", err=True)
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(
            "mingjian: interrupted; what was gathered so far is kept, run the same command again to go on", err=True
        )
        return INCOMPLETE
    except (UsageError, InputError) as error:
        typer.echo(f"mingjian: {error}", err=True)
        return USAGE
    except AuditError as error:
        typer.echo(f"mingjian: {error}", err=True)
        return INCOMPLETE
    return code if isinstance(code, int) else WELL


__all__ = ["FINDINGS", "INCOMPLETE", "USAGE", "VERBS", "WELL", "application", "main", "run"]
