"""Every check serves a bundled plan; that it has its three cases is for tests/checks/test_cases.py."""

from checks import all_checks
from rules.loading import bundled_plans, load_plan


def used() -> set[str]:
    plans = [load_plan(name) for name in bundled_plans()]
    return {use.check for plan in plans for requirement in plan.requirements for use in requirement.uses}


def test_every_check_is_used_by_a_bundled_plan() -> None:
    assert used() == {each.id for each in all_checks()}


def test_no_plan_is_vetoed_by_a_single_blank_column() -> None:
    """The veto on blank columns counts to five, as the indicator says (NORMS N01-V4c)."""
    veto = next(each for each in load_plan("national-2019").requirements if each.id == "v4")
    use = next(each for each in veto.uses if each.check == "columns-blank-many")
    assert use.params["at_least"] == 5
    assert len(use.params["columns"]) == 20
