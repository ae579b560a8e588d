"""`mingjian.toml`: the documented file is valid and complete; what is wrong is told with line, key and remedy."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

from mingjian.nightly.settings import NightSettings, load_settings
from mingjian.nightly.tomlfile import SettingsError, read_toml
from mingjian.nightly.workspace import open_workspace, template

Edit = Callable[[str, str, str], None]


def _read(tmp_path: Path, text: str) -> NightSettings:
    path = tmp_path / "mingjian.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)[0]


def test_documented_file_shows_the_defaults(tmp_path: Path) -> None:
    """The file that `init` writes says what holds without it."""
    assert _read(tmp_path, template(("national-2019",))) == NightSettings(plans=("national-2019",))


def test_documented_file_has_every_key() -> None:
    """No key is left for the reader of the source."""

    def keys(model: type[BaseModel], path: str = "") -> list[str]:
        found = []
        for name, field in model.model_fields.items():
            inner = field.annotation
            nested = isinstance(inner, type) and issubclass(inner, BaseModel)
            found += keys(inner, f"{name}.") if nested and isinstance(inner, type) else [f"{path}{name}"]
        return found

    text = template(("national-2019",))
    read = read_toml(text, "mingjian.toml")
    told = {".".join(map(str, path)) for path in read.lines}
    assert {key for key in keys(NightSettings) if key not in {"notify.targets", "crawl.readers"}} <= told
    assert "# [[notify.targets]]" in text
    assert "# readers = 2" in text  # what holds without it depends on the machine


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("plans = []", 1, "plans: Tuple should have at least 1 item"),
        ("x = 1", None, "plans: this key is required and missing"),
        ('plans = ["a"]\n[windows]\nstart = "1"', 2, "windows: this key is not known; known are plans, window,"),
        ('plans = ["a"]\n[window]\nstart = "25:00"', 3, 'window.start: a time of day is written like "22:00"'),
        ('plans = ["a"]\n\n[crawl]\ndelay = 1', 4, "crawl.delay: this key is not known; known are delay_seconds"),
        ('plans = ["a"]\n[crawl]\nresolver = "dns"', 3, "crawl.resolver: a name server is written as"),
        ('plans = ["a"]\n[crawl]\npage_budget = "many"', 3, "crawl.page_budget: Input should be a valid integer"),
        ('plans = ["a"]\n[crawl]\nreaders = 65', 3, "crawl.readers: Input should be less than or equal to 64"),
        ('plans = ["a"]\n[cadence]\nlists = 0', 3, "cadence.lists: Input should be greater than or equal to 1"),
        ('plans = ["a"]\n[cadence.sites]\nczj = 0.5', 3, "cadence.sites.czj: Input should be a valid integer"),
        ('plans = ["a"]\n[coverage]\nsites_unreached = 20', 3, "coverage.sites_unreached: Input should be less than"),
        ('plans = ["a"]\n[changes]\nconfirm = 4\nof = 3', 3, "changes.confirm: it cannot be more than `of`"),
        (
            'plans = ["a"]\n[probe]\nevery_minutes = 90',
            3,
            "probe.every_minutes: Input should be less than or equal to 72",
        ),
        ('plans = ["a"]\n[reports]\naddress = "ftp://x"', 3, "reports.address: a web address begins with http"),
        (
            'plans = ["a"]\n[[notify.targets]]\nname = "a"\nenv = "A_B"\n[[notify.targets]]\nname = "b"\nenv = "json://h"',
            7,
            "notify.targets[1].env: String should match pattern",
        ),
        (
            'plans = ["a"]\n[[notify.targets]]\nname = "a"\nenv = "A_B"\n[[notify.targets]]\nname = "a"\nenv = "A_C"',
            6,
            "notify.targets[1].name: two targets are called 'a'",
        ),
        ('plans = ["a"]\n[window\nstart = "22:00"', 2, "is not TOML"),
        ('plans = ["a"]\nplans = ["b"]', 2, "is not TOML"),
        ("plans = [a]", 1, "is not TOML"),
    ],
)
def test_wrong_settings_are_told_with_line_and_key(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    """File, line, key, what is wrong."""
    with pytest.raises(SettingsError) as error:
        _read(tmp_path, text)
    (problem, *_) = [each for each in error.value.problems if said in str(each)]
    assert problem.line == line if line is not None else problem.line in {None, 1}
    assert "mingjian.toml" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('plans = ["plans/small.yaml"]', 'plans = ["small"]', "plans: there is no plan 'small'"),
        ("# czj = 7", "caj = 7", "cadence.sites.caj: the roster has no site 'caj'; it has czj, fgj, scjgj"),
        ("# column-overdue = 1", "column-over = 1", "cadence.checks.column-over: "),
        (
            "# [[notify.targets]]",
            '[[notify.targets]]\nname = "a"\nenv = "ABC"\nunits = ["xyz"]',
            "notify.targets[0].units[0]: the roster has no unit 'xyz'",
        ),
    ],
)
def test_settings_that_do_not_fit_the_roster(workspace_folder: Path, edit: Edit, old: str, new: str, said: str) -> None:
    """Names of sites, units, checks and plans are checked before a night begins."""
    edit("mingjian.toml", old, new)
    with pytest.raises(SettingsError, match=re.escape(said)) as error:
        open_workspace(workspace_folder)
    assert re.search(r"mingjian\.toml, line \d+: ", str(error.value))


def test_not_utf8(tmp_path: Path) -> None:
    """A file saved in GBK is told by the line."""
    path = tmp_path / "mingjian.toml"
    path.write_bytes('plans = ["a"]\n# 夜间时段'.encode("gb18030"))
    with pytest.raises(SettingsError, match="line 2: is not UTF-8"):
        load_settings(path)
