"""Review files: people's verdicts and waivers as YAML, or as the XLSX form that `mingjian review template` writes.

Everything is checked before anything is used: a mistake names the file and the line and key, or the sheet, row and
column (docs/reviews.md).
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

import openpyxl
from pydantic import Field, StringConstraints, ValidationError, model_validator

from checks import Verdict
from rules.model import Id, Strict, Text
from rules.review import Review, ReviewKind
from rules.yamltext import InputError, Problem, YamlText, problems_of, read_yaml_file, validated

SHEET = "人工核查"
"""The sheet of the form; where a workbook has none of this name, its first sheet is read."""
COLUMNS: dict[str, str] = {
    "plan": "方案编号",
    "requirement": "要求编号",
    "unit": "责任单位",
    "check": "检查",
    "verdict": "认定",
    "reason": "理由",
    "author": "认定人",
    "date": "认定日期",
    "until": "有效期至",
    "document": "依据（文件或网址）",
}
"""The headings that are read, by key; other columns of a sheet are for people and not looked at."""
ANSWERS = ("verdict", "reason", "author", "date", "until", "document")
"""The keys that a person fills in: a row in which all of these are blank says nothing yet."""
WORDS: dict[str, tuple[ReviewKind, Verdict]] = {
    "符合": (ReviewKind.VERDICT, Verdict.PASS),
    "不符合": (ReviewKind.VERDICT, Verdict.FAIL),
    "豁免": (ReviewKind.WAIVER, Verdict.NOT_APPLICABLE),
}
"""What may stand in the column 认定. A waiver is for a time, so it needs 有效期至."""
_LARGEST = 16_000_000
_UNPACKED = 60_000_000
_ROWS = 100_000
_WIDEST = 60
_HEADING_WITHIN = 10
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class ReviewError(InputError):
    """A review file is wrong or not there."""


Day = date
CheckName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=64)]


class _Entry(Strict):
    requirement: Id
    unit: Text
    check: CheckName | None = None
    plan: Id | None = None
    kind: Literal["verdict", "waiver"]
    verdict: Literal["pass", "fail"] | None = None
    reason: Text
    author: Text
    date: Day
    until: Day | None = None
    document: Text

    @model_validator(mode="after")
    def _whole(self) -> "_Entry":
        if self.kind == "verdict" and self.verdict is None:
            raise ValueError("a verdict says `verdict: pass` or `verdict: fail`")
        if self.kind == "waiver" and self.verdict is not None:
            raise ValueError("a waiver has no verdict; it makes the requirement not applicable")
        if self.kind == "waiver" and self.until is None:
            raise ValueError("a waiver needs an end date: `until`, the last day on which it holds")
        if self.until is not None and self.until < self.date:
            raise ValueError(f"`until` ({self.until}) is before `date` ({self.date})")
        return self

    def review(self, source: str) -> Review:
        return Review(
            requirement=self.requirement,
            unit=self.unit,
            kind=ReviewKind(self.kind),
            verdict=Verdict(self.verdict) if self.verdict else Verdict.NOT_APPLICABLE,
            reason=self.reason,
            author=self.author,
            made=self.date,
            document=self.document,
            until=self.until,
            check=self.check,
            plan=self.plan,
            source=source,
        )


class _ReviewsText(Strict):
    reviews: tuple[_Entry, ...] = Field(max_length=_ROWS)


def load_reviews(path: Path) -> tuple[Review, ...]:
    """Return the entries of a YAML or XLSX file, in its order. Raises ReviewError with every problem found."""
    if path.suffix.lower() == ".xlsx":
        return tuple(_from_sheet(path))
    if path.suffix.lower() in {".yaml", ".yml"}:
        source = read_yaml_file(path, ReviewError)
        text = validated(_ReviewsText, source, ReviewError)
        return tuple(
            each.review(f"{path.name} 第 {source.line(('reviews', number))} 行")
            for number, each in enumerate(text.reviews)
        )
    raise ReviewError([Problem(str(path), None, "", "is neither a YAML file (.yaml, .yml) nor an XLSX workbook.")])


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where the read columns of a sheet stand: `columns` maps a key to a column number from 1."""

    file: Path
    title: str
    heading: int
    columns: Mapping[str, int]

    def problem(self, row: int, key: str | None, sentence: str) -> Problem:
        place = f"sheet {self.title}, row {row}"
        if key is not None and key in self.columns:
            letter = openpyxl.utils.get_column_letter(self.columns[key])
            place = f"{place}, column {letter} ({COLUMNS[key]})"
        return Problem(str(self.file), None, place, sentence)


def _from_sheet(path: Path) -> Iterator[Review]:
    sheet, rows = _open(path)
    problems: list[Problem] = []
    reviews: list[Review] = []
    for row, cells in rows[sheet.heading :]:
        values = {key: _plain(cells[at - 1]) for key, at in sheet.columns.items() if at <= len(cells)}
        if all(values.get(key) in (None, "") for key in ANSWERS):
            continue
        found = list(_formulas(sheet, row, cells))
        entry = None if found else _entry(sheet, row, values, found)
        problems += found
        if entry is not None:
            reviews.append(entry.review(f"{path.name} 工作表「{sheet.title}」第 {row} 行"))
    if problems:
        raise ReviewError(problems)
    yield from reviews


