"""Dates as Chinese pages write them, in text and in addresses."""

# ruff: noqa: E501  # a row of markup reads best whole

from datetime import date

import pytest

from crawler.extract.dates import date_in, month_days, only_date, url_day, url_month, with_year_of, written_dates

JULY_5 = date(2021, 7, 5)

WRITTEN = [
    "2021-07-05", "2021-7-5", "2021/7/5", "2021/07/05", "2021.07.05", "2021.7.5", "2021年7月5日", "2021年07月05日 16:30", "2021 年 7 月 5 日",
    "[2021-07-05]", "（2021-07-05）", "二〇二一年七月五日", "二○二一年七月五日", "二零二一年七月五日", "2021-07-05  10∶08", "2021-07-05 09时32分",
    "2021-07-05T10:00:00+08:00", "2021-07-0509:32", "发布时间:2021-07-05来源:市府办", "2021-07-05 16:30:12.0", "2021年7月5号", "2021—07—05",
    "2021－07－05", "2021年7月5日星期一",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_written_date(text: str) -> None:
    assert [found.value for found in written_dates(text)] == [JULY_5]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇一九年十二月三十一日", date(2019, 12, 31)),
        ("二○二〇年十月十日", date(2020, 10, 10)),
        ("二〇二〇年二月二十九日", date(2020, 2, 29)),
        ("2009.7.22-8.4", date(2009, 7, 22)),
        ("1996年02月09日", date(1996, 2, 9)),
    ],
)
def test_other_written_dates(text: str, value: date) -> None:
    assert written_dates(text)[0].value == value


NO_DATE = [
    "2021-13-05", "2021-02-30", "2021年第7期", "12021-07-05", "2021-07-251", "0760-88331234", "第2021号", "10:08:05", "3.14.15", "2021-2025",
    "2021年7月", "粤ICP备20210705号", "192.168.2021.1.1", "1821-07-05", "2021年2月29日", "2.2021.7.5%",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert written_dates(text) == ()


def test_several_dates_stand_in_order() -> None:
    found = written_dates("自二〇二一年七月五日至2021年8月6日，2021-09-07止")
    assert [item.value for item in found] == [JULY_5, date(2021, 8, 6), date(2021, 9, 7)]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("[2021-07-05]", True),
        ("2021-07-05 16:30 星期一", True),
        ("发布日期：2021-07-05 来源：本网", False),
        ("2021-07-05至2021-08-05", False),
    ],
)
def test_only_date(text: str, alone: bool) -> None:
    assert (only_date(text) is not None) is alone


def test_compact_dates_are_read_only_where_a_date_is_due() -> None:
    assert date_in("20210705") == JULY_5
    assert written_dates("20210705") == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/202107/t20210705_123.html", JULY_5),
        ("/art/2021/7/5/art_12377_1486865.html", JULY_5),
        ("/zhengce/content/2021-07/05/content_5359620.htm", JULY_5),
        ("/xwfb/20210705/d4d847dcf3f64fcab102cf5a65656891.html", JULY_5),
        ("/2021/0705/c123.html", JULY_5),
        ("/gkmlpt/content/0/508/post_508890.html", None),
        ("/202113/t20211345_1.html", None),
        ("/yaowen/202504/content_7018361.htm", None),
    ],
)
def test_day_in_address(path: str, value: date | None) -> None:
    assert url_day("http://www.zean.test" + path) == value


def test_month_in_address() -> None:
    assert url_month("http://x.test/tjgb/201705/9c059bf058ef4db8b3c8f920e22186fe.shtml") == (2017, 5)
    assert url_month("http://x.test/tjgb/201799/9c05.shtml") is None


@pytest.mark.parametrize(
    ("path", "month", "day", "value"),
    [
        ("/202107/t20210705_1.html", 7, 5, JULY_5),
        ("/202101/t20210104_1.html", 12, 29, date(2020, 12, 29)),
        ("/202012/t20201231_1.html", 1, 4, date(2021, 1, 4)),
        ("/202107/abc.html", 7, 5, JULY_5),
        ("/show.jsp?id=3", 7, 5, None),
        ("/202107/t20210705_1.html", 1, 4, None),
        ("/202102/t20210228_1.html", 2, 29, None),
    ],
)
def test_a_day_without_year_gets_one_only_from_its_own_address(
    path: str, month: int, day: int, value: date | None
) -> None:
    assert with_year_of("http://www.zean.test" + path, month, day) == value


def test_month_days() -> None:
    assert [(found.month, found.day) for found in month_days("[07-05] 7月26日前 12/31")] == [(7, 5), (7, 26), (12, 31)]
