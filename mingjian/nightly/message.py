"""What a message says: plain text, grouped by unit, short, with links to the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.nightly.changes import TOLD, Change, by_unit, changes_of
from mingjian.nightly.runs import NightRun, State
from mingjian.nightly.settings import TargetSettings
from mingjian.nightly.workspace import Workspace
from reports import names

_LONGEST = 160
"""Characters of what was observed; the report has the rest."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one target."""

    target: TargetSettings
    title: str
    body: str


def change_messages(workspace: Workspace, run: NightRun, found: Sequence[Change]) -> tuple[Message, ...]:
    """Return a message for each target that any of the changes concerns; none where nothing changed."""
    notify = workspace.settings.notify
    messages = []
    for target in notify.targets:
        theirs = [each for each in found if not target.units or each.unit in target.units]
        if theirs:
            title = f"明鉴：{one_line(workspace.roster.place, 40)} {run.name} 有 {len(theirs)} 项变化"
            messages.append(Message(target, title, _body(workspace, run, theirs, notify.largest)))
    return tuple(messages)


def trouble_messages(workspace: Workspace, run: NightRun) -> tuple[Message, ...]:
    """Return a message on a night that was not published or not completed, for each target that wants to know."""
    title = f"明鉴：{one_line(workspace.roster.place, 40)} {run.name} 的检查没有发布"
    body = f"{one_line(run.record.note, 600)}\n运行日志 {run.folder.resolve() / 'log.md'}"
    return tuple(Message(target, title, body) for target in workspace.settings.notify.targets if target.trouble)


def messages_of(workspace: Workspace, run: NightRun) -> tuple[Message, ...]:
    """Return all that is to be told of a night: its changes when it is published, else that it is not."""
    if run.record.state is State.PUBLISHED:
        return change_messages(workspace, run, changes_of(workspace, run))
    return trouble_messages(workspace, run) if run.record.note else ()


def address_of(workspace: Workspace, run: NightRun, page: str) -> str:
    """Return where readers find a page of a night: an address where one is set, else a path of this machine."""
    base = workspace.settings.reports.address
    if base:
        return f"{base.rstrip('/')}/{run.name}/{page}"
    return str((workspace.reports / run.name / page).resolve())


def one_line(text: str, longest: int) -> str:
    """Return words from outside as one line without control characters, cut at `longest` characters."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _body(workspace: Workspace, run: NightRun, found: Sequence[Change], largest: int) -> str:
    lines: list[str] = []
    shown = 0
    for unit, theirs in by_unit(found).items():
        if shown >= largest:
            break
        lines.append(f"【{one_line(theirs[0].unit_name, 60)}】")
        for each in theirs[: largest - shown]:
            what = (
                f"{TOLD[each.kind]}：{one_line(each.title, 60)}（{each.plan} 第 {one_line(each.requirement, 20)} 项）"
            )
            lines += [
                f"· {what}",
                f"  {one_line(each.observed, _LONGEST)}",
                f"  {address_of(workspace, run, each.page)}",
            ]
            shown += 1
        plans = dict.fromkeys(each.plan for each in theirs)
        lines += [f"本单位全部情况 {address_of(workspace, run, f'{plan}/{names.unit_page(unit)}')}" for plan in plans]
        lines.append("")
    if len(found) > shown:
        lines.append(f"另有 {len(found) - shown} 项，见报告。")
    lines += [
        f"完整报告 {address_of(workspace, run, f'{plan}/{names.OVERVIEW}')}"
        for plan in dict.fromkeys(each.plan for each in found)
    ]
    return "\n".join(lines)
