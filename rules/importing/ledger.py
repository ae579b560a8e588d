"""From blocks to a ledger: every line becomes a requirement, a heading, the preamble, junk, or `unassigned`."""

from dataclasses import dataclass, field
from datetime import date

from rules.importing import flattened, outline, prose, tables
from rules.importing.annotation import annotated
from rules.importing.chinese import simplified
from rules.importing.deadlines import Duration, due_date, durations
from rules.importing.document import Document, DocumentError, loosened
from rules.importing.draft import Draft, Sorted
from rules.importing.facts import Facts, read_facts
from rules.importing.observe import Suggestion, observe
from rules.importing.reading import read_document
from rules.importing.units import Units, read_units

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
    requirements = tuple(_requirement(draft, facts.year) for draft in found.drafts)
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
        warnings=tuple(_warnings(requirements, facts, found)),
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


def _requirement(draft: Draft, year: int | None) -> ImportedRequirement:
    if not draft.units and (ending := annotated(draft.text)).found and ending.text:
        # A table without a column of units may name them at the end of each requirement.
        draft.text, draft.units = ending.text, ending.units
        draft.support, draft.due = draft.support or ending.support, draft.due or ending.due
    text = simplified(draft.text[:_READ])
    units = read_units(simplified(draft.units[:_READ])) if draft.units else Units()
    support = read_units(simplified(draft.support[:_READ])) if draft.support else Units()
    spans = durations(text)
    judged = observe(text, spans, year)
    return ImportedRequirement(
        id=draft.id,
        task=draft.task,
        text=draft.text,
        lead=units.lead,
        support=tuple(dict.fromkeys((*units.support, *support.lead, *support.support))),
        groups=tuple(dict.fromkeys((*units.groups, *support.groups))),
        leading=units.leading,
        due=due_date(text) or due_date(simplified(draft.due)),
        durations=spans,
        observability=judged.observability,
        why=judged.why,
        checks=judged.checks,
        where=draft.where,
    )


def _warnings(requirements: tuple[ImportedRequirement, ...], facts: Facts, found: Sorted) -> list[str]:
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
    vague = [
        f"{draft.id}: {draft.due}" for draft in found.drafts if draft.due and due_date(simplified(draft.due)) is None
    ]
    if vague:
        warnings.append(f"deadlines that name no day ({'; '.join(vague)}); write down what they mean")
    warnings += [f"no {what} found; add it by hand" for what, value in facts.named().items() if value is None]
    if found.unassigned:
        warnings.append(f"{len(found.unassigned)} lines could not be assigned; they are listed as unassigned")
    return warnings
