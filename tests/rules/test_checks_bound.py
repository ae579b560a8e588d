"""Every check serves a bundled plan, or says why no bundled clause asks for it yet."""

from checks import all_checks
from rules.loading import bundled_plans, load_plan

UNBOUND = {
    "columns-overdue-many": "the indicator counts all columns of a site; too few kinds have a verified period",
    "consultation-too-short": "no bundled clause names the thirty days; they bind only major administrative decisions",
    "document-header-incomplete": "no bundled clause lists the fields of a header",
    "document-number-mismatch": "no bundled clause speaks of document numbers",
    "document-status-unmarked": "the clause on marking repealed documents (47号) rests on one source (NORMS N02-C5)",
}
"""Checks that exist for operators' own plans; the reason is why no bundled plan may use them."""


def used() -> set[str]:
    plans = [load_plan(name) for name in bundled_plans()]
    return {use.check for plan in plans for requirement in plan.requirements for use in requirement.uses}


def test_every_check_is_used_by_a_bundled_plan_or_says_why_not() -> None:
    assert {each.id for each in all_checks()} == used() | set(UNBOUND)
    assert not used() & set(UNBOUND)


def test_no_plan_is_vetoed_by_a_single_blank_column() -> None:
    """The veto on blank columns counts to five, as the indicator says (NORMS N01-V4c)."""
    veto = next(each for each in load_plan("national-2019").requirements if each.id == "v4")
    (use,) = veto.uses
    assert use.check == "columns-blank-many"
    assert use.params["at_least"] == 5
    assert len(use.params["columns"]) == 20
