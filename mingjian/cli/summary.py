"""What a run prints at its end: one line per plan, or one JSON object."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from checks import Verdict
from mingjian.audit import Audited
from mingjian.cli.exits import FINDINGS, INCOMPLETE, WELL
from rules.result import Score


def exit_code(audited: Sequence[Audited]) -> int:
    """Return 3 when no site at all was reached, 1 when anything fails, else 0."""
    if any(each.result.sites and not any(site.reached for site in each.result.sites) for each in audited):
        return INCOMPLETE
    return FINDINGS if any(each.counts[Verdict.FAIL] for each in audited) else WELL


def tell(audited: Sequence[Audited], folder: Path, *, as_json: bool) -> int:
    """Print the summary and return the exit code."""
    code = exit_code(audited)
    if as_json:
        plans = [
            {
                "plan": each.result.plan.id,
                "report": str(each.report),
                "audit": str(each.report.with_name("audit.json")),
                "score": [each.result.score.lowest, each.result.score.highest],
                "coverage": each.result.score.coverage,
                "verdicts": {verdict: count for verdict, count in each.counts.items() if count},
            }
            for each in audited
        ]
        typer.echo(json.dumps({"folder": str(folder), "exit": code, "plans": plans}, ensure_ascii=False, indent=1))
        return code
    for each in audited:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in each.counts.items() if count)
        typer.echo(f"{each.result.plan.id}: score {_range(each.result.score)}; {counts}")
        for site in each.result.sites:
            if not site.reached:
                typer.echo(f"  not reached: {site.name} {site.url} ({site.error})")
        typer.echo(f"report: {each.report}")
    if code == INCOMPLETE:
        typer.echo(
            "no site at all could be reached: check this machine's own connection before trusting the report", err=True
        )
    return code


def _range(score: Score) -> str:
    if score.lowest is None or score.highest is None or score.coverage is None:
        return f"not computable ({score.note})"
    return f"{score.lowest:.1f} to {score.highest:.1f} of 100, {score.coverage:.0%} decided"
