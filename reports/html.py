"""Writes the report: static pages that need no network, no script and no server, the same bytes for the same result."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reports import archive, names, views
from reports.hostile import finish, line
from reports.views.pieces import day
from reports.wording import VERDICTS
from rules.history import Past
from rules.result import AuditResult

Bodies = Callable[[str], tuple[bytes, str | None] | bytes | None]
"""Returns the payload with a digest (`sha256:…`), with its media type where that is known; None when not at hand."""

Pictures = Callable[[str], bytes | None]
"""Returns the JPEG of the rendered page with a digest; None when there is none."""

_MARK = b'name="generator" content="mingjian '


@dataclass(frozen=True)
class Frame:
    """What every page of one report shows around its content."""

    result: AuditResult
    css: Markup
    nav: tuple[tuple[str, str], ...] = (
        ("总览", names.OVERVIEW),
        ("判定清单", "findings.html"),
        ("网站采集情况", names.SITES),
    )

    @cached_property
    def csp(self) -> str:
        """The policy of every page: no script, nothing loaded but our own style, whether linked or inline."""
        own = base64.b64encode(hashlib.sha256(self.css.encode()).digest()).decode()
        return f"default-src 'none'; style-src 'self' file: 'sha256-{own}'; base-uri 'none'; form-action 'none'"

    @cached_property
    def version(self) -> str:
        """The version of Mingjian that judged."""
        return line(self.result.version, 40)

    @cached_property
    def place(self) -> str:
        """The place that the audit is about."""
        return line(self.result.place, 60)

    @cached_property
    def plan_title(self) -> str:
        """The plan's title."""
        return line(self.result.plan.title)

    @cached_property
    def plan_number(self) -> str | None:
        """The plan's number (文号)."""
        return line(self.result.plan.number, 80) if self.result.plan.number else None

    @cached_property
    def issuer(self) -> str:
        """Who issued the plan."""
        return line(self.result.plan.issuer, 100)

    @cached_property
    def issued(self) -> str | None:
        """When the plan was issued."""
        return day(self.result.plan.issued)

    @cached_property
    def as_of(self) -> str:
        """The day as of which the audit judges."""
        return day(self.result.as_of) or ""


def write_report(
    result: AuditResult,
    folder: Path,
    *,
    bodies: Bodies | None = None,
    pictures: Pictures | None = None,
    past: Past | None = None,
) -> Path:
    """Write the report on `result` into `folder` and return the path of its first page, `index.html`.

    `bodies` gives the payloads behind the evidence; for those at hand an archived copy is written into
    `folder/archive`, with the picture of a rendered page where `pictures` has one. With `past`, the nights before and
    this one, pages show their course and what changed. Pages of an earlier report in the same folder that this one does
    not have are removed; other files are left alone. `index.html` is written last. Raises OSError when the folder
    cannot be written.
    """
    writer = _Writer(result, folder)
    copies = writer.archive(bodies, pictures) if bodies else {}
    writer.pages(views.Ledger(result, copies, past))
    writer.remove_stale()
    return writer.index()


def environment() -> Environment:
    """Return the template engine: everything escaped, control characters made visible, unknown names refused."""
    engine = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finish,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    engine.globals["words"] = VERDICTS
    return engine


class _Writer:
    """Writes pages of one report into one folder and remembers which."""

    def __init__(self, result: AuditResult, folder: Path) -> None:
        self.result = result
        self.folder = folder
        self.engine = environment()
        self.frame = Frame(result, Markup(_style("report.css")))  # noqa: S704 - our own file
        self.written: set[str] = set()
        self.overview = ""
        folder.mkdir(parents=True, exist_ok=True)

    def pages(self, ledger: views.Ledger) -> None:
        """Write all pages but the overview, which is kept for `index`."""
        self._write("static/report.css", self.frame.css)
        roles = {(cell.requirement, cell.unit): cell.role for cell in self.result.cells}
        for finding in self.result.findings:
            page = views.finding_page(ledger, finding, roles.get((finding.requirement, finding.unit)))
            list_file = names.findings_page(finding.verdict.value, 1)
            self._page(names.finding_page(finding.id), "finding.html", view=page, list_file=list_file)
        for unit in self.result.units:
            self._page(names.unit_page(unit.id), "unit.html", view=views.unit_page(ledger, unit))
        for requirement in self.result.requirements:
            page_of = views.requirement_page(ledger, requirement)
            self._page(names.requirement_page(requirement.id), "requirement.html", view=page_of)
        for listed in views.findings_lists(ledger):
            self._page(listed.file, "findings.html", view=listed)
        heat = views.heat_pages(ledger)
        for each in heat:
            self._page(each.file, "heat.html", view=each, files=tuple(one.file for one in heat))
        self._page(names.SITES, "sites.html", views=views.sites(self.result))
        self.overview = self._render(names.OVERVIEW, "index.html", view=views.overview(ledger))

    def archive(self, bodies: Bodies, pictures: Pictures | None) -> Mapping[str, str]:
        """Write the archived copies at hand and return their paths by digest."""
        citing = archive.citing_findings(self.result)
        css = Markup(_style("copy.css"))  # noqa: S704 - our own file
        template = self.engine.get_template("copy.html")
        copies: dict[str, str] = {}
        for digest, source in archive.cited_sources(self.result).items():
            path = names.archive_page(digest)
            stored = bodies(digest) if path else None
            if path is None or stored is None:
                continue
            body, media_type = (stored, None) if isinstance(stored, bytes) else stored
            picture = pictures(digest) if pictures else None
            copy = archive.copy_of(source, body, media_type, citing.get(digest), picture)
            frame = escape(copy.frame) if copy.frame else ""
            self._write(
                path, template.render(copy=copy, frame=frame, css=css, csp=archive.CSP, version=self.frame.version)
            )
            copies[digest] = path
        return copies

    def remove_stale(self) -> None:
        """Remove pages that an earlier report left and this one does not have: only files that are plainly ours."""
        for pattern, whole in (("*.html", names.is_page_name), ("archive/*.html", names.is_archive_name)):
            for path in sorted(self.folder.glob(pattern)):
                name = path.relative_to(self.folder).as_posix()
                if name in self.written or not whole(name) or path.is_symlink():
                    continue
                with path.open("rb") as file:
                    ours = _MARK in file.read(4000)
                if ours:
                    path.unlink()

    def index(self) -> Path:
        """Write the overview and return its path."""
        self._write(names.OVERVIEW, self.overview)
        return self.folder / names.OVERVIEW

    def _page(self, file: str, template: str, **values: Any) -> None:
        self._write(file, self._render(file, template, **values))

    def _render(self, file: str, template: str, **values: Any) -> str:
        return self.engine.get_template(template).render(report=self.frame, page_file=file, **values)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        if "/" in name:
            path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        self.written.add(name)


def _style(name: str) -> str:
    return files("reports").joinpath("static", name).read_text(encoding="utf-8")
