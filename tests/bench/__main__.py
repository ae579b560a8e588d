"""`python -m tests.bench [RUN …]`: the tables that `make bench` prints; without words, the first two.

portal    3,700 pages: the full gathering path beside a bare Scrapy spider
hosts     200 virtual hosts, each limited to one request per second, crawled by one process
long      4,000 and 40,000 pages: whether memory stays flat (about half an hour)
requests  the sample city: requests spent beside an exhaustive crawl, and whether the verdicts agree
judging   500 sites with 100,000 stored documents, judged under one plan
nights    30 nights over 1,500 pages that do not change: requests, CPU time, growth of the store
rendered  300 pages that only a browser can read, in one process: whether memory stays flat
"""

import sys
import tempfile
from pathlib import Path

from tests.bench.hosts import many_hosts
from tests.bench.judging import judging
from tests.bench.nights import many_nights
from tests.bench.pages import long_portal, one_portal
from tests.bench.rendered import rendered_pages
from tests.bench.spent import requests_spent

RUNS = {
    "portal": one_portal,
    "hosts": many_hosts,
    "long": long_portal,
    "requests": requests_spent,
    "judging": judging,
    "nights": many_nights,
    "rendered": rendered_pages,
}

for name in sys.argv[1:] or ("portal", "hosts"):
    with tempfile.TemporaryDirectory(prefix="mingjian-bench-") as folder:
        print(RUNS[name](Path(folder)), flush=True)  # noqa: T201  # a command
