"""Requirements as first cut out of a document, before units and deadlines are read."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Draft:
    """One requirement as the document has it; `units`, `support` and `due` are cell texts."""

    id: str
    task: str
    text: str
    units: str = ""
    support: str = ""
    due: str = ""
    where: int = 0


@dataclass(slots=True)
class Sorted:
    """Where every block of a document went."""

    drafts: list[Draft] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    unassigned: list[str] = field(default_factory=list)
    junk: list[tuple[str, str]] = field(default_factory=list)
