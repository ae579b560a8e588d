"""The taxonomy of columns (栏目): what plans call them and by which names sites keep them (`rules/columns.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rules.model import Id, Text
from rules.yamltext import InputError, read_yaml, validated


class UnknownColumnError(LookupError):
    """A plan or roster names a column that the taxonomy does not have."""


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of column.

    `title` is the Chinese word for reports, `names` the standard names, `synonyms` those met in the field, `negatives`
    phrases that rule a candidate out, `parents` ids of columns under which it is usually kept.
    """

    id: str
    title: str
    names: tuple[str, ...]
    synonyms: tuple[str, ...]
    negatives: tuple[str, ...]
    parents: tuple[str, ...]


class _ColumnText(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    title: Text
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    synonyms: tuple[Text, ...] = ()
    negatives: tuple[Text, ...] = ()
    parents: tuple[Id, ...] = ()


class _Taxonomy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: tuple[_ColumnText, ...]


@cache
def all_columns() -> Mapping[str, Column]:
    """Return the taxonomy by id, in its own order."""
    source = read_yaml(files("rules").joinpath("columns.yaml").read_text("utf-8"), "rules/columns.yaml")
    taxonomy = validated(_Taxonomy, source, InputError)
    return MappingProxyType(
        {
            each.id: Column(each.id, each.title, each.names, each.synonyms, each.negatives, each.parents)
            for each in taxonomy.columns
        }
    )


def find_column(id: str) -> Column:  # noqa: A002 - the word of the taxonomy
    """Return the column called `id`. Raises UnknownColumnError, which names all ids."""
    found = all_columns().get(id)
    if found is None:
        raise UnknownColumnError(f"there is no column {id!r}; the columns are: {', '.join(sorted(all_columns()))}")
    return found


def with_parents(ids: frozenset[str]) -> frozenset[str]:
    """Return `ids` with the ids of all columns above them."""
    found = set(ids)
    waiting = list(ids)
    while waiting:
        for parent in find_column(waiting.pop()).parents:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return frozenset(found)
