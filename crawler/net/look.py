"""What became of one look at one address, read off the answer or off the error."""

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost, NoRouteError
from twisted.internet.error import ConnectionRefusedError as RefusedError
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, RequestGenerationFailed, ResponseNeverReceived

from crawler.model import Outcome, Picture
from crawler.warc import WarcPlace

_NOT_FOUND = frozenset({404, 410})
_DEEPEST = 6
_TOO_MANY = 429


class LookEndedError(IgnoreRequest):
    """A request that we end ourselves, with the outcome that the look has thereby."""

    def __init__(self, outcome: Outcome, note: str | None = None) -> None:
        super().__init__(note or outcome.value)
        self.outcome = outcome
        self.note = note


@dataclass(frozen=True, slots=True)
class Look:
    """One finished look. `body` is without content encoding; None when there is none worth reading.

    `again` says that the failure was of our own making and may pass: nothing answered us at that time, not even the
    control address, or our browser was too busy.
    """

    outcome: Outcome
    seen_at: datetime
    url: str
    status: int | None = None
    media_type: str | None = None
    body: bytes | None = None
    place: WarcPlace | None = None
    note: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    rendered: bool = False
    final: bool = False
    picture: Picture | None = None
    again: bool = False

    @property
    def transient(self) -> bool:
        """Whether asking again a little later may well end differently; never for what we ended ourselves."""
        if self.final or self.again:
            return self.again
        if self.outcome in {Outcome.TIMEOUT, Outcome.DROPPED, Outcome.TRUNCATED}:
            return True
        busy = self.status is not None and (self.status == _TOO_MANY or self.status >= 500)  # noqa: PLR2004 - 5xx
        return self.outcome is Outcome.HTTP_ERROR and busy


def status_outcome(status: int) -> Outcome:
    """Return the outcome of an answer with this status that nothing else was wrong with."""
    if 200 <= status < 300:  # noqa: PLR2004 - 2xx
        return Outcome.OK
    return Outcome.NOT_FOUND if status in _NOT_FOUND else Outcome.HTTP_ERROR


def error_outcome(error: BaseException) -> tuple[Outcome, str]:
    """Return the outcome of a request that ended in `error`, and a few words on it."""
    if isinstance(error, LookEndedError):
        return error.outcome, error.note or ""
    causes = list(_causes(error))
    for kinds, outcome in _TABLE:
        for cause in causes:
            if isinstance(cause, kinds):
                return outcome, _words(cause)
    return Outcome.OUR_FAULT, _words(error)


_TABLE: tuple[tuple[tuple[type[BaseException], ...], Outcome], ...] = (
    ((DownloadTimeoutError, TimeoutError), Outcome.TIMEOUT),
    ((CannotResolveHostError,), Outcome.DNS_FAILED),
    ((SSL.Error, ssl.SSLError), Outcome.TLS_FAILED),
    ((NoRouteError,), Outcome.NO_ROUTE),
    ((DownloadConnectionRefusedError, RefusedError, ConnectionRefusedError), Outcome.REFUSED),
    ((ResponseDataLossError,), Outcome.TRUNCATED),
    ((zlib.error, EOFError), Outcome.UNREADABLE),
    ((DownloadCancelledError,), Outcome.TOO_LARGE),
    ((ParseError,), Outcome.UNREADABLE),
    ((ConnectionLost, ConnectionDone, ResponseNeverReceived, ConnectionResetError, BrokenPipeError), Outcome.DROPPED),
    ((ConnectError,), Outcome.REFUSED),
    ((UnsupportedURLSchemeError, RequestGenerationFailed, ValueError), Outcome.UNREADABLE),
)


def _causes(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """The error and everything it was raised from; Twisted keeps a list of reasons."""
    yield error
    if depth > _DEEPEST:
        return
    for reason in getattr(error, "reasons", None) or ():
        if isinstance(reason, Failure) and reason.value is not None:
            yield from _causes(reason.value, depth + 1)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__, depth + 1)


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
