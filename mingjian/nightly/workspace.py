"""The folder of an office: settings, roster, plans, one store, the runs and the reports (docs/nightly.md)."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from mingjian.errors import UsageError
from mingjian.nightly.settings import FILE, NightSettings, check_against_roster, load_settings
from mingjian.nightly.skeleton import Named, named, roster_skeleton, unfilled
from mingjian.nightly.tomlfile import SettingsError
from rules.importing.document import DocumentError
from rules.importing.ledger import import_plan
from rules.importing.output import as_yaml, plan_id_of
from rules.importing.reading import LARGEST
from rules.loading import RosterError, bundled_plans, load_plan, load_roster
from rules.model import Plan
from rules.roster import Roster
from rules.yamltext import Problem, YamlText, read_yaml_file

_FOLDERS = ("plans", "reviews", "evidence", "runs", "reports")
_NATIONAL = "national-2019"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace with what its files say. Everything that a run needs is named from here."""

    folder: Path
    settings: NightSettings
    roster: Roster
    plans: tuple[Plan, ...]

    @property
    def evidence(self) -> Path:
        """The store of all nights."""
        return self.folder / "evidence"

    @property
    def runs(self) -> Path:
        """One folder for each night."""
        return self.folder / "runs"

    @property
    def reports(self) -> Path:
        """The web pages of the last nights, and `latest`."""
        return self.folder / "reports"

    @property
    def roster_file(self) -> Path:
        """The roster."""
        return self.folder / "roster.yaml"

    @property
    def plan_files(self) -> tuple[str, ...]:
        """The plans as `save_order` takes them: ids of bundled ones and paths."""
        return tuple(_plan_name(self.folder, each) for each in self.settings.plans)

    @property
    def review_files(self) -> tuple[Path, ...]:
        """People's verdicts and waivers that lie in the folder `reviews`; what an office program left open is not."""
        found = sorted((self.folder / "reviews").glob("*"))
        kept = (each for each in found if each.suffix.lower() in {".yaml", ".yml", ".xlsx"})
        return tuple(each for each in kept if each.is_file() and not each.name.startswith(("~$", ".")))


def open_workspace(folder: Path) -> Workspace:
    """Return the workspace in `folder`.

    Raises UsageError when there is none, SettingsError, RosterError or PlanError with every problem of its files.
    """
    settings, source, roster = open_settings(folder)
    check_against_roster(settings, source, roster)
    problems: list[Problem] = [
        source.problem(("plans",), f"there is no plan {name!r}: it is neither a file in {folder} nor a bundled plan.")
        for name in settings.plans
        if name not in bundled_plans() and not (folder / name).is_file()
    ]
    if problems:
        raise SettingsError(problems)
    return Workspace(folder, settings, roster, tuple(load_plan(_plan_name(folder, each)) for each in settings.plans))


def open_settings(folder: Path) -> tuple[NightSettings, YamlText, Roster]:
    """Return the settings of a workspace with their lines, and its roster: all that a probe needs. Raises as above."""
    path = folder / FILE
    if not path.is_file():
        raise UsageError(f"{folder} is no workspace (it has no {FILE}); make one with: mingjian init {folder}")
    settings, source = load_settings(path)
    roster_file = folder / "roster.yaml"
    blank = unfilled(read_yaml_file(roster_file, RosterError))
    if blank:
        raise RosterError(blank)
    return settings, source, load_roster(roster_file)


def make_workspace(folder: Path, *, from_plan: str | None, place: str) -> tuple[str, ...]:
    """Make a workspace in `folder` and return sentences for the person who goes on with it.

    `from_plan` is an issued document, a plan file or a bundled plan's id; the roster then has its units. Raises
    UsageError when the folder is one already or the document cannot be read; nothing is written then.
    """
    for name in (FILE, "roster.yaml"):
        if (folder / name).exists():
            raise UsageError(f"{folder} already has a {name}; it is left as it is. Name another folder")
    plan, text, found, told = _taken(from_plan or _NATIONAL)
    for each in _FOLDERS:
        (folder / each).mkdir(parents=True, exist_ok=True)
    if text is not None:
        (folder / plan).write_text(text, encoding="utf-8")
    (folder / "roster.yaml").write_text(roster_skeleton(place, found), encoding="utf-8")
    (folder / FILE).write_text(template((plan,)), encoding="utf-8")
    return told


def template(plans: tuple[str, ...]) -> str:
    """Return the documented settings of a new workspace, judged by `plans`."""
    text = files("mingjian.nightly").joinpath("template.toml").read_text(encoding="utf-8")
    return text.replace("{plans}", ", ".join(f'"{each}"' for each in plans))


def _taken(name: str) -> tuple[str, str | None, Named, tuple[str, ...]]:
    """Return the plan's entry in the settings, its text when it is to be written, its units, and what to look at."""
    path = Path(name)
    if name in bundled_plans() or path.suffix.lower() in {".yaml", ".yml"}:
        plan = load_plan(name)
        text = None if name in bundled_plans() else path.read_text(encoding="utf-8-sig")
        words = [word for each in plan.requirements for word in (*each.responsible.lead, *each.responsible.support)]
        return (name if text is None else f"plans/{plan.id}.yaml"), text, named(words), ()
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: larger than {LARGEST // 1_000_000} MB, which no plan document is")
        read = import_plan(path.read_bytes(), path.name)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except DocumentError as error:
        raise UsageError(str(error)) from error
    plan_id = plan_id_of(path.stem) or f"plan-{read.year or 'new'}"
    words = [word for each in read.requirements for word in (*each.lead, *each.support, *each.groups)]
    left = (f"unassigned: {line}" for line in read.unassigned)
    told = (f"{len(read.requirements)} requirements read from {path.name}", *read.warnings, *left)
    return f"plans/{plan_id}.yaml", as_yaml(read, plan_id=plan_id, source=path.name), named(words), told


def _plan_name(folder: Path, name: str) -> str:
    return str(folder / name) if (folder / name).is_file() else name
