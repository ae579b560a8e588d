"""Home pages opened: how each visit ends, whose outage it was, and what the store keeps of it."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.model import AvailabilityVisit
from crawler.opening import Door, OpeningSettings, open_all
from crawler.store.availability import AvailabilityLog
from mingjian.cli import INCOMPLETE, WELL, run

LOCAL = OpeningSettings(patience=1.0, allow_private=True)
_PAGE = b"<html>" + b"<a href='/x'>x</a>" * 2000
_WALL = "<html><title>访问验证</title>您的访问请求可能对网站造成安全威胁</html>".encode()
_REDIRECTS = {
    "loop": (302, "/loop"),
    "to-private": (302, "http://10.0.0.1/"),
    "to-file": (302, "file:///etc/passwd"),
    "moved": (301, "/"),
}
CLOSED = "http://127.0.0.1:1/"


class _Handler(BaseHTTPRequestHandler):
    at_once = 0
    most = 0

    def do_GET(self) -> None:
        kind = self.path.strip("/")
        _Handler.at_once += 1
        _Handler.most = max(_Handler.most, _Handler.at_once)
        try:
            self._answer(kind)
        finally:
            _Handler.at_once -= 1

    def _answer(self, kind: str) -> None:
        if kind in {"endless", "drip"}:
            self.send_response(200)
            self.end_headers()
            for _ in range(60):
                self.wfile.write(b"x" * 60_000 if kind == "endless" else b"x")
                time.sleep(0.0 if kind == "endless" else 0.05)
            return
        if kind == "dropped":
            self.connection.close()
            return
        if kind == "slow":
            time.sleep(1.5)
        status, location = _REDIRECTS.get(kind, (int(kind) if kind.isdigit() else 200, None))
        self.send_response(status)
        if location is not None:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(_WALL if kind == "wall" else _PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server calls
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the test."""


@contextmanager
def _served() -> Iterator[str]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with _served() as address:
        yield address


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/", "ok"),
        ("/moved", "ok"),
        ("/endless", "ok"),
        ("/404", "not-found"),
        ("/500", "http-error"),
        ("/503", "http-error"),
        ("/403", "blocked"),
        ("/wall", "blocked"),
        ("/slow", "timeout"),
        ("/drip", "timeout"),
        ("/loop", "redirect-loop"),
        ("/dropped", "dropped"),
        ("/to-file", "unreadable"),
    ],
)
def test_how_a_visit_ends(site: str, path: str, outcome: str) -> None:
    """One bounded look within the patience, redirects followed and checked."""
    ((name, visit),) = open_all([Door("a", site + path)], LOCAL)
    assert (name, visit.outcome, visit.ok) == ("a", outcome, outcome == "ok")
    assert visit.control_ok is None, "nothing else was opened that could tell whose outage it is"


def test_refused_and_unknown(site: str) -> None:
    """A closed port, a name that does not exist, and an address that is none."""
    doors = [Door("a", CLOSED), Door("b", "http://name.invalid/"), Door("c", "http://user:pw@127.0.0.1/")]
    assert [visit.outcome for _, visit in open_all(doors, LOCAL)] == ["refused", "dns-failed", "unreadable"]
    assert site


@pytest.mark.parametrize("url", ["{site}/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433/"])
def test_private_addresses_are_not_visited(site: str, url: str) -> None:
    """Unless the operator says otherwise; that is our doing, never theirs."""
    ((_, visit),) = open_all([Door("a", url.format(site=site))], OpeningSettings(patience=1.0))
    assert visit.outcome == "address-forbidden"


def test_a_redirect_to_a_private_address_is_not_followed(site: str) -> None:
    """The guard looks at every hop; the loopback server stands for a public one here."""

    async def opened() -> str:
        from crawler import opening  # noqa: PLC0415 - its inner function, with a guard that lets only loopback pass

        class OnlyLoopback(opening.Names):
            def allows(self, address: str) -> bool:
                return address.startswith("127.")

        names = OnlyLoopback(resolver=None, allow_private=False)
        async with opening.aiohttp.ClientSession() as session:
            return str((await opening._open(session, names, f"{site}/to-private", 1.0)).outcome)

    assert asyncio.run(opened()) == "address-forbidden"


