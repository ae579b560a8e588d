"""Annual reports beside those of the year before: which two of a site's reports are compared (NORMS 4.5)."""

import re
from collections.abc import Sequence

from crawler.extract.annual.succession import succession
from crawler.model import AnnualReportRead, BesideReport, Reading
from crawler.model.typography import normalise
from crawler.survey.documents import Opened

_YEAR = re.compile(r"20\d\d|二[〇○零][〇○零一二三四五六七八九]{2}")


def beside(opened: Sequence[Opened]) -> dict[int, tuple[BesideReport, ...]]:
    """Return for each report, by its place in `opened`, what it shows beside each of the year before.

    Only reports of one name are compared: their titles without the year, or the units that they name, are the same.
    """
    reports = [(at, each, read) for at, each in enumerate(opened) if (read := _report(each)) is not None]
    of_year: dict[int, list[tuple[Opened, AnnualReportRead]]] = {}
    for _, each, read in reports:
        if read.year is not None:
            of_year.setdefault(read.year, []).append((each, read))
    found: dict[int, tuple[BesideReport, ...]] = {}
    for at, each, read in reports:
        before = of_year.get(read.year - 1, ()) if read.year is not None else ()
        pairs = (
            BesideReport(other.seen.url, compared)
            for other, previous in before
            if _one_name(each, read, other, previous)
            and (compared := succession(read, previous, _text(each), _text(other))) is not None
        )
        found[at] = tuple(pairs)
    return found


def _report(opened: Opened) -> AnnualReportRead | None:
    if opened.kind is not Reading.ANNUAL_REPORT or not opened.seen.ok:
        return None
    return opened.special.annual


def _one_name(one: Opened, read: AnnualReportRead, other: Opened, previous: AnnualReportRead) -> bool:
    if read.unit is not None and read.unit == previous.unit:
        return True
    return _bare(one.item.title) == _bare(other.item.title)


def _bare(title: str) -> str:
    return _YEAR.sub("", normalise(title))


def _text(opened: Opened) -> str:
    """The text of the page; that of its attachments where the page holds none of the report."""
    own = opened.seen.reading.page.document.text if opened.seen.reading is not None else ""
    files = (each.reading.page.document.text for each in opened.attached if each.reading is not None)
    return max((own, *files), key=len)
