"""A real authoritative name server (Knot DNS) on loopback."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("knotd") or shutil.which("knotd", path="/usr/sbin:/sbin")
MISSING = "Knot DNS is not installed (Debian's package knot); scripts/setup dev installs it"
_PATIENCE = 15.0
_HEAD = "$ORIGIN {zone}.\n$TTL 60\n@ SOA ns1.{zone}. hostmaster.{zone}. 1 3600 900 604800 60\n"


@contextmanager
def serve_knot(zones: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Serve `zones` (name -> lines of its zone file, without SOA) on a free port; yields HOST:PORT."""
    if PROGRAM is None:
        raise FileNotFoundError(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    parts = [
        f"server:\n  rundir: {folder}\n  listen: 127.0.0.1@{port}\n",
        "  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1\n",
        f"log:\n  - target: {folder}/knot.log\n    any: info\n",
        f"database:\n  storage: {folder}\n",
        f"template:\n  - id: default\n    storage: {folder}\n    zonefile-sync: -1\n    journal-content: none\n",
        "zone:\n",
    ]
    for zone, lines in zones.items():
        (folder / f"{zone}.zone").write_text(_HEAD.format(zone=zone) + lines, encoding="utf-8")
        parts.append(f"  - domain: {zone}\n    file: {zone}.zone\n")
    path = folder / "knot.conf"
    path.write_text("".join(parts), encoding="utf-8")
    with subprocess.Popen([PROGRAM, "-c", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, process, folder)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _free_port() -> int:
    """A port that is free for both UDP and TCP."""
    for _ in range(20):
        with socket.create_server(("127.0.0.1", 0)) as stream:
            port: int = stream.getsockname()[1]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
                try:
                    datagrams.bind(("127.0.0.1", port))
                except OSError:
                    continue
            return port
    raise RuntimeError("no port of 127.0.0.1 is free for both UDP and TCP")


def _wait(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = folder / "knot.log"
    raise RuntimeError(f"Knot does not start: {log.read_text(encoding='utf-8') if log.exists() else process.poll()}")
