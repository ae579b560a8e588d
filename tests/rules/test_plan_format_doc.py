"""The examples of docs/plan-format.md load, and the committed JSON Schema is the one the models give."""

import re
from pathlib import Path

import pytest

from checks import all_checks
from rules.calendar import StatutoryCalendar
from rules.loading import bundled_plans, plan_from_text, roster_from_text
from rules.schema import plan_schema, schema_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
PLAN, ROSTER, CALENDAR = re.findall(r"```yaml\n(.*?)```", (DOCS / "plan-format.md").read_text("utf-8"), re.DOTALL)


def test_example_plan_and_roster_fit_together() -> None:
    """The plan of the page loads, and the roster of the page knows all but one of its names."""
    plan, roster = plan_from_text(PLAN, "plan-format.md"), roster_from_text(ROSTER, "plan-format.md")
    words = plan.requirements[0].responsible
    assert roster.resolve((*words.lead, *words.support)).unresolved == ("市财政局",)


def test_example_calendar_loads(tmp_path: Path) -> None:
    """The override of the page is one that the program takes."""
    path = tmp_path / "calendar.yaml"
    path.write_text(CALENDAR, encoding="utf-8")
    assert set(StatutoryCalendar.from_file(path).years) == {2027}


def test_page_names_every_bundled_plan() -> None:
    """A plan that comes with the program is in the page."""
    text = (DOCS / "plan-format.md").read_text("utf-8")
    assert [each for each in bundled_plans() if f"`{each}`" not in text] == []


def test_committed_schema_is_fresh() -> None:
    """After a change of the models or of a check's parameters: python -m rules.schema > docs/plan.schema.json."""
    assert (DOCS / "plan.schema.json").read_text("utf-8") == schema_text()


@pytest.mark.parametrize("check", [check.id for check in all_checks()])
def test_schema_knows_every_check_and_its_parameters(check: str) -> None:
    """A use's parameters are described for each check."""
    schema = plan_schema()
    assert check in schema["$defs"]["Use"]["properties"]["check"]["enum"]
    assert schema["$defs"][check]["additionalProperties"] is False
