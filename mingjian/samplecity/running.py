"""Runs the city: every server waits in one background thread; `serve` is the whole interface."""

import selectors
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from mingjian.samplecity.city import PREFERRED_PORTS, SampleCity
from mingjian.samplecity.load import load_city
from mingjian.samplecity.model import City, Site
from mingjian.samplecity.resource import Routes
from mingjian.samplecity.server import Log, Served, SiteServer, new_log
from mingjian.samplecity.zone import DatagramServer, StreamServer, Zone, zone_of

PREFERRED_DNS_PORT = 18020
_ATTEMPTS = 20


class Waiting(Protocol):
    """A server that a selector can wait for."""

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        ...

    def accept_one(self) -> None:
        """Serve what is waiting."""
        ...

    def close(self) -> None:
        """Stop serving and free the port."""
        ...


@dataclass(frozen=True)
class RunningCity:
    """The city while it is served. `log` holds the requests answered so far, oldest first."""

    city: SampleCity
    resolver: str
    log: Log
    servers: Mapping[str, Sequence[SiteServer]] = field(default_factory=dict)

    def become(self, city: City, weather: Mapping[str, Callable[[Routes], Routes]] | None = None) -> None:
        """Serve `city` from now on, at the same ports; `weather` changes what the sites with these ids answer."""
        hosts = SampleCity(self.city.ports, city).hosts
        for owner, servers in self.servers.items():
            change = (weather or {}).get(owner)
            for server in servers:
                server.routes = hosts[owner] if change is None else change(hosts[owner])

    @property
    def as_of(self) -> date:
        """The day the city is judged for."""
        return self.city.as_of

    @property
    def roster_text(self) -> str:
        """The roster as YAML, with the real ports."""
        return self.city.roster_text

    def write_roster(self, folder: Path) -> Path:
        """Write roster.yaml and the official texts it refers to into `folder`; return the roster's path."""
        return self.city.write_roster(folder)

    def write_bureau_roster(self, folder: Path) -> Path:
        """Write the justice bureau's roster-bureau.yaml into `folder`; return its path."""
        return self.city.write_bureau_roster(folder)

    def home(self, site: str) -> str:
        """Return the URL of a site's home page."""
        return self.city.home(site)

    def requests(self, site: str) -> tuple[Served, ...]:
        """Return what was asked of one site so far."""
        return tuple(each for each in tuple(self.log) if each.site == site)


@contextmanager
def serve(ports: Mapping[str, int] | None = None) -> Iterator[RunningCity]:
    """Serve the city on loopback until the block ends.

    `ports` maps site ids, and `dns`, to ports; what it does not name gets a free one. None asks for the preferred
    ports (18020 and up), each replaced by a free one where it is taken. Raises OSError when a port that was asked
    for by number is taken.
    """
    wanted = {**PREFERRED_PORTS, "dns": PREFERRED_DNS_PORT} if ports is None else dict(ports)
    data, log = load_city(), new_log()
    with ExitStack() as stack:
        bound: dict[str, list[SiteServer]] = {}
        for site in data.sites:
            if site.section_of is None:
                bound[site.id] = _bind_site(site, wanted.get(site.id, 0), log, strict=ports is not None)
                for server in bound[site.id]:
                    stack.callback(server.close)
        names = _bind_names(data, wanted.get("dns", 0), strict=ports is not None)
        for each in names:
            stack.callback(each.close)
        city = SampleCity({site: servers[0].server_port for site, servers in bound.items()})
        for owner, servers in bound.items():
            for server in servers:
                server.routes = city.hosts[owner]
        waiting: list[Waiting] = [*names, *(server for servers in bound.values() for server in servers)]
        stack.enter_context(_waited_for(waiting))
        yield RunningCity(city, f"127.0.0.1:{names[0].port}", log, bound)


@contextmanager
def _waited_for(servers: list[Waiting]) -> Iterator[None]:
    """One thread that waits for all servers until the block ends."""
    bell, wake = socket.socketpair()

    def loop() -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(wake, selectors.EVENT_READ)
            for server in servers:
                selector.register(server, selectors.EVENT_READ, server)
            while True:
                for key, _ in selector.select():
                    if key.data is None:
                        return
                    key.data.accept_one()

    thread = threading.Thread(target=loop, name="sample-city", daemon=True)
    thread.start()
    try:
        yield
    finally:
        bell.send(b"!")
        thread.join()
        bell.close()
        wake.close()


def _bind_site(site: Site, port: int, log: Log, *, strict: bool) -> list[SiteServer]:
    """Servers on 127.0.0.1 and, where the machine has it and the site is to, on ::1 at the same port."""
    nothing = Routes({})
    for attempt in range(_ATTEMPTS):
        asked = port if attempt == 0 else 0
        try:
            four = SiteServer(("127.0.0.1", asked), site, nothing, log)
        except OSError:
            if strict:
                raise
            continue
        if not (site.ipv6 and has_ipv6()):
            return [four]
        try:
            return [four, SiteServer(("::1", four.server_port), site, nothing, log)]
        except OSError:
            four.close()
            if strict and asked:
                raise
    raise OSError(f"no port is free on both 127.0.0.1 and ::1 for the sample site {site.id}")


def _bind_names(city: City, port: int, *, strict: bool) -> tuple[DatagramServer, StreamServer]:
    """The name server over UDP and TCP at the same port."""
    zone: Zone = zone_of(city)
    for attempt in range(_ATTEMPTS):
        asked = port if attempt == 0 else 0
        try:
            datagrams = DatagramServer(zone, asked)
        except OSError:
            if strict:
                raise
            continue
        try:
            return datagrams, StreamServer(zone, datagrams.port)
        except OSError:
            datagrams.close()
            if strict and asked:
                raise
    raise OSError("no port is free for both UDP and TCP for the name server of the sample city")


def has_ipv6() -> bool:
    """Return whether this machine can serve on ::1."""
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
