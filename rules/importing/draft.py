"""Requirements as first cut out of a document, before units and deadlines are read."""

from collections import Counter
from dataclasses import dataclass, field

from rules.importing.annotation import Annotated
from rules.importing.numbering import numbered


@dataclass(slots=True)
class Draft:
    """One requirement as the document has it; `units`, `support` and `due` are cell texts.

    `number` is what a column of numbers says, `value` the number that the item itself begins with.
    `id` is given when the whole document is known (`identify`), unless the layout gives it.
    """

    task: str
    text: str
    units: str = ""
    support: str = ""
    due: str = ""
    where: int = 0
    number: str = ""
    value: int | None = None
    id: str = ""
    further: bool = False
    """Another requirement under the number of the one before it."""
    led: bool = False
    """The units were called 牵头单位, so that those called 责任单位 in another line take part."""

    def name(self, ending: Annotated) -> None:
        """Add the units and the deadline that a later line names."""
        units, support = ending.units, ending.support
        if units and self.units and self.led and not ending.led:
            units, support = "", "；".join(filter(None, (units, support)))
        elif units and self.units and ending.led and not self.led:
            self.support, self.units = "；".join(filter(None, (self.units, self.support))), ""
        self.led = self.led or ending.led
        self.units = "；".join(filter(None, (self.units, units)))
        self.support = "；".join(filter(None, (self.support, support)))
        self.due = "；".join(filter(None, (self.due, ending.due)))


@dataclass(slots=True)
class Sorted:
    """Where every block of a document went."""

    drafts: list[Draft] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    unassigned: list[str] = field(default_factory=list)
    junk: list[tuple[str, str]] = field(default_factory=list)


_STRAYS = 10
"""One repeated number in so many is a slip of the pen; more mean that every task counts its own items."""


def identify(drafts: list[Draft]) -> None:
    """Give every draft without one an id that is unique: its number, or that of its task and its own, or its place."""
    own = [each for each in drafts if not each.further]
    plain = Counter(each.value for each in own if not each.id and not each.number and each.value is not None)
    repeated = sum(plain.values()) - len(plain)
    by_task = repeated * _STRAYS > sum(plain.values())
    shared = Counter(each.number for each in drafts if each.number)
    used = Counter(each.id for each in drafts if each.id)
    tasks: dict[str, int] = {}
    order: Counter[str] = Counter()
    for place, each in enumerate(drafts, start=1):
        task = tasks.setdefault(each.task, _number_of(each.task) or len(tasks) + 1)
        if each.id:
            continue
        if each.further and place > 1:
            wish = drafts[place - 2].id.partition("-")[0]
        elif each.number:
            order[each.number] += 1
            part = each.value or order[each.number]
            wish = each.number if shared[each.number] == 1 else f"{each.number}.{part}"
        elif each.value is not None:
            wish = f"{task}.{each.value}" if by_task else str(each.value)
        else:
            wish = str(place)
        used[wish] += 1
        each.id = wish if used[wish] == 1 else f"{wish}-{used[wish]}"


def _number_of(task: str) -> int | None:
    found = numbered(task)
    return found.value if found else None
