"""kill -9 at any moment of a gathering: the next one completes, says the same, and nothing on disk is broken."""

import multiprocessing
import os
import random
import signal
import sqlite3
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.browser import find_browser
from crawler.gather import GatherError, GatherSettings, gather
from crawler.model import Wanted
from crawler.model.freshness import Freshness
from crawler.store import Store
from crawler.warc import files
from mingjian.folder import Order, save_order
from mingjian.samplecity import serve
from rules.evaluate import evaluate
from rules.wanted import wanted
from tests.nights.city import FIRST, SETTINGS, serve_nights

ALWAYS = Freshness(documents=1, lists=1, whole_lists=1, site_maps=1)
MOMENTS = 50
PLAN = "zhongshan-xiqu-2019"


def killed_after(seconds: float, order: Wanted, folder: Path, settings: GatherSettings) -> bool:
    """Gather, and kill the gathering process after so long; return whether it was still at work then."""

    def kill() -> None:
        time.sleep(seconds)
        for process in multiprocessing.active_children():
            if process.name == "mingjian-gather" and process.pid is not None:
                os.kill(process.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        gather(order, folder, settings)
    except GatherError:
        return True
    finally:
        thread.join()
    return False


def sound(folder: Path) -> None:
    """The database passes its own check, and every record of every file can be read and has the digest it says."""
    with sqlite3.connect(folder / "evidence.db") as plain:
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)
        assert plain.execute("pragma foreign_key_check").fetchall() == []
    plain.close()
    for path in files(folder):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
    with Store(folder) as store:
        assert all(store.body(each) is not None for each in store.visits() if each.digest is not None)


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_killed_second_night_is_completed_by_the_next(tmp_path: Path, part: float) -> None:
    with serve_nights(tmp_path) as nights:
        nights.gather(0, ALWAYS)
        said = nights.facts()
        began = time.monotonic()
        nights.gather(1, ALWAYS)
        whole = time.monotonic() - began
        settings = replace(SETTINGS, at=None, freshness=ALWAYS, delay=0.02)
        killed_after(whole * part, nights.wanted, nights.out, settings)
        gather(nights.wanted, nights.out, replace(settings, fresh=False))
        assert nights.facts() == said
    sound(nights.out)


@pytest.mark.slow
def test_fifty_kills_of_an_audit_change_nothing(tmp_path: Path) -> None:
    """The sample city, night after night, each night killed at a random moment and gone on with."""
    chance = random.Random(20220215)  # noqa: S311 - the same moments every time
    with serve() as city:
        roster = city.write_roster(tmp_path)
        order = save_order(tmp_path / "out", plans=(PLAN,), roster=roster, as_of=city.as_of)
        things = wanted(order.plans, order.roster, order.as_of)
        settings = GatherSettings(
            allow_private=True,
            resolver=city.resolver,
            delay=0,
            browser=find_browser(),
            at=FIRST,
            fresh=True,
            timeout=60,
        )
        began = time.monotonic()
        gather(things, tmp_path / "out", settings)
        whole = time.monotonic() - began
        said = _judged(order, tmp_path / "out")
        hit = 0
        for number in range(MOMENTS):
            folder = tmp_path / f"killed-{number}"
            hit += killed_after(whole * chance.random(), things, folder, settings)
            gather(things, folder, replace(settings, fresh=False))
            assert _judged(order, folder) == said, number
            sound(folder)
    assert hit > MOMENTS / 2


def _judged(order: Order, folder: Path) -> list[object]:
    """What `audit.json` says, without the moments and the names of the evidence, which differ from run to run."""
    with Store(folder) as store:
        evidence = tuple(store.evidence())
    found: list[object] = []
    for plan in order.plans:
        result = evaluate(plan, order.roster, evidence, as_of=order.as_of, references=order.references)
        for each in result.findings:
            parts = tuple(replace(part, evidence=()) for part in each.parts)
            found.append(replace(each, evidence=(), parts=parts))
        found += [result.cells, result.score, result.units, result.requirements]
    return found
