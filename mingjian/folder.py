"""The folder of one audit: what was asked for, what was gathered, and one sub-folder of results per plan."""

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checks import OfficialText
from mingjian.errors import UsageError
from mingjian.references import load_references
from rules.loading import load_plan, load_roster, plan_file
from rules.model import Plan
from rules.roster import Roster

_ORDER = "order.json"
_ROSTER = "roster.yaml"


@dataclass(frozen=True, slots=True)
class Order:
    """What an audit was asked for: plans, whom they are judged on, the day of judgement, and official texts."""

    plans: tuple[Plan, ...]
    roster: Roster
    as_of: date
    references: tuple[OfficialText, ...]


def plan_folder(folder: Path, plan: Plan) -> Path:
    """Return where the results under `plan` are kept. The plan's id is checked by its model, so it is a safe name."""
    return folder / plan.id


def save_order(folder: Path, *, plans: tuple[str, ...], roster: Path, as_of: date) -> Order:
    """Copy everything the audit is judged by into `folder` and return it; later stages need nothing else.

    Raises UsageError, PlanError or RosterError, each with a sentence, before anything is written.
    """
    loaded = tuple(load_plan(name) for name in plans)
    ids = [plan.id for plan in loaded]
    if len(set(ids)) != len(ids):
        raise UsageError(f"the same plan is named twice: {', '.join(ids)}")
    read = load_roster(roster)
    references = load_references(read, roster.parent)
    if (folder / _ORDER).exists() and (folder / _ROSTER).read_bytes() != roster.read_bytes():
        raise UsageError(f"{folder} already holds an audit of another roster; name a new folder with --out")
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    for name, plan in zip(plans, loaded, strict=True):
        _copy(plan_file(name), folder / "plans" / f"{plan.id}.yaml")
    _copy(roster, folder / _ROSTER)
    for reference in read.references:
        target = folder / reference.file
        if not target.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{roster}: the reference {reference.file} lies outside the roster's own folder; move it there"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(roster.parent / reference.file, target)
    order = {"as_of": as_of.isoformat(), "plans": ids}
    (folder / _ORDER).write_text(json.dumps(order, indent=1) + "\n", encoding="utf-8")
    return Order(loaded, read, as_of, references)


def load_order(folder: Path, *, plans: tuple[str, ...] = (), as_of: date | None = None) -> Order:
    """Return what the audit in `folder` was asked for; `plans` and `as_of`, where given, replace the stored ones.

    Raises UsageError when the folder holds no audit.
    """
    path = folder / _ORDER
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        day, ids = date.fromisoformat(stored["as_of"]), tuple(str(each) for each in stored["plans"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{folder} holds no audit ({path.name} cannot be read: {error}); make one with `mingjian audit`"
        ) from error
    if not all(re.fullmatch(r"[a-z0-9.-]+", each) for each in ids):
        raise UsageError(f"{path}: a plan id there is malformed; make the audit anew")
    loaded = (
        tuple(load_plan(name) for name in plans)
        if plans
        else tuple(load_plan(str(folder / "plans" / f"{each}.yaml")) for each in ids)
    )
    roster = load_roster(folder / _ROSTER)
    return Order(loaded, roster, as_of or day, load_references(roster, folder))


def _copy(source: Path, target: Path) -> None:
    if source.resolve() != target.resolve():
        shutil.copyfile(source, target)
