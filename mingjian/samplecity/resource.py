"""What a server of the city answers with, and what it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus

HTML = "text/html"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """A body with its media type (charset included where the server names one) and the day of its last change."""

    body: bytes
    media_type: str
    modified: date
    status: HTTPStatus = HTTPStatus.OK

    @property
    def last_modified(self) -> datetime:
        """The time of the last change (UTC, two in the morning of its day)."""
        return datetime(self.modified.year, self.modified.month, self.modified.day, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: path, query and form fields (decoded)."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)


Route = Callable[[], Resource]
Answer = Callable[[Asked], Resource | None]


@dataclass(frozen=True, slots=True)
class Routes:
    """The pages of one host: `pages` by path (with `?query` where it selects the page), `answer` for the rest.

    robots.txt asks not to visit `disallowed` paths.
    """

    pages: dict[str, Route]
    answer: Answer | None = None
    disallowed: tuple[str, ...] = ()
    _rendered: dict[Route, Resource] = field(default_factory=dict, compare=False)

    def rendered(self, route: Route) -> Resource:
        """Return what a route gives; it is rendered once (two threads at once may both do it, to the same bytes)."""
        if route not in self._rendered:
            self._rendered[route] = route()
        return self._rendered[route]
