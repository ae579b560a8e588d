"""From blocks to a ledger: every line becomes a requirement, a heading, the preamble, junk, or `unassigned`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.importing import flattened, outline, prose, tables
from rules.importing.annotation import annotated
from rules.importing.chinese import simplified
from rules.importing.deadlines import Duration, due_dates, due_in_cell, durations
from rules.importing.document import Document, DocumentError, loosened
from rules.importing.draft import Draft, Sorted
from rules.importing.facts import Facts, read_facts
from rules.importing.observe import Suggestion, makes_rules, observe
from rules.importing.reading import read_document
from rules.importing.units import Units, looks_like_unit, read_units

_READ = 3000
"""Characters of a cell in which units, deadlines and columns are looked for; a longer cell is kept, not searched."""
MOST = 2000
"""Requirements; the longest plan known has a tenth of it."""


@dataclass(frozen=True, slots=True)
class ImportedRequirement:
    """One requirement in the official wording, with what was read from it.

    `id` is its number in the document. `checks` are suggestions, each with its reason.
    """

    id: str
    task: str
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    groups: tuple[str, ...]
    due: date | None
    durations: tuple[Duration, ...]
    observability: str
    why: str
    checks: tuple[Suggestion, ...]
    where: int
    leading: tuple[str, ...] = ()
    """Those of `groups` that lead."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan as read from its document. `warnings` are sentences for the person who reviews it."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: date | None
    year: int | None
    requirements: tuple[ImportedRequirement, ...]
    headings: tuple[str, ...]
    preamble: tuple[str, ...]
    unassigned: tuple[str, ...]
    junk: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = field(default=())


def import_plan(body: bytes, name: str = "") -> Imported:
    """Return the ledger of the plan document in `body`.

    Raises DocumentError when the file cannot be read or holds no requirement at all.
    """
    document = read_document(body, name)
    found = _sort(document)
    if not found.drafts:
        raise DocumentError(
            f"{name or 'the document'}: no requirement found in {len(document.blocks)} lines; "
            "a plan has a table (工作任务, 具体要求, 责任单位), numbered items, or sections with obligations"
        )
    if len(found.drafts) > MOST:
        raise DocumentError(f"{name or 'the document'}: {len(found.drafts)} items, and no plan has more than {MOST}")
    facts = read_facts(loosened(document.blocks))
    read = [_requirement(draft, facts) for draft in found.drafts]
    requirements = tuple(requirement for requirement, _ in read)
    return Imported(
        title=facts.title,
        number=facts.number,
        issuer=facts.issuer,
        issued=facts.issued,
        year=facts.year,
        requirements=requirements,
        headings=tuple(found.headings),
        preamble=tuple(found.preamble),
        unassigned=tuple(found.unassigned),
        junk=(*document.junk, *found.junk),
        warnings=tuple(_warnings(requirements, facts, found, [odd for _, odd in read])),
    )


def _sort(document: Document) -> Sorted:
    """Try the surest layout first: a table with a header, a flattened one, numbered items, prose."""
    found = tables.read(document.blocks)
    if found is not None and found.drafts:
        return found
    lines = loosened(document.blocks)
    for reader in (flattened.read, outline.read, prose.read):
        found = reader(lines)
        if found is not None and found.drafts:
            return found
    return Sorted()


@dataclass(frozen=True, slots=True)
class _Odd:
    """What of one requirement's cells was not understood, in their words."""

    units: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    due: str = ""


