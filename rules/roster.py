"""Who the responsible units are and where to look: names and group phrases of a plan resolved (docs/plan-format.md)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.model import Body, Site, Unit

_BRACKETS = re.compile(r"[(（〔\[][^()（）〔〕\[\]]{0,60}[)）〕\]]")
_MARKS = re.compile(r"[\s“”\"'‘’《》·]+")
_LEVEL = "市区县镇省州旗盟"
_SHORTEST_NAME = 3
_DEPARTMENTS = (
    "各部门",
    "市直各部门",
    "区直各部门",
    "县直各部门",
    "市直部门",
    "区直部门",
    "县直部门",
    "各有关部门",
    "其他部门",
    "市政府各部门",
    "区政府各部门",
    "县政府各部门",
    "各直属机构",
)
_TOWNS = (
    "各镇街",
    "各镇",
    "各街道",
    "各乡镇",
    "各社区",
    "各镇政府、街道办事处",
    "各镇人民政府、街道办事处",
    "各镇人民政府",
    "各街道办事处",
    "各镇(街)",
)
_EVERYBODY = ("各单位", "各责任单位", "其他单位", "各级各部门", "各级各部门单位")
_BODY_OF_GROUP: dict[str, tuple[Body, ...]] = {
    **dict.fromkeys(_DEPARTMENTS, (Body.DEPARTMENT,)),
    **dict.fromkeys(_TOWNS, (Body.TOWN,)),
    **dict.fromkeys(_EVERYBODY, (Body.DEPARTMENT, Body.TOWN)),
}
"""What a group phrase means on a roster whose units do not list it in their `groups`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A file beside the roster that holds the official text of a regulation, and the sites that must carry it."""

    file: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What names and phrases of a plan come to: units in roster order, and the words that nobody answers to.

    `unresolved` keeps every word that no unit of the roster goes by, `ambiguous` those that several units go by.
    """

    units: tuple[Unit, ...]
    unresolved: tuple[str, ...]
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The units of a place, the sites they answer for, and the official texts to compare with."""

    place: str
    sites: tuple[Site, ...]
    units: tuple[Unit, ...]
    references: tuple[Reference, ...] = ()
    _names: dict[str, list[Unit]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _groups: dict[str, list[Unit]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _whole: dict[str, list[Unit]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _short: dict[str, list[Unit]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _sites: dict[str, Site] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._sites.update({site.id: site for site in self.sites})
        for unit in self.units:
            for name in {_plain(each) for each in (unit.name, *unit.aliases)}:
                self._names.setdefault(name, []).append(unit)
            for name in (unit.name, *unit.aliases):
                whole, short = self._forms(name)
                for forms, names in ((whole, self._whole), (short, self._short)):
                    for form in forms:
                        names.setdefault(form, []).append(unit)
            for group in {_plain(each) for each in unit.groups}:
                self._groups.setdefault(group, []).append(unit)

    @property
    def portal(self) -> Site | None:
        """The portal of the government, or None when the roster has none."""
        return next((site for site in self.sites if site.portal), None)

    def site(self, id: str) -> Site | None:  # noqa: A002 - the word of the roster
        """Return the site called `id`, or None."""
        return self._sites.get(id)

    def place_of(self, unit: Unit) -> Site | None:
        """Return the site or section of a unit, or None when the roster knows none."""
        return None if unit.site is None else self._sites.get(unit.site)

    def is_group(self, word: str) -> bool:
        """Say whether `word` is a phrase for a group of units, on this roster or by common use."""
        plain = _plain(word)
        return plain in self._groups or plain in _BODY_OF_GROUP

    def resolve(self, words: Iterable[str]) -> Resolved:
        """Return the units that names and group phrases mean, each once; what nobody answers to is kept."""
        found: set[str] = set()
        unresolved: list[str] = []
        ambiguous: list[str] = []
        for word in words:
            units = self._units(word)
            if units is None:
                ambiguous.append(word)
            elif units:
                found.update(unit.id for unit in units)
            else:
                unresolved.append(word)
        in_order = tuple(unit for unit in self.units if unit.id in found)
        return Resolved(in_order, tuple(unresolved), tuple(ambiguous))

    def _units(self, word: str) -> list[Unit] | None:
        """Return the units meant by one word; None when it is one unit's name and several go by it."""
        for plain in dict.fromkeys((_plain(word), _plain(_BRACKETS.sub("", word)))):
            if group := self._groups.get(plain):
                return group
            if named := self._names.get(plain):
                return named if len(named) == 1 else None
        bodies = _BODY_OF_GROUP.get(_plain(word))
        if bodies is not None:
            return [unit for unit in self.units if unit.body in bodies]
        return self._alike(word)

    def _alike(self, word: str) -> list[Unit] | None:
        """Return the unit whose name differs only in the place or level word in front: 财政局 is 市财政局.

        区财政局 is not: a level word is added or dropped, never changed. None when several units are meant.
        """
        whole, short = self._forms(word)
        known, known_short = self._whole, self._short
        found = {
            unit.id: unit
            for forms, names in ((whole, known), (whole, known_short), (short, known))
            for form in forms
            for unit in names.get(form, ())
        }
        return list(found.values()) if len(found) < 2 else None  # noqa: PLR2004 - one unit answers, or several do

    def _forms(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return a name with and without the place's own name, and what is left of these without a level word.

        The level word of the place stays: 中山市财政局 is 市财政局, and only then 财政局.
        """
        plain = _plain(_BRACKETS.sub("", name))
        whole = {plain, plain.removeprefix(_plain(self.place).rstrip(_LEVEL))}
        short = {form[1:] for form in whole if form and form[0] in _LEVEL}
        return (
            frozenset(form for form in whole if len(form) >= _SHORTEST_NAME),
            frozenset(form for form in short if len(form) >= _SHORTEST_NAME),
        )


def _plain(text: str) -> str:
    """Return a name without blanks and quotation marks, in one width of letters and brackets."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))
