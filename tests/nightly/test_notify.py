"""Messages: only on change, once, by unit, with links; delivered to real receivers; secrets never shown."""

import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from mingjian.cli import INCOMPLETE, WELL, run
from mingjian.nightly.changes import Change
from mingjian.nightly.message import change_messages, messages_of
from mingjian.nightly.notify import Secrets, send, taken_secrets, unsent
from mingjian.nightly.runs import NightRun, Record, State
from mingjian.nightly.workspace import Workspace, open_workspace
from rules.history import State as Standing

Edit = Callable[[str, str, str], None]
NOW = datetime(2022, 2, 16, 15, tzinfo=UTC)
TARGETS = """
[[notify.targets]]
name = "office"
env = "MINGJIAN_TEST_OFFICE"
trouble = true

[[notify.targets]]
name = "czj"
env = "MINGJIAN_TEST_CZJ"
units = ["czj"]
"""


def _change(unit: str, kind: Standing = Standing.NEW, observed: str = "最新一条是2021年2月15日") -> Change:
    return Change("small", unit, f"名称{unit}", "1", kind, "栏目超期未更新", observed, f"small/finding-{unit}.html")


@pytest.fixture
def workspace(workspace_folder: Path, edit: Edit) -> Workspace:
    edit("mingjian.toml", "# [[notify.targets]]", TARGETS)
    edit("mingjian.toml", 'address = ""', 'address = "https://oa.example.cn/reports/"')
    return open_workspace(workspace_folder)


@pytest.fixture
def published(workspace: Workspace) -> NightRun:
    folder = workspace.runs / "2022-02-16"
    folder.mkdir()
    return NightRun(folder, Record(began=NOW)).with_record(state=State.PUBLISHED)


@dataclass
class Receiver:
    """An HTTP server that takes what apprise posts."""

    url: str
    got: list[dict[str, object]] = field(default_factory=list)
    status: int = 200


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if made.status == 200:
                made.got.append(json.loads(body))
            self.send_response(made.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server calls
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Receiver(f"json://user:s3cr3t@127.0.0.1:{server.server_port}/hook")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield made
        server.shutdown()


def test_each_target_gets_its_units(workspace: Workspace, published: NightRun) -> None:
    """The office all of them, the finance bureau its own; grouped, with the night's own pages linked."""
    found = [_change("czj"), _change("czj", Standing.FIXED), _change("fgj", Standing.REGRESSED)]
    office, czj = change_messages(workspace, published, found)
    assert office.title == "明鉴：泽安市 2022-02-16 有 3 项变化"
    assert office.body.index("【名称czj】") < office.body.index("已整改") < office.body.index("【名称fgj】")
    assert "  https://oa.example.cn/reports/2022-02-16/small/finding-czj.html" in office.body
    assert "https://oa.example.cn/reports/2022-02-16/small/unit-fgj.html" in office.body
    assert "https://oa.example.cn/reports/2022-02-16/small/index.html" in office.body
    assert (czj.target.name, "fgj" in czj.body) == ("czj", False)
    assert [each.target.name for each in change_messages(workspace, published, [_change("fgj")])] == ["office"]
    assert change_messages(workspace, published, []) == ()


def test_a_long_message_is_cut(workspace: Workspace, published: NightRun) -> None:
    """A redesign must not send three hundred entries; words off the web stay one short line."""
    office, *_ = change_messages(workspace, published, [_change("czj", observed="行\n二\x1b[31m" + "长" * 999)] * 300)
    assert "另有 280 项，见报告。" in office.body
    assert office.body.count("·") == 20
    assert max(map(len, office.body.splitlines())) < 200
    assert "\x1b" not in office.body


def test_delivered_once_over_http(workspace: Workspace, published: NightRun, receiver: Receiver) -> None:
    """The receiver gets title and body; a second sending finds nothing left."""
    messages = change_messages(workspace, published, [_change("fgj")])
    secrets = Secrets({"MINGJIAN_TEST_OFFICE": receiver.url})
    assert send(published, messages, secrets, NOW).delivered == ("office",)
    assert unsent(published, messages) == ()
    assert send(published, messages, secrets, NOW).delivered == ()
    (got,) = receiver.got
    assert got["title"] == messages[0].title
    assert "【名称fgj】" in str(got["message"])


def test_delivered_by_mail(workspace: Workspace, published: NightRun) -> None:
    """A real SMTP server on this machine receives it."""

    class Mailbox:
        def __init__(self) -> None:
            self.mails: list[bytes] = []

        async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's
            self.mails.append(envelope.content)  # type: ignore[attr-defined]  # aiosmtpd's Envelope
            return "250 OK"

    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        address = f"mailto://127.0.0.1:{port}?from=mingjian@example.cn&to=office@example.cn&mode=insecure"
        messages = change_messages(workspace, published, [_change("fgj")])
        assert send(published, messages, Secrets({"MINGJIAN_TEST_OFFICE": address}), NOW).failed == ()
    finally:
        server.stop()
    (mail,) = box.mails
    assert b"office@example.cn" in mail


@pytest.fixture
def printed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> tuple[pytest.CaptureFixture[str], pytest.LogCaptureFixture]:
    """All that reaches the terminal or a log."""
    return capfd, caplog


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (None, "office: the environment variable MINGJIAN_TEST_OFFICE is not set"),
        ("nonsense://s3cr3t", "office: the address in MINGJIAN_TEST_OFFICE is none that apprise knows"),
        ("json://user:s3cr3t@127.0.0.1:1/", "office: the message was not accepted; check the address in MINGJIAN_TEST"),
    ],
)
def test_failure_is_told_without_the_secret(
    workspace: Workspace,
    published: NightRun,
    address: str | None,
    said: str,
    printed: tuple[pytest.CaptureFixture[str], pytest.LogCaptureFixture],
) -> None:
    """Neither the sentence nor any log nor the file beside the night holds the address; it is tried again."""
    messages = change_messages(workspace, published, [_change("fgj")])
    secrets = Secrets({} if address is None else {"MINGJIAN_TEST_OFFICE": address})
    capfd, caplog = printed
    with caplog.at_level(logging.DEBUG):
        sent = send(published, messages, secrets, NOW)
    (sentence,) = sent.failed
    assert sentence.startswith(said)
    assert unsent(published, messages, failed=True) == messages
    out, err = capfd.readouterr()
    files = b"".join(path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file())
    shown = (sentence, out, err, caplog.text, repr(secrets), files.decode("utf-8", "replace"))
    assert not any("s3cr3t" in each for each in shown)


