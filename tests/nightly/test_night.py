"""Nights on the sample city: what is asked, stopped, gone on with, published or only kept."""

import json
import re
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.model import AvailabilityVisit, Kind
from crawler.progress import Progress
from crawler.store.availability import AvailabilityLog
from crawler.store.nights import evidence_of, site_costs
from mingjian import audit
from mingjian.errors import AuditError
from mingjian.folder import load_order
from mingjian.nightly.lock import sole
from mingjian.nightly.night import LOCK, Night, run_night
from mingjian.nightly.runs import State, begin_run, kept_runs
from mingjian.nightly.workspace import open_workspace
from mingjian.samplecity.running import RunningCity
from tests.nightly.conftest import SetClock, beijing

Edit = Callable[[str, str, str], None]


def night(folder: Path, moment: str, *, anyway: bool = False, late: timedelta = timedelta()) -> Night:
    """Run a night that begins at `moment` (Beijing time); `late` passes as soon as the first page has been seen."""
    clock = SetClock(beijing(moment))

    def pass_time(event: Progress) -> None:
        if event.pages:
            clock.moment = beijing(moment) + late

    return run_night(open_workspace(folder), clock, anyway=anyway, simulated=True, tell=pass_time)


def health(folder: Path) -> dict[str, object]:
    """Return what the health file says."""
    read: dict[str, object] = json.loads((folder / "health.json").read_text("utf-8"))
    return read


def test_three_nights(workspace_folder: Path, edit: Edit, city: RunningCity) -> None:
    """The first asks everything, the second little; the third reaches too little and is kept, not published."""
    before = len(city.log)
    first = night(workspace_folder, "2022-02-15T22:30")
    asked = len(city.log) - before
    assert first.complete
    assert first.run is not None
    assert first.run.record.verdicts["small"]["fail"] == len(
        [each for each in first.audited[0].result.cells if each.verdict.value == "fail"]
    )
    assert night(workspace_folder, "2022-02-16T01:00").run is None, "tonight's is done"
    assert len(city.log) - before == asked
    second = night(workspace_folder, "2022-02-16T22:30")
    assert second.run is not None
    assert len(city.log) - before - asked <= asked / 2
    assert second.run.record.reused > 0
    assert second.run.record.asked == sum(each.asked for each in site_costs(workspace_folder / "evidence", 2))
    assert second.changes == ()
    assert [run.name for run in kept_runs(workspace_folder / "runs")] == ["2022-02-15", "2022-02-16"]
    assert (workspace_folder / "reports" / "latest").readlink() == Path("2022-02-16")
    assert (workspace_folder / "reports" / "latest" / "small" / "index.html").is_file()
    told = health(workspace_folder)
    assert told["state"] == "well"
    assert told["published"] == "2022-02-16"
    assert told["next_due"] == "2022-02-17T14:00:00Z"
    log = (workspace_folder / "runs" / "2022-02-16" / "log.md").read_text("utf-8")
    assert "# Night 2022-02-16: published" in log
    assert "## Changes since 2022-02-15\n\nNone." in log
    # An earlier night is judged again from the store, with its own evidence.
    folder = workspace_folder / "runs" / "2022-02-15"
    stored = (folder / "small" / "audit.json").read_bytes()
    audit.judge(load_order(folder), folder)
    assert (folder / "small" / "audit.json").read_bytes() == stored
    edit("roster.yaml", city.home("czj"), "http://127.0.0.1:1/")
    kept = night(workspace_folder, "2022-02-17T22:30")
    assert kept.run is not None
    assert kept.run.record.state is State.KEPT
    assert not kept.complete
    assert "1 of 3 sites were not reached (33%, the limit is 20%)" in kept.sentence
    assert (workspace_folder / "runs" / "2022-02-17" / "small" / "audit.json").is_file()
    assert (workspace_folder / "reports" / "latest").readlink() == Path("2022-02-16")
    assert not (workspace_folder / "reports" / "2022-02-17").exists()
    assert (health(workspace_folder)["state"], health(workspace_folder)["published"]) == ("trouble", "2022-02-16")
    # When nothing is due, the trouble is still told.
    assert night(workspace_folder, "2022-02-18T01:00").run is None
    assert health(workspace_folder)["state"] == "trouble"


def test_outside_the_window_nothing_is_asked(workspace_folder: Path, city: RunningCity) -> None:
    """The sentence says when it opens."""
    before = len(city.log)
    idle = night(workspace_folder, "2022-02-15T12:00")
    assert idle.sentence == (
        "nothing to do: the window (22:00-06:00 Beijing time) opens at 2022-02-15 22:00; --anyway runs now"
    )
    assert len(city.log) == before


