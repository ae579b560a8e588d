"""Documents: dates, titles, header facts, status, attachments and text, in the forms in which sites print them."""

# ruff: noqa: E501  # a row of markup reads best whole

from datetime import date

import pytest

from crawler.extract.documents.document import read_document
from crawler.markup import open_source
from crawler.model import DocumentRead, Precision, ReadFrom

URL = "http://www.zean.test/zwgk/content/post_1234.html"
TITLE = "泽安市人民政府关于印发市政府工作规则的通知"
TEXT = (
    "<p>各镇人民政府、街道办事处，市政府各部门、各直属机构：</p><p>现将《泽安市人民政府工作规则》印发给你们，请认真贯彻执行。"
    "本规则自2021年8月1日起施行，2016年3月2日印发的规则同时废止。</p><p>市政府及其组成人员要依法履行职责，推进政务公开，接受监督。</p>"
)
MENU = "<div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a></div>"
FOOT = "<div class='footer'>版权所有 泽安市人民政府 2019-2022 备案时间：2018-01-02 粤ICP备12345678号</div>"


def read(main: str, *, head: str = "", url: str = URL) -> DocumentRead:
    page = f"<html><head><title>{TITLE}_泽安市人民政府</title>{head}</head><body>{MENU}{main}{FOOT}</body></html>"
    return read_document(open_source(page.encode(), url=url))


def article(line: str, *, text: str = TEXT) -> str:
    return f"<div class='article'><h1>{TITLE}</h1>{line}<div class='content'>{text}</div></div>"


LINES = {
    "one line": "<div class='info'>发布时间：2021-07-05 16:30 来源：市政府办公室 浏览次数：12</div>",
    "source first": "<div>来源：市政府办公室　　发布日期：2021年07月05日</div>",
    "sibling spans": "<div><span>发布时间：</span><span>2021-07-05</span><span>来源：</span><span>市政府办公室</span></div>",
    "glued spans": "<div><span>来源：市政府办公室</span><span>发布时间：2021-07-05</span></div>",
    "label and value on lines": "<div><label>时间：<span>\n2021-07-05</span></label><label>来源：<span>市政府办公室</span></label></div>",
    "definition list": "<dl><dt>发布日期：</dt><dd>2021-07-05</dd><dt>来源：</dt><dd>市政府办公室</dd></dl>",
    "brackets": "<div>【发布时间：2021-07-05】【来源：市政府办公室】【字体：大 中 小】</div>",
    "square brackets": "<div>[ 发布日期：2021/7/5 ] [ 来源：市政府办公室 ]</div>",
    "ratio sign": "<div>日期∶2021-07-05  10∶08 来源∶市政府办公室</div>",
    "clock in Chinese": "<div>发布时间：2021-07-05 09时32分 来源：市政府办公室</div>",
    "no label": "<div>2021-07-05 12:40 来源：市政府办公室</div>",
    "no label, alone": "<div>(2021-07-05)</div><div>来源：市政府办公室</div>",
    "no label, last": "<div>来源：市政府办公室　2021年7月5日</div>",
    "separated by bars": "<div>市政府办公室 | 发布：2021-07-05 | 来源：市政府办公室</div>",
    "Chinese numerals": "<div>发布日期：二〇二一年七月五日 来源：市政府办公室</div>",
    "Chinese numerals with circles": "<div>发布日期：二○二一年七月五日 来源：市政府办公室</div>",
    "blanks in the label": "<div>发 布 时 间： 2021-07-05 来 源： 市政府办公室</div>",
    "dots": "<div>发表时间：2021.07.05 信息来源：市政府办公室</div>",
    "updated only": "<div>更新时间：2021-07-05 来源：市政府办公室</div>",
    "updated later": "<div>更新时间：2022-01-01 发布时间：2021-07-05 来源：市政府办公室</div>",
    "bold labels": "<div><b>发布时间</b>：2021-07-05 <b>来源</b>：市政府办公室</div>",
    "persons before the date": "<div>来源：市政府办公室 撰稿：张三 编辑：李四 审核：王五 2021年07月05日 16:30</div>",
    "spans without colons": "<div><span>时间</span><span>2021-07-05</span><span>来源</span><span>市政府办公室</span></div>",
    "with author": "<div>作者：张三 来源：市政府办公室 时间：2021-07-05 点击：<script>document.write(1)</script></div>",
}


