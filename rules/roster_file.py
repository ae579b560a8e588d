"""The roster as an operator writes it: pydantic models, and what must hold between its parts."""

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from crawler.model import Body, Site, Unit
from rules.columns import all_columns
from rules.model import Id, Text
from rules.roster import Reference, Roster
from rules.yamltext import Problem, YamlText


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError("a web address begins with http:// or https:// and names a host")
    if any(each.isspace() or ord(each) < 0x20 for each in value):  # noqa: PLR2004 - control characters
        raise ValueError("a web address holds no blanks")
    _ = parts.port
    return value


def _relative(value: str) -> str:
    if value.startswith(("/", "\\")) or ".." in value.replace("\\", "/").split("/"):
        raise ValueError("a reference is a file beside the roster, named without leading / or ..")
    return value


def _code(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Address = Annotated[str, Field(max_length=2000), AfterValidator(_http)]
Host = Annotated[str, Field(pattern=r"^[^\s/@?#]+$", max_length=260)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _SiteText(_Strict):
    id: Id
    name: Text
    url: Address
    hosts: tuple[Host, ...] = ()
    code: Annotated[str | None, BeforeValidator(_code)] = None
    section: bool = False
    portal: bool = False
    pins: dict[str, Address] = Field(default_factory=dict)
    robots_override: Text | None = None


class _UnitText(_Strict):
    id: Id
    name: Text
    body: Body
    aliases: tuple[Text, ...] = ()
    groups: tuple[Text, ...] = ()
    site: Annotated[str | None, BeforeValidator(_code)] = None
    service_duty: bool = True


class _ReferenceText(_Strict):
    file: Annotated[Text, AfterValidator(_relative)]
    sites: Annotated[tuple[str, ...], Field(min_length=1)]


class RosterText(_Strict):
    """A roster file. `references` name files beside it that hold official texts of regulations."""

    place: Text
    sites: tuple[_SiteText, ...]
    units: Annotated[tuple[_UnitText, ...], Field(min_length=1)]
    references: tuple[_ReferenceText, ...] = ()

    def roster(self) -> Roster:
        """Return the roster as values."""
        return Roster(
            place=self.place,
            sites=tuple(Site(**each.model_dump()) for each in self.sites),
            units=tuple(Unit(**each.model_dump()) for each in self.units),
            references=tuple(Reference(each.file, each.sites) for each in self.references),
        )


def roster_problems(text: RosterText, source: YamlText) -> Iterator[Problem]:
    """Yield what is wrong between the parts of a roster: ids that repeat or do not exist, a second portal."""
    sites = {each.id for each in text.sites}
    yield from _repeated("sites", [each.id for each in text.sites], source)
    yield from _repeated("units", [each.id for each in text.units], source)
    for index, unit in enumerate(text.units):
        if unit.site is not None and unit.site not in sites:
            yield source.problem(("units", index, "site"), _unknown_site(unit.site, sites))
    for index, reference in enumerate(text.references):
        for number, named in enumerate(reference.sites):
            if named not in sites:
                yield source.problem(("references", index, "sites", number), _unknown_site(named, sites))
    for index, site in enumerate(text.sites):
        for column in sorted(set(site.pins) - set(all_columns())):
            known = ", ".join(sorted(all_columns()))
            yield source.problem(
                ("sites", index, "pins", column), f"there is no column {column!r}; the columns are: {known}."
            )
    for index in [index for index, site in enumerate(text.sites) if site.portal][1:]:
        yield source.problem(("sites", index, "portal"), "a roster has one portal, and another site is it already.")


def _repeated(part: str, ids: list[str], source: YamlText) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, each in enumerate(ids):
        if first.setdefault(each, index) < index:
            line = source.line((part, first[each], "id"))
            yield source.problem((part, index, "id"), f"the id {each!r} is already used on line {line}.")


def _unknown_site(site: str, sites: set[str]) -> str:
    return f"there is no site {site!r}; the sites are: {', '.join(sorted(sites)) or 'none'}."
