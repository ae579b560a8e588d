"""Days that a script writes at its own place are read there; what it decides by days is not."""

import pytest

from crawler.markup import open_source
from crawler.markup.written import written_day


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('document.write("2019-03-04 10:22:33".substring(0,10));', "2019-03-04"),
        ("var d='2021/3/4';document.write(d);", "2021/3/4"),
        ("document.write(formatDate('2021年3月4日'))", "2021年3月4日"),
        ('document.write("2019-03-04 ~ 2019-04-04")', None),
        ("document.write('2019-03-04');document.write('2019-04-04')", None),
        ("if(now()<'2021-04-04'){document.write('征集中')}", None),
        ("document.write(new Date()>new Date('2021-04-04')?'已结束':'征集中')", None),
        ("document.write('<img src=new.gif title=\"2021-04-04\">')", None),
        ("var d='2021-04-04';", None),
        ("document.write('2021-04-04');" + " " * 400, None),
    ],
)
def test_written_day(script: str, day: str | None) -> None:
    assert written_day(script) == day


def test_the_day_stands_where_the_script_stands() -> None:
    page = b'<p>A<script>document.write("2019-03-04")</script>B</p><p>C</p>'
    assert [block.text for block in open_source(page, url="").flow.blocks if block.raw] == ["A2019-03-04B", "C"]
