"""The truth file is well formed, and means what the plans and the city have."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from checks import Verdict
from mingjian.samplecity import SampleCity
from mingjian.samplecity.truth import load_truth, truth_from_text
from rules.assignment import assignment, places
from rules.judging import bound
from rules.loading import bundled_plans, load_plan, roster_from_text
from rules.model import On

BUREAU_PLAN = "zhongshan-justice-2019"
"""The plan of a bureau for its own offices: judged with the bureau's roster."""
FAULTS, LOOK_ALIKES = 80, 40
ENTRY = "{id: a, site: portal, what: x, expect: [{plan: p, requirement: '1', unit: u, check: c, verdict: %s}]}"


def test_has_faults_of_all_families_and_look_alikes() -> None:
    truth = load_truth()
    assert len(truth.faults) >= FAULTS
    assert len(truth.look_alikes) >= LOOK_ALIKES


Asked = tuple[str, str, str, str | None, str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def asked(pure: SampleCity) -> list[Asked]:
    """What the six plans ask of the city: plan, requirement, unit, site, check and parameters."""
    city, bureau = (roster_from_text(text, "roster") for text in (pure.roster_text, pure.bureau_roster_text))
    found: list[Asked] = []
    for name in bundled_plans():
        roster = bureau if name == BUREAU_PLAN else city
        for requirement in load_plan(name).requirements:
            units = assignment(requirement, roster)
            for use in requirement.uses:
                shown = bound(use).shown
                found += [
                    (name, requirement.id, unit.id, site.id if site else None, use.check, shown)
                    for unit, site in places(use, units, roster)
                ]
    return found


def test_every_expectation_speaks_of_something_that_a_plan_asks_for(asked: list[Asked]) -> None:
    truth = load_truth()
    speechless = [
        (seeded.id, expected)
        for seeded in (*truth.faults, *truth.look_alikes, *truth.open)
        for expected in seeded.expect
        if not any(
            expected.applies(plan)
            and expected.asks(requirement=requirement, unit=unit, site=site, check=check, params=params)
            for plan, requirement, unit, site, check, params in asked
        )
    ]
    assert speechless == []


def test_plans_judge_own_places_and_the_portal() -> None:
    uses = {use.on for name in bundled_plans() for each in load_plan(name).requirements for use in each.uses}
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
    assert expected.site == "portal"
    assert expected.verdicts == {Verdict.FAIL}
