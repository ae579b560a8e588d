"""`mingjian doctor`: what this machine has, and what an audit here can and cannot see."""

import json as jsonlib
import platform
import socket
from dataclasses import asdict, dataclass

import typer

from crawler.browser import find_browser
from mingjian import __version__
from mingjian.cli import options
from rules.calendar import StatutoryCalendar
from rules.loading import bundled_plans

_WELL_KNOWN_V6 = "2001:db8::1"
"""The documentation prefix: choosing a source address for it shows a route and sends nothing."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at. `well` is False when audits suffer from it; `remedy` says what to do then."""

    what: str
    found: str
    well: bool
    remedy: str = ""


def register(app: typer.Typer) -> None:
    """Add the verb doctor."""
    app.command()(doctor)


def doctor(json: options.Json = False) -> int:
    """Say what this machine has: browser, IPv6, calendar. What is missing makes findings inconclusive, not wrong."""
    signs = [_version(), _browser(), _ipv6(), _calendar(), _plans()]
    if json:
        typer.echo(jsonlib.dumps([asdict(sign) for sign in signs], ensure_ascii=False, indent=1))
        return 0
    for sign in signs:
        typer.echo(f"{'ok     ' if sign.well else 'MISSING'}  {sign.what}: {sign.found}")
        if not sign.well:
            typer.echo(f"         {sign.remedy}")
    return 0


def _version() -> Sign:
    return Sign("version", f"mingjian {__version__}, Python {platform.python_version()}", well=True)


def _browser() -> Sign:
    browser = find_browser()
    if browser is not None:
        return Sign("browser", str(browser), well=True)
    return Sign(
        "browser",
        "none",
        well=False,
        remedy="pages that need scripts will be inconclusive; install chromium, or point MINGJIAN_BROWSER to one",
    )


def _ipv6() -> Sign:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect((_WELL_KNOWN_V6, 53))
    except OSError as error:
        return Sign(
            "IPv6 route",
            f"none ({error.strerror or error})",
            well=False,
            remedy="AAAA records are still checked; reaching a site over IPv6 will be inconclusive from this machine",
        )
    return Sign("IPv6 route", "present", well=True)


def _calendar() -> Sign:
    year = options.today().year
    known = StatutoryCalendar().add_working_days(options.today().replace(month=12, day=1), 5) is not None
    if known:
        return Sign("statutory calendar", f"covers {year}", well=True)
    return Sign(
        "statutory calendar",
        f"does not cover {year}",
        well=False,
        remedy="deadlines in working days will be inconclusive; upgrade the package chinesecalendar",
    )


def _plans() -> Sign:
    return Sign("bundled plans", ", ".join(bundled_plans()), well=True)
