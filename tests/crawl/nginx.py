"""A real nginx on loopback, with an access log of its own to prove what was asked, and when."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
MISSING = "nginx is not installed (Debian's package nginx-light); scripts/setup dev installs it"
_PATIENCE = 10.0

_CONFIGURATION = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 4096; }}
http {{
    types {{ text/html html; application/pdf pdf; text/plain txt; application/xml xml; }}
    default_type application/octet-stream;
    charset utf-8;
    # The moment and the time taken are those of the whole request; the difference is when it began.
    log_format asked '$msec $request_time $host $status $request_method $request_uri';
    access_log {folder}/access.log asked;
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    keepalive_requests 1000000;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {extra}
    }}
}}
"""


@dataclass(frozen=True)
class Logged:
    """One request as nginx saw it. `began` and `ended` are in seconds since the epoch, exact to a millisecond."""

    began: float
    ended: float
    host: str
    status: int
    method: str
    path: str


@dataclass(frozen=True)
class Nginx:
    """A running nginx."""

    port: int
    folder: Path

    def log(self) -> list[Logged]:
        """Return the requests answered so far, in the order of their ends."""
        path = self.folder / "access.log"
        return [_logged(line) for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]

    def by_host(self) -> Mapping[str, list[Logged]]:
        """Return the requests of each host in the order in which they began."""
        hosts: dict[str, list[Logged]] = {}
        for each in sorted(self.log(), key=lambda one: one.began):
            hosts.setdefault(each.host, []).append(each)
        return hosts


@contextmanager
def serve_nginx(root: Path, folder: Path, *, extra: str = "") -> Iterator[Nginx]:
    """Serve the files below `root` on a free port of 127.0.0.1, all host names alike; `extra` goes into the server."""
    if PROGRAM is None:
        raise FileNotFoundError(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Run by root, its worker would be nobody, who may not read a test's own folders.
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(_CONFIGURATION.format(folder=folder, port=port, root=root, extra=extra, user=user), "utf-8")
    with subprocess.Popen([PROGRAM, "-c", str(path), "-p", str(folder)], stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, process, folder)
            yield Nginx(port, folder)
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _wait(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nginx does not start: {(folder / 'error.log').read_text(encoding='utf-8')}")


def _logged(line: str) -> Logged:
    ended, took, host, status, method, path = line.split(" ", 5)
    return Logged(float(ended) - float(took), float(ended), host, int(status), method, path)
