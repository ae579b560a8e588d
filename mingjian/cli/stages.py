"""The stages of an audit one by one: each works from what the last one stored."""

from pathlib import Path

import typer

from crawler.gather import reextract
from mingjian import audit
from mingjian.cli import options
from mingjian.cli.progress import show_progress
from mingjian.cli.settings import gather_settings
from mingjian.cli.summary import tell
from mingjian.errors import UsageError
from mingjian.folder import load_order, save_order
from rules.wanted import wanted


def register(app: typer.Typer) -> None:
    """Add the verbs crawl, extract, check and report."""
    app.command()(crawl)
    app.command()(extract)
    app.command()(check)
    app.command()(report)


def crawl(
    *,
    roster: options.RosterFile = None,
    plan: options.Plans = None,
    as_of: options.AsOf = None,
    out: options.Out = Path("mingjian-out"),
    resolver: options.Resolver = None,
    allow_private: options.AllowPrivate = False,
    delay: options.Delay = 1.0,
    page_budget: options.PageBudget = 300,
    megabytes: options.Megabytes = 2000,
    control: options.Control = None,
    readers: options.Readers = None,
    browser: options.Browser = True,
) -> int:
    """Gather what the plans want into the store, and judge nothing."""
    if roster is None or not plan:
        raise UsageError("crawl needs --roster and --plan; `mingjian audit URL` works without them")
    order = save_order(out, plans=tuple(plan), roster=roster, as_of=options.day(as_of) or options.today())
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
    with show_progress(len(order.roster.sites)) as progress:
        audit.crawl(order, out, settings, progress)
    typer.echo(f"gathered into {out}; judge it with: mingjian check {out}")
    return 0


def extract(folder: options.Folder) -> int:
    """Read the stored pages again with the extractors of this version; fetches nothing."""
    order = load_order(folder)
    reextract(wanted(order.plans, order.roster, order.as_of), folder)
    typer.echo(f"extracted again in {folder}; judge it with: mingjian check {folder}")
    return 0


def check(
    *,
    folder: options.Folder,
    plan: options.Plans = None,
    as_of: options.AsOf = None,
    review: options.Reviews = None,
    json: options.Json = False,
) -> int:
    """Judge the stored evidence again, for any day and under any plan, and write the reports; fetches nothing."""
    order = load_order(folder, plans=tuple(plan or ()), as_of=options.day(as_of), reviews=tuple(review or ()))
    audit.judge(order, folder)
    return tell(audit.report(order, folder), folder, as_json=json)


def report(folder: options.Folder, json: options.Json = False) -> int:
    """Write the HTML reports again from the stored results; judges and fetches nothing."""
    return tell(audit.report(load_order(folder), folder), folder, as_json=json)
