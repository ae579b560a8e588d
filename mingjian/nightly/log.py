"""`log.md`: one page that says what a night asked, what happened on each site, what it cost and what changed."""

from collections.abc import Sequence

from crawler.store.nights import SiteCost
from mingjian.nightly.changes import Change, by_unit
from mingjian.nightly.runs import NightRun, write_whole
from mingjian.nightly.window import BEIJING
from mingjian.nightly.workspace import Workspace
from rules.history import State

FILE = "log.md"
_MOST_SITES = 2000
_MOST_CHANGES = 20
_INERT = str.maketrans("|<`[]", "｜＜'［］")
_KINDS = {State.NEW: "newly failing", State.REGRESSED: "failing again", State.FIXED: "fixed"}


def write_log(
    workspace: Workspace, run: NightRun, costs: Sequence[SiteCost], changes: Sequence[Change], lost: Sequence[str]
) -> None:
    """Write the page of a night anew; it says the same whenever it is written from the same."""
    record = run.record
    began = f"{record.began.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    ended = "-" if record.ended is None else f"{record.ended.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    answers = record.asked + record.reused
    saved = f"{record.reused} saved ({record.reused / answers:.0%})" if answers else "none saved"
    lines = [
        f"# Night {run.name}: {record.state.value}",
        "",
        *([f"{record.note}.", ""] if record.note else []),
        f"- plans: {', '.join(plan.id for plan in workspace.plans)}",
        f"- began {began}, ended {ended} (Beijing time), attempts: {record.attempts}",
        f"- sites: {record.sites}, not reached: {', '.join(lost) or 'none'}",
        f"- requests: {record.asked} asked, {record.unchanged} of them answered as unchanged; {saved}",
        f"- evidence on disk: {_size(record.store_size)}, {_size(record.bytes)} of pages in this night's run",
        *(f"- {plan}: {_verdicts(counts)}" for plan, counts in record.verdicts.items()),
        "",
        "## Sites",
        "",
        "| site | state | asked | unchanged | saved | outcomes |",
        "|---|---|---|---|---|---|",
        *(_row(each) for each in costs[:_MOST_SITES]),
        *([f"| and {len(costs) - _MOST_SITES} more | | | | | |"] if len(costs) > _MOST_SITES else []),
        "",
        "## Changes" + (f" since {record.compared}" if record.compared else ""),
        "",
    ]
    if not record.compared:
        lines.append("There is no published night before this one to compare with.")
    elif not changes:
        lines.append("None.")
    for found in by_unit(changes).values():
        lines += [f"### {_plain(found[0].unit_name)}", ""]
        lines += [
            f"- {_KINDS[each.kind]}: {_plain(each.title)} ({each.plan} {each.requirement}) {_plain(each.observed)}"
            for each in found[:_MOST_CHANGES]
        ]
        if len(found) > _MOST_CHANGES:
            lines.append(f"- and {len(found) - _MOST_CHANGES} more")
        lines.append("")
    write_whole(run.folder / FILE, ("\n".join(lines).rstrip() + "\n").encode())


def _row(cost: SiteCost) -> str:
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in sorted(cost.outcomes.items()))
    name = f"{cost.site} {_plain(cost.name)}"
    note = f"; {_plain(cost.note)}" if cost.note else ""
    return f"| {name} | {cost.state} | {cost.asked} | {cost.unchanged} | {cost.reused} | {outcomes}{note} |"


def _verdicts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)


def _plain(text: str) -> str:
    """Return words from outside as one line that Markdown and a terminal leave alone."""
    line = "".join(each if each.isprintable() else " " for each in text)[:300]
    return " ".join(line.split()).translate(_INERT)


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB"
