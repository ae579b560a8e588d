"""What a document says of itself: title, document number (文号), issuer, day of issue, year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.importing.chinese import simplified
from rules.importing.document import Line
from rules.importing.junk import junk_reason

_NUMBER = re.compile(r"[一-鿿]{1,10}[〔【\[（(]20\d\d[〕】\]）)]\s?\d{1,4}号")
_NOTICE = re.compile(r"[^，。：]{0,40}印发[^，。]{2,80}通知")
_PLAN = re.compile(
    r"[^，。：]{4,60}(?:(?:分工|考核|工作|实施|分解|行动)方案|(?:工作|要点|任务|责任|重点)(?:要点|分工|分解|清单|台账|安排|计划)|"
    r"(?:分解|分工|责任|任务|安排|清单)表|评估指标|考核指标)(?:（[^（）]{1,12}）)?"
)
_NO_TITLE = re.compile(r"附件|为|根据|按照|.{0,20}[〔\[]20\d\d[〕\]]\d+号")
_TITLE_LINES = 3
_LONGEST_TITLE = 120
_DATE = re.compile(r"^(20\d\d)年(\d{1,2})月(\d{1,2})日$")
_LABELLED_DATE = re.compile(
    r"(?:发布日期|印发日期|成文日期|发文日期)[:：\s]*(20\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})"
)
_ISSUER = re.compile(r"^[一-鿿]{3,30}(?:办公室|办事处|政府|委员会|管委会|局|厅|院|部)$")
_YEAR = re.compile(r"(20\d\d)年")
_ADDRESSED = re.compile(r"(?=.*(?:各|单位|部门|科室|有关))[^。；：:]{3,80}[：:]")
_LATEST = 40


@dataclass(frozen=True, slots=True)
class Facts:
    """The document's own facts in simplified characters; None where it does not say."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: date | None
    year: int | None
    addressed: str | None = None
    """Whom the notice is addressed to (主送机关), in its words."""

    def named(self) -> dict[str, object]:
        """Return the facts by the names that a person knows them by."""
        return {
            "title": self.title,
            "document number": self.number,
            "issuer": self.issuer,
            "date of issue": self.issued,
            "year": self.year,
        }


def read_facts(lines: Sequence[Line]) -> Facts:
    """Return what the lines outside of tables say of the document."""
    texts = ["".join(simplified(line.text).replace("#", "").split()) for line in lines if not junk_reason(line.text)]
    title = _title(texts[:_LATEST])
    number = _number(texts[:_LATEST])
    signed = next((place for place, text in enumerate(texts) if _DATE.match(text)), None)
    issued = _date(texts, signed)
    above = texts[:signed][::-1] if signed is not None else []
    issuer = next((text for text in (*above[:3], *texts[:_LATEST]) if _ISSUER.match(text)), None)
    year = _YEAR.search(title or "")
    addressed = next((text[:-1] for text in texts[:_LATEST] if _ADDRESSED.fullmatch(text)), None)
    return Facts(
        title, number, issuer, issued, int(year.group(1)) if year else issued.year if issued else None, addressed
    )


def _title(texts: Sequence[str]) -> str | None:
    """The notice's title, on one line or broken over up to three; else the title of the plan itself.

    One that names its year goes before one that does not.
    """
    found = [title for pattern in (_NOTICE, _PLAN) if (title := _titled(texts, pattern)) is not None]
    return next((title for title in found if _YEAR.search(title)), found[0] if found else None)


def _titled(texts: Sequence[str], pattern: re.Pattern[str]) -> str | None:
    undated: str | None = None
    for lines in range(1, _TITLE_LINES + 1):
        for start in range(len(texts) - lines + 1):
            joined = "".join(texts[start : start + lines])
            if len(joined) <= _LONGEST_TITLE and pattern.fullmatch(joined) and not _NO_TITLE.match(joined):
                if _YEAR.search(joined):
                    return joined
                undated = undated or joined
    return undated


def _number(texts: Sequence[str]) -> str | None:
    """A number alone on its line or after its label; those within sentences are citations of other documents."""
    for text in texts:
        found = _NUMBER.search(text)
        if found and (found.group(0) == text or re.match(r"(?:文号|发文字号)[:：]?", text)):
            return re.sub(r"^(?:文号|发文字号)[:：]?", "", found.group(0))
    return None


def _date(texts: Sequence[str], signed: int | None) -> date | None:
    match = _DATE.match(texts[signed]) if signed is not None else None
    match = match or next(filter(None, map(_LABELLED_DATE.search, texts)), None)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
