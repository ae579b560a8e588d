"""The main list of a page, in the forms in which government sites write lists."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest

from crawler.extract.lists.listing import read_listing
from crawler.markup import open_source
from crawler.model import ListingRead

URL = "http://www.zean.test/zwgk/tzgg/index.html"
MENU = """<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/hdjl/">互动交流</a></li><li><a href="/zwfw/">政务服务</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="./">通知公告</a></div>"""
FOOT = """<div class="footer"><a href="http://www.gov.cn/">中国政府网</a><a href="http://www.gd.gov.cn/">广东省人民政府</a>
主办：泽安市人民政府办公室 粤ICP备12345678号 网站标识码 4490000001 2021年</div>"""
TITLES = (
    "泽安市人民政府关于印发市政府工作规则的通知",
    "泽安市2021年重点项目计划公告",
    "关于召开2021年3月1日听证会的公告",
    "关于开展安全生产大检查的通知",
)
DATES = ("2021-07-05", "2021-06-30", "2021-03-01", "2021-02-28")


def read(main: str, url: str = URL, *, menu: str = MENU) -> ListingRead:
    page = f"<html><head><title>通知公告-泽安市人民政府</title></head><body>{menu}{main}{FOOT}</body></html>"
    return read_listing(open_source(page.encode(), url=url))


def rows(template: str, *, dates: tuple[str, ...] = DATES) -> str:
    """`template` repeated for each title: {t} title, {d} date, {y} {m} {n} its parts, {u} address, {s} short title."""
    out = []
    for number, (title, shown) in enumerate(zip(TITLES, dates, strict=True)):
        year, month, day = DATES[number].split("-")
        url = f"./{year}{month}/t{year}{month}{day}_{1000 + number}.html"
        out.append(template.format(t=title, d=shown, y=year, m=month, n=day, u=url, s=title[:14] + "..."))
    return "\n".join(out)