@pytest.mark.parametrize("line", LINES)
def test_publication_date_and_source_are_read(line: str) -> None:
    document = read(article(LINES[line]))
    assert document.published == date(2021, 7, 5)
    assert document.source == "市政府办公室"
    assert document.title == TITLE
    assert document.disputed_by == ()


@pytest.mark.parametrize(
    ("behind", "source"),
    [
        ("市政府办公室　【打印】 【关闭】", "市政府办公室"),
        ("市政府办公室 [打印本页] [关闭窗口]", "市政府办公室"),
        ("<span>市政府办公室</span> <span>打印</span> <span>分享</span>", "市政府办公室"),
        ("市政府办公室 大 中 小", "市政府办公室"),
        ("市政府办公室 A+ A-", "市政府办公室"),
        ("市政府办公室 听全文", "市政府办公室"),
        ("市政府办公室 我要纠错", "市政府办公室"),
        ("<span></span> 【<span>打印</span>】", None),
        ("<span>无</span> 收藏本页", None),
        ("<span>市政府办公室</span><span class='hidden'>市政府办公室</span>", "市政府办公室"),
        ("泽安日报（记者 张三）", "泽安日报（记者 张三）"),
        ("（综合）新华社", "（综合）新华社"),
        ("（泽安日报）", "泽安日报"),
        ("市下载中心", "市下载中心"),
        ("分享泽安", "分享泽安"),
    ],
)  # fmt: skip
def test_a_source_ends_where_the_tools_of_the_page_begin(behind: str, source: str | None) -> None:
    document = read(article(f"<div>发布时间：2021-07-05 来源：{behind}</div>"))
    assert (document.source, document.published) == (source, date(2021, 7, 5))


TABLES = {
    "gov.cn": """<table><tr><td><b>索 引 号：</b></td><td>000014349/2021-00230</td><td><b>主题分类：</b></td><td>综合政务</td></tr>
      <tr><td><b>发文机关：</b></td><td>泽安市人民政府</td><td><b>成文日期：</b></td><td>2021年07月01日</td></tr>
      <tr><td><b>标　　题：</b></td><td colspan=3>{t}</td></tr>
      <tr><td><b>发文字号：</b></td><td>泽府〔2021〕12号</td><td><b>发布日期：</b></td><td>2021年07月05日</td></tr></table>""",
    "without colons": """<table><tr><th>索引号</th><td>000014349/2021-00230</td><th>发布机构</th><td>泽安市人民政府</td></tr>
      <tr><th>文号</th><td>泽府〔2021〕12号</td><th>成文日期</th><td>2021-07-01</td></tr>
      <tr><th>名称</th><td>{t}</td><th>发布日期</th><td>2021-07-05</td></tr></table>""",
    "list": """<ul><li><label>索引号：</label>000014349/2021-00230</li><li><label>发布机构：</label>泽安市人民政府</li>
      <li><label>文号：</label>泽府〔2021〕12号</li><li><label>生成日期：</label>2021-07-01</li><li><label>公开日期：</label>2021-07-05</li></ul>""",
    "strong": """<p><strong>索引号</strong>：000014349/2021-00230</p><p><strong>发布机构</strong>：泽安市人民政府</p><p><strong>名称</strong>：{t}</p>
      <p><strong>文号</strong>：泽府〔2021〕12号</p><p><strong>成文日期</strong>：2021年07月01日</p><p><strong>发布日期</strong>：2021年07月05日</p>""",
    "spans": """<div><span class='l'>索引号:</span><span class='v'>000014349/2021-00230</span><span class='l'>发文机构:</span>
      <span class='v'>泽安市人民政府</span><span class='l'>发文字号:</span><span class='v'>泽府〔2021〕12号</span>
      <span class='l'>成文日期:</span><span class='v'>2021-07-01</span><span class='l'>发布时间:</span><span class='v'>2021-07-05 08:00:01</span></div>""",
    "one cell a pair": """<table><tr><td>索引号：000014349/2021-00230</td><td>分类：通知</td></tr><tr><td>发布机构：泽安市人民政府</td><td>成文日期：2021-07-01</td></tr>
      <tr><td>文号：泽府〔2021〕12号</td><td>发布日期：2021-07-05</td></tr><tr><td>有效期：</td><td></td></tr></table>""",
    "dl": """<dl><dd><label>索 引 号：</label><div>000014349/2021-00230</div></dd><dd><label>发布机构：</label><div>泽安市人民政府</div></dd>
      <dd><label>发文字号：</label><div>泽府〔2021〕12号</div></dd><dd><label>成文日期：</label><div>2021-07-01</div></dd>
      <dd><label>发文日期：</label><div>2021-07-05</div></dd></dl>""",
}


