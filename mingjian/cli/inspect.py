"""`mingjian inspect`: what the extractors read off one saved page."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.model import Page
from mingjian.cli import options
from mingjian.errors import UsageError

_LARGEST = 50_000_000
"""Bytes; a saved page beyond this is no page."""


def register(app: typer.Typer) -> None:
    """Add the verb inspect."""
    app.command()(inspect)


def inspect(
    file: Annotated[Path, typer.Argument(help="A saved page: HTML, XML, JSON, PDF or DOCX.")],
    url: Annotated[str, typer.Option(help="The address it was saved from; links are made absolute with it.")] = "",
    json: options.Json = False,
) -> int:
    """Show what is read off one saved page; what it does not say is null, never guessed."""
    try:
        if file.stat().st_size > _LARGEST:
            raise UsageError(f"{file}: larger than {_LARGEST} bytes, which no page is")
        body = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    page = read_page(open_source(body, url=url))
    if json:
        typer.echo(msgspec.json.format(msgspec.json.encode(page), indent=1).decode())
    else:
        typer.echo(_as_text(page))
    return 0


def _as_text(page: Page) -> str:
    document, listing = page.document, page.listing
    lines = [
        f"kind       {page.kind}",
        f"encoding   {page.encoding}",
        f"site       {page.site.name or '-'}  code {page.site.code or '-'}",
        f"column     {' > '.join(page.column.breadcrumb) or page.column.name or '-'}",
        f"title      {document.title or '-'}",
        f"published  {document.published or '-'}  read from {document.read_from or '-'}"
        + (f"  DISPUTED by {', '.join(document.disputed_by)}" if document.disputed_by else ""),
        f"number     {document.number or '-'}  index {document.index or '-'}  issued {document.issued or '-'}",
        f"listing    {len(listing.items)} items, pages {listing.pages or '-'}, total {listing.total or '-'}",
        *(f"           {item.date or '----------'}  {item.title}" for item in listing.items[:10]),
    ]
    report = page.annual_report
    if report is not None:
        broken = [identity.id for identity in report.identities if identity.holds is False]
        lines.append(
            f"report     {report.year}, layout {report.layout}, broken identities: {', '.join(broken) or 'none'}"
        )
    return "\n".join(lines)
