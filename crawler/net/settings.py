"""How to gather: what the operator may set."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.model.freshness import Freshness

USER_AGENT = "Mingjian/0.1 (openness audit of government websites; obeys robots.txt)"
"""What the crawler calls itself. It never pretends to be a browser."""

LOG_FILE = "gather.log"
"""Where a gathering tells, in its folder, what an operator may want to know afterwards."""


@dataclass(frozen=True, slots=True)
class GatherSettings:
    """What one gathering may do.

    `resolver` is a name server as HOST:PORT (None: the system's). `delay` is the least time in seconds between two
    requests to one host, `timeout` the longest a request may take, `back_off` the first wait before a transient
    failure is asked again (it doubles). `page_budget` counts requests per site. `fresh` begins a new run even though
    one with the same Wanted is stored. `sites_at_once` bounds how many sites are visited at the same time.
    `freshness` says which answers of earlier runs in the same folder still stand (None: none does). `at` is the
    moment that the gathering is taken to begin, for simulations (None: now). `pictures` keeps what each rendered page
    looks like beside it. `control` is an address that is asked when a host does not answer: where it does not answer
    either, and nothing else does, the line that is down is ours ("": not told). `byte_budget` bounds the bytes of one
    site's bodies as `page_budget` bounds its requests. `readers` is how many processes read pages (None: as many as
    there are processors, four at most; 0: this one does), which are started once so many pages as `readers_after` were
    read without them; `reading_seconds` bounds the processor time that one of them may spend on a page.
    """

    allow_private: bool = False
    resolver: str | None = None
    delay: float = 1.0
    page_budget: int = 300
    timeout: float = 15.0
    browser: Path | None = None
    user_agent: str = USER_AGENT
    fresh: bool = False
    retries: int = 2
    back_off: float = 2.0
    sites_at_once: int = 400
    render_budget: int = 60
    freshness: Freshness | None = None
    at: datetime | None = None
    pictures: bool = True
    control: str = ""
    byte_budget: int = 2_000_000_000
    readers: int | None = None
    readers_after: int = 100
    reading_seconds: float = 60.0
