"""The registry, its documentation, and that judging stays free of gathering."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from checks import Check, Norm, all_checks, check, find_check
from checks.documentation import HEADINGS, page, sections
from checks.model import Finding, Given, Params, Verdict
from checks.registry import UnknownCheckError
from crawler.model import ColumnWant, DocumentsWanted, Kind, Probe, ProbeWant, Reading

ROOT = Path(__file__).parent.parent.parent
CHECKS = all_checks()
AS_OF = date(2022, 2, 15)

WANTS = {
    "column-missing": ({"column": "news"}, [ColumnWant("news")]),
    "column-blank": ({"column": "news"}, [ColumnWant("news")]),
    "column-overdue": (
        {"column": "news", "within": {"value": 12, "unit": "month"}},
        [ColumnWant("news", since=date(2021, 2, 15))],
    ),
    "annual-report-inconsistent": (
        {"year": 2021},
        [
            ColumnWant("annual-report", date(2022, 1, 1), DocumentsWanted(Reading.ANNUAL_REPORT, date(2022, 1, 1))),
            ColumnWant(
                "notices",
                date(2022, 1, 1),
                DocumentsWanted(
                    Reading.ANNUAL_REPORT,
                    date(2022, 1, 1),
                    (
                        "信息公开工作年度报告",
                        "信息公开年度报告",
                        "信息公开年报",
                        "信息公开工作报告",
                        "政务公开年度报告",
                    ),
                ),
            ),
        ],
    ),
    "consultation-feedback-late": (
        {"since": "2021-01-01", "within": {"value": 15, "unit": "day"}},
        [
            ColumnWant("consultation", date(2021, 1, 1), DocumentsWanted(Reading.CONSULTATION, date(2021, 1, 1))),
            ColumnWant("feedback", date(2021, 1, 1), DocumentsWanted(Reading.FEEDBACK, date(2021, 1, 1))),
            ColumnWant(
                "notices",
                date(2021, 1, 1),
                DocumentsWanted(
                    Reading.FEEDBACK,
                    date(2021, 1, 1),
                    ("反馈", "采纳", "征集结果", "征求意见结果", "征求意见情况", "意见征集情况", "征集情况"),
                ),
            ),
        ],
    ),
    "ipv6-missing": (
        {"parts": ["site-address"], "name_servers": 1, "similarity": 0.9},
        [ProbeWant(Probe.DNS)],
    ),
    "regulation-outdated": (
        {"columns": ["regulations"]},
        [ColumnWant("regulations", date(1949, 10, 1), DocumentsWanted(Reading.REGULATION))],
    ),
}


@pytest.mark.parametrize("id_", WANTS)
def test_check_wants_what_it_needs(id_: str) -> None:
    params, wanted = WANTS[id_]
    found = find_check(id_)
    assert wanted == list(found.wants(found.params.model_validate(params), AS_OF))


def test_reach_over_ipv6_wants_its_probe() -> None:
    found = find_check("ipv6-missing")
    params = found.params.model_validate({"parts": ["reach"], "name_servers": 1, "similarity": 0.9})
    assert [ProbeWant(Probe.DNS), ProbeWant(Probe.IPV6)] == list(found.wants(params, AS_OF))


@pytest.mark.parametrize("each", CHECKS, ids=[each.id for each in CHECKS])
def test_check_is_written_as_the_house_asks(each: Check) -> None:
    assert set(sections(each.doc)) == set(HEADINGS)
    assert all(text.endswith("。") for text in sections(each.doc).values())
    assert each.title != each.fail_title
    assert each.norm.title.startswith("《") or each.norm.title.startswith("所适用的")
    assert not [name for name, field in each.params.model_fields.items() if not field.is_required()]


def test_documentation_is_fresh() -> None:
    """`make docs` writes it again."""
    assert page() == (ROOT / "docs/checks.md").read_text(encoding="utf-8")


def test_documentation_is_written_to_the_file_named(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "checks.documentation", str(tmp_path / "a.md")], check=True, cwd=ROOT)
    printed = subprocess.run(
        [sys.executable, "-m", "checks.documentation"], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert page() == printed.stdout == (tmp_path / "a.md").read_text(encoding="utf-8")


def test_importing_checks_loads_nothing_that_gathers() -> None:
    code = "import sys, json, checks; checks.all_checks(); print(json.dumps(sorted(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in json.loads(printed.stdout)}
    assert not loaded & {"scrapy", "twisted", "playwright", "sqlite_utils", "sqlite3", "lxml", "rules", "reports"}


def judge(given: Given[Params]) -> Finding:
    raise AssertionError(given)


GOOD_DOC = "A fact.\n\nWhy:\nPasses when:\nFails when:\nInconclusive when:\nNot applicable when:\n"


@pytest.mark.parametrize(
    ("id_", "doc", "message"),
    [
        ("made-up", "No sections.", "lacks Why:"),
        ("made-up", GOOD_DOC.replace("Fails when:", ""), "lacks Fails when:"),
        ("Made-Up", GOOD_DOC, "kebab-case"),
        ("madeup", GOOD_DOC, "kebab-case"),
        ("column-missing", GOOD_DOC, "twice"),
    ],
)
def test_registry_refuses_a_check_that_is_not_one(id_: str, doc: str, message: str) -> None:
    def broken(given: Given[Params]) -> Finding:
        return judge(given)

    broken.__doc__ = doc
    register = check(
        id_,
        needs={Kind.COLUMN},
        params=Params,
        wants=lambda _params, _as_of: (),
        title="甲",
        fail_title="乙",
        norm=Norm("《丙》", "丁"),
    )
    with pytest.raises(ValueError, match=message):
        register(broken)


def test_unknown_check_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownCheckError, match=r"'no-such'.*column-missing"):
        find_check("no-such")


def test_finding_that_fails_must_cite_evidence() -> None:
    with pytest.raises(ValueError, match="cite evidence"):
        Finding(Verdict.FAIL, "没有。")
