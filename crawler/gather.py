"""Gathering: visit what is wanted, keep what was seen; and reading what was kept again."""

import asyncio
import logging
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import msgspec

from crawler.extract import EXTRACTOR
from crawler.model import Wanted
from crawler.net.settings import LOG_FILE, GatherSettings
from crawler.progress import GatherSummary, Progress
from crawler.readers.readers import Readers
from crawler.remember import SiteMemory
from crawler.replay import SiteRun, replay
from crawler.scratch import Scratch
from crawler.store import Store
from crawler.survey import Budget
from crawler.survey.shelf import Shelf

__all__ = ["GatherError", "GatherSettings", "GatherSummary", "Progress", "gather", "reextract"]

_LOG = logging.getLogger(__name__)
_GRACE = 10.0
"""Seconds that the gathering process has to end by itself after it was told to."""

_SILENCE = 5.0
"""Seconds without a word after which the caller is asked whether to go on."""


class GatherError(Exception):
    """Gathering could not be completed; the message says why, and that what was stored is kept."""


def gather(
    wanted: Wanted,
    folder: Path,
    settings: GatherSettings,
    progress: Callable[[Progress], None] | None = None,
    idle: Callable[[], None] | None = None,
) -> GatherSummary:
    """Visit the sites of `wanted` and keep visits, bodies and evidence in `folder`. Blocks until it is done.

    Runs in a process of its own. An interrupted gathering goes on when the same is wanted of the same folder.
    `idle` is called when nothing was heard of it for some seconds; what it or `progress` raises ends the gathering.
    Raises GatherError when the process breaks, KeyboardInterrupt when the operator interrupts it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    order = msgspec.json.encode(wanted)
    child = context.Process(target=_gather_in_child, args=(theirs, order, folder, settings), name="mingjian-gather")
    child.start()
    theirs.close()
    try:
        return _listen(ours, child, progress, idle)
    finally:
        ours.close()
        _end(child)


def reextract(wanted: Wanted, folder: Path) -> None:
    """Read the stored bodies again with the extractors of this version; nothing is fetched.

    Evidence that comes out the same keeps its id. Pages are read in processes of their own, as the gathering would: one
    that breaks its reader is our fault and ends nothing. Raises StoreError when `folder` holds nothing.
    """
    asyncio.run(_reextract(wanted, folder))


async def _reextract(wanted: Wanted, folder: Path) -> None:
    with Store(folder) as store:
        settings = msgspec.json.decode(store.settings(), type=GatherSettings, dec_hook=_from_text)
        run = store.extract_again(EXTRACTOR)
        log = folder / LOG_FILE
        async with Readers(settings.readers, after=0, seconds=settings.reading_seconds, log=log) as readers:
            for each in wanted.sites:
                with Scratch(folder) as scratch:
                    site = SiteRun(each, Budget(pages=settings.page_budget), Shelf(scratch))
                    await replay(site, store, run, readers)
                    site.keep_evidence(store, run)
                with SiteMemory(folder, run.id, each.site.id) as memory:
                    store.add_evidence(run, memory.evidence())


def _gather_in_child(pipe: Connection, order: bytes, folder: Path, settings: GatherSettings) -> None:
    from crawler.spiders.child import gather_here  # noqa: PLC0415 - only the child loads Scrapy

    gather_here(pipe, order, folder, settings)


def _listen(
    ours: Connection,
    child: SpawnProcess,
    progress: Callable[[Progress], None] | None,
    idle: Callable[[], None] | None,
) -> GatherSummary:
    try:
        while True:
            while idle is not None and not ours.poll(_SILENCE):
                idle()
            message = ours.recv()
            if isinstance(message, Progress):
                if progress is not None:
                    progress(message)
            elif isinstance(message, GatherSummary):
                return message
            else:
                raise GatherError(str(message))
    except EOFError as error:
        child.join(_GRACE)
        raise GatherError(
            f"the gathering process ended unexpectedly (exit code {child.exitcode}); "
            "what it stored is kept: gather again to go on"
        ) from error


def _end(child: SpawnProcess) -> None:
    """Closing our end of the pipe has told the child to stop; wait, then insist."""
    child.join(_GRACE)
    if child.is_alive():
        child.terminate()
        child.join(_GRACE)
    if child.is_alive():
        child.kill()
        child.join()


def _from_text(kind: type, value: object) -> object:
    """Read back what JSON has no type for: paths."""
    return kind(value)
