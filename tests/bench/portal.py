"""A generated portal: 60 navigation links on every page, lists of 20, documents, pages of 20 kB."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from crawler.model import ColumnWanted, DocumentsWanted, Reading, Site, SiteWanted

COLUMNS = 59
PER_LIST = 20
PAGE_BYTES = 20_000
NEWEST = date(2022, 2, 1)

_FIRST = [
    "财政",
    "民政",
    "教育",
    "卫生",
    "交通",
    "水务",
    "农业",
    "商务",
    "文化",
    "体育",
    "统计",
    "审计",
    "司法",
    "公安",
    "规划",
    "住建",
    "环境",
    "应急",
    "林业",
    "海洋",
]
_SECOND = ("动态", "公告", "文件")
_WORDS = [
    "各有关单位",
    "要认真",
    "落实",
    "本通知",
    "的各项",
    "要求",
    "进一步",
    "加强",
    "组织领导",
    "明确责任",
    "分工",
    "推进",
    "政务公开",
    "工作",
    "标准化",
    "规范化",
    "建设",
    "切实",
    "保障",
    "人民群众",
    "的知情权",
    "参与权",
    "表达权",
    "监督权",
    "根据",
    "国务院",
    "办公厅",
    "有关",
    "文件",
    "精神",
    "结合",
    "我市",
    "实际",
    "制定",
    "本实施方案",
    "请遵照",
    "执行",
    "现将",
    "有关事项",
    "通知如下",
    "一是",
    "二是",
    "三是",
    "提高",
    "服务",
    "水平",
    "优化",
    "营商",
    "环境",
    "促进",
    "经济",
    "社会",
    "发展",
]
_STYLE = (
    "<style>"
    + ".nav li{float:left;width:8.3%}.list li{line-height:32px;border-bottom:1px dashed #ccc}" * 8
    + "</style>"
)


@dataclass(frozen=True)
class Portal:
    """How many pages in all (home page, list pages, documents), spread over 59 columns."""

    pages: int

    @property
    def documents(self) -> tuple[int, ...]:
        """How many documents each column holds, so that home, list pages and documents add up to `pages`."""
        left = self.pages - 1
        counts = []
        for column in range(COLUMNS):
            share = left // (COLUMNS - column)
            documents = next(each for each in range(share, 0, -1) if each + _lists(each) <= share)
            counts.append(documents)
            left -= documents + _lists(documents)
        if left:
            # What does not fit a whole share goes to the columns whose last list page has room for one more.
            for column in range(COLUMNS):
                if left and counts[column] % PER_LIST:
                    counts[column] += 1
                    left -= 1
        if left:
            raise ValueError(f"{self.pages} pages cannot be spread evenly")
        return tuple(counts)

    def wanted(self, home: str, name: str = "bench") -> SiteWanted:
        """All columns, all list pages, all documents: as much as following every link."""
        everything = (DocumentsWanted(Reading.DOCUMENT, limit=self.pages),)
        columns = tuple(
            ColumnWanted(f"column-{number}", (title,), since=date(1990, 1, 1), documents=everything)
            for number, title in enumerate(titles())
        )
        return SiteWanted(Site(name, f"测试市门户网站{name}", home), columns)

    def write(self, folder: Path) -> None:
        """Write all pages below `folder`."""
        chance = random.Random(20220215)  # noqa: S311 - the same portal every time
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "robots.txt").write_text("User-agent: *\nDisallow: /search/\n", encoding="utf-8")
        (folder / "index.html").write_text(_page("测试市人民政府门户网站", "", _home(chance), chance), encoding="utf-8")
        for number, (title, count) in enumerate(zip(titles(), self.documents, strict=True)):
            place = folder / f"c{number:02d}"
            place.mkdir()
            trail = (
                f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/c{number:02d}/">{title}</a></div>'
            )
            names = [_title(title, each, chance) for each in range(count)]
            for page in range(_lists(count)):
                shown = list(enumerate(names))[page * PER_LIST : (page + 1) * PER_LIST]
                file = place / ("index.html" if page == 0 else f"index_{page}.html")
                body = trail + _list(number, shown, page, _lists(count))
                file.write_text(_page(title, trail, body, chance), encoding="utf-8")
            for each, name in enumerate(names):
                body = trail + _document(name, each, chance)
                (place / f"t{each}.html").write_text(_page(name, trail, body, chance), encoding="utf-8")


def titles() -> tuple[str, ...]:
    """The names of the 59 columns; with the home page they are the 60 links of the navigation."""
    return tuple(first + second for second in _SECOND for first in _FIRST)[:COLUMNS]


def day(number: int) -> date:
    """The day of a column's document: a list is in order, newest first."""
    return NEWEST - timedelta(days=number)


def _lists(documents: int) -> int:
    return -(-documents // PER_LIST)


def _navigation() -> str:
    links = '<li><a href="/">首页</a></li>' + "".join(
        f'<li><a href="/c{number:02d}/" target="_blank">{title}</a></li>' for number, title in enumerate(titles())
    )
    return f'<div class="header"><ul class="nav">{links}</ul></div>'


def _page(title: str, _trail: str, body: str, chance: random.Random) -> str:
    head = (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>{title}_测试市人民政府门户网站</title>"
        f"<meta name='SiteName' content='测试市人民政府门户网站'>{_STYLE}</head><body>{_navigation()}"
    )
    foot = (
        '<div class="footer"><p>主办单位：测试市人民政府办公室　网站标识码：4420000001</p>'
        "<p>粤ICP备12345678号　粤公网安备 44200002442000号</p></div></body></html>"
    )
    short = PAGE_BYTES - len((head + body + foot).encode())
    # Documents are long by their text; on lists and the home page it is scripts that weigh.
    fill = f"<script>var stat='{chance.randbytes(max(short - 60, 0) // 2).hex()}';</script>" if short > 100 else ""
    return head + body + fill + foot


def _home(chance: random.Random) -> str:
    return "".join(f'<div class="block"><h2>{title}</h2><p>{_sentence(chance)}</p></div>' for title in titles()[:6])


def _title(column: str, number: int, chance: random.Random) -> str:
    return f"测试市关于{chance.choice(_WORDS)}{chance.choice(_WORDS)}{column}第{number + 1}号事项的通知"


def _list(column: int, items: list[tuple[int, str]], page: int, pages: int) -> str:
    rows = "".join(
        f'<li><a href="/c{column:02d}/t{number}.html" title="{name}">{name}</a><span>{day(number)}</span></li>'
        for number, name in items
    )
    following = f'<a href="/c{column:02d}/index_{page + 1}.html">下一页</a>' if page + 1 < pages else ""
    return f'<div class="list"><ul>{rows}</ul></div><div class="page">共{pages}页 {following}</div>'


def _sentence(chance: random.Random) -> str:
    return "".join(chance.choices(_WORDS, k=12)) + "。"


def _document(name: str, number: int, chance: random.Random) -> str:
    text = "".join(f"<p>　　{''.join(_sentence(chance) for _ in range(4))}</p>\n" for _ in range(22))
    return (
        f'<div class="article"><h1>{name}</h1><div class="info">发布时间：{day(number)} 10:20 '
        f'来源：测试市人民政府办公室 【字体：大 中 小】</div><div class="content">{text}</div></div>'
    )
