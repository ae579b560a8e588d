"""docs/nightly.md says what is so: commands, options, settings, addresses, files."""

import re
import tomllib
import warnings
from pathlib import Path

import pytest
from typer.main import get_command

from mingjian.cli import VERBS, application
from mingjian.nightly.health import Health
from mingjian.nightly.settings import NightSettings, NotifySettings
from mingjian.nightly.workspace import make_workspace

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "nightly.md").read_text("utf-8")
COMMANDS = re.findall(r"^mingjian ([a-z]+) (.*?)(?: +#.*)?$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("verb", "rest"), COMMANDS)
def test_commands_are_understood(verb: str, rest: str) -> None:
    """Each command line of the page is one that the program takes."""
    command = get_command(application(verb)).commands[verb]  # type: ignore[attr-defined]  # a group has them
    params = command.make_context(verb, rest.split(), resilient_parsing=False).params
    assert Path("audit-2026") in {params.get("folder"), *Path(str(params.get("folder", params.get("before")))).parents}


def test_verbs_in_the_text_exist() -> None:
    """Also those that stand in a sentence."""
    assert COMMANDS
    assert set(re.findall(r"`mingjian ([a-z]+)", TEXT)) <= set(VERBS)


def test_settings_in_the_text_exist() -> None:
    """Tables by their names, and the example of targets."""
    for table in re.findall(r"`\[([a-z]+)\]`", TEXT):
        assert table in NightSettings.model_fields
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    read = NotifySettings.model_validate(tomllib.loads(example)["notify"])
    assert [target.units for target in read.targets] == [(), ("czj",)]


def test_addresses_are_some_that_apprise_knows() -> None:
    """Each row of the table, with a key in the place of the capitals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import apprise  # noqa: PLC0415 - its loading warns

        found = re.findall(r"^\| [^|]+ \| `(\w+://[^`]+)` \|$", TEXT, re.MULTILINE)
        assert len(found) == 5
        for address in found:
            filled = re.sub(r"\b(KEY|TOKEN|SECRET)\b", "a" * 36, address)
            assert apprise.Apprise.instantiate(filled) is not None, address


def test_files_of_a_workspace_are_told(tmp_path: Path) -> None:
    """What `init` makes, and what the health file says."""
    make_workspace(tmp_path / "a", from_plan=None, place="本地")
    for each in (tmp_path / "a").iterdir():
        assert f"\n  {each.name}" in TEXT, each.name
    for field in ("state", "began", "next_due"):
        assert field in Health.__dataclass_fields__
        assert f"`{field}`" in TEXT
