"""How far the crawl is: a live table on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.gather import Progress

_LINE_EVERY = 5.0
"""Seconds between two plain lines about the same crawl."""


class _Tally:
    """The last word of each site, and the rate over the whole crawl."""

    def __init__(self, sites: int) -> None:
        self.sites = sites
        self.started = time.monotonic()
        self.last: dict[str, Progress] = {}

    def take(self, event: Progress) -> None:
        self.last[event.site] = event

    @property
    def pages(self) -> int:
        return sum(each.pages for each in self.last.values())

    @property
    def queued(self) -> int:
        return sum(each.queued for each in self.last.values())

    @property
    def done(self) -> int:
        return sum(each.done for each in self.last.values())

    @property
    def rate(self) -> float:
        return self.pages / max(time.monotonic() - self.started, 0.1)

    @property
    def left(self) -> str:
        """Time left for what is queued now; more may be found, hence "at least"."""
        if not self.pages:
            return "-"
        seconds = round(self.queued / max(self.rate, 0.01))
        return f">= {seconds // 60}:{seconds % 60:02d}"

    def line(self) -> str:
        return (
            f"crawl: {self.done} of {self.sites} sites done, {self.pages} pages, {self.rate:.0f} pages/s, "
            f"{self.queued} queued, time left {self.left}"
        )

    def table(self) -> Table:
        table = Table(title=self.line(), title_justify="left", box=None, pad_edge=False)
        table.add_column("site")
        table.add_column("pages", justify="right")
        table.add_column("queued", justify="right")
        table.add_column("")
        for each in self.last.values():
            table.add_row(each.name, str(each.pages), str(each.queued), "done" if each.done else "")
        return table


@contextmanager
def show_progress(sites: int) -> Iterator[Callable[[Progress], None]]:
    """Yield the function that takes progress events; what it shows goes to standard error."""
    tally = _Tally(sites)
    console = Console(stderr=True)
    if console.is_terminal:
        with Live(tally.table(), console=console, refresh_per_second=4, transient=True) as live:

            def redraw(event: Progress) -> None:
                tally.take(event)
                live.update(tally.table())

            yield redraw
    else:
        due = tally.started + _LINE_EVERY

        def print_line(event: Progress) -> None:
            nonlocal due
            tally.take(event)
            if time.monotonic() >= due:
                due = time.monotonic() + _LINE_EVERY
                typer.echo(tally.line(), err=True)

        yield print_line
    typer.echo(tally.line(), err=True)
    sys.stderr.flush()
