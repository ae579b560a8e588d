"""Where a finding is: in the `audit.json` of an audit's folder, or of the nights of a workspace."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from mingjian.errors import UsageError
from mingjian.folder import load_order
from rules.result import AuditResult, FindingResult, result_from_json

_RESULT = "audit.json"
_FEWEST = 4
"""Characters of a finding's id that must be given: with fewer a slip of the hand finds another."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with the result that it is part of, the file it was read from, and the folder of its evidence store."""

    finding: FindingResult
    result: AuditResult
    file: Path
    store: Path


def locate(folder: Path, finding: str, *, plan: str | None = None) -> Located:
    """Return the finding with this id, or the only one whose id begins so; of several nights the latest that has it.

    Raises UsageError when there is none, or more than one plan has it.
    """
    if len(finding) < _FEWEST:
        raise UsageError(f"{finding}: give at least {_FEWEST} characters of a finding's id, as audit.json has it")
    seen = False
    for store, files in _audits(folder):
        hits: dict[tuple[str, str], Located] = {}
        for file in files:
            seen = True
            result = _read(file)
            if plan is not None and result.plan.id != plan:
                continue
            for each in result.findings:
                if each.id.startswith(finding):
                    hits[result.plan.id, each.id] = Located(each, result, file, store)
        exact = {key: each for key, each in hits.items() if key[1] == finding}
        found = list((exact or hits).items())
        if len(found) > 1:
            names = ", ".join(f"{one} ({which})" for which, one in sorted(key for key, _ in found)[:8])
            raise UsageError(f"{finding} names several findings: {names}; give the whole id, and --plan if need be")
        if found:
            return found[0][1]
    if not seen:
        raise UsageError(f"{folder} holds no audit.json; name the folder of a finished audit or a workspace")
    raise UsageError(f"no finding of {folder} has the id {finding}; ids are in audit.json and in the reports")


def _audits(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """The results to look in, the latest first, each with the folder of the store that they rest on."""
    nights = folder / "runs"
    if nights.is_dir() and (folder / "evidence").is_dir():
        # Names begin with the day; a second run of a day has a number behind it.
        for night in sorted((each for each in nights.iterdir() if each.is_dir()), reverse=True):
            files = sorted(night.glob(f"*/{_RESULT}"))
            if files:
                yield folder / "evidence", files
        return
    files = sorted(folder.glob(f"*/{_RESULT}"))
    if files:
        yield _store_of(folder), files


def _store_of(folder: Path) -> Path:
    """Where the evidence of an audit's folder is: in it, or where its order says."""
    if (folder / "evidence.db").exists():
        return folder
    place = load_order(folder).evidence
    return folder if place is None else folder / place.folder


def _read(path: Path) -> AuditResult:
    try:
        return result_from_json(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); write it again with `mingjian check`") from error
