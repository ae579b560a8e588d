"""Every worked example of docs/scoring.md is what the code computes."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks import Verdict
from rules.model import Scoring
from rules.score import Judged, unit_score, whole_score

DOC = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"
EXAMPLES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)]


def judged(entry: dict[str, Any]) -> Judged:
    return Judged(**{**entry, "verdicts": tuple(Verdict(each) for each in entry["verdicts"])})


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["example"] for each in EXAMPLES])
def test_worked_example_is_what_the_code_computes(example: dict[str, Any]) -> None:
    """The score printed in the page is the score of the verdicts printed above it."""
    scoring = Scoring(model=example["model"], **example.get("scoring", {}))
    if "units" in example:
        score = whole_score([[judged(each) for each in unit] for unit in example["units"]], scoring)
    else:
        score = unit_score([judged(each) for each in example["judged"]], scoring)
    expected = example["score"]
    assert (score.lowest, score.highest, score.coverage) == (
        expected["lowest"],
        expected["highest"],
        expected["coverage"],
    )
    assert list(score.vetoes) == expected.get("vetoes", [])
    assert (score.note is not None) == (score.lowest is None)


def test_the_page_has_examples() -> None:
    """The page still holds the examples that this file reads."""
    assert len(EXAMPLES) == 15
