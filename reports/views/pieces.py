"""The small values that several pages share: scores, tallies, addresses, times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from checks import Verdict
from reports import names
from reports.hostile import line, web_link
from reports.wording import PARAM_VALUES, PARAMS, UNITS_OF_TIME, VERDICTS, column_word
from rules.result import FindingResult, Score

_BEIJING = timezone(timedelta(hours=8), "北京时间")


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score as text and as a bar.

    `left` and `width` place the undecided range on a scale to 100. `vetoes` are the numbers and pages of requirements.
    """

    text: str
    coverage: str
    met: str
    left: float
    width: float
    known: bool
    note: str
    vetoes: tuple[tuple[str, str], ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class Count:
    """How often one verdict occurs."""

    verdict: Verdict
    number: int


@dataclass(frozen=True, slots=True)
class Address:
    """An address as text; `href` only when it is safe to link."""

    text: str
    href: str | None


def score_view(score: Score) -> ScoreView:
    """Return what a page shows of a score; an unknown one shows a dash and its note."""
    vetoes = tuple((line(each, 64), names.requirement_page(each)) for each in score.vetoes)
    note = line(score.note or "", 400)
    coverage = "—" if score.coverage is None else percent(score.coverage)
    if score.lowest is None or score.highest is None:
        return ScoreView("—", coverage, "—", 0, 0, False, note or "得分无法计算", vetoes, "得分无法计算")
    low, high = points(score.lowest), points(score.highest)
    text = low if low == high else f"{low}–{high}"
    if score.bonus is not None:
        least, most = map(points, score.bonus)
        note = f"含加分 {least if least == most else f'{least}–{most}'} 分。{note}"
    spoken = f"得分 {low} 分" if low == high else f"得分在 {low} 分至 {high} 分之间"
    left = min(max(score.lowest, 0.0), 100.0)
    width = min(max(score.highest, left), 100.0) - left
    met = "—" if score.met is None else percent(score.met)
    spoken = f"{spoken}，判定覆盖率 {coverage}"
    return ScoreView(text, coverage, met, round(left, 1), round(width, 1), True, note, vetoes, spoken)


def finding_title(finding: FindingResult) -> str:
    """Return a finding's title with what it is about: a unit may have the same check on several columns or years."""
    named = finding.params.get("column", finding.params.get("columns"))
    columns = [named] if isinstance(named, str) else named if isinstance(named, list | tuple) else []
    about = [column_word(each) for each in columns if isinstance(each, str)]
    year = finding.params.get("year")
    about += [f"{year} 年度"] if isinstance(year, int) else []
    title = line(finding.check_title)
    return f"{title}（{line('、'.join(about), 80)}）" if about else title


def tally(counts: Mapping[Verdict, int]) -> tuple[Count, ...]:
    """Return the counts that are not zero, in the order of reports."""
    return tuple(Count(each, counts[each]) for each in VERDICTS if counts.get(each))


def address(url: str | None) -> Address | None:
    """Return the address to show, or None when there is none."""
    return None if not url else Address(line(url, 300), web_link(url))


def points(value: float) -> str:
    """Return a score with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def percent(share: float) -> str:
    """Return a share of 1 as a percentage. Only a whole is shown as 100 %, only nothing as 0 %."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:  # noqa: PLR2004 - a hundred per cent
        rounded = 99
    if rounded == 0 and share > 0:
        rounded = 1
    return f"{rounded}%"


def beijing(moment: datetime | None) -> str | None:
    """Return a moment (UTC where it does not say) in Beijing time, to the second."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def day(value: date | None) -> str | None:
    """Return a day as an office writes it."""
    return None if value is None else f"{value.year}年{value.month}月{value.day}日"


def param_rows(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return a check's parameters as label and value, in the order of their names."""
    return tuple((PARAMS.get(name, line(name, 60)), line(_spelled(params[name]), 400)) for name in sorted(params))


def _spelled(value: Any) -> str:
    if value is None:
        return "未规定"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        if set(value) == {"value", "unit"}:
            return f"{value['value']} {UNITS_OF_TIME.get(str(value['unit']), value['unit'])}"
        return "；".join(f"{_word(str(name))} {_spelled(value[name])}" for name in sorted(value, key=str))
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(_spelled(each) for each in value)
    return _word(str(value))


def _word(value: str) -> str:
    return PARAM_VALUES.get(value) or column_word(value)
