"""The table of section 二 (NORMS 4.2): what was made, repealed, decided and charged in the year, in both layouts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crawler.extract.annual.figures import Figure, figure
from crawler.extract.annual.running import figure_runs, kept_words, placed, side_by_side
from crawler.extract.files.pdf_text import Word
from crawler.extract.grid import Cell, Rows, distinct, expand
from crawler.model.page import DisclosureRead
from crawler.model.typography import closed_up

_ROWS: Final[dict[str, re.Pattern[str]]] = {
    "rules": re.compile(r"规章"),
    "normative": re.compile(r"(?:行政)?规范性文件"),
    "licences": re.compile(r"行政许可"),
    "services": re.compile(r"其他对外管理服务事项"),
    "penalties": re.compile(r"行政处罚"),
    "coercion": re.compile(r"行政强制(?:措施)?"),
    "fees": re.compile(r"行政事业性收费"),
    "procurement": re.compile(r"政府集中采购"),
}
"""The row keys in the order of the form; the whole label must be these words."""
_COLUMNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("made", re.compile(r"制发件数|制发数量|制作数量")),
    ("repealed", re.compile(r"废止件数|废止数量")),
    ("valid", re.compile(r"现行有效(?:件数|数量)?")),
    ("newly_public", re.compile(r"新公开数量|新公开件数")),
    ("all_public", re.compile(r"对外公开总")),
    ("last_year", re.compile(r"上一年(?:度)?项目数")),
    ("change", re.compile(r"增[/／]?减")),
    ("decided", re.compile(r"处理决定(?:数量)?")),
    ("amount", re.compile(r"收费金额|采购总?金额|总金额")),
    ("projects", re.compile(r"采购项目(?:数量)?")),
)
_HEADER: Final = "信息内容"
_RUNNING_COLUMNS: Final[dict[tuple[str, int], dict[str, tuple[str, ...]]]] = {
    ("rules", 3): {"2021": ("made", "repealed", "valid"), "2019": ("made", "newly_public", "all_public")},
    ("normative", 3): {"2021": ("made", "repealed", "valid"), "2019": ("made", "newly_public", "all_public")},
    ("licences", 1): {"2021": ("decided",)},
    ("penalties", 1): {"2021": ("decided",)},
    ("coercion", 1): {"2021": ("decided",)},
    ("fees", 1): {"2021": ("amount",)},
    ("licences", 3): {"2019": ("last_year", "change", "decided")},
    ("services", 3): {"2019": ("last_year", "change", "decided")},
    ("penalties", 3): {"2019": ("last_year", "change", "decided")},
    ("coercion", 3): {"2019": ("last_year", "change", "decided")},
    ("fees", 2): {"2019": ("last_year", "change")},
    ("procurement", 2): {"2019": ("projects", "amount")},
}
"""What a run of figures after a label means; a run of another length says that a cell is blank, nobody knows which."""
_OF_THREE: Final = frozenset({"rules", "normative"})
_THREE: Final = (re.compile("制发|新制作"), re.compile("废止|新公开"), re.compile("现行有效|对外公开"))
_MOST_HEADS: Final = 14
_RUN_LABEL: Final = re.compile(
    "(?:" + "|".join(f"(?P<{key}>{words.pattern})" for key, words in reversed(_ROWS.items())) + ")$"
)
_TEN_THOUSAND: Final = 10_000
_CHANGE: Final = re.compile(r"(?:(?P<up>[+增]加?)|(?P<down>[-减]少?))[了]?(\d{1,9})(?:项|件|个|条)?")
_END: Final = re.compile(r"收到(?:和|及|、|与)处理(?:的)?(?:政府)?信息公开申请|新收政府信息公开申请")


def read_disclosure(tables: Iterable[Rows]) -> DisclosureRead | None:
    """Return the cells found in `tables` under the form's own headings, or None when none is that table.

    A figure whose column cannot be told is None. A row printed twice with figures that contradict each other
    keeps only those that agree.
    """
    found: dict[str, dict[str, Figure]] = {}
    for rows in tables:
        for key, cells in _rows(rows):
            found[key] = _merged(found[key], cells) if key in found else cells
    return _disclosure(found)


def read_running_disclosure(words: Sequence[Word], layout: str | None) -> DisclosureRead | None:
    """Return the same from running text (PDF), where a row is its label and the figures after it."""
    found: dict[str, dict[str, Figure]] = {}
    begun = False
    kept = list(kept_words(words))
    heads = _running_heads(kept)
    layout = form_of("".join(word.text for word in kept)) or layout
    for label, run in figure_runs(kept):
        begun = begun or _HEADER in label
        if not begun:
            continue
        match = _RUN_LABEL.search(label)
        if match is None:
            if _END.search(label):
                break
            continue
        if not side_by_side(run):
            continue
        key = match.lastgroup or ""
        columns = _RUNNING_COLUMNS.get((key, len(run)), {}).get(layout or "", ())
        cells = [figure(word.text) for word in run]
        if not columns and key in _OF_THREE:
            names = _RUNNING_COLUMNS[key, len(heads)].get(layout or "", ()) if len(heads) == len(_THREE) else ()
            columns, cells = names, list(placed(run, heads)) if names else []
        found.setdefault(key, dict(zip(columns, cells, strict=False)))
    return _disclosure(found)


def form_of(text: str) -> str | None:
    """Return which form's words stand over the columns of 规章 in `text` (without blanks), None for both or neither."""
    new, old = "制发件数" in text, "制作数量" in text
    return ("2021" if new else "2019") if new != old else None


