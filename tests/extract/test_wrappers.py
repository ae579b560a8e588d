"""Roles of parts of a page are not taken from wrappers around all of it."""

import pytest

from crawler.extract import read_page
from crawler.markup import Area, open_source

ROWS = "".join(f'<li><a href="{number}.html">关于公布第{number}批便民事项的公告</a></li>' for number in range(30))
PAGER = '<div class="pages"><a href="index_1.html">下一页</a></div>'


@pytest.mark.parametrize(
    "wrapper",
    ['<body class="list-page">', '<body><div class="page">', '<body><div id="nav-box" class="left"><div class="page">'],
)
def test_a_list_in_a_wrapper_called_page_is_read(wrapper: str) -> None:
    page = f"<html><head><title>公告</title></head>{wrapper}<ul>{ROWS}</ul>{PAGER}</body></html>"
    source = open_source(page.encode(), url="http://www.zean.test/gg/")
    assert len(read_page(source).listing.items) == 30
    pagers = [anchor.text for anchor in source.flow.anchors if anchor.area & Area.PAGER]
    assert pagers == ["下一页"]


def test_a_small_page_may_be_all_menu() -> None:
    page = '<body class="nav"><ul><li><a href="/a/">新闻</a></li><li><a href="/b/">公开</a></li></ul></body>'
    assert all(each.area & Area.NAVIGATION for each in open_source(page.encode(), url="").flow.anchors)
