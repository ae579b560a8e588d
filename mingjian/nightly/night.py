"""One night, from what is due to what readers see; each step is recorded, so that a killed night goes on from there."""

import contextlib
import shutil
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checks import Verdict
from crawler.browser import find_browser
from crawler.gather import GatherSettings, Progress
from crawler.model import Kind, Wanted
from crawler.store import Store
from crawler.store.availability import AvailabilityLog
from crawler.store.nights import evidence_of, gathered_run, last_run, run_handle, site_costs
from crawler.survey.availability import availability_evidence
from mingjian import audit
from mingjian.audit import Audited, stored_result
from mingjian.errors import AuditError, UsageError
from mingjian.folder import EvidencePlace, Order, load_order, place_evidence
from mingjian.nightly.changes import Change, changes_of
from mingjian.nightly.due import freshness
from mingjian.nightly.gate import Reach, reach
from mingjian.nightly.health import folder_size, write_health
from mingjian.nightly.lock import sole, wait_until_free
from mingjian.nightly.log import write_log
from mingjian.nightly.publish import publish
from mingjian.nightly.runs import (
    NightRun,
    State,
    begin_run,
    is_stale,
    kept_run,
    kept_runs,
    published,
    unfinished,
    write_whole,
)
from mingjian.nightly.signs import earlier_signs
from mingjian.nightly.window import BEIJING, Window
from mingjian.nightly.workspace import Workspace
from rules.wanted import wanted
from rules.yamltext import InputError

LOCK = "nightly.lock"
TROUBLE = "trouble.txt"
"""In a night's folder: what broke it, for whoever mends Mingjian."""
Clock = Callable[[], datetime]
"""Returns this moment in UTC; the command gives the real one, tests another."""
Tell = Callable[[Progress], None]
_EVIDENCE = Path("../../evidence")
_PATIENCE = 60.0
"""Seconds that a gathering whose nightly run was killed may take to notice and end."""
_SERIES = timedelta(days=8)
"""How far back the availability series goes into a night's evidence: the norm's week, and today (N01-V2)."""