@pytest.mark.parametrize("table", TABLES)
def test_header_tables_are_read(table: str) -> None:
    document = read(TABLES[table].format(t=TITLE) + article(""))
    assert document.index == "000014349/2021-00230"
    assert document.number == "泽府〔2021〕12号"
    assert document.publisher == "泽安市人民政府"
    assert document.issued == date(2021, 7, 1)
    assert document.published == date(2021, 7, 5)
    assert document.read_from is ReadFrom.LABEL
    assert document.title == TITLE


NO_DATE = {
    "banner of today": "<div>今天是2021年7月5日 星期一</div>",
    "footer only": "",
    "deadline": "<div>征集时间：2021-07-05 至 2021-08-05</div>",
    "span of days": "<div>时间：2021.7.5-8.4 来源：市府办</div>",
    "validity": "<div>有效期至：2021-07-05</div>",
    "empty label": "<div>发布时间： 来源：</div>",
    "impossible day": "<div>发布时间：2021-02-30</div>",
    "made, not published": "<div>成文日期：2021-07-05</div>",
    "an event in a short first line": "<p>2021年7月5日，市长视察防汛工作。</p>",
    "an event without a full stop": "<p>2021年7月5日上午市长视察防汛工作</p>",
    "adopted": "<p>（2021年7月5日市政府第3次常务会议通过）</p>",
    "effective date": "<div>实施日期：2021年7月5日</div>",
    "related list": "",
}


@pytest.mark.parametrize("line", NO_DATE)
def test_other_dates_are_never_the_publication_date(line: str) -> None:
    related = "<div class='xgwz'><ul><li><a href='/a/1.html'>关于另一件事情的通知公告</a><span>2020-01-02</span></li>"
    related += "<li><a href='/a/2.html'>关于第三件事情的通知公告</a><span>2020-01-03</span></li></ul></div>"
    document = read(article(NO_DATE[line]) + related)
    assert document.published is None
    assert document.title == TITLE


META = "<meta name='PubDate' content='{}'><meta name='ArticleTitle' content='" + TITLE + "'>"
DISPUTES = {
    "template rebuilt": (META.format("2022-04-24 10:00:43"), URL, ("meta 2022-04-24",)),
    "address": ("", "http://www.zean.test/zwgk/202107/t20210702_99.html", ("url 2021-07-02",)),
    "month in the address": (
        "",
        "http://www.zean.test/zwgk/202108/36796cdc82d04268913f2884cf2fe579.shtml",
        ("url 2021-08",),
    ),
    "both": (
        META.format("2022-04-24"),
        "http://www.zean.test/art/2021/7/6/art_1_2.html",
        ("meta 2022-04-24", "url 2021-07-06"),
    ),
}


@pytest.mark.parametrize("case", DISPUTES)
def test_the_visible_date_wins_and_contradictions_are_named(case: str) -> None:
    head, url, disputed = DISPUTES[case]
    document = read(article("<div>发布时间：2021-07-05</div>"), head=head, url=url)
    assert document.published == date(2021, 7, 5)
    assert document.disputed_by == disputed


