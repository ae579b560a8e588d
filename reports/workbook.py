"""Sheets of a workbook whose cells are inert: whatever a page said becomes text, never a formula, link or control."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from checks import Verdict
from reports.hostile import line, passage
from reports.wording import VERDICTS

LONGEST = 4000
"""Characters of one cell; a workbook allows 32,767, a reader far less."""
A4 = 9
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_HEAD = "#1F4E79"
_ANSWER = "#FFF9E5"
_FILLS: dict[Verdict, tuple[str, str]] = {
    Verdict.FAIL: ("#A3211B", "#FFFFFF"),
    Verdict.INCONCLUSIVE: ("#FFECB8", "#5F4300"),
    Verdict.ERROR: ("#4A4F55", "#FFFFFF"),
    Verdict.PENDING: ("#DFEAF6", "#174A7C"),
    Verdict.MANUAL: ("#ECE4F5", "#52307A"),
    Verdict.PASS: ("#DCEFE0", "#17552A"),
    Verdict.NOT_APPLICABLE: ("#EFF0EE", "#565B60"),
}
"""Background and ink of a verdict, as in the HTML report."""
_PLAIN = {"font_name": "微软雅黑", "font_size": 10, "valign": "top", "text_wrap": True, "num_format": "@"}
_GRID = {**_PLAIN, "border": 1, "border_color": "#B8C0C8"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in characters, and whether a person fills it in."""

    heading: str
    width: float
    answer: bool = False
    choices: tuple[str, ...] = ()
    day: bool = False


Value = str | int | date | Verdict | None


class Book:
    """A workbook being written; use `open_book`."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}

    def table(self, title: str, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
        """Add a sheet: a caption, a frozen and filtered heading row, and the rows; set up for A4 landscape."""
        sheet = self._book.add_worksheet(line(title, 31))
        last = len(columns) - 1
        sheet.merge_range(0, 0, 0, last, "", self._format("caption", bold=True, font_size=13, valign="vcenter"))
        sheet.write_string(0, 0, line(caption, 300), self._format("caption", bold=True, font_size=13, valign="vcenter"))
        sheet.set_row(0, 30)
        head = self._format("head", grid=True, bold=True, bg_color=_HEAD, font_color="#FFFFFF", valign="vcenter")
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(1, at, column.heading, head)
        for number, row in enumerate(rows, 2):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._cell(sheet, number, at, value, column)
        self._choices(sheet, columns, len(rows))
        sheet.freeze_panes(2, 1)
        sheet.autofilter(1, 0, max(1, len(rows) + 1), last)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.print_area(0, 0, len(rows) + 1, last)

    def notes(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Add a sheet of notes: a word and its explanation on each row."""
        sheet = self._book.add_worksheet(line(title, 31))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 100)
        for number, (word, text) in enumerate(rows):
            sheet.write_string(number, 0, _text(word), self._format("word", bold=True))
            sheet.write_string(number, 1, _text(text), self._format("text"))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)

    def _cell(self, sheet: Any, row: int, at: int, value: Value, column: Column) -> None:
        fill = {"bg_color": _ANSWER} if column.answer else {}
        if isinstance(value, Verdict):
            back, ink = _FILLS[value]
            style = self._format(f"verdict-{value}", grid=True, bg_color=back, font_color=ink, bold=True)
            sheet.write_string(row, at, VERDICTS[value].word, style)
        elif isinstance(value, date):
            style = self._format("day", grid=True, num_format="yyyy-mm-dd")
            sheet.write_datetime(row, at, datetime.combine(value, time()), style)
        elif isinstance(value, int):
            sheet.write_number(row, at, value, self._format("number", grid=True, num_format="0"))
        elif not value:
            day = {"num_format": "yyyy-mm-dd"} if column.day else {}
            sheet.write_blank(row, at, None, self._format(f"blank-{bool(fill)}-{bool(day)}", grid=True, **fill, **day))
        else:
            text = _text(value)
            # a quoted cell stays text even when somebody edits it; a plain one would become a formula then
            quoted = text.startswith(_ACTIVE)
            sheet.write_string(row, at, text, self._format(f"text-{quoted}", grid=True, quote_prefix=quoted))

    def _choices(self, sheet: Any, columns: Sequence[Column], rows: int) -> None:
        for at, column in enumerate(columns):
            if rows and column.choices:
                sheet.data_validation(
                    2,
                    at,
                    rows + 1,
                    at,
                    {
                        "validate": "list",
                        "source": list(column.choices),
                        "error_title": "请从列表中选择",
                        "error_message": "、".join(column.choices),
                    },
                )
            elif rows and column.day:
                sheet.data_validation(
                    2,
                    at,
                    rows + 1,
                    at,
                    {
                        "validate": "date",
                        "criteria": "between",
                        "minimum": date(2000, 1, 1),
                        "maximum": date(2099, 12, 31),
                        "error_title": "请填写日期",
                        "error_message": "例如 2022-03-01",
                    },
                )

    def _format(self, name: str, *, grid: bool = False, **more: Any) -> Any:
        if name not in self._formats:
            self._formats[name] = self._book.add_format({**(_GRID if grid else _PLAIN), **more})
        return self._formats[name]


@contextmanager
def open_book(path: Path, *, title: str, made: date) -> Iterator[Book]:
    """Yield a workbook that is written to `path` at the end: the same bytes for the same cells.

    `made` stands in its properties instead of the clock. Raises OSError when the file cannot be written.
    """
    options: Mapping[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), dict(options))
    book.set_properties({"title": line(title, 200), "author": "明鉴", "created": datetime.combine(made, time())})
    yield Book(book)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def _text(value: str) -> str:
    return passage(value, LONGEST)
