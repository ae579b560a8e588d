"""The review files of an audit: checked, copied into its folder, and read back from there (docs/reviews.md)."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from mingjian.errors import UsageError
from rules.review import Review
from rules.review_file import load_reviews

_FOLDER = "reviews"
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Kept:
    """A review file in an audit's folder. `plan` is the plan of entries that name none."""

    file: str
    plan: str | None

    def as_json(self) -> dict[str, str | None]:
        """Return it as `order.json` has it."""
        return {"file": self.file, "plan": self.plan}


def kept_from_json(value: Any) -> tuple[Kept, ...]:
    """Return what `order.json` says about review files. Raises ValueError, KeyError or TypeError when malformed."""
    kept = tuple(Kept(str(each["file"]), each["plan"] and str(each["plan"])) for each in value)
    if any(Path(each.file).name != each.file for each in kept):
        raise ValueError("a review file is named by its own name only")
    return kept


def checked(files: Sequence[Path], *, known: Sequence[str], judged: Sequence[str]) -> tuple[Kept, ...]:
    """Return how `files` will be kept, after reading them all.

    `known` are the plans that entries may name, `judged` those of this run: an entry that names no plan means the only
    one of these. Raises ReviewError for malformed files, UsageError for entries that cannot be placed.
    """
    names = [path.name for path in files]
    if len(set(names)) != len(names):
        raise UsageError(f"two review files have the same name: {', '.join(names)}; rename one of them")
    only = judged[0] if len(judged) == 1 else None
    today = datetime.now(_BEIJING).date()
    for path in files:
        for review in load_reviews(path):
            at = f"{path}: {review.source}: requirement {review.requirement}, {review.unit}"
            if review.plan is None and only is None:
                raise UsageError(f"{at}: this audit has several plans ({', '.join(judged)}); say which with `plan`")
            if review.plan is not None and review.plan not in known:
                raise UsageError(f"{at}: this audit has no plan {review.plan!r}; it has {', '.join(known)}")
            if review.made > today:
                raise UsageError(f"{at}: the date {review.made} has not come yet")
    return tuple(Kept(name, only) for name in names)


def keep(folder: Path, files: Sequence[Path]) -> None:
    """Copy checked review files into the folder of an audit; one of the same name is replaced."""
    if files:
        (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
    for path in files:
        target = folder / _FOLDER / path.name
        if path.resolve() != target.resolve():
            shutil.copyfile(path, target)


def merged(old: Sequence[Kept], new: Sequence[Kept]) -> tuple[Kept, ...]:
    """Return the files of an audit after adding `new`, in the order in which they came."""
    return tuple({each.file: each for each in (*old, *new)}.values())


def kept_reviews(folder: Path, kept: Sequence[Kept]) -> tuple[Review, ...]:
    """Return the entries of an audit's own copies. Raises ReviewError when one is missing or malformed."""
    return tuple(
        review if review.plan is not None else replace(review, plan=each.plan)
        for each in kept
        for review in load_reviews(folder / _FOLDER / each.file)
    )
