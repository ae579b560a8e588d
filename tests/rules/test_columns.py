"""The taxonomy of columns: complete, consistent, without loops."""

import pytest

from rules.columns import UnknownColumnError, all_columns, find_column, with_parents

IDS = [
    "home-news",
    "news",
    "notices",
    "policy-documents",
    "interpretation",
    "consultation",
    "feedback",
    "disclosure",
    "guide",
    "system",
    "statutory-content",
    "annual-report",
    "request",
    "regulations",
    "administrative-regulations",
    "normative-documents",
    "planning",
    "budget",
    "final-accounts",
    "personnel",
    "recruitment",
    "power-list",
    "licence-penalty",
    "enforcement",
    "market-access",
    "gazette",
    "meetings",
    "proposals",
    "open-data",
    "epidemic",
    "health-campaign",
    "debt",
    "subsidies",
    "direct-funds",
    "grassroots",
    "public-institutions",
    "policy-faq",
    "mailbox",
    "letters",
    "press-conference",
    "response",
    "statistics",
    "leadership",
    "functions",
    "open-topics",
    "accessibility",
    "search",
    "field-land-planning",
    "field-major-projects",
    "field-public-resources",
    "field-finance",
    "field-work-safety",
    "field-taxation",
    "field-land-acquisition",
    "field-house-expropriation",
    "field-affordable-housing",
    "field-rural-housing",
    "field-environment",
    "field-culture",
    "field-legal-services",
    "field-poverty",
    "field-disaster-relief",
    "field-food-drug",
    "field-urban-enforcement",
    "field-employment",
    "field-social-insurance",
    "field-social-assistance",
    "field-elderly-care",
    "field-household-registration",
    "field-farm-subsidies",
    "field-compulsory-education",
    "field-health",
    "field-municipal-services",
]


def test_ids_are_the_fixed_vocabulary() -> None:
    """Plans, cases and the sample city use these ids; none may vanish."""
    assert set(IDS) == set(all_columns())


@pytest.mark.parametrize("id", IDS)
def test_column_is_consistent(id: str) -> None:  # noqa: A002 - the word of the taxonomy
    """Parents exist, no name is also ruled out, no word stands twice, every word is Chinese and plain."""
    column = find_column(id)
    words = (*column.names, *column.synonyms)
    assert set(column.parents) <= set(all_columns())
    assert id not in with_parents(frozenset(column.parents))
    assert len(set(words)) == len(words)
    assert len(set(column.negatives)) == len(column.negatives)
    assert not [name for name in words for no in column.negatives if no in name]
    assert all(word == word.strip() and " " not in word for word in (*words, *column.negatives))


def test_no_standard_name_belongs_to_two_columns() -> None:
    """A joint column (预决算公开) is a synonym of both, so that a column of its own (部门决算) is taken first."""
    owners: dict[str, set[str]] = {}
    for column in all_columns().values():
        for name in column.names:
            owners.setdefault(name, set()).add(column.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_parents_are_found_to_the_top() -> None:
    """The closure holds the column itself and everything above it."""
    assert with_parents(frozenset({"guide"})) == {"guide", "disclosure"}
    assert with_parents(frozenset({"debt"})) == {"debt", "budget", "statutory-content", "disclosure"}


def test_unknown_column_names_the_known() -> None:
    """A wrong id is told with all ids."""
    with pytest.raises(UnknownColumnError, match=r"no column 'budgets'.*budget"):
        find_column("budgets")