@pytest.mark.parametrize(
    ("head", "url", "read_from"),
    [
        (META.format("2021-07-05 09:53"), URL, ReadFrom.META),
        (META.format("2021年07月05日"), URL, ReadFrom.META),
        ("<META NAME='pubdate' CONTENT='2021/7/5'>", URL, ReadFrom.META),
        ("<meta name='firstpublishedtime' content='2021-07-05-16:36:00'>", URL, ReadFrom.META),
        ("", "http://www.zean.test/zwgk/202107/t20210705_99.html", ReadFrom.URL),
        ("<meta name='PubDate' content='null'>", "http://www.zean.test/art/2021/7/5/art_1_2.html", ReadFrom.URL),
    ],
)
def test_without_a_visible_date_tags_and_address_speak(head: str, url: str, read_from: ReadFrom) -> None:
    document = read(article(""), head=head, url=url)
    assert (document.published, document.read_from) == (date(2021, 7, 5), read_from)


def test_a_tag_that_repeats_the_generation_time_is_no_publication_date() -> None:
    head = META.format("2022-04-24 10:00:43") + "<meta name='others' content='页面生成时间 2022-04-24 10:00:43'>"
    assert read(article(""), head=head).published is None
    visible = read(article("<div>发布日期：2021-07-05</div>"), head=head)
    assert (visible.published, visible.disputed_by) == (date(2021, 7, 5), ("meta 2022-04-24",))


def test_a_date_printed_below_the_text_counts() -> None:
    labelled = read(article("") + "<div class='info'>发布时间：2021-07-05 来源：市府办</div>")
    assert (labelled.published, labelled.read_from) == (date(2021, 7, 5), ReadFrom.LABEL)
    alone = read(article("", text=TEXT + "<p>（2021-07-05）</p>"))
    assert (alone.published, alone.read_from) == (date(2021, 7, 5), ReadFrom.TEXT)


def test_a_clock_time_gives_minute_precision() -> None:
    assert read(article("<div>发布时间：2021-07-05 16:30</div>")).precision is Precision.MINUTE
    assert read(article("<div>发布时间：2021-07-05</div>")).precision is Precision.DAY


NUMBERS = {
    "red head line": ("", "<p>泽府办〔2021〕33号</p>" + TEXT, "泽府办〔2021〕33号"),
    "none stated": ("<div>文号：无 发布日期：2021-07-05</div>", TEXT, None),
    "order": ("<div>发文字号：泽安市人民政府令第12号 发布日期：2021-07-05</div>", TEXT, "泽安市人民政府令第12号"),
    "in running text only": (
        "",
        "<p>根据国办发〔2020〕1号文件精神，结合我市实际，制定本规则，请遵照执行。</p>" + TEXT,
        None,
    ),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_document_numbers(case: str) -> None:
    line, text, number = NUMBERS[case]
    assert read(article(line, text=text)).number == number


def test_sign_off_date_is_the_day_it_was_made() -> None:
    text = TEXT + "<p style='text-align:right'>泽安市人民政府</p><p style='text-align:right'>2021年7月1日</p>"
    document = read(article("<div>发布时间：2021-07-05</div>", text=text))
    assert (document.published, document.issued) == (date(2021, 7, 5), date(2021, 7, 1))


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("<div>发布日期：2021-07-05 有效性：有效</div>", "有效"),
        ("<div>发布日期：2021-07-05 效力状态：已废止</div>", "已废止"),
        ("<div>发布日期：2021-07-05</div><p>【已失效】</p>", "失效"),
        ("<div>发布日期：2021-07-05</div><p style='display:none'><img src='fz.png'></p>", None),
        ("<div>发布日期：2021-07-05</div>", None),
    ],
)
def test_status(line: str, status: str | None) -> None:
    assert read(article(line)).status == status


def test_attachments_are_files_of_the_document_only() -> None:
    text = (
        TEXT
        + "<p><a href='./P020210705.docx'>附件1：工作规则.docx</a></p><p><a href='/download?id=3'>附件2：图解.pdf</a></p>"
        + "<p><a href='/zwgk/'>政务公开</a></p><p><a href='./P020210705.docx'>附件1：工作规则.docx</a></p>"
    )
    document = read("<div class='nav'><a href='/help.pdf'>使用手册</a></div>" + article("", text=text))
    assert [(link.title, link.url) for link in document.attachments] == [
        ("附件1：工作规则.docx", "http://www.zean.test/zwgk/content/P020210705.docx"),
        ("附件2：图解.pdf", "http://www.zean.test/download?id=3"),
    ]


