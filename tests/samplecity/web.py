"""A bare HTTP client for the tests: one request, no redirects, names not resolved."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

from mingjian.samplecity import RunningCity


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(
    city: RunningCity,
    site: str,
    path: str,
    *,
    method: str = "GET",
    body: str | None = None,
    headers: dict[str, str] | None = None,
    address: str = "127.0.0.1",
) -> Answer:
    """Ask a site of the running city."""
    port = urlsplit(city.home(site)).port
    connection = http.client.HTTPConnection(address, port, timeout=5)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    try:
        connection.request(method, path, body=body, headers={**form, **(headers or {})})
        response = connection.getresponse()
        return Answer(response.status, response.msg, response.read())
    finally:
        connection.close()