@pytest.mark.parametrize(
    ("paths", "control", "told"),
    [
        (["/", "/500"], "{site}/", [True, True]),
        (["/", "/500"], CLOSED, [False, False]),
        (["/", "/500"], "", [False, True]),
        (["/500", "/500"], "", [False, False]),
        (["/"], "", [None]),
    ],
)
def test_our_own_outage_is_told_apart(paths: list[str], control: str, told: list[bool | None]) -> None:
    """By the control address; without one by more than half of the other hosts of the round."""
    with ExitStack() as stack:
        doors = [Door(str(number), stack.enter_context(_served()) + path) for number, path in enumerate(paths)]
        other = stack.enter_context(_served())
        settings = OpeningSettings(patience=1.0, allow_private=True, control=control.format(site=other))
        assert [visit.control_ok for _, visit in open_all(doors, settings)] == told


def test_one_host_is_asked_once_at_a_time(site: str) -> None:
    """Many sites on one host wait for each other, and waiting is not their failure."""
    _Handler.most = 0
    visits = open_all([Door(str(number), f"{site}/") for number in range(12)], LOCAL)
    assert {visit.outcome for _, visit in visits} == {"ok"}
    assert _Handler.most == 1


def test_verb_keeps_a_round(workspace_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One row for each site in the table that Datasette shows."""
    assert run(["probe", str(workspace_folder), "--json"]) == WELL
    told = json.loads(capsys.readouterr().out)
    assert told == {"sites": 3, "outcomes": {"ok": 3}, "our_line": True, "not_opened": []}
    db = Database(workspace_folder / "evidence" / "evidence.db")
    rows = list(db["availability"].rows)
    db.close()
    assert {(row["site"], row["ok"], row["outcome"], row["control_ok"]) for row in rows} == {
        ("fgj", 1, "ok", 1), ("czj", 1, "ok", 1), ("scjgj", 1, "ok", 1),
    }  # fmt: skip


def test_verb_says_when_our_line_is_down(workspace_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, and nothing counts against anybody."""
    roster = workspace_folder / "roster.yaml"
    lines = [
        f"  url: {CLOSED}" if line.strip().startswith("url:") else line
        for line in roster.read_text("utf-8").splitlines()
    ]
    roster.write_text("\n".join(lines), encoding="utf-8")
    assert run(["probe", str(workspace_folder)]) == INCOMPLETE
    assert "our own line is taken to be down" in capsys.readouterr().err


def test_old_visits_become_counts_a_day(tmp_path: Path) -> None:
    """Whole days of Beijing time; what could be ours counts as unclear; thinning again changes nothing."""
    start = datetime(2026, 11, 1, 15, 0, tzinfo=UTC)  # 23:00 in Beijing
    told = [(0, True, True), (30, False, True), (45, False, False), (60, False, None), (90, True, None)]
    rows = [*told, (60 * 26, True, True)]
    visits = [
        ("a", AvailabilityVisit(start + timedelta(minutes=at), ok, "ok" if ok else "timeout", 0.1, control))
        for at, ok, control in rows
    ]
    with AvailabilityLog(tmp_path) as log:
        log.add(visits)
        assert log.thin(start + timedelta(hours=30)) == 5
        assert log.thin(start + timedelta(hours=30)) == 0
        (left,) = log.visits("a", since=start, until=start + timedelta(days=2))
        assert left.at == start + timedelta(hours=26)
    db = Database(tmp_path / "evidence.db")
    counts = [tuple(row.values()) for row in db["availability_days"].rows]
    db.close()
    assert counts == [("a", "2026-11-01", 3, 1, 1), ("a", "2026-11-02", 2, 0, 1)]
