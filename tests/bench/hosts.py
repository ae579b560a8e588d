"""Many hosts at once, each asked at most once in a while: how many pages that makes, and that no host was hurried."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from tests.bench.measuring import run
from tests.bench.portal import Portal
from tests.crawl.nginx import Logged, serve_nginx

HOSTS = 200
DELAY = 1.0
PAGES = 700
BUDGET = 60
"""Requests a host: a minute of them at one a second, and less than four minutes where the machine is busy."""


def least_gap(hosts: Mapping[str, Iterable[Logged]]) -> float:
    """Return the shortest time in seconds between the begins of two requests to one host."""
    return min(later.began - earlier.began for requests in hosts.values() for earlier, later in pairwise(requests))


def sustained(requests: Iterable[Logged]) -> float:
    """Return the pages per second between the first tenth and the last tenth of the requests."""
    ends = sorted(each.ended for each in requests)
    cut = len(ends) // 10
    kept = ends[cut : len(ends) - cut]
    return len(kept) / (kept[-1] - kept[0])


def many_hosts(folder: Path) -> str:
    """Return what crawling many hosts at once came to, from nginx's access log."""
    Portal(PAGES).write(folder / "site")
    with serve_nginx(folder / "site", folder / "nginx") as nginx:
        cost = run("tests.bench.ours", folder / "out", str(nginx.port), str(PAGES), str(HOSTS), str(DELAY), str(BUDGET))
        log, hosts = nginx.log(), nginx.by_host()
    pages = sum(1 for each in log if each.status == 200)
    return "\n".join(
        (
            "",
            (
                f"{len(hosts)} hosts, one request per {DELAY:g} s each: {len(log)} requests, {pages} pages "
                f"in {cost.wall:.0f} s"
            ),
            f"    sustained (without the first and last tenth)   {sustained(log):.0f} pages/s   (goal: 120)",
            f"    CPU seconds per 1,000 pages                    {cost.per_thousand(pages):.2f}",
            (
                f"    peak memory of the largest process, of all     {cost.peak:.0f} MB, {cost.together:.0f} MB   "
                "(goal: under 800)"
            ),
            f"    shortest time between two requests to a host   {least_gap(hosts):.3f} s   (limit: {DELAY:g})",
        )
    )
