"""An outage of ours told from theirs: a control address that is asked when a host does not answer."""

import asyncio
import time

from crawler.model import Outcome
from crawler.net.settings import GatherSettings

_KEEP = 5.0
"""Seconds for which an answer of the control address counts."""
UNREACHED = frozenset({Outcome.TIMEOUT, Outcome.DROPPED, Outcome.REFUSED, Outcome.DNS_FAILED, Outcome.NO_ROUTE})
"""How looks end when the line is down: ours or theirs."""


class Control:
    """Says whether our own line is down. Without a control address it never says so."""

    def __init__(self, settings: GatherSettings) -> None:
        self._settings = settings
        self._asked = float("-inf")
        self._failed = False
        self._one = asyncio.Lock()
        self.last_answer = float("-inf")

    def answered(self) -> None:
        """Note that some host has just answered us."""
        self.last_answer = time.monotonic()

    async def our_fault(self, since: float) -> bool:
        """Whether a look begun at `since` (monotonic seconds) went unanswered because nothing answers us.

        So it is when no host at all has answered since then, and the control address does not answer either.
        """
        if not self._settings.control or self.last_answer >= since:
            return False
        async with self._one:
            if time.monotonic() - self._asked > _KEEP:
                self._failed = not await self._opens(self._settings.control)
                self._asked = time.monotonic()
        return self._failed and self.last_answer < since

    async def _opens(self, address: str) -> bool:
        from crawler.opening import Door, OpeningSettings, open_round  # noqa: PLC0415 - a client that is seldom needed

        settings = OpeningSettings(
            patience=self._settings.timeout,
            resolver=self._settings.resolver,
            allow_private=self._settings.allow_private,
            user_agent=self._settings.user_agent,
        )
        ((_, visit),) = await open_round((Door("control", address),), settings)
        # Whatever it answers: it is reached.
        return visit.ok or Outcome(visit.outcome) not in UNREACHED
