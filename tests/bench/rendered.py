"""Hundreds of pages that only a browser can read, in one process: what they cost, and whether memory stays flat."""

import json
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather
from crawler.model import ColumnWanted, DocumentsWanted, Outcome, Reading, Site, SiteWanted, Wanted
from crawler.store import Store
from tests.crawl.servers import Answer, page, serve_names, serve_web

SITES = 6
DOCUMENTS = 55
_SAMPLE = 1.0

_SHELL = page(
    "<html><head><title>泽安市卫生健康局</title></head><body><div id='app'></div>"
    "<script src='/app.js'></script></body></html>"
)
# A library's worth of script, a list of everything, and memory that the page never gives back.
_SCRIPT = (
    """
window.kept = [];
for (let n = 0; n < 2000; n++) window.kept.push({text: '卫生健康'.repeat(50), n});
fetch('/api' + location.pathname).then(r => r.json()).then(data => {
  const menu = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/tzgg/">通知公告</a></li>'
    + '<li><a href="/zwdt/">政务动态</a></li><li><a href="/zcwj/">政策文件</a></li></ul>'
    + '<p>' + '泽安市卫生健康局负责全市卫生健康工作，欢迎监督。'.repeat(12) + '</p>';
  document.title = data.title + '_泽安市卫生健康局';
  document.getElementById('app').innerHTML = menu + data.html;
});
"""
    "/*" + "x" * 200_000 + "*/"
)


@dataclass
class Memory:
    """Megabytes over time: of our own process and of all of the browser's together."""

    ours: list[float] = field(default_factory=list)
    browser: list[float] = field(default_factory=list)


def rendered_pages(folder: Path) -> str:
    """Return what rendering a few hundred pages came to, with memory in five parts of the time."""
    pages, seconds, memory = measured(folder)
    parts = [(fifth(memory.ours, part), fifth(memory.browser, part)) for part in range(5)]
    return "\n".join(
        (
            "",
            f"{pages} pages rendered by one process in {seconds:.0f} s ({pages / seconds:.1f} a second)",
            "    memory, mean of each fifth of the time     " + "".join(f"{part + 1:>8}" for part in range(5)),
            "    our process                           MB   " + "".join(f"{ours:>8.0f}" for ours, _ in parts),
            "    the browser's processes together      MB   " + "".join(f"{theirs:>8.0f}" for _, theirs in parts),
        )
    )


def fifth(values: list[float], part: int) -> float:
    """Return the mean of one fifth (0 to 4) of the values."""
    size = max(1, len(values) // 5)
    taken = values[part * size : (part + 1) * size] or values[-1:] or [0.0]
    return sum(taken) / len(taken)


def measured(folder: Path, *, sites: int = SITES, documents: int = DOCUMENTS) -> tuple[int, float, Memory]:
    """Audit sites of empty shells; return pages rendered well, seconds, and memory by the second."""
    routes: dict[str, Answer] = {"/app.js": page(_SCRIPT, media_type="text/javascript")}
    for path in ("/", "/tzgg/", *(f"/tzgg/{number}.html" for number in range(documents))):
        routes[path] = _SHELL
        routes[f"/api{path}"] = page(json.dumps(_content(path, documents)), media_type="application/json")
    names = {f"site{number}.test": {"A": ["127.0.0.1"]} for number in range(sites)}
    memory, over, began = Memory(), threading.Event(), time.monotonic()
    watch = threading.Thread(target=_watch, args=(memory, over))
    with serve_web(routes) as web, serve_names(names) as resolver:
        notices = ColumnWanted(
            "notices", ("通知公告",), documents=(DocumentsWanted(Reading.DOCUMENT, limit=documents),)
        )
        wanted = Wanted(
            date(2022, 2, 15),
            tuple(SiteWanted(Site(host, host, f"http://{host}:{web.port}/"), (notices,)) for host in names),
        )
        settings = GatherSettings(
            allow_private=True, resolver=resolver, delay=0, timeout=20, browser=find_browser(), render_budget=100
        )
        watch.start()
        try:
            gather(wanted, folder, settings)
        finally:
            over.set()
            watch.join()
    with Store(folder) as store:
        rendered = sum(visit.rendered and visit.outcome is Outcome.OK for visit in store.visits())
    return rendered, time.monotonic() - began, memory


def _content(path: str, documents: int) -> dict[str, str]:
    if path == "/":
        return {"title": "首页", "html": ""}
    if path == "/tzgg/":
        rows = "".join(
            f"<li><a href='/tzgg/{number}.html'>关于第{number}项卫生健康工作的通知公告</a><span>2022-01-05</span></li>"
            for number in range(documents)
        )
        return {"title": "通知公告", "html": f"<ul>{rows}</ul>"}
    number = int(path.rpartition("/")[2].removesuffix(".html"))
    text = f"<h2>关于第{number}项卫生健康工作的通知公告</h2><p>发布时间：2022-01-05</p>"
    return {"title": "通知", "html": text + f"<p>第{number}项工作安排如下。</p>" * 60}


def _watch(memory: Memory, over: threading.Event) -> None:
    while not over.wait(_SAMPLE):
        ours = browser = 0.0
        for process in _descendants(os.getpid()):
            try:
                name = Path(f"/proc/{process}/comm").read_text(encoding="ascii", errors="replace")
                rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
            except OSError:
                continue
            share = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0) / 1024
            if "chrom" in name or "headless" in name:
                browser += share
            elif name.startswith("python"):
                ours += share
        if browser:
            memory.ours.append(ours)
            memory.browser.append(browser)


def _descendants(process: int) -> list[int]:
    found: list[int] = []
    waiting = deque([process])
    while waiting:
        each = waiting.popleft()
        for thread in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                children = [int(child) for child in thread.read_text(encoding="ascii").split()]
            except OSError:
                continue
            found.extend(children)
            waiting.extend(children)
    return found
