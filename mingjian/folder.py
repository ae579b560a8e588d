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
class EvidencePlace:
    """Where the evidence of an audit is when its own folder does not hold it: a store, and which run of it.

    `folder` is relative to the audit's folder. `run` is None as long as nothing was gathered.
    """

    folder: Path
    run: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """What an audit was asked for: plans, whom they are judged on, the day, official texts, and people's decisions.

    `evidence` says where the evidence is; None: in the audit's own folder, the last run there.
    """

    plans: tuple[Plan, ...]
    roster: Roster
    as_of: date
    references: tuple[OfficialText, ...]
    reviews: tuple[Review, ...] = ()
    evidence: EvidencePlace | None = None


def plan_folder(folder: Path, plan: Plan) -> Path:
    """Return where the results under `plan` are kept. The plan's id is checked by its model, so it is a safe name."""
    return folder / plan.id


def save_order(
    folder: Path,
    *,
    plans: tuple[str, ...],
    roster: Path,
    as_of: date,
    reviews: tuple[Path, ...] = (),
    evidence: EvidencePlace | None = None,
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
    stored = _Stored(as_of, tuple(ids), merged(earlier, added), evidence)
    _write(folder, stored)
    return Order(loaded, read, as_of, references, kept_reviews(folder, stored.reviews), evidence)


def place_evidence(folder: Path, evidence: EvidencePlace) -> Order:
    """Record where the evidence of the audit in `folder` is, and return the audit's order with it."""
    _write(folder, replace(_stored(folder), evidence=evidence))
    return load_order(folder)


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
    references = load_references(roster, folder)
    return Order(loaded, roster, as_of or stored.as_of, references, decided, stored.evidence)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What `order.json` holds. `reviews` and `evidence` are absent where there is nothing to say."""

    as_of: date
    plans: tuple[str, ...]
    reviews: tuple[Kept, ...]
    evidence: EvidencePlace | None = None


def _write(folder: Path, stored: _Stored) -> None:
    order: dict[str, Any] = {"as_of": stored.as_of.isoformat(), "plans": list(stored.plans)}
    if stored.reviews:
        order["reviews"] = [each.as_json() for each in stored.reviews]
    if stored.evidence is not None:
        order["evidence"] = {"folder": stored.evidence.folder.as_posix(), "run": stored.evidence.run}
    (folder / _ORDER).write_text(json.dumps(order, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _stored(folder: Path) -> _Stored:
    path = folder / _ORDER
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        stored = _Stored(
            date.fromisoformat(read["as_of"]),
            tuple(str(each) for each in read["plans"]),
            kept_from_json(read.get("reviews", ())),
            _place(read.get("evidence")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{folder} holds no audit ({path.name} cannot be read: {error}); make one with `mingjian audit`"
        ) from error
    if not all(re.fullmatch(r"[a-z0-9.-]+", each) for each in stored.plans):
        raise UsageError(f"{path}: a plan id there is malformed; make the audit anew")
    return stored


def _place(value: Any) -> EvidencePlace | None:
    if value is None:
        return None
    return EvidencePlace(Path(str(value["folder"])), None if value["run"] is None else int(value["run"]))


def _copy(source: Path, target: Path) -> None:
    if source.resolve() != target.resolve():
        shutil.copyfile(source, target)
