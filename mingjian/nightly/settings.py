"""What `mingjian.toml` may say: every key with its bounds; the documented file is `template.toml` beside this one."""

import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from checks import UnknownCheckError, find_check
from crawler.net.resolver import name_server
from mingjian.nightly.tomlfile import SettingsError, read_toml_file
from rules.roster import Roster
from rules.yamltext import Problem, YamlText, validated

FILE = "mingjian.toml"
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_MINUTES_OF_20_VISITS = 72
"""Minutes between two visits that still make twenty a day (N01-V2)."""


def _clock(value: object) -> object:
    if not isinstance(value, str) or not (found := _CLOCK.fullmatch(value)):
        raise ValueError('a time of day is written like "22:00"')
    return time(int(found[1]), int(found[2]))


def _server(value: str) -> str:
    if value:
        try:
            name_server(value)
        except ValueError:
            raise ValueError('a name server is written as "HOST:PORT" with an address, like "127.0.0.1:53"') from None
    return value


def _http(value: str) -> str:
    if value:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise ValueError("a web address begins with http:// or https://, names a host and holds no password")
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Nights = Annotated[int, Field(ge=1, le=366, strict=True)]
Share = Annotated[float, Field(ge=0, le=1)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(_http)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WindowSettings(_Strict):
    """When requests may be made, in Beijing time. The same start and end mean the whole day."""

    start: Clock = time(22, 0)
    end: Clock = time(6, 0)


class CrawlSettings(_Strict):
    """How sites are visited."""

    delay_seconds: Annotated[float, Field(ge=0, le=60)] = 1.0
    page_budget: Annotated[int, Field(ge=1, le=100_000, strict=True)] = 300
    megabytes: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 2000
    timeout_seconds: Annotated[float, Field(ge=1, le=120)] = 15.0
    sites_at_once: Annotated[int, Field(ge=1, le=5000, strict=True)] = 400
    browser: bool = True
    readers: Annotated[int, Field(ge=0, le=64, strict=True)] | None = None
    resolver: Annotated[str, AfterValidator(_server)] = ""
    allow_private: bool = False


class CadenceSettings(_Strict):
    """In how many nights a thing is looked at again; a home page is, whenever its site has its turn."""

    lists: Nights = 7
    whole_lists: Annotated[int, Field(ge=1, le=100, strict=True)] = 4
    documents: Nights = 28
    site_maps: Nights = 14
    measurements: Nights = 7
    sites: dict[str, Nights] = Field(default_factory=dict)
    checks: dict[str, Nights] = Field(default_factory=dict)


class CoverageSettings(_Strict):
    """The largest shares, from 0 to 1, of what may have been out of reach for a night to be published."""

    sites_unreached: Share = 0.2
    columns_unread: Share = 0.4


class ChangeSettings(_Strict):
    """When a change of verdict is told: on `confirm` of the last `of` nights that decided."""

    confirm: Annotated[int, Field(ge=1, le=30, strict=True)] = 2
    of: Annotated[int, Field(ge=1, le=30, strict=True)] = 3


class ReportSettings(_Strict):
    """Where readers find the reports, and how many nights of them are kept."""

    address: Address = ""
    keep_nights: Annotated[int, Field(ge=1, le=3660, strict=True)] = 30


class ProbeSettings(_Strict):
    """The availability series."""

    every_minutes: Annotated[int, Field(ge=1, le=_MINUTES_OF_20_VISITS, strict=True)] = 30
    timeout_seconds: Annotated[float, Field(ge=1, le=120)] = 15.0
    at_once: Annotated[int, Field(ge=1, le=1000, strict=True)] = 100
    control: Address = ""
    keep_days: Annotated[int, Field(ge=8, le=3660, strict=True)] = 35


class TargetSettings(_Strict):
    """Whom to tell. The address holds a secret, so only the name of an environment variable stands here."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
    env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{2,80}$")]
    units: tuple[str, ...] = ()
    trouble: bool = False


class NotifySettings(_Strict):
    """Messages about changes."""

    largest: Annotated[int, Field(ge=1, le=200, strict=True)] = 20
    targets: tuple[TargetSettings, ...] = ()


class NightSettings(_Strict):
    """The whole file."""

    plans: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=400)], ...], Field(min_length=1)]
    window: WindowSettings = WindowSettings()
    crawl: CrawlSettings = CrawlSettings()
    cadence: CadenceSettings = CadenceSettings()
    coverage: CoverageSettings = CoverageSettings()
    changes: ChangeSettings = ChangeSettings()
    reports: ReportSettings = ReportSettings()
    probe: ProbeSettings = ProbeSettings()
    notify: NotifySettings = NotifySettings()


def load_settings(path: Path) -> tuple[NightSettings, YamlText]:
    """Return what the file says, and its lines for later problems. Raises SettingsError with every problem found."""
    source = read_toml_file(path)
    settings = validated(NightSettings, source, SettingsError)
    names = [each.name for each in settings.notify.targets]
    problems = [
        source.problem(("notify", "targets", index, "name"), f"two targets are called {name!r}; rename one of them.")
        for index, name in enumerate(names)
        if name in names[:index]
    ]
    if settings.changes.confirm > settings.changes.of:
        problems.append(source.problem(("changes", "confirm"), "it cannot be more than `of`; make it smaller."))
    if problems:
        raise SettingsError(problems)
    return settings, source


def check_against_roster(settings: NightSettings, source: YamlText, roster: Roster) -> None:
    """Raise SettingsError when the settings name a site, unit or check that there is not."""
    problems = list(_unknown(settings, source, roster))
    if problems:
        raise SettingsError(problems)


def _unknown(settings: NightSettings, source: YamlText, roster: Roster) -> Iterator[Problem]:
    sites = sorted(site.id for site in roster.sites)
    units = sorted(unit.id for unit in roster.units)
    for site in settings.cadence.sites:
        if site not in sites:
            sentence = f"the roster has no site {site!r}; it has {_some(sites)}."
            yield source.problem(("cadence", "sites", site), sentence)
    for check in settings.cadence.checks:
        try:
            find_check(check)
        except UnknownCheckError as error:
            yield source.problem(("cadence", "checks", check), f"{error.args[0]}.")
    for index, target in enumerate(settings.notify.targets):
        for number, unit in enumerate(target.units):
            if unit not in units:
                sentence = f"the roster has no unit {unit!r}; it has {_some(units)}."
                yield source.problem(("notify", "targets", index, "units", number), sentence)


def _some(names: list[str]) -> str:
    return ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")  # noqa: PLR2004
