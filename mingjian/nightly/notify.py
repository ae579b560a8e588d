"""Messages sent through apprise, each once; the addresses are secrets that only the environment holds."""

import json
import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mingjian.nightly.message import Message
from mingjian.nightly.runs import NightRun, write_whole
from mingjian.nightly.settings import NotifySettings

_SENT = "notified.json"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages of one night: names of targets, and a sentence for each that failed."""

    delivered: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class Secrets:
    """The addresses of the targets, by environment variable. Nothing shows them, not even `repr`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __repr__(self) -> str:
        return "Secrets(…)"

    def address(self, variable: str) -> str | None:
        """Return the address in a variable, None when it is not set."""
        return self._values.get(variable) or None


def taken_secrets(settings: NotifySettings) -> Secrets:
    """Take the targets' addresses out of this process's environment, so that no browser started later inherits them."""
    names = {target.env for target in settings.targets}
    return Secrets({name: os.environ.pop(name) for name in names if name in os.environ})


def send(run: NightRun, messages: Sequence[Message], secrets: Secrets, now: datetime) -> Sent:
    """Send the messages of a night that were not sent yet, and record which were delivered.

    A target that fails is told by its name and variable only, and is tried again the next time.
    """
    path = run.folder / _SENT
    record = _record(path)
    delivered, failed = [], []
    for message in messages:
        name = message.target.name
        if record.get(_key(message)):
            continue
        problem = _send_one(message, secrets.address(message.target.env))
        record[_key(message)] = now.isoformat(timespec="seconds") if problem is None else ""
        write_whole(path, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
        if problem is None:
            delivered.append(name)
        else:
            failed.append(f"{name}: {problem}")
    return Sent(tuple(delivered), tuple(failed))


def unsent(run: NightRun, messages: Sequence[Message], *, failed: bool = False) -> tuple[Message, ...]:
    """Return those of the messages that were not delivered yet; with `failed` only those that were tried."""
    record = _record(run.folder / _SENT)
    return tuple(each for each in messages if not record.get(_key(each), "" if not failed else "never tried"))


def _send_one(message: Message, address: str | None) -> str | None:
    """Return None when the message was delivered, else what to look at."""
    variable = message.target.env
    if address is None:
        return f"the environment variable {variable} is not set"
    with _quiet():
        import apprise  # noqa: PLC0415 - a second of loading that most runs can do without

        asset = apprise.AppriseAsset(app_id="Mingjian", app_desc="明鉴", app_url="", storage_mode="memory")
        sender = apprise.Apprise(asset=asset)
        if not sender.add(address):
            return f"the address in {variable} is none that apprise knows"
        for server in sender:
            server.overflow_mode = apprise.OverflowMode.SPLIT  # chat robots refuse what is longer than they take
        try:
            well = bool(sender.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT))
        except Exception:  # noqa: BLE001 - its text may hold the address
            well = False
    return None if well else f"the message was not accepted; check the address in {variable} and the network"


@contextmanager
def _quiet() -> Iterator[None]:
    """Let nothing that apprise and its transport log or warn, the address among it, go anywhere in the block."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _key(message: Message) -> str:
    return f"{message.target.name} {message.title}"


def _record(path: Path) -> dict[str, str]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}
