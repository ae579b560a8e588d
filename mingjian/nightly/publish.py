"""Publishing: readers see the whole report of one night or the whole report of another, never half of one."""

import re
import shutil
from pathlib import Path

from mingjian.audit import Audited, report
from mingjian.folder import Order, plan_folder
from mingjian.nightly.changes import pasts
from mingjian.nightly.runs import NightRun, kept_runs
from mingjian.nightly.workspace import Workspace
from reports.ledger import FILE as LEDGER
from reports.ledger import write_ledger
from rules.history import Damping

LATEST = "latest"
_NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[1-9]\d?)?")


def publish(workspace: Workspace, run: NightRun, order: Order) -> tuple[Audited, ...]:
    """Write the report of a night beside the others, let `latest` mean it, and remove those beyond their number."""
    target = workspace.reports / run.name
    building = workspace.reports / f".new-{run.name}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    limits = workspace.settings.changes
    before = pasts(kept_runs(workspace.runs), run, order.plans, Damping(limits.confirm, limits.of))
    audited = report(order, run.folder, into=building, pasts=before)
    for plan, each in zip(order.plans, audited, strict=True):
        into = plan_folder(building, plan)
        shutil.copyfile(plan_folder(run.folder, plan) / "audit.json", into / "audit.json")
        write_ledger(each.result, into / LEDGER, past=before.get(plan.id))
    if target.exists():
        # An earlier attempt came this far; a reader of that moment loses nothing that he could not open again.
        shutil.rmtree(target)
    building.replace(target)
    pointing = workspace.reports / f".{LATEST}.new"
    pointing.unlink(missing_ok=True)
    pointing.symlink_to(run.name)
    pointing.replace(workspace.reports / LATEST)
    _thin(workspace.reports, workspace.settings.reports.keep_nights)
    return tuple(
        Audited(each.result, plan_folder(target, plan) / each.report.name)
        for each, plan in zip(audited, order.plans, strict=True)
    )


def latest(reports: Path) -> str | None:
    """Return the night that readers see, or None when nothing was published yet."""
    try:
        return (reports / LATEST).readlink().name
    except OSError:
        return None


def _thin(reports: Path, keep: int) -> None:
    kept = latest(reports)
    found = (each for each in reports.iterdir() if _NIGHT.fullmatch(each.name) and each.is_dir())
    nights = sorted(found, key=lambda each: (each.name[:10], int(each.name[11:] or 1)))
    for each in nights[:-keep]:
        if each.name != kept:
            shutil.rmtree(each)
    for each in reports.glob(".new-*"):
        shutil.rmtree(each, ignore_errors=True)
