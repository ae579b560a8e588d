"""Both READMEs say what is so: verbs, exit codes, commands, and an excerpt of the demo's real report."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mingjian.cli import FINDINGS, INCOMPLETE, USAGE, VERBS, WELL, application
from rules.result import result_from_json

Command = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def _verbs() -> set[str]:
    app = application()
    commands = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}
    return commands | {each.name for each in app.registered_groups if each.name}


def test_every_verb_has_its_module() -> None:
    """The table by which one verb alone is loaded names all verbs and no others."""
    assert set(VERBS) == _verbs()
    for verb in VERBS:
        alone = application(verb)
        names = {each.name or each.callback.__name__ for each in alone.registered_commands if each.callback}
        assert verb in names | {each.name for each in alone.registered_groups}


@pytest.mark.parametrize("name", READMES)
def test_every_verb_is_told(name: str) -> None:
    """The table of verbs is the list of verbs."""
    text = (ROOT / name).read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE)) == _verbs()


@pytest.mark.parametrize("name", READMES)
def test_commands_and_files_exist(name: str) -> None:
    """Commands in the READMEs are targets of the Makefile or verbs; linked files are there."""
    text = (ROOT / name).read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)) == {"demo", "test"}
    assert {"demo", "test"} <= targets
    assert set(re.findall(r"^mingjian ([a-z]+)", text, re.MULTILINE)) <= _verbs()
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (ROOT / link).exists(), link


def test_both_readmes_have_the_same_commands() -> None:
    """What can be typed is the same in both languages."""
    first, second = (re.findall(r"```\w*\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL) for name in READMES)
    strip = re.compile(r"\s+#.*")
    assert [strip.sub("", block) for block in first] == [strip.sub("", block) for block in second]


def test_gate_runs_the_readme_test_command() -> None:
    """`.ci/run` calls the README's test command."""
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_exit_codes_are_those_told() -> None:
    """The numbers in the READMEs and in --help are the constants."""
    assert (WELL, FINDINGS, USAGE, INCOMPLETE) == (0, 1, 2, 3)
    assert "0 all well, 1 findings that fail, 2 wrong usage or input, 3 the audit" in str(application().info.epilog)


def test_excerpt_is_the_demos_report(demo: Path) -> None:
    """Every figure and sentence of the excerpt stands in the demo's result."""
    text = (ROOT / "README.md").read_text("utf-8")
    excerpt = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert excerpt is not None
    result = result_from_json((demo / "zhongshan-2021" / "audit.json").read_bytes())
    said = excerpt.group(1)
    assert f"总体得分 {result.score.lowest:.1f}–{result.score.highest:.1f} 分" in said
    assert f"判定覆盖率 {result.score.coverage:.0%}" in said
    for unit in (result.units[0], result.units[-1]):
        line = next(line.split() for line in said.splitlines() if line.startswith(f"{unit.rank} "))
        low, high = (f"{value:.1f}".removesuffix(".0") for value in (unit.score.lowest, unit.score.highest))
        assert line == [
            str(unit.rank),
            unit.name,
            f"{low}–{high}",
            f"{unit.score.coverage:.0%}",
            f"{unit.score.met:.0%}",
        ]
    observed = "".join(finding.observed + finding.expected for finding in result.findings)
    sentences = re.findall(r"^(?:所见|应当)  (.*?)(?=^\S|\Z|\n\n)", said, re.DOTALL | re.MULTILINE)
    assert len(sentences) == 4
    for sentence in sentences:
        assert "".join(sentence.split()) in observed
    assert all(word in said for word in ("不符合", "未到期", "暂不能判定", "页面上的日期互相矛盾"))


@pytest.mark.parametrize("alone", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["here", "alone"])
@pytest.mark.parametrize("verb", sorted(_verbs()))
def test_every_verb_has_help(verb: str, alone: bool, command: Command) -> None:
    """`mingjian VERB --help` says what it does and what its options mean, also where no other verb was loaded."""
    done = command(verb, "--help", alone=alone)
    assert done.returncode == 0
    assert "Usage: mingjian " + verb in done.stdout
