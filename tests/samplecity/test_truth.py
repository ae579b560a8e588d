"""The truth file is well formed, and means what the plans and the city have."""

import pytest
from pydantic import ValidationError

from checks import Verdict, find_check
from mingjian.samplecity import SampleCity
from mingjian.samplecity.truth import load_truth, truth_from_text
from rules.assignment import assignment, places
from rules.loading import load_plan, roster_from_text
from rules.model import On

PLANS = ("zhongshan-2021", "zhongshan-xiqu-2019")
ENTRY = "{id: a, site: portal, what: x, expect: [{plan: p, requirement: '1', unit: u, check: c, verdict: %s}]}"


def test_has_faults_of_all_families_and_look_alikes() -> None:
    truth = load_truth()
    assert 20 <= len(truth.faults) <= 30
    assert len(truth.look_alikes) >= 15
    families = {each.check for fault in truth.faults for each in fault.expect}
    assert families == {
        "column-missing",
        "column-blank",
        "column-overdue",
        "annual-report-late",
        "annual-report-malformed",
        "annual-report-inconsistent",
        "consultation-feedback-late",
        "ipv6-missing",
        "regulation-outdated",
    }


@pytest.mark.parametrize("name", PLANS)
def test_every_expectation_names_a_finding_that_the_plan_asks_for(name: str, pure: SampleCity) -> None:
    plan, roster = load_plan(name), roster_from_text(pure.roster_text, "roster.yaml")
    judged = set()
    for requirement in plan.requirements:
        units = assignment(requirement, roster)
        for use in requirement.uses:
            find_check(use.check)
            column = use.params.get("column")
            for unit, site in places(use, units, roster):
                judged.add((requirement.id, unit.id, site.id if site else None, use.check, column))
    asked = {(e.requirement, e.unit, e.site, e.check, e.column) for e in load_truth().expectations(name)}
    assert asked - judged == set()


@pytest.mark.parametrize("name", PLANS)
def test_failing_requirements_are_not_manual(name: str) -> None:
    online = {each.id for each in load_plan(name).requirements if each.uses}
    assert {each.requirement for each in load_truth().failing(name)} <= online


def test_plans_judge_own_places_and_the_portal() -> None:
    uses = {use.on for name in PLANS for each in load_plan(name).requirements for use in each.uses}
    assert uses == {On.OWN, On.LEAD, On.PORTAL}


@pytest.mark.parametrize(
    "text",
    [
        f"faults: [{ENTRY % 'pass'}]\nlook_alikes: []\nopen: []",
        f"faults: [{ENTRY % '[fail, pass]'}]\nlook_alikes: []\nopen: []",
        f"faults: []\nlook_alikes: [{ENTRY % 'fail'}]\nopen: []",
        f"faults: [{ENTRY % 'fail'}, {ENTRY % 'fail'}]\nlook_alikes: []\nopen: []",
        f"faults: [{ENTRY % 'wrong'}]\nlook_alikes: []\nopen: []",
        "faults: []\nlook_alikes: []\nopen: []\nmore: []",
        "faults: []",
    ],
)
def test_malformed_truth_is_refused(text: str) -> None:
    with pytest.raises((ValidationError, ValueError)):
        truth_from_text(text)


def test_well_formed_truth_is_read() -> None:
    truth = truth_from_text(f"faults: [{ENTRY % 'fail'}]\nlook_alikes: []\nopen: []")
    (expected,) = truth.faults[0].expect
    assert (expected.site, expected.verdicts) == ("portal", {Verdict.FAIL})
