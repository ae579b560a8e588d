"""Lines of the page crossed with texts that begin with days of their own: a day is right, or none is told."""

# ruff: noqa: E501  # a row of markup reads best whole

from datetime import date
from itertools import product

import pytest

from crawler.extract import read_page
from crawler.markup import open_source

TITLE = "云河县生态环境局关于纺织印染项目环境影响评价文件受理情况的公告"
PROSE = "<p>为进一步规范建设项目环境影响评价管理，保障公众对环境保护的参与权、知情权和监督权，现将受理的环境影响评价文件有关情况予以公告。</p>"
LINES = (
    "发布时间：2021-07-05",
    "来源：市局 发布日期：2021-07-05",
    "时间：2021-07-05",
    "2021-07-05",
    "2021-07-05 10:22",
    "2021-07-05 | 市局 | 浏览 35",
    "[2021-07-05]",
    "2021年7月5日",
    "2021年7月5日 来源：市局",
    "【信息时间：2021/7/5 阅读次数：42】",
)
TEXTS = (
    "",
    "<p>公示日期：2021年7月1日</p>",
    "<p>公示时间：2021年7月1日至2021年7月9日</p>",
    "<p>发布日期：2021年7月1日</p>",
    "<p>时间：2021年7月1日上午9时</p>",
    "<p>（2021年7月1日县政府第3次常务会议通过）</p>",
    f"<p align=center>{TITLE}</p><p align=center>（2021年7月1日）</p>",
    f"<p align=center>{TITLE}</p><p align=center>发布日期：2021年7月1日</p>",
    "<p>印发日期：2021年7月1日</p>",
    "<table><tr><td>文件名称</td><td>发布日期</td></tr><tr><td>某办法</td><td>2021-07-01</td></tr></table>",
)
LAYOUTS = (
    '<div class="t">{title}</div><div class="i">{line}</div><div class="c">{text}</div>',
    '<div class="c"><h1>{title}</h1><div class="i">{line}</div>{text}</div>',
    '<div class="c"><p align=center>{title}</p><p align=center>{line}</p>{text}</div>',
    "<table><tr><td>{title}</td></tr><tr><td>{line}</td></tr><tr><td>{text}</td></tr></table>",
    '<h1>{title}<br><span>{line}</span></h1><div class="c">{text}</div>',
)


def read(line: str, text: str, layout: str) -> tuple[str | None, date | None, tuple[str, ...]]:
    page = layout.format(title=TITLE, line=line, text=text + 2 * PROSE + "<p>2021年7月2日</p>")
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class=nav><a href='/'>首页</a></div>{page}</body></html>"
    )
    document = read_page(open_source(page.encode(), url="http://hb.yunhe.test/hp/1.html")).document
    return document.title, document.published, document.disputed_by


@pytest.mark.parametrize("line", LINES)
def test_a_day_of_the_text_is_never_that_of_the_page(line: str) -> None:
    for text, layout in product(TEXTS, LAYOUTS):
        title, published, disputed = read(line, text, layout)
        assert title == TITLE, (text, layout)
        assert published in {date(2021, 7, 5), None}, (text, layout, disputed)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("line", LINES)
def test_the_day_of_the_page_is_read_where_the_text_has_none(line: str, layout: str) -> None:
    assert read(line, "", layout)[1] == date(2021, 7, 5)