@dataclass(frozen=True, slots=True)
class Night:
    """How a nightly run ended. `run` is None when nothing was due; `sentence` is for people."""

    sentence: str
    run: NightRun | None = None
    audited: tuple[Audited, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to do tonight and what there is may be relied on."""
        return self.run is None or self.run.record.state is State.PUBLISHED


class WindowClosedError(Exception):
    """The end of the window came while sites were being visited."""


def run_night(
    workspace: Workspace, clock: Clock, *, anyway: bool = False, simulated: bool = False, tell: Tell | None = None
) -> Night:
    """Do what is due now, and return how it ended.

    First what an earlier night left unfinished, then tonight's run; nothing outside the window or when tonight's run is
    done, unless `anyway`. `simulated` says that `clock` is not the real one, so the gathering gets one like it.
    Raises AuditError when another nightly run is at work.
    """
    with sole(workspace.folder / LOCK, "a nightly run", clock()):
        keeper = _Keeper(workspace, clock, tell, anyway=anyway, simulated=simulated)
        try:
            night = keeper.work()
        except BaseException as error:
            with contextlib.suppress(OSError):  # what broke the run may well keep this from being written, too
                keeper.tell_health("trouble", f"the nightly run ended: {str(error) or type(error).__name__}")
            raise
        keeper.tell_health(keeper.standing(), night.sentence)
        return night


class _Keeper:
    """Does the work of one nightly run, step after step."""

    def __init__(self, workspace: Workspace, clock: Clock, tell: Tell | None, *, anyway: bool, simulated: bool) -> None:
        self.workspace = workspace
        self.clock = clock
        self.anyway = anyway
        self.simulated = simulated
        self._tell = tell
        settings = workspace.settings.window
        self.window = Window(settings.start, settings.end)
        self.opened = self.window.opened(clock())
        # Who asks for a run outside the window wants it whole.
        self.closes = self.window.closes(clock()) if self.opened is not None else None
        self._done: dict[str, bool] = {}
        self._sites = 0

    def work(self) -> Night:
        """Go on with what is unfinished, then do tonight's run."""
        now = self.clock()
        if self.opened is None and not self.anyway:
            opens = self.window.next_start(now).astimezone(BEIJING)
            return Night(
                f"nothing to do: the window ({self.window}) opens at {opens:%Y-%m-%d %H:%M}; --anyway runs now"
            )
        for left in self.workspace.runs.glob(".new-*"):
            shutil.rmtree(left)
        current = unfinished(kept_runs(self.workspace.runs))
        if current is not None and is_stale(current, now):
            note = "given up: it was left unfinished too long ago"
            current = current.with_record(state=State.ABANDONED, ended=now, note=note)
        elif current is not None:
            night = self.finish(current)
            if night.run is None or not night.run.record.state.finished or self._is_tonights(current):
                return night
        runs = kept_runs(self.workspace.runs)
        done = next((run for run in reversed(runs) if run.record.state.finished and self._is_tonights(run)), None)
        if done is not None and not self.anyway and done.record.state is not State.ABANDONED:
            return Night(f"nothing to do: tonight's run {done.name} is done; --anyway runs again")
        before = last_run(self.workspace.evidence)
        return self.finish(begin_run(self.workspace, self.clock(), store_before=before))

    def finish(self, run: NightRun) -> Night:
        """Do all steps that a run still lacks; one that breaks is told, and done again next time."""
        run = run.with_record(attempts=run.record.attempts + 1, note="", ended=None)
        self.tell_health("running", f"night {run.name} is running")
        try:
            order = load_order(run.folder)
            asked = wanted(order.plans, order.roster, order.as_of)
            if run.record.state in {State.BEGUN, State.STOPPED}:
                run = self._gather(run, order, asked)
            order = place_evidence(run.folder, EvidencePlace(_EVIDENCE, run.record.store_run))
            if run.record.state is State.GATHERED:
                run = self._judge(run, order)
            return self._show(run, order, asked)
        except WindowClosedError:
            part = f"{sum(self._done.values())} of {self._sites} sites done"
            return self._stopped(run, f"stopped at the end of the window with {part}; goes on next night")
        except KeyboardInterrupt:
            self._stopped(run, "interrupted; run mingjian nightly again to go on")
            raise
        except (UsageError, InputError):
            raise
        except Exception as error:  # noqa: BLE001 - one broken night must not look like findings, nor stop the next
            write_whole(run.folder / TROUBLE, "".join(traceback.format_exception(error)).encode())
            said = f"{str(error) or type(error).__name__}".splitlines()[0]
            return self._stopped(kept_run(run.folder), f"{said} (see {TROUBLE} there)")

    def _judge(self, run: NightRun, order: Order) -> NightRun:
        results = audit.judge(order, run.folder)
        verdicts = {
            result.plan.id: {
                verdict.value: sum(cell.verdict is verdict for cell in result.cells) for verdict in Verdict
            }
            for result in results
        }
        return run.with_record(state=State.JUDGED, verdicts=verdicts)

    def standing(self) -> str:
        """Return `trouble` when the last night was not published, also when nothing was due since; else `well`."""
        runs = kept_runs(self.workspace.runs)
        return "well" if not runs or runs[-1].record.state is State.PUBLISHED else "trouble"

    def tell_health(self, state: str, sentence: str) -> None:
        """Write the health file."""
        now = self.clock()
        write_health(
            self.workspace,
            state=state,
            sentence=sentence,
            now=now,
            next_due=self.window.next_start(now).astimezone(UTC),
            runs=kept_runs(self.workspace.runs),
        )

    def _gather(self, run: NightRun, order: Order, asked: Wanted) -> NightRun:
        """Visit what is due; a gathering that was complete when the night was killed is not made again."""
        store = self.workspace.evidence
        number = gathered_run(store, asked, run.record.store_before)
        if number is None:
            if not wait_until_free(store / "gather.lock", _PATIENCE):
                raise AuditError(
                    f"another gathering is at work in {store}; run mingjian nightly again when it has ended"
                )
            self._sites = len(asked.sites)
            summary = audit.crawl(order, store, self._gather_settings(run, order), self._take, self._watch)
            number = summary.run
        self._add_availability(run, order, number)
        self._add_earlier_signs(run, number)
        costs = site_costs(store, number)
        return run.with_record(
            state=State.GATHERED,
            store_run=number,
            asked=sum(each.asked for each in costs),
            unchanged=sum(each.unchanged for each in costs),
            reused=sum(each.reused for each in costs),
            bytes=sum(each.bytes for each in costs),
            store_size=folder_size(store),
        )

    def _show(self, run: NightRun, order: Order, asked: Wanted) -> Night:
        """Publish the night, unless too little of it was seen; write its log in either case."""
        seen = reach(asked, evidence_of(self.workspace.evidence, run.record.store_run or 0))
        before = published(kept_runs(self.workspace.runs), before=run)
        found = changes_of(self.workspace, run)
        refused = seen.refusal(self.workspace.settings.coverage)
        compared = None if before is None else before.name
        run = run.with_record(compared=compared, changes=len(found))
        if refused is not None:
            note = f"{refused}; look at it with: mingjian report {run.folder}"
            run = run.with_record(state=State.KEPT, ended=self.clock(), note=note)
            self._log(run, found, seen)
            return Night(f"night {run.name}: {note}", run, (), found)
        audited = publish(self.workspace, run, order)
        run = run.with_record(state=State.PUBLISHED, ended=self.clock())
        self._log(run, found, seen)
        with AvailabilityLog(self.workspace.evidence) as log:
            log.thin(run.record.began - timedelta(days=self.workspace.settings.probe.keep_days))
        told = (
            "there is none before it to compare with"
            if before is None
            else f"changes since {before.name}: {len(found)}"
        )
        return Night(f"night {run.name} is published; {told}", run, audited, found)

    def _stopped(self, run: NightRun, note: str) -> Night:
        state = State.STOPPED if run.record.state is State.BEGUN else run.record.state
        run = run.with_record(state=state, ended=self.clock(), note=note)
        number = last_run(self.workspace.evidence)
        if number > run.record.store_before:
            costs = site_costs(self.workspace.evidence, number)
            run = run.with_record(asked=sum(each.asked for each in costs), reused=sum(each.reused for each in costs))
        self._log(run, (), None)
        return Night(f"night {run.name}: {note}", run)

    def _log(self, run: NightRun, found: Sequence[Change], seen: Reach | None) -> None:
        number = run.record.store_run or last_run(self.workspace.evidence)
        costs = site_costs(self.workspace.evidence, number) if number > run.record.store_before else ()
        write_log(self.workspace, run, costs, found, () if seen is None else seen.lost)

    def _gather_settings(self, run: NightRun, order: Order) -> GatherSettings:
        crawl, cadence = self.workspace.settings.crawl, self.workspace.settings.cadence
        return GatherSettings(
            allow_private=crawl.allow_private,
            resolver=crawl.resolver or None,
            delay=crawl.delay_seconds,
            page_budget=crawl.page_budget,
            byte_budget=crawl.megabytes * 1_000_000,
            timeout=crawl.timeout_seconds,
            browser=find_browser() if crawl.browser else None,
            sites_at_once=crawl.sites_at_once,
            readers=crawl.readers,
            freshness=freshness(cadence, order.plans, order.roster, tonight=run.record.began, unseen=self._unseen(run)),
            at=self.clock() if self.simulated else None,
            control=self.workspace.settings.probe.control,
        )

    def _unseen(self, run: NightRun) -> frozenset[str]:
        """Return the sites that the last judged night did not reach; they do not rest."""
        judged = self._judged(run)
        if not judged:
            return frozenset()
        order = load_order(judged[-1].folder)
        results = [stored_result(plan, judged[-1].folder) for plan in order.plans]
        return frozenset(site.id for result in results for site in result.sites if not site.reached)

    def _add_availability(self, run: NightRun, order: Order, number: int) -> None:
        """Put what `mingjian probe` has seen of each home page into the evidence of the night."""
        patience = self.workspace.settings.probe.timeout_seconds
        handle = run_handle(self.workspace.evidence, number)
        until = run.record.began
        with AvailabilityLog(self.workspace.evidence) as log, Store(self.workspace.evidence) as store:
            for site in order.roster.sites:
                visits = log.visits(site.id, since=until - _SERIES, until=until)
                store.add_evidence(handle, availability_evidence(site.id, site.url, visits, patience=patience))

    def _add_earlier_signs(self, run: NightRun, number: int) -> None:
        """Put beside tonight's signs of tampering what the last judged night showed of the same sites."""
        earlier = [each.record.store_run for each in self._judged(run) if each.record.store_run]
        if not earlier:
            return
        folder = self.workspace.evidence
        before = evidence_of(folder, earlier[-1], Kind.SITE)
        found = earlier_signs(evidence_of(folder, number, Kind.SITE), before)
        if found:
            with Store(folder) as store:
                store.add_evidence(run_handle(folder, number), found)

    def _judged(self, run: NightRun) -> list[NightRun]:
        """Return the judged nights before one, oldest first."""
        return [
            each
            for each in kept_runs(self.workspace.runs)
            if each.record.state in {State.PUBLISHED, State.KEPT} and each.record.began < run.record.began
        ]

    def _take(self, event: Progress) -> None:
        self._done[event.site] = event.done
        if self._tell is not None:
            self._tell(event)
        self._watch()

    def _watch(self) -> None:
        """Raise WindowClosedError when it is time to stop, also while nothing is heard of the gathering."""
        if self.closes is not None and self.clock() >= self.closes and sum(self._done.values()) < self._sites:
            raise WindowClosedError

    def _is_tonights(self, run: NightRun) -> bool:
        return self.opened is not None and run.record.began >= self.opened
