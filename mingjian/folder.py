"""The folder of one audit: what was asked for, what was gathered, and one sub-folder of results per plan."""

import json
import re
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from checks import OfficialText
from mingjian.errors import UsageError
from mingjian.references import load_references
from mingjian.reviews import Kept, checked, keep, kept_from_json, kept_reviews, merged
from rules.loading import load_plan, load_roster, plan_file
from rules.model import Plan
from rules.review import Review
from rules.roster import Roster

_ORDER = "order.json"
_ROSTER = "roster.yaml"


@dataclass(frozen=True, slots=True)
class Order:
    """What an audit was asked for: plans, whom they are judged on, the day, official texts, and people's decisions."""

    plans: tuple[Plan, ...]
    roster: Roster
    as_of: date
    references: tuple[OfficialText, ...]
    reviews: tuple[Review, ...] = ()


def plan_folder(folder: Path, plan: Plan) -> Path:
    """Return where the results under `plan` are kept. The plan's id is checked by its model, so it is a safe name."""
    return folder / plan.id


def save_order(
    folder: Path, *, plans: tuple[str, ...], roster: Path, as_of: date, reviews: tuple[Path, ...] = ()
) -> Order:
    """Copy everything the audit is judged by into `folder` and return it; later stages need nothing else.

    `reviews` are added to those that the folder already has. Raises UsageError, PlanError, RosterError or ReviewError,
    each with a sentence, before anything is written.
    """
    loaded = tuple(load_plan(name) for name in plans)
    ids = [plan.id for plan in loaded]
    if len(set(ids)) != len(ids):
        raise UsageError(f"the same plan is named twice: {', '.join(ids)}")
    read = load_roster(roster)
    references = load_references(read, roster.parent)
    if (folder / _ORDER).exists() and (folder / _ROSTER).read_bytes() != roster.read_bytes():
        raise UsageError(f"{folder} already holds an audit of another roster; name a new folder with --out")
    earlier = _stored(folder).reviews if (folder / _ORDER).exists() else ()
    added = checked(reviews, known=ids, judged=ids)
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
    keep(folder, reviews)
    stored = _Stored(as_of, tuple(ids), merged(earlier, added))
    _write(folder, stored)
    return Order(loaded, read, as_of, references, kept_reviews(folder, stored.reviews))


def load_order(
    folder: Path, *, plans: tuple[str, ...] = (), as_of: date | None = None, reviews: tuple[Path, ...] = ()
) -> Order:
    """Return what the audit in `folder` was asked for; `plans` and `as_of`, where given, replace the stored ones.

    `reviews` are copied into the folder and stay with the audit; one of the same name is replaced. Raises UsageError
    when the folder holds no audit.
    """
    stored = _stored(folder)
    loaded = (
        tuple(load_plan(name) for name in plans)
        if plans
        else tuple(load_plan(str(folder / "plans" / f"{each}.yaml")) for each in stored.plans)
    )
    roster = load_roster(folder / _ROSTER)
    if reviews:
        judged = [plan.id for plan in loaded]
        added = checked(reviews, known=list(dict.fromkeys([*stored.plans, *judged])), judged=judged)
        keep(folder, reviews)
        stored = replace(stored, reviews=merged(stored.reviews, added))
        _write(folder, stored)
    decided = kept_reviews(folder, stored.reviews)
    return Order(loaded, roster, as_of or stored.as_of, load_references(roster, folder), decided)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What `order.json` holds. `reviews` is absent from folders of earlier versions and of audits without any."""

    as_of: date
    plans: tuple[str, ...]
    reviews: tuple[Kept, ...]


def _write(folder: Path, stored: _Stored) -> None:
    order: dict[str, Any] = {"as_of": stored.as_of.isoformat(), "plans": list(stored.plans)}
    if stored.reviews:
        order["reviews"] = [each.as_json() for each in stored.reviews]
    (folder / _ORDER).write_text(json.dumps(order, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _stored(folder: Path) -> _Stored:
    path = folder / _ORDER
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        stored = _Stored(
            date.fromisoformat(read["as_of"]),
            tuple(str(each) for each in read["plans"]),
            kept_from_json(read.get("reviews", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{folder} holds no audit ({path.name} cannot be read: {error}); make one with `mingjian audit`"
        ) from error
    if not all(re.fullmatch(r"[a-z0-9.-]+", each) for each in stored.plans):
        raise UsageError(f"{path}: a plan id there is malformed; make the audit anew")
    return stored


def _copy(source: Path, target: Path) -> None:
    if source.resolve() != target.resolve():
        shutil.copyfile(source, target)
