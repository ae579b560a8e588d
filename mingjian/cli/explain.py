"""`mingjian explain`: what a check means, or how a finding of an audit came about."""

import json as jsonlib
import re
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from checks import Check, UnknownCheckError, find_check
from mingjian import audit
from mingjian.cli import options
from mingjian.errors import UsageError
from mingjian.folder import load_order
from reports.wording import REASONS, VERDICTS
from rules.result import AuditResult, EvidenceCited, FindingResult

_FINDING = re.compile(r"[0-9a-f]{12}")
_HEADINGS = {
    "Why:": "为什么",
    "Passes when:": "符合",
    "Fails when:": "不符合",
    "Inconclusive when:": "暂不能判定",
    "Not applicable when:": "不适用",
}
_CHINA = timezone(timedelta(hours=8))


def register(app: typer.Typer) -> None:
    """Add the verb explain."""
    app.command()(explain)


def explain(
    what: Annotated[str, typer.Argument(metavar="CHECK|FINDING", help="A check's id, or a finding's (12 characters).")],
    folder: Annotated[
        Path, typer.Option(help="Folder of the audit that has the finding, as --out named it.", file_okay=False)
    ] = Path("mingjian-out"),
    json: options.Json = False,
) -> int:
    """Say what a check looks at and which clause demands it, or how a finding was judged and how to put it right."""
    if _FINDING.fullmatch(what):
        result, found = _found(what, folder)
        if json:
            typer.echo(jsonlib.dumps(_plain(result, found), ensure_ascii=False, indent=1))
        else:
            typer.echo("\n".join(_told(result, found)))
        return 0
    try:
        check = find_check(what)
    except UnknownCheckError as error:
        raise UsageError(f"{error.args[0]}; the id of a finding has 12 characters of 0-9 and a-f") from error
    if json:
        typer.echo(jsonlib.dumps(_plain_check(check), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(_told_check(check)))
    return 0


def _found(id: str, folder: Path) -> tuple[AuditResult, FindingResult]:  # noqa: A002 - the word of the result
    """Return the finding called `id` and the result it stands in. Raises UsageError when no plan has it."""
    for plan in load_order(folder).plans:
        result = audit.stored_result(plan, folder)
        for found in result.findings:
            if found.id == id:
                return result, found
    raise UsageError(
        f"the audit in {folder} has no finding {id}; `mingjian check {folder} --json` lists where they are"
    )


def _told_check(check: Check) -> Iterator[str]:
    yield f"{check.id}　符合时：{check.title}；不符合时：{check.fail_title}"
    yield f"依据　{check.norm.title}，{check.norm.clause}"
    yield f"证据　{'、'.join(sorted(check.needs))}"
    yield f"参数　{'、'.join(check.params.model_fields) or '无'}（没有默认值，由方案给出）"
    yield ""
    for line in check.doc.splitlines():
        yield _HEADINGS.get(line.strip(), line)


def _plain_check(check: Check) -> dict[str, Any]:
    return {
        "check": check.id,
        "title": check.title,
        "fail_title": check.fail_title,
        "norm": {"title": check.norm.title, "clause": check.norm.clause},
        "needs": sorted(check.needs),
        "params": list(check.params.model_fields),
        "doc": check.doc,
    }


def _told(result: AuditResult, found: FindingResult) -> Iterator[str]:
    """Yield the lines that tell a finding: what was judged, by which rule, on what evidence, and what to do."""
    requirement = next(each for each in result.requirements if each.id == found.requirement)
    unit = next((each.name for each in result.units if each.id == found.unit), found.unit)
    site = next((f"{each.name}（{each.url}）" for each in result.sites if each.id == found.site), "名册中没有网址")
    word = VERDICTS[found.verdict]
    reason = f"（{REASONS[found.reason]}）" if found.reason is not None else ""
    yield f"{result.plan.title}　第 {requirement.id} 项　{requirement.task}"
    yield f"要求　{requirement.text}"
    if requirement.reading:
        yield f"口径　{requirement.reading}"
    yield f"单位　{unit}；判定对象：{site}；核查日 {result.as_of}"
    yield f"结论　{word.symbol} {word.word}{reason}　{found.check_title}（{found.check}）"
    yield f"所见　{found.observed}"
    yield f"应当　{found.expected}"
    if found.remedy:
        yield f"怎么改　{found.remedy}"
    yield f"依据　{found.norm_title}，{found.norm_clause}"
    yield f"判定方法　{found.judged_how}"
    for part in found.parts:
        yield f"　· {VERDICTS[part.verdict].word}　{part.observed}"
    if found.review is not None:
        yield f"人工认定　{found.review.author} {found.review.made}：{found.review.reason}（{found.review.document}）"
    yield "证据"
    for each in _evidence(result, found):
        for look in each.sources:
            at = look.seen_at.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")
            kept = f"　{look.warc} 偏移 {look.offset}　{look.digest}" if look.warc else ""
            yield f"　{each.id}　{look.url}　{at}（北京时间）　{look.outcome}{kept}"
    if result.rules is not None:
        yield f"规则版本　{found.check} {result.rules.checks.get(found.check, '不详')}"


def _plain(result: AuditResult, found: FindingResult) -> dict[str, Any]:
    plain: dict[str, Any] = jsonlib.loads(msgspec.json.encode(found))
    cited = [jsonlib.loads(msgspec.json.encode(each)) for each in _evidence(result, found)]
    return {"plan": result.plan.id, "as_of": result.as_of.isoformat(), "finding": plain, "evidence": cited}


def _evidence(result: AuditResult, found: FindingResult) -> Iterator[EvidenceCited]:
    cited = {*found.evidence, *(each for part in found.parts for each in part.evidence)}
    return (each for each in result.evidence if each.id in cited)
