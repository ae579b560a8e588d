"""Every member of every closed set has its Chinese word, and every verdict can be told without colour."""

import re
from enum import StrEnum
from importlib.resources import files

import pytest

from checks import Reason, Verdict
from checks.wording import OUTCOMES, PLACES
from crawler.model import Body, Fault, Kind, Outcome, Place
from reports import wording
from reports.views.pieces import param_rows, percent, score_view
from rules.difference import Cause
from rules.history import State
from rules.model import Observability
from rules.result import Score

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CSS = files("reports").joinpath("static", "report.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS))


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (Reason, wording.REASONS),
        (Outcome, OUTCOMES),
        (Place, PLACES),
        (Fault, wording.FAULTS),
        (Kind, wording.KINDS),
        (Observability, wording.OBSERVABILITY),
        (Body, wording.BODIES),
        (Cause, wording.CAUSES),
        (State, wording.STATES),
    ],
)
def test_every_member_has_a_chinese_word_of_its_own(members: type[StrEnum], words: dict[StrEnum, str]) -> None:
    assert set(words) == set(members)
    assert all(CHINESE.search(word) for word in words.values())
    assert len(set(words.values())) == len(words)


def test_every_verdict_has_word_symbol_and_meaning() -> None:
    assert set(wording.VERDICTS) == set(Verdict)
    symbols = [each.symbol for each in wording.VERDICTS.values()]
    assert len(set(symbols)) == len(symbols)
    assert all(len(each.encode("gb2312")) == 2 for each in symbols)  # in every Chinese font
    assert len({each.short for each in wording.VERDICTS.values()}) == len(Verdict)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [(f"{each.value}-ink", each.value) for each in Verdict]
    + [(ink, ground) for ink in ("ink", "muted", "link", "seal") for ground in ("paper", "desk", "faint")],
)
def test_text_stands_out_from_its_ground(ink: str, ground: str) -> None:
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5  # WCAG 2.1 AA, 1.4.3


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0%"), (0.001, "1%"), (0.644, "64%"), (0.997, "99%"), (1, "100%"), (0.995, "99%")]
)
def test_only_a_whole_is_shown_as_a_hundred_per_cent(share: float, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("score", "text", "left", "width"),
    [
        (Score(58.2, 81.4, 0.6), "58.2–81.4", 58.2, 23.2),
        (Score(80, 80, 1), "80", 80, 0),
        (Score(-12, 140, 0.5), "-12–140", 0, 100),
        (Score(None, None, None, "分值待核"), "—", 0, 0),
    ],
)
def test_a_score_is_shown_as_its_range(score: Score, text: str, left: float, width: float) -> None:
    shown = score_view(score)
    assert (shown.text, shown.left, shown.width) == (text, left, width)


def test_parameters_are_told_in_chinese() -> None:
    params = {
        "within": {"value": 15, "unit": "working-day"},
        "column": "consultation",
        "due": {"town": None, "department": "2022-01-31"},
        "parts": ["reach", "site-address"],
    }
    assert param_rows(params) == (
        ("栏目", "意见征集"),
        ("截止日期", "部门 2022-01-31；镇街 未规定"),
        ("检查内容", "IPv6 可访问、网站地址解析"),
        ("期限", "15 个工作日"),
    )