FORMS = {
    "span after the link": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>") + "</ul>",
    "span before the link": "<ul>" + rows("<li><span>{d}</span><a href='{u}'>{t}</a></li>") + "</ul>",
    "em after the link": "<ul>" + rows("<li><em>{d}</em><a href='{u}'>{t}</a></li>") + "</ul>",
    "i in brackets": "<ul>" + rows("<li><a href='{u}'>{t}</a><i>[{d}]</i></li>") + "</ul>",
    "b": "<ul>" + rows("<li><a href='{u}'>{t}</a><b>{d}</b></li>") + "</ul>",
    "date as text after the link": "<ul>" + rows("<li>·<a href='{u}'>{t}</a>&nbsp;&nbsp;({d})</li>") + "</ul>",
    "date inside the link": "<ul>"
    + rows("<li><a href='{u}'><span>{t}</span><span class='fr'>{d}</span></a></li>")
    + "</ul>",
    "date first inside the link": "<ul>" + rows("<li><a href='{u}'><i>{d}</i>{t}</a></li>") + "</ul>",
    "cut text with title attribute": "<ul>"
    + rows("<li><a href='{u}' title='{t}'>{s}</a><span>{d}</span></li>")
    + "</ul>",
    "table rows": "<table>" + rows("<tr><td>·</td><td><a href='{u}'>{t}</a></td><td>{d}</td></tr>") + "</table>",
    "a table for each row": rows("<table width='100%'><tr><td><a href='{u}'>{t}</a></td><td>[{d}]</td></tr></table>"),
    "definition list": "<dl>" + rows("<dd><a href='{u}'>{t}</a><span>{d}</span></dd>") + "</dl>",
    "dt and dd": rows("<dl><dt><a href='{u}'>{t}</a></dt><dd>{d}</dd></dl>"),
    "divs": "<div class='list'>"
    + rows("<div class='item'><a href='{u}'>{t}</a><div class='date'>{d}</div></div>")
    + "</div>",
    "paragraphs": "<div>" + rows("<p><a href='{u}'>{t}</a> {d}</p>") + "</div>",
    "flat with line breaks": "<div>" + rows("<a href='{u}'>{t}</a> <span>{d}</span><br>") + "</div>",
    "flat, date first": "<div>" + rows("<span>{d}</span> <a href='{u}'>{t}</a><br>") + "</div>",
    "column name before the title": "<ul>"
    + rows("<li>[<a href='/zwgk/tzgg/'>通知公告</a>] <a href='{u}'>{t}</a><span>{d}</span></li>")
    + "</ul>",
    "picture and text links": "<ul>"
    + rows(
        "<li><a href='{u}'><img src='a.jpg' alt='图'></a><h3><a href='{u}'>{t}</a></h3><p>摘要</p><span>{d}</span></li>"
    )
    + "</ul>",
    "summary and details link": "<ul>"
    + rows(
        "<li><h4><a href='{u}'>{t}</a></h4><p>为贯彻落实有关规定，现将有关事项通知如下，请认真执行。<a href='{u}'>[详细]</a></p><span>发布时间：{d}</span></li>"
    )
    + "</ul>",
    "one link around a row with a summary": "<ul>"
    + rows(
        "<li><a href='{u}' title='{t}'><h3>{t}</h3><p>为贯彻落实有关规定，现将有关事项通知如下，请认真执行。</p><span>{d}</span></a></li>"
    )
    + "</ul>",
    "labelled date": "<ul>" + rows("<li><a href='{u}'>{t}</a><p>来源：市政府办 发布时间：{d}</p></li>") + "</ul>",
    "with a clock": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>{d} 16:30:00</span></li>") + "</ul>",
    "lists of two rows": "<div>"
    + "".join(
        "<ul class='l'>" + part + "</ul>"
        for part in (rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>|").split("|"))
    )
    + "</div>",
    "index number and publisher columns": "<table><tr><th>名称</th><th>索引号</th><th>发布机构</th><th>发布日期</th></tr>"
    + rows("<tr><td><a href='{u}'>{t}</a></td><td>000014348/2020-35428</td><td>市教育局</td><td>{d}</td></tr>")
    + "</table>",
    "second-hand rows in comments": "<ul><!-- <li><a href='x.html'>旧的一条通知公告</a><span>2001-01-01</span></li> -->"
    + rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>")
    + "</ul>",
    "beside a side list": "<div class='left'><h3>热点</h3><ul>"
    + "<li><a href='/a/t20210101_1.html'>市长热线</a><span>2021-01-01</span></li>" * 2
    + "</ul></div><div class='right'><ul>"
    + rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>")
    + "</ul></div>",
    "onclick rows": "<ul>"
    + rows("<li onclick=\"go()\"><a href='{u}' target='_blank'>{t}</a><font color='#999'>{d}</font></li>")
    + "</ul>",
    "day over year and month": "<ul>"
    + rows("<li><div class='time'><b>{n}</b><span>{y}-{m}</span></div><a href='{u}'>{t}</a></li>")
    + "</ul>",
    "month and day over year": "<ul>"
    + rows("<li><div class='time'><b>{m}-{n}</b><span>{y}</span></div><a href='{u}'>{t}</a></li>")
    + "</ul>",
    "day, then year and month in the link": "<ul>"
    + rows("<li><a href='{u}'><div><h2>{n}</h2><p>{y}.{m}</p></div><div><h3>{t}</h3></div></a></li>")
    + "</ul>",
    "without year, address names it": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>[{m}-{n}]</span></li>") + "</ul>",
    "slashes": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>{y}/{m}/{n}</span></li>") + "</ul>",
    "Chinese date": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>{y}年{m}月{n}日</span></li>") + "</ul>",
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_are_read_with_title_address_and_date(form: str) -> None:
    read_rows = read(FORMS[form])
    assert [(item.title, str(item.date)) for item in read_rows.items] == list(zip(TITLES, DATES, strict=True))
    assert read_rows.items[0].url == "http://www.zean.test/zwgk/tzgg/202107/t20210705_1000.html"


UNDATED = {
    "titles only": "<ul>" + rows("<li><a href='{u}'>{t}</a></li>") + "</ul>",
    "clicks instead of dates": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>点击：12</span></li>") + "</ul>",
    "day without year, address names none": "<ul>"
    + rows("<li><a href='show.jsp?id={n}'>{t}</a><span>[{m}-{n}]</span></li>")
    + "</ul>",
    "spans of days": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>{y}.7.22-8.4</span></li>") + "</ul>",
    "days told from today": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>3天前</span></li>") + "</ul>",
    "words for days": "<ul>" + rows("<li><a href='{u}'>{t}</a><span>昨天 10:{m}</span></li>") + "</ul>",
    "a date in the title only": "<ul>"
    + rows("<li><a href='{u}'>关于2021年7月5日停水停电及道路施工的公告{n}</a></li>")
    + "</ul>",
}


@pytest.mark.parametrize("form", UNDATED)
def test_a_list_without_certain_dates_has_items_without_dates(form: str) -> None:
    items = read(UNDATED[form]).items
    assert len(items) == 4
    assert {item.date for item in items} == {None}


def test_an_undated_row_among_dated_ones_stays_an_item() -> None:
    main = (
        "<ul>"
        + rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>")
        + "<li><a href='x.html'>一条没有日期的通知公告</a></li></ul>"
    )
    items = read(main).items
    assert len(items) == 5
    assert items[-1].date is None


@pytest.mark.parametrize(
    "main",
    [
        "",
        "<p>栏目建设中</p>",
        "<div class='nav'><ul>" + "<li><a href='/a/'>栏目</a></li>" * 9 + "</ul></div>",
        "<div class='page'><a href='index_1.html'>下一页</a><a href='index_2.html'>尾页</a></div>",
    ],
)
def test_a_page_without_rows_has_no_items(main: str) -> None:
    assert read(main).items == ()


PAGING = {
    "words": ("<div class='page'>共3页 共52条 <a href='index_1.html'>下一页</a></div>", 3, 52),
    "script variables": ("<script>var countPage = 4; var currentPage=0;</script>", 4, None),
    "jquery": ("<script>$('.pagination').pagination({totalPage: 54, showPageNum: 5});</script>", 54, None),
    "TRS": ("<script>createPageHTML(12, 0, 'index', 'html');</script>", 12, None),
    "last link": ("<a href='index_1.html'>下一页</a><a href='index_55.html'>尾页</a>", 56, None),
    "last link with a field": ("<a href='list.jsp?page=2'>下一页</a><a href='list.jsp?page=9'>末页</a>", 9, None),
    "fraction": ("<div>第 1/7 页 共 135 条记录</div>", 7, 135),
}


@pytest.mark.parametrize("form", PAGING)
def test_paging_facts_are_read(form: str) -> None:
    pager, pages, total = PAGING[form]
    listing = read("<ul>" + rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>") + "</ul>" + pager)
    assert (listing.pages, listing.total) == (pages, total)


def test_the_year_of_the_next_group_is_not_taken_for_a_row() -> None:
    group = "<div><span>{y}</span><ul><li><a href='/{y}07/t{y}0703_1.html'>泽安市人民政府{y}年工作公告全文</a><i>07-03</i></li></ul></div>"
    items = read(group.format(y=2021) + group.format(y=2020)).items
    assert [str(item.date) for item in items] == ["2021-07-03", "2020-07-03"]


def test_links_to_other_hosts_and_files_are_items() -> None:
    main = """<ul><li><a href="https://mp.weixin.qq.com/s/abc">一图读懂泽安市实施方案</a><span>2021-07-05</span></li>
    <li><a href="/attach/1.pdf">2020年政府信息公开工作年度报告</a><span>2021-01-20</span></li></ul>"""
    assert [item.url for item in read(main).items] == [
        "https://mp.weixin.qq.com/s/abc",
        "http://www.zean.test/attach/1.pdf",
    ]


def test_a_list_printed_twice_for_phones_is_read_once() -> None:
    part = "<ul>" + rows("<li><a href='{u}'>{t}</a><span>{d}</span></li>") + "</ul>"
    assert len(read(f"<div class='pc'>{part}</div><div class='wap'>{part}</div>").items) == 4


HEADED = "<h3>{0}年</h3><ul>{1}</ul>"
NO_YEAR = "<li><a href='show.jsp?id={0}'>泽安市人民政府第{0}号工作公告全文</a><span>[{1}]</span></li>"


def year_groups(*groups: tuple[str, tuple[str, ...]], form: str = HEADED) -> list[str]:
    """The dates read off groups of rows without years under headings."""
    parts = [form.format(year, "".join(NO_YEAR.format(f"{year}{day}", day) for day in days)) for year, days in groups]
    return [str(item.date) for item in read("<div class='list'>" + "".join(parts) + "</div>").items]


def test_the_year_that_heads_a_group_is_its_rows_year() -> None:
    assert year_groups(("2021", ("12-30", "07-05")), ("2020", ("07-03", "01-02"))) == [
        *("2021-12-30", "2021-07-05", "2020-07-03", "2020-01-02"),
    ]


UNCERTAIN_YEARS = {
    "rows over a turn of the year": (("2021", ("01-05", "12-30", "12-28")),),
    "a group without rows, as in a row of tabs": (("2021", ()), ("2020", ("07-03", "01-02"))),
    "the same year twice": (("2021", ("07-05", "07-03")), ("2021", ("06-05", "06-03"))),
    "no year": (("本", ("07-05", "07-03")),),
}


@pytest.mark.parametrize("case", UNCERTAIN_YEARS)
def test_a_heading_that_is_not_certain_gives_no_year(case: str) -> None:
    assert set(year_groups(*UNCERTAIN_YEARS[case])) == {"None"}


def test_a_heading_contradicted_by_an_address_gives_no_year() -> None:
    main = (
        "<div><h3>2021年</h3><ul><li><a href='show.jsp?id=1'>泽安市人民政府第一号工作公告</a><i>07-05</i></li>"
        "<li><a href='/a/t20190703_1.html'>泽安市人民政府第二号工作公告</a><i>07-03</i></li></ul></div>"
    )
    assert [str(item.date) for item in read(main).items] == ["None", "2019-07-03"]


COLUMNS = {
    "mailbox: the answer's day": (("标题", "来信时间", "回复时间"), ("2021-07-01", "2021-07-05"), "2021-07-05"),
    "answer before question": (("标题", "答复日期", "留言日期"), ("2021-07-05", "2021-07-01"), "2021-07-05"),
    "made and published": (("名称", "成文日期", "发布日期"), ("2021-06-01", "2021-07-05"), "2021-07-05"),
    "published and valid until": (("名称", "发布日期", "有效期至"), ("2021-07-05", "2026-07-05"), "2021-07-05"),
    "published and in force": (("名称", "公布日期", "施行日期"), ("2021-07-05", "2021-09-01"), "2021-07-05"),
    "published and closing": (("名称", "发布时间", "截止时间"), ("2021-07-05", "2021-08-05"), "2021-07-05"),
    "closing only": (("名称", "截止时间", "状态"), ("2021-08-05", "进行中"), "None"),
    "heads that say nothing": (("名称", "一", "二"), ("2021-07-01", "2021-07-05"), "2021-07-05"),
    "in force, told by no head but the row's label": (("名称", "", ""), ("", "施行日期：2021-09-01"), "None"),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_column_heads_say_which_date_is_the_rows(case: str) -> None:
    heads, cells, wanted = COLUMNS[case]
    head = "<tr>" + "".join(f"<th>{each}</th>" for each in heads) + "</tr>"
    body = "".join(
        f"<tr><td><a href='/a/{number}.html'>关于某某路段交通安全问题的来信{number}</a></td>"
        + "".join(f"<td>{each}</td>" for each in cells)
        + "</tr>"
        for number in range(3)
    )
    assert [str(item.date) for item in read(f"<table>{head}{body}</table>").items] == [wanted] * 3


def test_a_date_behind_an_element_with_another_date() -> None:
    """Text behind an inner element belongs to the outer one, which began earlier: dates are not in order of nodes."""
    assert read("<a href=/v><div>一<a href=/>二</div>2020年7月2</a>8月2日", menu="").items == ()


@pytest.mark.parametrize("links", [1, 12])
def test_many_dates_around_a_few_links_are_no_rows(links: int) -> None:
    dates = "".join(f"<i>2021-07-{day % 28 + 1:02}</i> " for day in range(3000))
    assert {item.date for item in read(f"<div>{dates}</div>" + "<a href='/a'>市政府公告全文</a>" * links).items} <= {
        None
    }
