"""What the nights before knew of one site, beside what tonight saw: the history's part in a gathering."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.history import KnownSite, answered, compare, history_evidence
from crawler.model import Evidence, Provenance, SiteLook
from crawler.store.history import HistoryLog


class SiteMemory:
    """The history of `site` in the store of `folder` while `run` adds its night; a context manager that closes it.

    A run that goes on after a kill finds its night recorded or not at all, and then does the same again.
    """

    def __init__(self, folder: Path, run: int, site: str) -> None:
        self._log = HistoryLog(folder)
        self._run = run
        self._before = self._log.known(site)
        self._after: KnownSite = self._before
        self._recorded = self._log.recorded(site) == run

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._log.close()

    def compare(self, look: SiteLook | None) -> tuple[str, ...]:
        """Take what tonight saw (None: it cannot be told); return addresses of items gone, to be asked themselves."""
        if look is None or self._recorded:
            return ()
        night = compare(self._before, look)
        self._after = night.known
        return night.ask

    def keep(self, answers: Mapping[str, Provenance]) -> None:
        """Record the night, with what the addresses answered."""
        if not self._recorded:
            self._after = answered(self._after, answers)
            self._log.record(self._run, self._before, self._after)
            self._recorded = True

    def evidence(self) -> tuple[Evidence, ...]:
        """Return the evidence of the site's history as recorded."""
        return history_evidence(self._after)