def _requirement(draft: Draft, facts: Facts) -> tuple[ImportedRequirement, _Odd]:
    if not draft.units and (ending := annotated(draft.text)).found and ending.text:
        # A table without a column of units may name them at the end of each requirement.
        draft.text, draft.units = ending.text, ending.units
        draft.support, draft.due = draft.support or ending.support, draft.due or ending.due
    text = simplified(draft.text[:_READ])
    units = read_units(simplified(draft.units[:_READ])) if draft.units else Units()
    support = read_units(simplified(draft.support[:_READ])) if draft.support else Units()
    spans = durations(text)
    issuer = facts.issuer or facts.title or ""
    judged = observe(text, spans, facts.year, makes_rules=makes_rules(issuer))
    helping = tuple(dict.fromkeys((*units.support, *support.lead, *support.support)))
    day, unread = _due(text, simplified(draft.due), facts)
    requirement = ImportedRequirement(
        id=draft.id,
        task=draft.task,
        text=draft.text,
        lead=units.lead,
        support=helping,
        groups=tuple(dict.fromkeys((*units.groups, *support.groups))),
        leading=units.leading,
        due=day,
        durations=spans,
        observability=judged.observability,
        why=judged.why,
        checks=judged.checks,
        where=draft.where,
    )
    doubtful = tuple(name for name in (*units.lead, *helping) if not looks_like_unit(name))
    return requirement, _Odd((*units.strange, *support.strange), doubtful, unread)


def _due(text: str, cell: str, facts: Facts) -> tuple[date | None, str]:
    """Return the last day that the text or the cell of deadlines names, and in words what could not be read as one.

    Of two different days the later one holds, so that nobody is judged too early. A day before the document was issued
    is none to keep.
    """
    named, in_cell = due_dates(text, facts.year), due_in_cell(cell, facts.year)
    days = {day for day in (named[0] if len(named) == 1 else None, in_cell) if day is not None}
    kept = max((day for day in days if facts.issued is None or day >= facts.issued), default=None)
    unread = [cell] if cell and in_cell is None else []
    if len(named) > 1 or len(days) > 1 or (days and kept is None):
        told = ", ".join(day.isoformat() for day in sorted({*named, *days}))
        unread.append(f"{told} in its words; {kept.isoformat() if kept else 'none'} was taken")
    return kept, " / ".join(unread)


def _warnings(
    requirements: tuple[ImportedRequirement, ...], facts: Facts, found: Sorted, odd: Sequence[_Odd]
) -> list[str]:
    nobody = [each.id for each in requirements if not (each.lead or each.support or each.groups)]
    warnings = []
    if nobody:
        whom = f" (the document is addressed to {facts.addressed})" if facts.addressed else ""
        one = len(nobody) == 1
        warnings.append(
            f"{'requirement' if one else 'requirements'} {', '.join(nobody)} {'names' if one else 'name'} "
            f"no responsible unit; add it by hand{whom}"
        )
    numbers = [int(each.id) for each in requirements if each.id.isdecimal()]
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if gaps:
        warnings.append(f"the numbering has gaps: {', '.join(map(str, gaps))}; compare with the document")
    strange = _told(requirements, ["、".join(each.units) for each in odd])
    if strange:
        warnings.append(f"words among the units that name no unit ({strange}); they were left out, add what they mean")
    doubtful = _told(requirements, ["、".join(each.doubtful) for each in odd])
    if doubtful:
        warnings.append(f"names that may be no units ({doubtful}); compare with the document")
    vague = _told(requirements, [each.due for each in odd])
    if vague:
        warnings.append(f"deadlines that name no day, or not one ({vague}); write down what they mean")
    warnings += [f"no {what} found; add it by hand" for what, value in facts.named().items() if value is None]
    if found.unassigned:
        warnings.append(f"{len(found.unassigned)} lines could not be assigned; they are listed as unassigned")
    return warnings


def _told(requirements: tuple[ImportedRequirement, ...], words: Sequence[str]) -> str:
    """Return the words by the ids of the requirements they belong to; equal ones that follow each other stand once."""
    ids: dict[str, list[str]] = {}
    for each, word in zip(requirements, words, strict=True):
        if word:
            ids.setdefault(" ".join(word.split()), []).append(each.id)
    return "; ".join(f"{', '.join(numbers)}: {word}" for word, numbers in ids.items())
