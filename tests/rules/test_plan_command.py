"""`mingjian plan` as a person runs it: import, show, validate."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.loading import bundled_plans, load_plan
from tests.rules.importing.test_documents import SMALL

Command = Callable[..., subprocess.CompletedProcess[str]]
DECIDED = {
    "zhongshan-2021": (3, 19, 26),
    "zhongshan-xiqu-2019": (0, 10, 14),
    "jiangmen-pengjiang-2019": (0, 16, 29),
    "zhongshan-justice-2019": (0, 13, 19),
    "zichuan-2019": (0, 17, 32),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small plan with a line of spam and one that belongs nowhere."""
    path = tmp_path_factory.mktemp("plans") / "泽安.txt"
    path.write_text(SMALL + "国产精品无码在线\n另行通知。\n", encoding="utf-8")
    return path


def test_import_json_is_the_object_of_the_design(file: Path, command: Command) -> None:
    """Exactly the keys of DESIGN 6 for a requirement, with check ids; nothing on standard error to spoil it."""
    done = command("plan", "import", str(file), "--json")
    read = json.loads(done.stdout)
    assert done.returncode == 0
    assert {"title", "number", "issuer", "issued", "year", "requirements", "warnings"} <= set(read)
    assert read["requirements"][0] == {
        "id": "1",
        "task": "一、推进决策公开",
        "text": "网上征求意见的，征集结束后15日内公开反馈结果。",
        "lead": ["市司法局"],
        "support": [],
        "groups": ["市直各部门"],
        "due": None,
        "durations": [{"value": 15, "unit": "day", "after": "征集结束"}],
        "observability": "partial",
        "checks": ["consultation-feedback-late"],
    }
    assert (read["unassigned"], [each["reason"] for each in read["junk"]]) == (["另行通知。"], ["injected spam"])


def test_import_writes_a_plan_that_is_valid(file: Path, tmp_path: Path, command: Command) -> None:
    """The plan file is well-formed as it stands; where every line went is told, and the reasons stand in the file."""
    out = tmp_path / "zean.yaml"
    done = command("plan", "import", str(file), "--out", str(out), "--id", "zean-2021")
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 requirements read" in done.stderr
    assert "unassigned: 另行通知。" in done.stderr
    assert "junk (injected spam)" in done.stderr
    assert "suggested: ipv6-missing: the text names IPv6" in out.read_text("utf-8")
    read = load_plan(out)
    assert read.requirements[0].uses[0].params["within"] == {"value": 15, "unit": "day"}
    assert read.requirements[0].responsible.support == ("市直各部门",)
    checked = command("plan", "validate", str(out))
    assert (checked.returncode, "3 requirements" in checked.stdout) == (0, True)


# what is wrong: (bytes, words of the sentence)
WRONG = {
    "no.txt": ("今天天气很好。".encode(), "no requirement"),
    "scan.pdf": (b"%PDF-1.4 broken", "cannot be read as PDF"),
    "empty.docx": (b"", "empty"),
}


@pytest.mark.parametrize("name", WRONG)
def test_import_of_what_is_no_plan(name: str, tmp_path: Path, command: Command) -> None:
    """One sentence that names the file, exit code 2, no traceback."""
    body, words = WRONG[name]
    path = tmp_path / name
    path.write_bytes(body)
    done = command("plan", "import", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_import_of_a_file_that_is_not_there(tmp_path: Path, command: Command) -> None:
    """The operating system's reason in a sentence."""
    done = command("plan", "import", str(tmp_path / "none.txt"))
    assert (done.returncode, "cannot be read" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", DECIDED)
def test_coverage_of_the_bundled_plans(name: str, command: Command) -> None:
    """How many requirements checks decide, checks and people, people alone."""
    done = command("plan", "show", name, "--coverage", "--json")
    assert json.loads(done.stdout) == dict(zip(("automatic", "partly", "people"), DECIDED[name], strict=True))


def test_show_is_a_table_with_its_coverage(command: Command) -> None:
    """The table names requirements, units and checks, and ends with who decides what."""
    done = command("plan", "show", "zhongshan-justice-2019")
    assert done.returncode == 0
    assert "column-" in done.stdout
    assert "decided automatically" in done.stdout.splitlines()[-1]


def test_list_names_every_bundled_plan(command: Command) -> None:
    """One line a plan."""
    done = command("plan", "list", "--json", alone=True)
    assert [each["id"] for each in json.loads(done.stdout)] == list(bundled_plans())


def test_validate_names_file_and_line(tmp_path: Path, command: Command) -> None:
    """An unknown key is told with its file and line."""
    path = tmp_path / "wrong.yaml"
    path.write_text("id: wrong\ntitel: x\n", encoding="utf-8")
    done = command("plan", "validate", str(path))
    assert done.returncode == 2
    assert "wrong.yaml" in done.stderr
    assert "titel" in done.stderr
