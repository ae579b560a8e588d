"""What the sentences of an annual report say: its year and the figures of section 一 (N04-I7)."""

import re
from collections.abc import Iterator, Sequence

from crawler.extract.annual.figures import Figure, figure
from crawler.model.typography import half_width

_YEAR_WORD = r"(20\d\d|二[〇○0零][一二三四五六七八九〇○零]{2})年"
_TITLE = re.compile(
    _YEAR_WORD + r"(?:度)?[^。,;]{0,30}?(?:年度报告|年报|工作报告)|" + _YEAR_WORD + r"度?[^。,;]{0,12}报告"
)
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?[,，]?(?:至|到|-|—)(20\d\d)年12月31日")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HEAD = 40

_PROSE = {
    "new": re.compile(r"(?:受理|收到|新收)[^。;,\d]{0,16}(?:政府)?信息公开申请(?:共)?(\d[\d,]*)件"),
    "total": re.compile(r"答复[^。;,\d]{0,16}?(\d[\d,]*)件"),
    "carried_in": re.compile(r"上(?:一)?年度?结转[^。;,\d]{0,8}(\d[\d,]*)件"),
    "carried_out": re.compile(r"(?:另有|有)?(\d[\d,]*)件[^。;,\d]{0,16}(?:顺延|结转)(?:到|至)?(?:下|次)(?:一)?年"),
}


def report_year(lines: Sequence[str]) -> int | None:
    """Return the year that the title names, else the period in the text; None when neither is there or they disagree.

    The title is the first line that names a year and a report; two years in one title decide nothing.
    """
    for line in lines[:_HEAD]:
        plain = "".join(half_width(line).split())
        years = {_year(match.group(1) or match.group(2)) for match in _TITLE.finditer(plain)}
        if len(years) == 1:
            return years.pop()
        if years:
            break
    text = "".join("".join(half_width(line).split()) for line in lines[: 10 * _HEAD])
    periods = {int(match.group(1)) for match in _PERIOD.finditer(text) if match.group(1) == match.group(2)}
    return periods.pop() if len(periods) == 1 else None


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


def _year(word: str) -> int:
    return int(word.translate(_DIGITS))