def _running_heads(words: Sequence[Word]) -> tuple[float, ...]:
    """The middles of the three heads over 规章 and 规范性文件; empty when one of them is not told by its words."""
    at = next((at for at, word in enumerate(words) if _HEADER in word.text), None)
    if at is None:
        return ()
    beside = words[at : at + _MOST_HEADS]
    found = [next((word.x for word in beside if shape.search(word.text)), None) for shape in _THREE]
    places = tuple(x for x in found if x is not None)
    return places if len(places) == len(_THREE) and places == tuple(sorted(places)) else ()


def _disclosure(found: dict[str, dict[str, Figure]]) -> DisclosureRead | None:
    rows = {key: found[key] for key in _ROWS if found.get(key)}
    return DisclosureRead(rows) if rows else None


def _rows(rows: Rows) -> Iterator[tuple[str, dict[str, Figure]]]:
    """The named rows below a heading 信息内容 …; each value stands under its heading or has its place in the row."""
    heads: dict[int, str] = {}
    order: list[str] = []
    for seen in expand(rows):
        cells = distinct(seen)
        if any(_HEADER in closed_up(cell.text) for cell in cells[:2]):
            heads = {at: name for at, cell in enumerate(seen) if cell and (name := _column(cell.text))}
            first = next(at for at, cell in enumerate(cells) if _HEADER in closed_up(cell.text))
            order = [_column(cell.text) or "" for cell in cells[first + 1 :]]
            continue
        if not heads:
            continue
        place = next((at for at, cell in enumerate(cells) if closed_up(cell.text)), None)
        key = _row_key(cells[place].text) if place is not None else None
        if key is None or place is None:
            continue
        yield key, _values(seen, cells[place], cells[place + 1 :], heads, order)


def _values(
    seen: Sequence[Cell | None], label: Cell, cells: Sequence[Cell], heads: dict[int, str], order: Sequence[str]
) -> dict[str, Figure]:
    """The figures by column: in order where there are as many cells as headings, else by where they stand."""
    if len(cells) == len(order):
        return {name: _figure(name, cell.text) for name, cell in zip(order, cells, strict=True) if name}
    found: dict[str, Figure] = dict.fromkeys(name for name in order if name)
    for at, cell in enumerate(seen):
        if cell is not None and cell is not label and cell.single and at in heads:
            found[heads[at]] = _figure(heads[at], cell.text)
    return found


def _figure(column: str, text: str) -> Figure:
    """A cell's figure; in the column 增/减 signs and the words 增 and 减 count, an amount in 元 is told in 万元."""
    value = figure(text)
    if column == "amount" and value is None and text.rstrip().endswith("元"):
        yuan = figure(text.rstrip()[:-1])
        return None if yuan is None else round(yuan / _TEN_THOUSAND, 6)
    if value is not None or column != "change":
        return value
    match = _CHANGE.fullmatch(closed_up(text))
    return None if match is None else int(match[3]) * (-1 if match["down"] else 1)


def _row_key(text: str) -> str | None:
    plain = closed_up(text)
    return next((key for key, words in _ROWS.items() if words.fullmatch(plain)), None)


def _column(text: str) -> str | None:
    plain = closed_up(text)
    return next((name for name, words in _COLUMNS if words.search(plain)), None)


def _merged(old: dict[str, Figure], new: dict[str, Figure]) -> dict[str, Figure]:
    both = {**new, **old}
    for name in old.keys() & new.keys():
        one, other = old[name], new[name]
        both[name] = other if one is None else one if other is None or one == other else None
    return both
