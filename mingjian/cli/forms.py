"""`mingjian ledger` and `mingjian review`: workbooks for people, out of a finished audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mingjian.audit import stored_result
from mingjian.cli import options
from mingjian.errors import UsageError
from mingjian.folder import load_order, plan_folder
from reports import ledger as ledger_form
from reports import review_form
from rules.history import AT_ONCE, Past, night_of, past
from rules.model import Plan
from rules.result import AuditResult

app = typer.Typer(help="People's verdicts and waivers: the form to fill in.", no_args_is_help=True)
PlanIds = Annotated[list[str] | None, typer.Option("--plan", help="Only this plan of the audit; repeatable.")]
Since = Annotated[
    Path | None,
    typer.Option(help="Folder of an earlier audit or night; what changed since stands in a column.", file_okay=False),
]
OutFile = Annotated[Path | None, typer.Option(help="Write the workbook here.", dir_okay=False)]


def register(main: typer.Typer) -> None:
    """Add the verbs ledger and review."""
    main.command()(ledger)
    main.add_typer(app, name="review")


def ledger(*, folder: options.Folder, plan: PlanIds = None, out: OutFile = None, since: Since = None) -> int:
    """Write the ledger (台账) of a finished audit as XLSX: one row per requirement and unit."""
    plans = _plans(folder, plan)
    if out is not None and len(plans) > 1:
        names = ", ".join(each.id for each in plans)
        raise UsageError(f"--out names one file, and this audit has several plans ({names}); choose one with --plan")
    for each in plans:
        path = _xlsx(out) if out is not None else plan_folder(folder, each) / ledger_form.FILE
        result = stored_result(each, folder)
        with _writing(path):
            ledger_form.write_ledger(result, path, past=_past(each, since, result))
        typer.echo(f"{each.id}: {path}")
    return 0


@app.command()
def template(*, folder: options.Folder, plan: PlanIds = None, out: OutFile = None) -> int:
    """Write the XLSX form with one row for each requirement and unit that nobody has decided yet."""
    results = [stored_result(each, folder) for each in _plans(folder, plan)]
    path = folder / review_form.FILE if out is None else _xlsx(out)
    with _writing(path):
        rows = review_form.write_form(results, path)
    typer.echo(f"{path}: {rows} rows to fill in; then run: mingjian check {folder} --review {path}")
    return 0


def _plans(folder: Path, chosen: list[str] | None) -> tuple[Plan, ...]:
    """Return the plans of the audit, or those chosen. Raises UsageError for one that the audit does not have."""
    plans = {each.id: each for each in load_order(folder).plans}
    for name in chosen or ():
        if name not in plans:
            raise UsageError(f"{folder} has no plan {name!r}; it has {', '.join(plans)}")
    return tuple(plans[name] for name in dict.fromkeys(chosen or plans))


def _past(plan: Plan, since: Path | None, result: AuditResult) -> Past | None:
    """Return an earlier result and this one as two nights. Raises UsageError when there is none of this plan."""
    if since is None:
        return None
    return past([night_of(stored_result(plan, since)), night_of(result)], AT_ONCE)


def _xlsx(path: Path) -> Path:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"--out {path}: the workbook's name ends in .xlsx")
    return path


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Tell in one sentence when a workbook cannot be written."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
