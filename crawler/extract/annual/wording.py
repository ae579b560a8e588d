"""What the sentences of an annual report say: its year, its unit and the figures of section 一 (N04-I7)."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from crawler.extract.annual.figures import Figure, figure
from crawler.model.typography import closed_up, plain_digits

_YEAR: Final = re.compile(r"(20\d\d|二[〇○0零][一二三四五六七八九〇○零]{2})年度?(?!\d{1,2}月)")
_REPORT: Final = re.compile(r"信息公开.{0,12}(?:报告|年报)|(?:报告|年报).{0,6}信息公开")
_LONGEST_TITLE: Final = 80
_PERIOD: Final = re.compile(r"(20\d\d)年1月1日(?:起)?[,，]?(?:至|到|-|—)(20\d\d)年12月31日")
_HEAD: Final = 40

_TITLE_UNIT: Final = re.compile(
    r"^(?:关于|附件\d?[:：]?)?(?:20\d\d年?度?)?(?P<unit>[\u4e00-\u9fff()]{2,40}?)(?:关于)?"
    r"(?:(?:20\d\d|二[〇○0零][一二三四五六七八九〇○零]{2})年?度?(?:年度)?)?(?:政府|政务)?信息公开(?:工作|情况|的|年度|20\d\d年?度?){0,6}(?:报告|年报)"
)
_COMPILER: Final = re.compile(
    r"(?:本(?:年度)?报告由|(?:特)?由)(?P<unit>[\u4e00-\u9fff]{3,40}?)(?:根据|依据|按照|依照|组织|负责|编制|编写)"
)
_NAMES_A_BODY: Final = re.compile(
    r"(?:政府|办公室|办公厅|委员会|局|厅|办事处|中心|委|院|署|总队|支队|大队|站|处|所|分局|办|社|部|关|会|[省市县区旗州镇乡])$"
)
_NO_NAME: Final = re.compile(r"^(?:年度?|本级|本机关|我[局委办市县区镇]|政府|首页|当前位置.*|全[市县区省])$")
_SENTENCE: Final = re.compile("[。；;，,]")
_PUNCTUATION: Final = re.compile(r"[。;,]|年度$")

_LONGEST_CELL: Final = 12
_COUNT: Final = r"(?:的|了)?(?:申请|信息)?(?:有|共|计|为|:)?(\d[\d,]*)[件条]"
_PROSE: Final = {
    "new": re.compile(r"(?:受理|收到|新收)[^。;,\d]{0,16}(?:政府)?信息公开申请(?:共)?(\d[\d,]*)件"),
    "total": re.compile(r"答复[^。;,\d]{0,16}?(\d[\d,]*)件"),
    "carried_in": re.compile(r"上(?:一)?年度?结转[^。;,\d]{0,8}(\d[\d,]*)件"),
    "carried_out": re.compile(r"(?:另有|有)?(\d[\d,]*)件[^。;,\d]{0,16}(?:顺延|结转)(?:到|至)?(?:下|次)(?:一)?年"),
    "open": re.compile(r"予以公开" + _COUNT),
    "partial": re.compile(r"(?<![及和与或、,])部分公开" + _COUNT),
    "granted": re.compile(r"予以公开(?:及|和|与|或|、|,|以及|或者)部分公开" + _COUNT),
    "refused": re.compile(r"不予公开" + _COUNT),
    "unavailable": re.compile(r"无法提供" + _COUNT),
    "unprocessed": re.compile(r"不予处理" + _COUNT),
    "reconsideration": re.compile(r"(?:政府信息公开|信息公开)(?:类)?行政复议(?:案件)?(?:共)?(\d[\d,]*)[件宗]"),
    "litigation": re.compile(r"(?:政府信息公开|信息公开)(?:类)?行政诉讼(?:案件)?(?:共)?(\d[\d,]*)[件宗]"),
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
    for above, line in zip(("", *lines), _titles_whole(lines), strict=False):
        named |= _years(line) or (
            _years(above + line) if len(above) < len("泽安市人民政府办公室二〇二一年度") else set()
        )
    if len(named) == 1:
        return named.pop()
    text = "".join(closed_up(line) for line in lines[: 10 * _HEAD])
    periods = {int(match.group(1)) for match in _PERIOD.finditer(text) if match.group(1) == match.group(2)}
    return periods.pop() if len(periods) == 1 else None


def _titles_whole(lines: Sequence[str]) -> Iterator[str]:
    """The first lines; one that is a title but for its last words, which stand on the next line, has these too."""
    for line, below in zip_longest(lines[:_HEAD], lines[1:_HEAD], fillvalue=""):
        broken = len(below) < len("信息公开工作年度报告") and not _SENTENCE.search(line) and not _names_report(line)
        yield line + below if broken and _names_report(line + below) else line


def _names_report(line: str) -> bool:
    return _REPORT.search(closed_up(line)) is not None


def _years(title: str) -> set[int]:
    """The years in a line that is the title of such a report; a date beside it is no year of the report."""
    plain = closed_up(title)
    if len(plain) > _LONGEST_TITLE or not _REPORT.search(plain):
        return set()
    return {int(plain_digits(match.group(1))) for match in _YEAR.finditer(plain)}


def report_unit(titles: Sequence[str], lines: Sequence[str]) -> str | None:
    """Return whose report it is, as printed: from its title, the line above a bare title, or who compiled it.

    None where only the compiling office of a government could be meant or the titles name nobody.
    """
    for above, title in (*(("", title) for title in titles), *zip(("", *lines), _titles_whole(lines), strict=False)):
        plain = closed_up(title)
        if len(plain) > _LONGEST_TITLE or not _REPORT.search(plain) or _PUNCTUATION.search(plain):
            continue
        match = _TITLE_UNIT.match(plain)
        name = match["unit"] if match and not _NO_NAME.match(match["unit"]) else None
        if name is None and re.match(r"(?:20\d\d|二[〇○0零])", plain):
            name = closed_up(above)
        if name and _NAMES_A_BODY.search(name) and not _NO_NAME.match(name):
            return name
    text = "".join(closed_up(line) for line in lines[:_HEAD])
    compilers = {match["unit"] for match in _COMPILER.finditer(text) if not _NO_NAME.match(match["unit"])}
    return compilers.pop() if len(compilers) == 1 else None


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
    """The lines before the tables: rows of cells are not sentences, nor is a figure alone (a cell of its own, 12件)."""
    for line in lines:
        if "\t" not in line:
            plain = closed_up(line)
            yield plain if len(plain) > _LONGEST_CELL or figure(plain) is None else "。"