def _entry(sheet: _Sheet, row: int, values: dict[str, Any], problems: list[Problem]) -> _Entry | None:
    """Return a row as an entry, or None with what is wrong with it added to `problems`."""
    given = {key: value for key, value in values.items() if value not in (None, "")}
    word = given.pop("verdict", None)
    if word is None:
        problems.append(sheet.problem(row, "verdict", f"is blank; choose one of {'、'.join(WORDS)}."))
        return None
    if word not in WORDS:
        problems.append(sheet.problem(row, "verdict", f"{str(word)[:40]!r} is not one of {'、'.join(WORDS)}."))
        return None
    kind, verdict = WORDS[word]
    given["kind"] = kind.value
    if kind is ReviewKind.VERDICT:
        given["verdict"] = verdict.value
    for key in ("date", "until"):
        if key in given:
            given[key] = _day(given[key])
    for key in ("reason", "author", "document", "unit"):
        if isinstance(given.get(key), int | float):
            given[key] = str(given[key])
    try:
        return _Entry.model_validate(given)
    except ValidationError as cause:
        # a sheet has no lines and keys of its own: only what pydantic says about each column is used
        for each in problems_of(cause, _Entry, YamlText(str(sheet.file), None, {})):
            column = each.key if each.key in COLUMNS else "until" if "`until`" in each.sentence else None
            sentence = re.sub(r"; found \{.*", ".", each.sentence).replace(
                "this key is required and missing", "is blank and required"
            )
            problems.append(sheet.problem(row, column, sentence))
        return None


def _formulas(sheet: _Sheet, row: int, cells: tuple[Any, ...]) -> Iterator[Problem]:
    for key, at in sheet.columns.items():
        value = cells[at - 1] if at <= len(cells) else None
        if isinstance(value, _Formula):
            yield sheet.problem(row, key, "is a formula; write the value itself.")


class _Formula(str):
    """The text of a formula, told apart from text that only begins with an equals sign."""

    __slots__ = ()


def _open(path: Path) -> tuple[_Sheet, list[tuple[int, tuple[Any, ...]]]]:
    """Return where the form's columns stand, and all rows with their numbers. Raises ReviewError."""
    _measure(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        try:
            chosen = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
            title = chosen.title
            rows = list(islice(_filled(chosen), _ROWS + 1))
        finally:
            book.close()
    except Exception as error:  # openpyxl raises whatever its XML parsing runs into
        raise _wrong(path, f"cannot be read as an XLSX workbook ({type(error).__name__}).") from error
    if len(rows) > _ROWS:
        raise _wrong(path, f"sheet {title}: more than {_ROWS} rows are filled in; divide the form.")
    for index, (_, cells) in enumerate(rows[:_HEADING_WITHIN]):
        columns: dict[str, int] = {}
        for at, value in enumerate(cells, 1):
            for key, word in COLUMNS.items():
                if isinstance(value, str) and value.strip() == word:
                    columns.setdefault(key, at)
        if {"requirement", "unit", "verdict"} <= set(columns):
            missing = [COLUMNS[key] for key in ("reason", "author", "date", "document") if key not in columns]
            if missing:
                raise _wrong(
                    path, f"sheet {title}, row {rows[index][0]}: the headings {'、'.join(missing)} are missing."
                )
            return _Sheet(path, title, index + 1, columns), rows
    raise _wrong(
        path, f"sheet {title}: no row among the first {_HEADING_WITHIN} has the headings {'、'.join(COLUMNS.values())}."
    )


def _filled(page: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the rows that hold anything, with their numbers: a stray format may stand a million rows down."""
    blank: Any = None
    for number, row in enumerate(page.iter_rows(max_col=_WIDEST), 1):
        if row is blank:  # openpyxl yields one and the same tuple for every row that is not in the file
            continue
        cells = tuple(_Formula(cell.value) if cell.data_type == "f" else cell.value for cell in row)
        if any(each is not None for each in cells):
            yield number, cells
        else:
            blank = row


def _measure(path: Path) -> None:
    """Refuse what no form is before a library unpacks it. Raises ReviewError."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise _wrong(path, f"is larger than {_LARGEST} bytes.")
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror or type(error).__name__}.") from error
    except zipfile.BadZipFile as error:
        raise _wrong(path, "is not an XLSX workbook; save it again.") from error
    if unpacked > _UNPACKED:
        raise _wrong(path, f"unpacks to more than {_UNPACKED} bytes, which no form does; not opened.")


def _wrong(path: Path, sentence: str) -> ReviewError:
    return ReviewError([Problem(str(path), None, "", sentence)])


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) and not isinstance(value, _Formula) else value


def _day(value: Any) -> Any:
    """Return a cell's day: a date cell, or text such as 2022-03-01 or 2022年3月1日; anything else as it is."""
    if isinstance(value, datetime):
        return value.date()
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value if isinstance(value, date) else str(value)
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return value