def test_end_of_the_window_then_the_next_night(workspace_folder: Path) -> None:
    """What is not done at the end of the window is stopped, and the next night goes on with it before its own run."""
    stopped = night(workspace_folder, "2022-02-15T23:00", late=timedelta(hours=7))
    assert stopped.run is not None
    assert stopped.run.record.state is State.STOPPED
    assert "stopped at the end of the window with" in stopped.sentence
    assert health(workspace_folder)["state"] == "trouble"
    assert not (workspace_folder / "reports" / "latest").exists()
    log = (workspace_folder / "runs" / "2022-02-15" / "log.md").read_text("utf-8")
    assert "goes on next night" in log
    following = night(workspace_folder, "2022-02-16T22:30")
    assert following.complete
    runs = kept_runs(workspace_folder / "runs")
    assert [(run.name, run.record.state, run.record.attempts) for run in runs] == [
        ("2022-02-15", State.PUBLISHED, 2),
        ("2022-02-16", State.PUBLISHED, 1),
    ]
    assert runs[0].record.store_run == 1
    assert health(workspace_folder)["state"] == "well"


def test_a_run_left_for_days_is_given_up(workspace_folder: Path) -> None:
    """Evidence of nights far apart is not joined into one."""
    begin_run(open_workspace(workspace_folder), beijing("2022-02-15T23:00"), store_before=0)
    assert night(workspace_folder, "2022-02-19T22:30").complete
    assert [run.record.state for run in kept_runs(workspace_folder / "runs")] == [State.ABANDONED, State.PUBLISHED]


def test_a_failing_site_does_not_stop_the_others(workspace_folder: Path, edit: Edit, city: RunningCity) -> None:
    """One of three refuses; the others are judged, and with a limit above a third the night is published."""
    edit("roster.yaml", city.home("czj"), "http://127.0.0.1:1/")
    edit("mingjian.toml", "sites_unreached = 0.2", "sites_unreached = 0.4")
    done = night(workspace_folder, "2022-02-15T22:30")
    assert done.complete
    reached = {site.id: site.reached for site in done.audited[0].result.sites}
    assert reached == {"fgj": True, "czj": False, "scjgj": True}
    assert "not reached: czj" in (workspace_folder / "runs" / "2022-02-15" / "log.md").read_text("utf-8")


def test_second_run_is_refused(workspace_folder: Path, city: RunningCity) -> None:
    """It names the process that is at work and since when, asks nothing, and leaves the health file alone."""
    before = len(city.log)
    with (
        sole(workspace_folder / LOCK, "a nightly run", beijing("2022-02-15T22:30")),
        pytest.raises(AuditError, match=r"already at work in .* \(process \d+ since 2022-02-15 22:30:00"),
    ):
        night(workspace_folder, "2022-02-15T23:00")
    assert len(city.log) == before
    assert not (workspace_folder / "health.json").exists()


def test_availability_goes_into_the_evidence(workspace_folder: Path) -> None:
    """What `probe` has seen of the last week stands in the night's evidence; `anyway` runs outside the window."""
    until = beijing("2022-02-15T12:00")
    visits = [
        ("czj", AvailabilityVisit(until - timedelta(hours=hours), True, "ok", 0.1, True)) for hours in range(1, 400)
    ]
    with AvailabilityLog(workspace_folder / "evidence") as log:
        log.add(visits)
    assert night(workspace_folder, "2022-02-15T12:00", anyway=True).complete
    (series,) = (each for each in evidence_of(workspace_folder / "evidence", 1) if each.kind is Kind.AVAILABILITY)
    assert series.site == "czj"
    assert sum(day.visits for day in series.facts.days) == 192  # type: ignore[union-attr]  # the facts of its kind


def test_a_broken_step_is_done_again(workspace_folder: Path, city: RunningCity) -> None:
    """What cannot be published is trouble and no finding; the next run publishes it from the store, asking nothing."""
    reports = workspace_folder / "reports"
    reports.rmdir()
    reports.write_text("no folder", encoding="utf-8")
    broken = night(workspace_folder, "2022-02-15T22:30")
    assert broken.run is not None
    assert broken.run.record.state is State.JUDGED
    assert "NotADirectoryError" in (broken.run.folder / "trouble.txt").read_text("utf-8")
    assert health(workspace_folder)["state"] == "trouble"
    reports.unlink()
    reports.mkdir()
    before = len(city.log)
    assert night(workspace_folder, "2022-02-15T23:30").complete
    assert len(city.log) == before
    assert health(workspace_folder)["state"] == "well"


@pytest.mark.slow
def test_the_window_ends_while_nothing_is_heard(workspace_folder: Path) -> None:
    """Sites that never answer do not keep a night beyond its window."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        roster = workspace_folder / "roster.yaml"
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        roster.write_text(re.sub(r"url: .*", f"url: {address}", roster.read_text("utf-8")), encoding="utf-8")
        settings = workspace_folder / "mingjian.toml"
        settings.write_text(settings.read_text("utf-8").replace("timeout_seconds = 2.0", "timeout_seconds = 120.0"))
        started = time.monotonic()

        def clock() -> datetime:
            late = time.monotonic() - started > 8
            return beijing("2022-02-16T06:00" if late else "2022-02-15T23:00")

        stopped = run_night(open_workspace(workspace_folder), clock, simulated=True)
    assert stopped.sentence.endswith("stopped at the end of the window with 0 of 3 sites done; goes on next night")