def test_text_is_the_document_without_menu_header_line_and_footer() -> None:
    document = read(article("<div>发布时间：2021-07-05</div>"))
    assert document.text.startswith("各镇人民政府")
    assert document.text.endswith("接受监督。")


TITLE_FORMS = {
    "h1": f"<h1>{TITLE}</h1>",
    "class title": f"<div class='title'>{TITLE}</div>",
    "h4": f"<h4>{TITLE}</h4>",
    "broken into lines": "<h1>泽安市人民政府<br>关于印发市政府工作规则的通知</h1>",
    "cell": f"<table><tr><td class='bt'>{TITLE}</td></tr></table>",
}


@pytest.mark.parametrize("form", TITLE_FORMS)
@pytest.mark.parametrize(
    "window", [f"{TITLE}_泽安市人民政府门户网站", "泽安市人民政府", "", f"泽安市人民政府门户网站 {TITLE}", "正文"]
)
def test_title(form: str, window: str) -> None:
    page = (
        f"<html><head><title>{window}</title></head><body>{MENU}<div>{TITLE_FORMS[form]}<div>发布时间：2021-07-05 来源：市府办</div>"
        f"<div class='TRS_Editor'>{TEXT}</div></div>{FOOT}</body></html>"
    )
    assert read_document(open_source(page.encode(), url=URL)).title == TITLE


LAYOUTS = {
    "cells": "<table><tr><td align=center><font size=5><b>{t}</b></font></td></tr><tr><td align=center>2021-07-05&nbsp;阅读次数：33</td></tr>"
    "<tr><td>{x}</td></tr></table>",
    "classes": "<div class='bt'>{t}</div><div>2021-07-05 16:30</div><div class='nr'>{x}</div>",
    "nothing but order": "<div>{t}</div><div>（2021-07-05）</div><div>{x}</div>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("window", ["通知公告_泽安市人民政府", "泽安市人民政府", TITLE])
def test_title_and_date_without_headings_and_labels(layout: str, window: str) -> None:
    page = f"<html><head><title>{window}</title></head><body>{MENU}{LAYOUTS[layout].format(t=TITLE, x=TEXT)}{FOOT}</body></html>"
    document = read_document(open_source(page.encode(), url="http://www.zean.test/show.asp?id=3"))
    assert (document.title, document.published, document.read_from) == (TITLE, date(2021, 7, 5), ReadFrom.HEADER)


MONTHS = {
    "发布时间：2021年7月": "2021-07-01",
    "发布日期：2021-07": "2021-07-01",
    "<span>发布时间：</span><span>2021年7月</span>": "2021-07-01",
}


@pytest.mark.parametrize("line", MONTHS)
def test_a_month_without_a_day_is_published_within_that_month(line: str) -> None:
    document = read(article(f"<div>{line}</div>"))
    assert (str(document.published), document.precision) == (MONTHS[line], Precision.MONTH)
    assert document.read_from is ReadFrom.LABEL


@pytest.mark.parametrize(
    ("head", "disputed"),
    [("<meta name='PubDate' content='2021-07-28'>", False), ("<meta name='PubDate' content='2022-04-24'>", True)],
)
def test_a_day_within_the_month_does_not_contradict_it(head: str, disputed: bool) -> None:
    document = read(article("<div>发布时间：2021年7月</div>"), head=head, url="http://www.zean.test/zwgk/show.html")
    assert bool(document.disputed_by) is disputed


@pytest.mark.parametrize(
    "line", ["发布时间：3天前", "发布时间：昨天 16:30", "发布时间：今天", "发布时间：2021年7月至8月"]
)
def test_a_day_told_from_another_is_no_date(line: str) -> None:
    """The day of fetching is no fact of the page: what is counted from it stays unknown."""
    assert read(article(f"<div>{line}</div>"), url="http://www.zean.test/zwgk/show.html").published is None
