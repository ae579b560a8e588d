"""Durations, dates with several readings, and differences of texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.coverage import address, on_roster
from checks.durations import Duration, DurationUnit, months_later
from checks.regulations.difference import differences, only_end_missing, plain_title
from checks.timing import Timing, readings, timing, told_date
from crawler.model import Article, DateRead, Precision, ReadFrom, Site
from rules.calendar import StatutoryCalendar

CALENDAR = StatutoryCalendar()
DAY, WORKING_DAY, MONTH = DurationUnit.DAY, DurationUnit.WORKING_DAY, DurationUnit.MONTH


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2021-11-30", 15, DAY, "2021-12-15"),
        ("2021-12-31", 1, DAY, "2022-01-01"),
        ("2021-01-31", 1, MONTH, "2021-02-28"),
        ("2020-01-31", 1, MONTH, "2020-02-29"),
        ("2021-11-30", 3, MONTH, "2022-02-28"),
        ("2021-07-05", 10, WORKING_DAY, "2021-07-19"),
        ("2021-07-05", 30, WORKING_DAY, "2021-08-16"),
        ("2020-01-20", 7, WORKING_DAY, "2020-02-06"),
        ("2021-12-31", 7, WORKING_DAY, "2022-01-12"),
        ("9999-12-30", 15, DAY, "9999-12-31"),
        ("9999-12-30", 1, MONTH, "9999-12-31"),
    ],
)
def test_limit_ends_on(start: str, value: int, unit: DurationUnit, end: str) -> None:
    """The golden vectors of NORMS 0, and months by day number."""
    limit = Duration(value=value, unit=unit)
    assert date.fromisoformat(end) == limit.end(date.fromisoformat(start), CALENDAR)


def test_limit_has_no_end_beyond_the_published_calendar() -> None:
    assert Duration(value=20, unit=WORKING_DAY).end(date(2031, 1, 1), CALENDAR) is None


@pytest.mark.parametrize(("unit", "words"), [(DAY, "15日"), (WORKING_DAY, "15个工作日"), (MONTH, "15个月")])
def test_limit_in_words(unit: DurationUnit, words: str) -> None:
    assert words == Duration(value=15, unit=unit).words


@given(st.dates(date(2006, 1, 1), date(2026, 6, 30)), st.integers(1, 60), st.sampled_from(list(DurationUnit)))
def test_whatever_began_before_the_earliest_start_is_over(as_of: date, value: int, unit: DurationUnit) -> None:
    """So a list read back to that day holds everything that may still be within the limit."""
    limit = Duration(value=value, unit=unit)
    before = date.fromordinal(limit.earliest_start(as_of).toordinal() - 1)
    end = limit.end(before, CALENDAR)
    assert end is None or end < as_of


@given(st.dates(), st.integers(-30000, 30000))
def test_months_later_never_leaves_the_range_of_dates(start: date, months: int) -> None:
    assert date.min <= months_later(start, months) <= date.max


DUE = date(2022, 1, 31)
AS_OF = date(2022, 2, 15)


@pytest.mark.parametrize(
    ("value", "precision", "disputed", "listed", "expected"),
    [
        ("2022-01-31", "day", (), None, Timing.IN_TIME),
        ("2022-02-01", "day", (), None, Timing.LATE),
        ("2022-02-01", "month", (), None, Timing.LATE),
        ("2022-01-01", "month", (), None, Timing.IN_TIME),
        ("2022-01-01", "year", (), None, Timing.UNCLEAR),
        ("2021-01-01", "year", (), None, Timing.IN_TIME),
        ("2022-01-20", "day", ("meta 2022-02-10",), None, Timing.UNCLEAR),
        ("2022-01-20", "day", ("url 2022-01",), None, Timing.IN_TIME),
        ("2022-01-20", "day", ("something else",), None, Timing.UNCLEAR),
        ("2022-01-20", "day", ("meta 2022-13-45",), None, Timing.UNCLEAR),
        ("2022-01-20", "day", ("meta 2022-04-24",), None, Timing.FUTURE),
        ("2022-01-20", "day", (), "2022-02-03", Timing.UNCLEAR),
        ("2022-02-20", "day", (), None, Timing.FUTURE),
        (None, "day", (), "2022-02-03", Timing.LATE),
        (None, "day", (), None, Timing.UNKNOWN),
    ],
)
def test_timing(
    value: str | None, precision: str, disputed: tuple[str, ...], listed: str | None, expected: Timing
) -> None:
    """Only where every reading of a date leads to the same answer is there one."""
    read = DateRead(date.fromisoformat(value), Precision(precision), ReadFrom.LABEL, disputed) if value else None
    spans = readings(read, date.fromisoformat(listed) if listed else None)
    assert expected == timing(spans, deadline=DUE, as_of=AS_OF)


@pytest.mark.parametrize(
    ("read", "listed", "told"),
    [
        (None, None, "无法确定"),
        (None, date(2022, 1, 2), "2022年1月2日（列表所示）"),
        (DateRead(date(2022, 1, 2)), date(2022, 1, 2), "2022年1月2日"),
        (DateRead(date(2022, 1, 2)), date(2022, 1, 3), "2022年1月2日（另见列表所示2022年1月3日）"),
        (DateRead(date(2022, 1, 1), Precision.MONTH), None, "2022年1月"),
        (
            DateRead(date(2022, 1, 2), disputed_by=("meta 2022-04-24",)),
            None,
            "2022年1月2日（另见网页元数据2022-04-24）",
        ),
    ],
)
def test_date_is_told_with_its_contradictions(read: DateRead | None, listed: date | None, told: str) -> None:
    assert told == told_date(read, listed)


def articles(*texts: str) -> tuple[Article, ...]:
    labels = ("第一条", "第二条", "第三条", "第四条")
    return tuple(Article(label, text) for label, text in zip(labels, texts, strict=False))


OFFICIAL = articles("为了管理，制定本办法。", "罚款500元以上；情节严重的，加倍。", "自2022年1月1日起施行。")


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (OFFICIAL, []),
        (articles("为了管理,制定本办法.", "罚款５００元以上; 情节严重的,\n加倍。", "自 2022 年1月1日起施行。"), []),
        (
            articles("为了管理，制定本办法。", "罚款300元以上；情节严重的，加倍。", "自2022年1月1日起施行。"),
            ["第二条：网站“罚款300元以上；情节…”，正式版本“罚款500元以上；情节…”"],
        ),
        (
            articles("为了管理，制定本办法。", "", "自2022年1月1日起施行。"),
            ["第二条：网站“”，正式版本“罚款500元以上；情节严重的，加倍。”"],
        ),
        (
            OFFICIAL[:2] + articles("", "", "", "另行规定。")[3:],
            ["缺少第三条（正式版本：“自2022年1月1日起施行。”）", "多出第四条（网站：“另行规定。”），正式版本没有该条"],
        ),
        (tuple(Article(each.label.replace("第二条", "第 2 条"), each.text) for each in OFFICIAL), []),
    ],
)
def test_differences_are_told_where_the_texts_part(published: tuple[Article, ...], told: list[str]) -> None:
    assert told == [each.told for each in differences(published, OFFICIAL)]


def test_only_missing_end_is_told_from_a_hole() -> None:
    assert only_end_missing(differences(OFFICIAL[:2], OFFICIAL), OFFICIAL)
    assert not only_end_missing(differences(OFFICIAL[::2], OFFICIAL), OFFICIAL)
    assert not only_end_missing((), OFFICIAL)


TEXTS = st.text(alphabet="甲乙丙，。 　1１（", max_size=30)


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_differences_are_sentences_of_bounded_length(published: list[str], official: list[str]) -> None:
    found = differences(articles(*published), articles(*official))
    assert all(len(each.told) < 250 for each in found)
    assert not differences(articles(*official), articles(*official))


@given(TEXTS, TEXTS)
def test_two_wordings_are_told_apart(one: str, other: str) -> None:
    """What is shown of an article that differs is never the same on both sides, unless cut before the difference."""
    for each in differences(articles(one, "末条"), articles(other, "末条")):
        assert each.published != each.official


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("《绿地管理办法》", "绿地管理办法"),
        ("绿地管理办法（2021年修订）", "绿地管理办法"),
        ("绿地 管理办法(试行)", "绿地管理办法(试行)"),
        ("绿地管理办法（市政府令第31号）", "绿地管理办法"),
        ("", ""),
    ],
)
def test_title_without_its_wrapping(title: str, plain: str) -> None:
    assert plain == plain_title(title)


@pytest.mark.parametrize(
    ("url", "on"),
    [
        ("http://czj.zean.test/a", True),
        ("http://CZJ.zean.test/a", True),
        ("https://www.zean.test/czj/", True),
        ("http://czj.zean.test.evil.example/", False),
        ("http://czj.zean.test@evil.example/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_roster_hosts(url: str, on: bool) -> None:
    site = Site("czj", "市财政局网站", "http://czj.zean.test/", hosts=("www.zean.test",))
    assert on == on_roster(site, url)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://CZJ.zean.test", "http://czj.zean.test/"),
        ("http://czj.zean.test/a.html#top", "http://czj.zean.test/a.html"),
        ("http://czj.zean.test/a b?x=1", "http://czj.zean.test/ab?x=1"),
        ("http://[", "http://["),
    ],
)
def test_address_for_comparison(url: str, plain: str) -> None:
    assert plain == address(url)
