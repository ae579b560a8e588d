"""Small pages in the shape of plain government templates."""

from datetime import date, timedelta

HOST = "http://www.zean.test"
NAV = (("首页", "/"), ("工作动态", "/gzdt/"), ("政务公开", "/zwgk/"), ("办事服务", "/bsfw/"), ("政府网站", "/hdjl/"))


def nav(links: tuple[tuple[str, str], ...]) -> str:
    return (
        '<div class="nav"><ul>' + "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in links) + "</ul></div>"
    )


def page(
    *parts: str,
    name: str | None = None,
    crumb: tuple[str, ...] = (),
    links: tuple[tuple[str, str], ...] = NAV,
    foot: tuple[tuple[str, str], ...] = (),
) -> str:
    meta = f'<meta name="ColumnName" content="{name}">' if name else ""
    trail = f'<div class="position">当前位置：{" &gt; ".join(crumb)}</div>' if crumb else ""
    feet = "".join(f'<a href="{url}">{title}</a>' for title, url in foot)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="SiteName" content="泽安市某局">{meta}'
        f"<title>{name or '首页'}_泽安市某局</title></head><body><div class='header'><h1>泽安市某局</h1></div>"
        f"{nav(links)}{trail}<div class='main'>{''.join(parts)}</div>"
        f"<div class='footer'>主办单位：泽安市某局 {feet} 网站标识码：4498000001 泽ICP备2021000001号</div>"
        "</body></html>"
    )


def rows(items: list[tuple[str, str, date | None]]) -> str:
    lines = "".join(
        f'<li><a href="{url}" title="{title}">{title}</a>{f"<span>{day}</span>" if day else ""}</li>'
        for title, url, day in items
    )
    return f'<div class="list"><ul>{lines}</ul></div>'


def series(
    count: int, newest: date, every: int = 7, *, start: int = 0, folder: str = "/gzdt"
) -> list[tuple[str, str, date | None]]:
    return [
        (
            f"泽安市某局第{number}次组织开展安全生产专项检查工作的情况通报",
            f"{folder}/d{number}.html",
            newest - timedelta(days=every * number),
        )
        for number in range(start, start + count)
    ]


def home(*extra: tuple[str, str], blocks: str = "", foot: tuple[tuple[str, str], ...] = ()) -> str:
    news = rows(series(6, date(2022, 2, 10)))
    block = (
        f'<div class="box"><div class="tit"><h3>工作动态</h3><a class="more" href="/gzdt/">更多</a></div>{news}</div>'
    )
    return page(block, blocks, links=(*NAV, *extra), foot=foot)


def paging(current: int, pages: int, base: str) -> str:
    link = lambda number: f"{base}?page={number}"  # noqa: E731 - three uses in one line
    following = f'<a href="{link(current + 1)}">下一页</a>' if current < pages else "<span>下一页</span>"
    return f'<div class="page">共{pages}页 {following} <a href="{link(pages)}">尾页</a></div>'


def document(title: str, day: date, text: str = "") -> str:
    text = (
        text
        or "为进一步做好有关工作，现将有关情况通报如下。各有关单位要高度重视，认真组织实施，确保各项任务落到实处。" * 3
    )
    return page(
        f'<h2 class="title">{title}</h2><div class="info">发布时间：{day} 来源：泽安市某局</div>'
        f'<div class="content"><p>{text}</p></div>',
        name="工作动态",
    )
