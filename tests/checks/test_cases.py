"""Every case under tests/cases: the verdict stands in the file's name, the sentences are fit to be sent out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checks import Finding, Given, Reason, Verdict, all_checks, find_check
from crawler.model import Evidence, Kind, Outcome
from tests.checks.case_reader import Case, case_files, failed, read_case

FILES = case_files()
NEVER_FAIL = {"annual-report-carry-over", "annual-report-prose-mismatch", "document-changed", "wording-outdated"}
"""Checks that only raise questions for people (NORMS 4.5: I5 warns, I7 inferred; N01-V1a); their docstrings say so."""
OUTCOMES = (Outcome.TIMEOUT, Outcome.BLOCKED, Outcome.NOT_FOUND, Outcome.BUDGET_SPENT)


def ids(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def judge(case: Case) -> Finding:
    return find_check(case.check).judge(case.given)


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_case_comes_out_as_its_name_says(path: Path) -> None:
    case = read_case(path)
    finding = judge(case)
    assert case.verdict == finding.verdict, finding.observed
    assert case.reason is None or case.reason == finding.reason, finding.observed
    assert [phrase for phrase in case.says if phrase not in finding.observed + finding.remedy] == [], finding
    if case.parts is not None:
        assert list(case.parts) == [part.verdict for part in finding.parts]


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_finding_can_be_sent_out(path: Path) -> None:
    case = read_case(path)
    finding = judge(case)
    told = (finding.observed, finding.expected, *(part.observed for part in finding.parts))
    assert all(text.endswith("。") and "None" not in text and "。。" not in text for text in told), told
    if finding.verdict is not Verdict.NOT_APPLICABLE:
        assert case.given.site.name in finding.observed or "“" in finding.observed or "《" in finding.observed
    if finding.verdict is Verdict.FAIL:
        assert "http" in finding.remedy or "AAAA" in finding.remedy or "IPv6" in finding.remedy
    elif finding.verdict in {Verdict.PASS, Verdict.PENDING, Verdict.NOT_APPLICABLE}:
        assert finding.remedy == ""
    known = {each.id for group in case.given.evidence.values() for each in group}
    cites = {*finding.evidence, *(each for part in finding.parts for each in part.evidence)}
    assert cites <= known
    assert finding.evidence or finding.reason is Reason.NOT_GATHERED or finding.verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_failed_look_never_turns_a_case_into_a_failure(path: Path) -> None:
    """Under any injected fault a verdict may move to inconclusive, never to fail (DESIGN 2.1)."""
    case = read_case(path)
    before = judge(case).verdict
    for kind, group in case.given.evidence.items():
        for at, look in enumerate(group):
            for outcome in OUTCOMES:
                changed = (*group[:at], failed(look, outcome), *group[at + 1 :])
                given = given_with(case, {kind: changed})
                after = find_check(case.check).judge(given).verdict
                assert before is Verdict.FAIL or after is not Verdict.FAIL, (look.subject, outcome)


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_nothing_read_never_fails(path: Path) -> None:
    case = read_case(path)
    evidence = {
        kind: tuple(failed(look, Outcome.TIMEOUT) for look in group) for kind, group in case.given.evidence.items()
    }
    assert find_check(case.check).judge(given_with(case, evidence)).verdict is not Verdict.FAIL
    nothing = given_with(case, dict.fromkeys(case.given.evidence, ()))
    assert find_check(case.check).judge(nothing).verdict is not Verdict.FAIL


def given_with(case: Case, evidence: Mapping[Kind, tuple[Evidence, ...]]) -> Given[Any]:
    return replace(case.given, evidence={**case.given.evidence, **evidence})


@pytest.mark.parametrize("check", [each.id for each in all_checks()])
def test_check_has_a_case_of_each_verdict(check: str) -> None:
    verdicts = Counter(path.stem.rpartition(".")[2] for path in FILES if path.parent.name == check)
    assert {"pass", "inconclusive"} | (set() if check in NEVER_FAIL else {"fail"}) <= set(verdicts)
    assert ("从不判为不符合" in find_check(check).doc) == (check in NEVER_FAIL)
    assert "fail" not in verdicts or check not in NEVER_FAIL


def test_every_case_belongs_to_a_check() -> None:
    assert {path.parent.name for path in FILES} <= {each.id for each in all_checks()}
