"""Units that systemd accepts, lines that cron understands, and a scheduler that calls the verbs."""

import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database

from mingjian.cli import run
from mingjian.nightly.settings import NightSettings, ProbeSettings, WindowSettings
from mingjian.nightly.timetable import cron_lines, own_command, scheduler, systemd_units
from mingjian.nightly.window import BEIJING

SETTINGS = NightSettings(plans=("a",), window=WindowSettings(start="23:30"), probe=ProbeSettings(every_minutes=20))


@pytest.mark.parametrize("name", ["audit", "审计 100% of $HOME", 'quo"te\\d'])
def test_systemd_accepts_the_units(tmp_path: Path, name: str) -> None:
    """Whatever the folder is called."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    folder = tmp_path / name
    folder.mkdir()
    units = tmp_path / "units"
    units.mkdir()
    for unit, text in systemd_units(folder, SETTINGS, own_command()).items():
        (units / unit).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(units.iterdir())], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_the_units_say() -> None:
    """When they run, and that findings are no failure of the service."""
    units = systemd_units(Path("/srv/audit-2026"), SETTINGS, ("/usr/bin/mingjian",))
    assert list(units) == [
        "mingjian-audit-2026-nightly.service",
        "mingjian-audit-2026-nightly.timer",
        "mingjian-audit-2026-probe.service",
        "mingjian-audit-2026-probe.timer",
    ]
    service, timer, _, probe = units.values()
    assert "ExecStart=/usr/bin/mingjian nightly /srv/audit-2026\n" in service
    assert "SuccessExitStatus=1\n" in service
    assert "OnCalendar=*-*-* 23:30:00 Asia/Shanghai\n" in timer
    assert "OnUnitActiveSec=20min\n" in probe


def test_cron_lines_are_in_the_machines_own_time() -> None:
    """Cron has no zones, and a percent sign ends its command."""
    now = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=-3)))
    lines = cron_lines(Path("/srv/100%/a b"), SETTINGS, ("mingjian",), now)
    assert lines == (
        "# 23:30 in Beijing is 12:30 on this machine",
        r"30 12 * * * mingjian nightly '/srv/100\%/a b'",
        r"@reboot sleep 300; mingjian nightly '/srv/100\%/a b'",
        r"*/20 * * * * mingjian probe '/srv/100\%/a b'",
    )


def test_scheduler_knows_when() -> None:
    """Both verbs at its start, then the night at its hour and the probe at its interval."""
    made = scheduler(SETTINGS, lambda _: None)
    jobs = {job.id: job for job in made.get_jobs()}
    now = datetime(2026, 11, 22, 12, tzinfo=BEIJING)
    assert jobs["nightly"].trigger.get_next_fire_time(None, now) == now.replace(hour=23, minute=30)
    assert jobs["probe"].trigger.interval == timedelta(minutes=20)
    assert {job.max_instances for job in jobs.values()} == {1}


def test_verb_writes_units_and_prints_cron(workspace_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into the workspace unless told otherwise."""
    assert run(["schedule", str(workspace_folder)]) == 0
    assert len(list((workspace_folder / "schedule").glob("mingjian-audit-*"))) == 4
    assert "systemctl --user enable --now mingjian-audit-nightly.timer" in capsys.readouterr().out
    assert run(["schedule", str(workspace_folder), "--cron"]) == 0
    assert "@reboot" in capsys.readouterr().out
    assert run(["schedule", str(workspace_folder), "--cron", "--foreground"]) == 2


@pytest.mark.slow
def test_foreground_runs_the_verbs_and_ends_when_told(workspace_folder: Path) -> None:
    """It probes at once, and ends with its children on SIGTERM."""
    process = subprocess.Popen([sys.executable, "-m", "mingjian", "schedule", str(workspace_folder), "--foreground"])
    path = workspace_folder / "evidence" / "evidence.db"
    deadline = time.monotonic() + 60
    rows = 0
    while rows < 3 and time.monotonic() < deadline:
        time.sleep(0.5)
        if path.exists():
            with closing(Database(path)) as db:
                rows = db["availability"].count if db["availability"].exists() else 0
    assert rows >= 3
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