def test_secrets_leave_the_environment(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is started later does not inherit them."""
    monkeypatch.setenv("MINGJIAN_TEST_OFFICE", "json://s3cr3t")
    secrets = taken_secrets(workspace.settings.notify)
    assert "MINGJIAN_TEST_OFFICE" not in os.environ
    assert secrets.address("MINGJIAN_TEST_OFFICE") == "json://s3cr3t"
    assert secrets.address("MINGJIAN_TEST_CZJ") is None


def test_trouble_is_told_to_who_wants_it(workspace: Workspace, published: NightRun) -> None:
    """A night that was kept: one message to the office, none to the units."""
    kept = published.with_record(state=State.KEPT, note="kept and not published: 1 of 3 sites were not reached")
    (message,) = messages_of(workspace, kept)
    assert message.target.name == "office"
    assert "1 of 3 sites were not reached" in message.body


def test_verb(workspace: Workspace, published: NightRun, receiver: Receiver, monkeypatch: pytest.MonkeyPatch,
              capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """`--dry-run` prints and sends nothing; a refusal is exit code 3; then it is delivered, once."""
    published.with_record(state=State.KEPT, note="kept and not published: too little was seen")
    folder = str(workspace.folder)
    assert run(["notify", folder, "--dry-run"]) == WELL
    assert "to office: 明鉴：泽安市 2022-02-16 的检查没有发布" in capsys.readouterr().out
    assert receiver.got == []
    for status, code, count in ((500, INCOMPLETE, 0), (200, WELL, 1), (200, WELL, 1)):
        receiver.status = status
        monkeypatch.setenv("MINGJIAN_TEST_OFFICE", receiver.url)
        assert run(["notify", folder]) == code
        assert len(receiver.got) == count
    assert "s3cr3t" not in "".join(capsys.readouterr())


@pytest.mark.slow
def test_nights_tell_only_what_changed(
    workspace: Workspace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column falls overdue on the second night; with two of three nights needed it is told on the third, once."""
    told = []
    for day in (15, 16, 17, 18):
        monkeypatch.setenv("MINGJIAN_TEST_OFFICE", receiver.url)
        monkeypatch.setenv("MINGJIAN_TEST_CZJ", receiver.url)
        assert run(["nightly", str(workspace.folder), "--now", f"2022-02-{day}T22:30"]) == 1
        told.append(len(receiver.got))
    assert told == [0, 0, 1, 1]
    (got,) = receiver.got
    assert got["title"] == "明鉴：泽安市 2022-02-17 有 1 项变化"
    assert "再次不符合：栏目超期未更新（small 第 1 项）" in str(got["message"])
    assert "/2022-02-17/small/finding-" in str(got["message"])
    assert "s3cr3t" not in "".join(capsys.readouterr())
