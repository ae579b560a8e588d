"""One annual report put together from its lines and tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import Final

import lxml.html

from crawler.extract.annual.disclosure import form_of, read_disclosure, read_running_disclosure
from crawler.extract.annual.figures import Figure
from crawler.extract.annual.identities import identities_of
from crawler.extract.annual.requests import read_requests
from crawler.extract.annual.reviews import read_reviews
from crawler.extract.annual.running import plain_words, read_running_requests, read_running_reviews
from crawler.extract.annual.template import NUMBERED, ORDER, SECTIONS
from crawler.extract.annual.wording import prose_figures, report_unit, report_year
from crawler.extract.files.pdf_drawing import pdf_tables
from crawler.extract.files.pdf_text import Word
from crawler.extract.files.reading import FileRead, file_kind, read_file
from crawler.extract.grid import Rows, table_rows
from crawler.extract.paragraphs import lines_of, paragraphs
from crawler.markup import Source, open_source
from crawler.model.page import AnnualReportRead, RequestsRead
from crawler.model.typography import closed_up
from crawler.platforms import recognise

Requests = Mapping[str, tuple[Figure, ...]]
_HINTS: Final = ("总体情况", "结转", "不予公开", "自然人", "需要报告的", "行政复议")
_FEW_HINTS: Final = 2
_NUMBERED: Final = re.compile(NUMBERED)
_LONGEST_HEADING: Final = 80
_FEW_SECTIONS: Final = 3
_MOST_TABLES: Final = 60
_MOST_TITLES: Final = 8


def read_annual_report(source: Source) -> AnnualReportRead | None:
    """Return the report that the page or file holds as text, or None when it holds none (a list, a bare attachment)."""
    if file_kind(source.body) is not None:
        file = read_file(source.body)
        return read_annual_report_file(file) if file is not None else None
    if _hinted(source.text) and source.tree is not None:
        report = _of_tree(source.tree, source.tree)
        if report is not None:
            return report
    family = recognise(source) if "DETAIL" in source.text else None
    inner = family.document_html(source) if family is not None else None
    if inner is None or not _hinted(inner):
        return None
    tree = open_source(inner.encode("utf-8", "replace"), url=source.url).tree
    return _of_tree(source.tree, tree) if tree is not None else None


def read_annual_report_file(read: FileRead) -> AnnualReportRead | None:
    """Return the report that a DOCX or PDF holds, or None when its text is no such report."""
    tables = pdf_tables(read.body) if read.kind == "pdf" and read.body and _hinted(read.text) else read.tables
    return _report((), lines_of(read.text), tables, running=read.words or plain_words(read.text))


def _hinted(text: str) -> bool:
    """Whether a walk over the page can be worth its time."""
    return sum(hint in text for hint in _HINTS) >= _FEW_HINTS


def _of_tree(page: lxml.html.HtmlElement | None, body: lxml.html.HtmlElement) -> AnnualReportRead | None:
    titles = _titles(page) if page is not None else ()
    return _report(titles, paragraphs(body), tuple(_innermost(body)), running=())


def _report(
    titles: Sequence[str], lines: Sequence[str], tables: Sequence[Rows], *, running: Sequence[Word]
) -> AnnualReportRead | None:
    rows = read_requests(tables)
    reviews = read_reviews(tables)
    if running:
        rows = _filled(rows, read_running_requests(running))
    if not reviews.reconsideration and running:
        reviews = read_running_reviews(running)
    sections = _sections(lines)
    if not rows and not reviews.reconsideration and len(sections) < _FEW_SECTIONS:
        return None
    layout = _layout(rows.keys(), lines)
    disclosure = read_disclosure(tables)
    if disclosure is None and running:
        disclosure = read_running_disclosure(running, layout)
    return AnnualReportRead(
        year=report_year(titles, lines),
        layout=layout,
        sections=sections,
        requests=RequestsRead(rows),
        reviews=reviews,
        identities=identities_of(rows, reviews, prose_figures(lines)),
        disclosure=disclosure,
        unit=report_unit(titles, lines),
    )


def _filled(rows: Requests, running: Requests) -> dict[str, tuple[Figure, ...]]:
    """The rows of a PDF's tables; of those that its lines do not part (a row broken by a page) what its text says."""
    read = {key: cells for key, cells in rows.items() if any(cell is not None for cell in cells)}
    return {key: found for key in ORDER if (found := read.get(key) or running.get(key) or rows.get(key)) is not None}


def _sections(lines: Sequence[str]) -> tuple[str, ...]:
    """The headings of the six sections as printed; a heading may be followed by text on its own line."""
    found: list[str] = []
    begun = [closed_up(line[:_LONGEST_HEADING]) for line in lines]
    for plain, below in zip_longest(begun, begun[1:], fillvalue=""):
        numbered = _NUMBERED.match(plain)
        # a numbered heading may be broken over two lines, or run on into its text
        whole = plain + below if numbered else plain
        for words in SECTIONS:
            match = words.match(plain) or (words.match(whole) if numbered else None)
            if match and (numbered or match.end() == len(plain)) and match.group() not in found:
                found.append(match.group())
    return tuple(heading.replace(",", "、") for heading in found)


def _layout(keys: AbstractSet[str], lines: Iterable[str]) -> str | None:
    """The form of 2019 has one row 其他处理, that of 2021 three (NORMS 4.3); else the columns of section 二 tell."""
    if keys & {"other_1", "other_2"}:
        return "2021"
    if "other" in keys:
        return "2019"
    return form_of("".join("".join(line.split()) for line in lines))


def _titles(tree: lxml.html.HtmlElement) -> tuple[str, ...]:
    """What the page calls itself: the meta tag of the guideline, its headings, its title element."""
    metas = [
        meta.get("content") or "" for meta in tree.iter("meta") if (meta.get("name") or "").lower() == "articletitle"
    ]
    headings = ["".join(node.itertext("*")) for node in tree.iter("h1", "h2", "title", "ucaptitle")]
    return tuple(title for title in (*metas, *headings[:_MOST_TITLES]) if title)


def _innermost(tree: lxml.html.HtmlElement) -> Iterator[Rows]:
    """Tables that hold no other table, so that layout tables are left out."""
    for number, table in enumerate(tree.iter("table")):
        if number == _MOST_TABLES:
            return
        if next(table.iterdescendants("table"), None) is None:
            yield table_rows(table)
