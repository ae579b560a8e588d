"""`mingjian audit` and `mingjian demo`: the whole path in one command."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from crawler.gather import GatherSettings
from mingjian import audit as run
from mingjian.cli import options
from mingjian.cli.exits import FINDINGS, WELL
from mingjian.cli.progress import show_progress
from mingjian.cli.settings import gather_settings
from mingjian.cli.summary import tell
from mingjian.errors import UsageError
from mingjian.folder import Order, save_order
from mingjian.lone_site import roster_for, target
from mingjian.samplecity import serve

NATIONAL = "national-2019"
DEMO_PLANS = ("zhongshan-2021", "zhongshan-xiqu-2019")
DEMO_BUDGET = 1000


def register(app: typer.Typer) -> None:
    """Add the verbs audit and demo."""
    app.command()(audit)
    app.command()(demo)


def audit(
    *,
    url: Annotated[str | None, typer.Argument(help="A portal's home page, when there is no roster.")] = None,
    roster: options.RosterFile = None,
    plan: options.Plans = None,
    as_of: options.AsOf = None,
    review: options.Reviews = None,
    out: options.Out = Path("mingjian-out"),
    resolver: options.Resolver = None,
    allow_private: options.AllowPrivate = False,
    delay: options.Delay = 1.0,
    page_budget: options.PageBudget = 300,
    megabytes: options.Megabytes = 2000,
    control: options.Control = None,
    readers: options.Readers = None,
    browser: options.Browser = True,
    json: options.Json = False,
) -> int:
    """Crawl, judge and report. A bare URL is audited against the national indicators, without any configuration."""
    if (url is None) == (roster is None):
        raise UsageError("name either a portal's URL or a --roster with the units to audit")
    settings = gather_settings(
        resolver=resolver,
        allow_private=allow_private,
        delay=delay,
        page_budget=page_budget,
        browser=browser,
        readers=readers,
        megabytes=megabytes,
        control=control,
    )
    day = options.day(as_of) or options.today()
    reviews = tuple(review or ())
    if roster is not None:
        if not plan:
            raise UsageError(
                "a roster needs a --plan to be audited against; `mingjian plan list` names the bundled ones"
            )
        order = save_order(out, plans=tuple(plan), roster=roster, as_of=day, reviews=reviews)
        return _run(order, out, settings, as_json=json)
    site = target(url or "", resolver=resolver)
    with tempfile.TemporaryDirectory(prefix="mingjian-") as folder:
        written = Path(folder) / "roster.yaml"
        written.write_text(roster_for(site), encoding="utf-8")
        order = save_order(out, plans=tuple(plan or (NATIONAL,)), roster=written, as_of=day, reviews=reviews)
    return _run(order, out, replace(settings, allow_private=allow_private or site.loopback), as_json=json)


def demo(out: options.Out = Path("demo-out"), browser: options.Browser = True, json: options.Json = False) -> int:
    """Audit the fictional sample city on this machine with two bundled plans, and say where the reports are.

    The exit code is 0 although the city has faults: it has them on purpose.
    """
    if out.exists():
        shutil.rmtree(_own(out))
    with serve() as city:
        out.mkdir(parents=True)
        city.write_roster(out)
        order = save_order(out, plans=DEMO_PLANS, roster=out / "roster.yaml", as_of=city.as_of)
        settings = gather_settings(
            resolver=city.resolver, allow_private=True, delay=0, page_budget=DEMO_BUDGET, browser=browser
        )
        code = _run(order, out, settings, as_json=json)
    return WELL if code == FINDINGS else code


def _run(order: Order, folder: Path, settings: GatherSettings, *, as_json: bool) -> int:
    with show_progress(len(order.roster.sites)) as progress:
        run.crawl(order, folder, settings, progress)
    run.judge(order, folder)
    return tell(run.report(order, folder), folder, as_json=as_json)


def _own(folder: Path) -> Path:
    """Return `folder` if it is empty or an earlier demo's; the demo must not delete anything else."""
    if any(folder.iterdir()) and not (folder / "order.json").exists():
        raise UsageError(f"{folder} is not empty and holds no audit; name another folder with --out")
    return folder
