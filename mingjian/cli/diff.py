"""`mingjian diff`: what differs between two audits or nights, and why."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from mingjian.cli import options
from mingjian.cli.exits import FINDINGS, WELL
from mingjian.errors import UsageError
from reports.wording import CAUSES, VERDICTS
from rules.difference import Difference, FindingChange, SiteChange, Turn, difference
from rules.result import AuditResult, result_from_json

_RESULT = "audit.json"
_TURNS = {
    Turn.WORSE: "变为不符合",
    Turn.BETTER: "已整改",
    Turn.UNDECIDED: "不再能判定",
    Turn.DECIDED: "由未决变为已判定",
    Turn.OTHERWISE: "其他变化",
    Turn.ADDED: "新增的判定",
    Turn.DROPPED: "不再有的判定",
}
"""In the order in which they are told."""
Result = Annotated[Path, typer.Argument(help="Folder of an audit or a night, or one audit.json.")]


def register(app: typer.Typer) -> None:
    """Add the verb diff."""
    app.command()(diff)


def diff(
    before: Result,
    after: Result,
    *,
    plan: Annotated[str | None, typer.Option(help="Compare only this plan, by its id.")] = None,
    json: options.Json = False,
) -> int:
    """Say which judgements differ between two results, and whether the site, the plan, the roster or our rules did it.

    The exit code is 1 when any judgement became a failure.
    """
    old, new = _results(before, plan), _results(after, plan)
    common = [each for each in new if each in old]
    if not common:
        raise UsageError(
            f"{before} and {after} have no plan in common ({', '.join(old)}; {', '.join(new)}): not comparable"
        )
    found = [difference(old[each], new[each]) for each in common]
    if json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=1).decode())
    else:
        typer.echo("\n\n".join("\n".join(told(each, new[each.plan_id])) for each in found))
    return FINDINGS if any(each.counts.get(Turn.WORSE) for each in found) else WELL


def told(found: Difference, after: AuditResult) -> Sequence[str]:
    """Return the lines that tell a difference."""
    lines = [f"{after.plan.title}：{found.before} → {found.after}"]
    lines += [f"  {sentence}" for sentence in (*found.plan, *found.roster, *found.rules)]
    lines += [f"  {_told_site(each)}" for each in found.sites]
    for turn, words in _TURNS.items():
        changes = [each for each in found.changes if each.turn is turn]
        if changes:
            lines.append(f"{words}（{len(changes)}）")
            lines += [f"  {_told(each, after)}" for each in changes]
    lines.append(f"判定相同的 {found.same} 项，其中所见内容有变的 {found.moved} 项。")
    return lines


def _told_site(site: SiteChange) -> str:
    if site.redesigned is not None:
        day = (site.redesigned + timedelta(hours=8)).date()
        return f"{site.name} 于 {day} 改版，{site.moved} 条信息换了网址。"
    return f"{site.name} {'这次未能打开' if site.reached_before else '这次可以打开了'}。"


def _told(change: FindingChange, after: AuditResult) -> str:
    unit = next((each.name for each in after.units if each.id == change.unit), change.unit)
    verdicts = " → ".join("无" if each is None else VERDICTS[each].word for each in (change.before, change.after))
    causes = "、".join(CAUSES[each] for each in change.causes)
    return f"[{change.requirement}] {unit}：{change.title}（{verdicts}；{causes}）"


def _results(path: Path, plan: str | None) -> dict[str, AuditResult]:
    """Return the results under a path by plan. Raises UsageError when there are none that can be read."""
    files = [path] if path.is_file() else sorted(path.glob(f"*/{_RESULT}"))
    found: dict[str, AuditResult] = {}
    for each in files:
        try:
            result = result_from_json(each.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            raise UsageError(f"{each} cannot be read ({error}); write it with `mingjian check`") from error
        if plan is None or result.plan.id == plan:
            found[result.plan.id] = result
    if not found:
        named = f" of the plan {plan}" if plan else ""
        raise UsageError(f"{path} holds no result{named}; name the folder of an audit or of a night, or an audit.json")
    return found
