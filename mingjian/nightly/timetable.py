"""When the verbs of a workspace run: systemd units, cron lines, or a scheduler of our own."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from mingjian.nightly.settings import NightSettings
from mingjian.nightly.window import BEIJING

SECRETS = "notify.env"
"""The file in a workspace that may hold the environment of the service; it is the operator's, nothing writes it."""
_SLUG = re.compile(r"[^a-z0-9]+")
_GRACE = 90.0
"""Seconds that a running verb has to end after the scheduler was told to."""


def systemd_units(folder: Path, settings: NightSettings, command: Sequence[str]) -> dict[str, str]:
    """Return the units of a workspace by file name: a service and a timer for nightly and for probe.

    `command` starts Mingjian. A night interrupted by a reboot goes on five minutes after it.
    """
    slug = _SLUG.sub("-", folder.resolve().name.lower()).strip("-") or "workspace"
    start = settings.window.start
    every = settings.probe.every_minutes
    nightly, probe = f"mingjian-{slug}-nightly", f"mingjian-{slug}-probe"
    return {
        f"{nightly}.service": _service(folder, command, "nightly", "nightly audit", "SuccessExitStatus=1\nNice=10\n"),
        f"{nightly}.timer": _timer(
            "nightly audit",
            f"OnCalendar=*-*-* {start:%H:%M}:00 Asia/Shanghai\nOnBootSec=5min\nPersistent=true\nAccuracySec=1min",
        ),
        f"{probe}.service": _service(folder, command, "probe", "availability of home pages", "SuccessExitStatus=3\n"),
        f"{probe}.timer": _timer(
            "availability of home pages",
            f"OnActiveSec=1min\nOnUnitActiveSec={every}min\nAccuracySec=30s",
        ),
    }


def cron_lines(folder: Path, settings: NightSettings, command: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Return the lines for `crontab -e`. cron knows the machine's own time only, so the hour is put into that."""
    here = datetime.combine(now.astimezone(BEIJING).date(), settings.window.start, BEIJING).astimezone(now.tzinfo)
    words = [*command, "{}", str(folder.resolve())]
    line = shlex.join(words).replace("%", r"\%")
    nightly, probe = (line.replace("'{}'", verb) for verb in ("nightly", "probe"))
    return (
        f"# {settings.window.start:%H:%M} in Beijing is {here:%H:%M} on this machine",
        f"{here.minute} {here.hour} * * * {nightly}",
        f"@reboot sleep 300; {nightly}",
        f"{_minutes(settings.probe.every_minutes)} * * * * {probe}",
    )


def scheduler(settings: NightSettings, run: Callable[[str], None]) -> BlockingScheduler:
    """Return a scheduler, not yet started, that calls `run` with the verb that is due.

    Both verbs are due when it starts: a night that was interrupted goes on, and any other is refused by its window.
    """
    made = BlockingScheduler(timezone=BEIJING)
    at = settings.window.start
    for verb, trigger in (
        ("nightly", CronTrigger(hour=at.hour, minute=at.minute, timezone=BEIJING)),
        ("probe", IntervalTrigger(minutes=settings.probe.every_minutes, timezone=BEIJING)),
    ):
        made.add_job(
            run,
            trigger,
            args=(verb,),
            id=verb,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=3600,
            next_run_time=datetime.now(BEIJING) + timedelta(seconds=1),
        )
    return made


def stay(folder: Path, settings: NightSettings, command: Sequence[str]) -> None:
    """Run the verbs when they are due, each in a process of its own, until this process is told to end."""
    running: set[subprocess.Popen[bytes]] = set()

    def run(verb: str) -> None:
        process = subprocess.Popen([*command, verb, str(folder)])  # noqa: S603 - our own command
        running.add(process)
        process.wait()
        running.discard(process)

    made = scheduler(settings, run)

    def end(_signal: int, _frame: FrameType | None) -> None:
        made.shutdown(wait=False)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    made.start()
    for process in tuple(running):
        process.terminate()
    for process in tuple(running):
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()


def own_command() -> tuple[str, ...]:
    """Return the words that start this Mingjian, whatever the working directory and the PATH are later."""
    return (sys.executable, "-m", "mingjian")


def _service(folder: Path, command: Sequence[str], verb: str, what: str, more: str) -> str:
    words = " ".join(_quoted(word) for word in (*command, verb, str(folder.resolve())))
    return (
        f"[Unit]\nDescription=Mingjian: {what}\nWants=network-online.target\nAfter=network-online.target\n\n"
        f"[Service]\nType=oneshot\nExecStart={words}\nWorkingDirectory={_escaped(str(folder.resolve()))}\n"
        f"EnvironmentFile=-{_escaped(str(folder.resolve() / SECRETS))}\n"
        f"KillMode=mixed\nTimeoutStopSec={_GRACE:g}\n{more}"
    )


def _timer(what: str, when: str) -> str:
    return (
        f"[Unit]\nDescription=Mingjian: when the {what} runs\n\n[Timer]\n{when}\n\n[Install]\nWantedBy=timers.target\n"
    )


def _quoted(word: str) -> str:
    """Return a word of a command line as systemd.syntax(7) wants it."""
    plain = _escaped(word).replace("$", "$$")
    if re.fullmatch(r"[A-Za-z0-9_./:@%$+=,-]+", plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _minutes(every: int) -> str:
    """Return the minutes field: cron counts within the hour, so a number that does not divide it is rounded down."""
    fitting = max(each for each in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60) if each <= every)
    return "0" if fitting == 60 else f"*/{fitting}"  # noqa: PLR2004 - minutes of an hour
