"""What a page shows of the nights before: a small chart, its figures as a table, and what changed since."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checks import Verdict
from reports import names
from reports.hostile import line
from reports.views.ledger import Ledger
from reports.views.pieces import day, finding_title, points
from reports.wording import STATES
from rules.history import FindingState, Night, Standing, State

_MOST = 30
"""Nights that a chart shows."""
_ROWS = 8
"""Nights that the table under a chart tells."""
_MOST_NEWS = 30
_NEWS = (State.NEW, State.REGRESSED, State.FIXED, State.CHANGED, State.UNCONFIRMED, State.NOT_JUDGED)
"""States that are told, in this order."""
_WIDTH = 300.0
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One night in figures: its day, the score (a dash where it is not computable), coverage, failing items."""

    day: str
    score: str
    coverage: str
    failing: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart over nights, oldest first, on a box 300 wide and 100 high with 100 points at its top.

    `bands` are the polygons between the lowest and the highest score and `lines` those of the lowest, each as SVG
    points; a night without a score interrupts them. `dots` mark nights that stand alone.
    """

    first: str
    last: str
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    spoken: str
    rows: tuple[TrendRow, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """How many units fail a requirement, night by night, as bars `(x, height)` of one `width`, to the scale `most`."""

    bars: tuple[tuple[float, float], ...]
    width: float
    most: int
    spoken: str


@dataclass(frozen=True, slots=True)
class News:
    """One finding that stands otherwise than on the nights before."""

    state: str
    kind: str
    verdict: Verdict
    unit: str
    number: str
    title: str
    href: str
    since: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the night before: how many of each state, and the findings, gravest first, `left` untold."""

    compared: str
    counts: tuple[tuple[str, int], ...]
    news: tuple[News, ...]
    left: int


def whole_trend(ledger: Ledger) -> Trend | None:
    """Return the chart of the whole; None when there is no night before."""
    return _trend([(each.as_of, each.whole) for each in _nights(ledger)])


def unit_trend(ledger: Ledger, unit: str) -> Trend | None:
    """Return the chart of one unit; None when fewer than two nights have it."""
    return _trend([(each.as_of, each.units[unit]) for each in _nights(ledger) if unit in each.units])


def failing_trend(ledger: Ledger, requirement: str) -> Failing | None:
    """Return how many units failed a requirement over the nights; None when none ever did, or it has no past."""
    series = [
        (each.as_of, each.requirements[requirement].get(Verdict.FAIL, 0))
        for each in _nights(ledger)
        if requirement in each.requirements
    ]
    if len(series) < 2:  # noqa: PLR2004 - one night is no course
        return None
    most = max(number for _, number in series)
    if not most:
        return None
    step = _WIDTH / len(series)
    (first, before), (last, now) = series[0], series[-1]
    return Failing(
        tuple((round(place * step, 1), round(_FULL * number / most, 1)) for place, (_, number) in enumerate(series)),
        round(step * 0.8, 1),
        most,
        f"{_short(first)}有 {before} 个单位不符合，{_short(last)}有 {now} 个",
    )


def changes(ledger: Ledger, *, unit: str | None = None) -> Changes | None:
    """Return what changed since the night before, of all units or of one; None when there is no night before."""
    past = ledger.past
    if past is None or len(past.nights) < 2:  # noqa: PLR2004 - tonight and one before
        return None
    every = past.states if unit is None else ledger.states_of.get(unit, ())
    states = [each for each in every if each.state in _NEWS and each.turned]
    states.sort(key=lambda each: _NEWS.index(each.state))
    counted = Counter(each.state for each in states)
    told = [news for each in states[:_MOST_NEWS] if (news := _news(ledger, each)) is not None]
    return Changes(
        compared=day(past.nights[-2].as_of) or "",
        counts=tuple((STATES[each], counted[each]) for each in _NEWS if counted[each]),
        news=tuple(told),
        left=max(0, len(states) - _MOST_NEWS),
    )


def state_word(ledger: Ledger, findings: Iterable[str]) -> str:
    """Return what became of a cell's findings since the night before, in words for a table cell."""
    past = ledger.past
    if past is None or len(past.nights) < 2:  # noqa: PLR2004 - as above
        return ""
    states = {ledger.states[each].state for each in findings if each in ledger.states}
    if not states & set(_NEWS):
        return STATES[State.UNCHANGED] if states else ""
    return "、".join(STATES[each] for each in _NEWS if each in states)


def _nights(ledger: Ledger) -> Sequence[Night]:
    return () if ledger.past is None else ledger.past.nights[-_MOST:]


def _trend(series: Sequence[tuple[date, Standing]]) -> Trend | None:
    if len(series) < 2:  # noqa: PLR2004 - one night is no course
        return None
    step = _WIDTH / (len(series) - 1)
    runs: list[list[tuple[float, float, float]]] = [[]]
    for place, (_, standing) in enumerate(series):
        if standing.lowest is None or standing.highest is None:
            runs.append([])
        else:
            runs[-1].append((round(place * step, 1), _height(standing.lowest), _height(standing.highest)))
    drawn = [run for run in runs if len(run) > 1]
    rows = [_row(when, standing) for when, standing in series[-_ROWS:]]
    return Trend(
        first=_short(series[0][0]),
        last=_short(series[-1][0]),
        bands=tuple(
            _points([(x, high) for x, _, high in run] + [(x, low) for x, low, _ in run[::-1]]) for run in drawn
        ),
        lines=tuple(_points([(x, low) for x, low, _ in run]) for run in drawn),
        dots=tuple((run[0][0], run[0][1]) for run in runs if len(run) == 1),
        spoken="，".join(f"{_short(when)}得分 {_score(standing)}" for when, standing in (series[0], series[-1])),
        rows=tuple(reversed(rows)),
    )


def _row(when: date, standing: Standing) -> TrendRow:
    coverage = "—" if standing.coverage is None else f"{standing.coverage:.0%}"
    return TrendRow(_short(when), _score(standing), coverage, standing.counts.get(Verdict.FAIL, 0))


def _score(standing: Standing) -> str:
    if standing.lowest is None or standing.highest is None:
        return "—"
    low, high = points(standing.lowest), points(standing.highest)
    return low if low == high else f"{low}–{high}"


def _height(score: float) -> float:
    return round(_FULL - min(max(score, 0.0), _FULL), 1)


def _points(corners: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def _short(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _news(ledger: Ledger, state: FindingState) -> News | None:
    finding = ledger.findings.get(state.id)
    if finding is None:
        return None
    unit = ledger.units.get(state.unit)
    return News(
        state=STATES[state.state],
        kind=state.state.value,
        verdict=finding.verdict,
        unit=line(unit.name if unit else state.unit),
        number=line(state.requirement, 64),
        title=finding_title(finding),
        href=names.finding_page(finding.id),
        since=day(state.since),
    )
