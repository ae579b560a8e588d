"""What the sentences of an annual report say: its year and the figures of section 一 (N04-I7)."""

import re
from collections.abc import Iterator, Sequence

from crawler.extract.annual.figures import Figure, figure
from crawler.model.typography import half_width

_YEAR = re.compile(r"(20\d\d|二[〇○0零][一二三四五六七八九〇○零]{2})年度?(?!\d{1,2}月)")
_REPORT = re.compile(r"信息公开.{0,12}(?:报告|年报)|(?:报告|年报).{0,6}信息公开")
_LONGEST_TITLE = 80
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?[,，]?(?:至|到|-|—)(20\d\d)年12月31日")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HEAD = 40

_PROSE = {
    "new": re.compile(r"(?:受理|收到|新收)[^。;,\d]{0,16}(?:政府)?信息公开申请(?:共)?(\d[\d,]*)件"),
    "total": re.compile(r"答复[^。;,\d]{0,16}?(\d[\d,]*)件"),
    "carried_in": re.compile(r"上(?:一)?年度?结转[^。;,\d]{0,8}(\d[\d,]*)件"),
    "carried_out": re.compile(r"(?:另有|有)?(\d[\d,]*)件[^。;,\d]{0,16}(?:顺延|结转)(?:到|至)?(?:下|次)(?:一)?年"),
}


def report_year(titles: Sequence[str], lines: Sequence[str]) -> int | None:
    """Return the year of the report: from its title, else the lines named like one, else the period in the text.

    `titles` are the page's own titles, best first. None where nothing names a year or the names disagree (a side
    list of other years' reports).
    """
    for title in titles:
        years = _years(title)
        if len(years) == 1:
            return years.pop()
    named = set[int]()
    for above, line in zip(("", *lines), lines[:_HEAD], strict=False):
        named |= _years(line) or (
            _years(above + line) if len(above) < len("泽安市人民政府办公室二〇二一年度") else set()
        )
    if len(named) == 1:
        return named.pop()
    text = "".join("".join(half_width(line).split()) for line in lines[: 10 * _HEAD])
    periods = {int(match.group(1)) for match in _PERIOD.finditer(text) if match.group(1) == match.group(2)}
    return periods.pop() if len(periods) == 1 else None


def _years(title: str) -> set[int]:
    """The years in a line that is the title of such a report; a date beside it is no year of the report."""
    plain = "".join(half_width(title).split())
    if len(plain) > _LONGEST_TITLE or not _REPORT.search(plain):
        return set()
    return {int(match.group(1).translate(_DIGITS)) for match in _YEAR.finditer(plain)}


def prose_figures(lines: Sequence[str]) -> dict[str, Figure]:
    """Return the totals that the running text states once and plainly, by row key."""
    text = "".join(_sentences(lines))
    found: dict[str, Figure] = {}
    for key, words in _PROSE.items():
        values = {figure(match.group(1)) for match in words.finditer(text)}
        if len(values) == 1:
            found[key] = values.pop()
    return found


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    """The lines before the tables: rows of cells are not sentences."""
    for line in lines:
        if "\t" not in line:
            yield "".join(half_width(line).split())
