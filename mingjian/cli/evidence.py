"""`mingjian evidence`: what a finding rests on, as a file that can be handed to whoever disputes it."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.store import Store
from mingjian.cli.exits import FINDINGS, WELL
from mingjian.errors import AuditError, UsageError
from mingjian.package import locate, verify, write_package

_VERIFY = "verify"


def register(app: typer.Typer) -> None:
    """Add the verb evidence."""
    app.command()(evidence)


def evidence(
    *,
    finding: Annotated[
        str, typer.Argument(help="The finding's id as audit.json and the reports have it, or `verify`.")
    ],
    file: Annotated[Path | None, typer.Argument(help="With `verify`: the package to check.", dir_okay=False)] = None,
    folder: Annotated[
        Path, typer.Option(help="The audit's folder, or a workspace: then the latest night.", file_okay=False)
    ] = Path("mingjian-out"),
    plan: Annotated[str | None, typer.Option(help="The plan's id, when several plans have the finding.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the package here.", dir_okay=False)] = None,
) -> int:
    """Write the evidence of one finding as a WACZ package, or check one: `mingjian evidence verify FILE`.

    The package holds the archived pages that the finding cites, pictures of rendered ones, the finding itself and
    SHA-256 digests of everything; ReplayWeb.page, pywb and other WACZ and WARC tools open it. Checking ends with 0
    when everything agrees, 1 when something does not, 2 when the file is no package.
    """
    if finding == _VERIFY:
        if file is None:
            raise UsageError("name the package to check: mingjian evidence verify FILE.wacz")
        return _verify(file)
    if file is not None:
        raise UsageError(f"{file}: one finding at a time; name the package's file with --out")
    located = locate(folder, finding, plan=plan)
    if not (located.store / "evidence.db").exists():
        raise UsageError(f"{located.store} holds no evidence any more, so there is nothing to pack")
    target = out or Path(f"{located.result.plan.id}-{located.finding.id}.wacz")
    with Store(located.store) as store:
        try:
            packed = write_package(located, store, target)
        except OSError as error:
            raise AuditError(f"{target} could not be written: {error}") from error
    typer.echo(f"{packed.file}: {packed.pages} pages, {packed.pictures} pictures, {packed.size:,} bytes")
    for url in packed.missing:
        typer.echo(f"  not kept (未保存): {url}")
    typer.echo(f"check it with: mingjian evidence verify {packed.file}")
    return WELL


def _verify(file: Path) -> int:
    found = verify(file)
    for problem in found.problems:
        typer.echo(f"✗ {problem}")
    counted = f"{found.files} 个文件 files，{found.records} 条记录 records，{found.bodies} 处引用 citations"
    if found.problems:
        typer.echo(f"{file}: 校验未通过，{len(found.problems)} 处问题 (NOT verified); {counted}")
        return FINDINGS
    typer.echo(f"{file}: 校验通过 (verified); {counted}")
    return WELL
