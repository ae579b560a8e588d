"""Labels in a text speak of other things; those above and below it are the document's."""

# ruff: noqa: E501  # a row of markup reads best whole

from datetime import date

import pytest

from crawler.extract import read_page
from crawler.markup import open_source
from crawler.model import DocumentRead

TITLE = "云河县中小学校服采购项目更正公告"
PROSE = "<p>根据政府采购有关规定，现将采购文件的更正事项公告如下，请各潜在供应商知悉并按更正后的内容编制响应文件，其他事项不变。</p>"


def read(
    text: str, *, line: str = "2021-07-05 10:22", title: str = TITLE, window: str = "云河县人民政府"
) -> DocumentRead:
    page = (
        f"<html><head><title>{window}</title></head><body><div class='nav'><a href='/'>首页</a></div><div class='con'>"
        f"<div class='t'>{title}</div><div class='info'>{line}</div><div class='content'>{PROSE}{text}</div></div></body></html>"
    )
    return read_page(open_source(page.encode(), url="http://www.yunhe.test/cg/71.html")).document


OF_OTHERS = {
    "earlier notice": "<p>首次公告日期：2021年6月1日</p>",
    "quoted notice": f"<p>原公告情况</p><p>公告日期：2021年6月1日</p>{PROSE}",
    "last line": "<p>公告时间：2021年6月1日</p>",
    "whom to ask": "<p>1.采购人信息</p><p>名 称：云河县教育局</p><p>地址：云河县人民路1号</p><p>2.采购代理机构信息</p><p>名 称：云河正信招标代理有限公司</p>",
    "party": "<table><tr><td>名称</td><td>云河县丰泰食品有限公司</td></tr><tr><td>法定代表人</td><td>张某</td></tr></table>",
    "department in a sentence": "<p>1.推进义务教育均衡发展。（责任部门：市教育局、市财政局）</p>",
    "department in a line": f"<p>责任部门：市教育局</p>{PROSE}",
    "columns of a table": "<table><tr><td>序号</td><td>文件名称</td><td>文号</td><td>制定机关</td><td>备注</td></tr><tr><td>1</td><td>关于加强公共厕所管理的通知</td><td>云政发〔2009〕12号</td><td>县政府</td><td>废止</td></tr></table>",
    "licence": "<p>药品名称：复方丹参片</p><p>批准文号：国药准字Z20013044</p><p>签发日期：2021年3月1日</p>",
    "another document": "<p>文件名称：关于加强公共厕所管理的通知</p><p>文号：云政发〔2009〕12号</p><p>制定机关：云河县人民政府</p><p>印发日期：2009-03-12</p><p>效力：废止</p>",
}


@pytest.mark.parametrize("line", ["2021-07-05 10:22", "发布时间：2021-07-05 10:22"])
@pytest.mark.parametrize("case", OF_OTHERS)
def test_labels_in_the_text_are_of_others(case: str, line: str) -> None:
    document = read(OF_OTHERS[case], line=line)
    assert (document.title, document.published, document.disputed_by) == (TITLE, date(2021, 7, 5), ())
    facts = (document.number, document.index, document.issued, document.publisher, document.status)
    assert facts == (None, None, None, None, None)


def test_a_table_of_facts_may_stand_below_the_text() -> None:
    facts = "<table><tr><td>索引号</td><td>YH001-2021-0071</td><td>文号</td><td>云政发〔2021〕7号</td></tr><tr><td>发布机构</td><td>云河县人民政府</td><td>成文日期</td><td>2021-07-01</td></tr></table>"
    document = read(facts)
    assert (document.index, document.number, document.publisher) == (
        "YH001-2021-0071",
        "云政发〔2021〕7号",
        "云河县人民政府",
    )
    assert document.issued == date(2021, 7, 1)


def test_day_and_source_may_close_the_text() -> None:
    document = read("<p>信息来源：县采购中心</p><p>发布时间：2021-07-05</p>", line="责任编辑：李某")
    assert (document.published, document.source) == (date(2021, 7, 5), "县采购中心")


NUMBERS = {
    "关于印发公共厕所管理办法的通知（云政发〔2021〕7号）": "云政发〔2021〕7号",
    "关于印发《公共厕所管理办法》的通知(云政发[2021]7号)": "云政发[2021]7号",
    "《公共厕所管理办法》（云政发〔2021〕7号）": None,
    "一图读懂公共厕所管理办法（云政发〔2021〕7号）": None,
    "公共厕所管理办法（第7号）": None,
}


@pytest.mark.parametrize("title", NUMBERS)
def test_the_number_behind_a_title(title: str) -> None:
    assert read("", title=title, window=f"{title}_云河县人民政府").number == NUMBERS[title]


def test_a_sentence_is_no_index_number() -> None:
    page = "<title>公共厕所管理办法_云河县人民政府</title><h1>索 引 号：</h1><p>第一条 根据有关法律，制定本办法。</p>"
    assert read_page(open_source(page.encode(), url="http://www.yunhe.test/a.html")).document.index is None


BEGINNINGS = {
    "law": "<p>发布日期：2019-04-23</p><p>实施日期：2019-04-23</p><p>颁布单位：全国人民代表大会常务委员会</p>",
    "law in a table": "<table><tr><td>发布部门</td><td>全国人大常委会</td><td>发布日期</td><td>2019-04-23</td></tr><tr><td>实施日期</td><td>2019-04-23</td><td>时效性</td><td>现行有效</td></tr></table>",
    "weather": "<p>预报发布时间：2021年6月4日17时</p><p>发布单位：县气象台</p>",
    "meeting": "<p>时间：2021年6月20日上午9:00</p><p>地点：县行政中心三楼</p>",
    "speech": "<p>（2021年6月1日）</p><p>县长　李某某</p>",
}
PAGE_LINES = {
    "label": "<span>发布时间：2021-07-05 10:22</span><span>来源：县采购中心</span>",
    "day and source": "2021年7月5日 星期一 来源：县采购中心",
    "clock": "县采购中心 2021/07/05 10:22:00",
    "counter": "2021-07-05　浏览次数：<i></i>",
    "day alone": "[ 2021-07-05 ]",
}


@pytest.mark.parametrize("line", PAGE_LINES)
@pytest.mark.parametrize("case", BEGINNINGS)
def test_a_text_may_begin_with_labels(case: str, line: str) -> None:
    document = read(BEGINNINGS[case] + PROSE, line=PAGE_LINES[line])
    assert (document.title, document.published, document.disputed_by) == (TITLE, date(2021, 7, 5), ())
    assert document.publisher is None


def test_a_day_under_the_title_is_not_that_of_the_page() -> None:
    document = read("", line="（2021年6月1日）</div><div class='info'>2021-07-05 10:22　来源：县采购中心")
    assert (document.published, document.disputed_by) == (date(2021, 7, 5), ())


def test_who_signs_is_no_title_though_it_begins_with_the_name() -> None:
    text = "<p>　　经研究，现予通告。</p><p>云河县人民政府</p><p>2021年7月2日</p>"
    title = "云河县人民政府关于禁止燃放烟花爆竹的通告"
    document = read(text, line="2021-07-05　来源：县府办", title=title)
    assert (document.title, document.published, document.issued) == (title, date(2021, 7, 5), date(2021, 7, 2))


@pytest.mark.parametrize("label", ["发文日期：2021-07-01", "更新时间：2021-11-20"])
def test_a_day_beside_the_source_is_surer_than_when_the_document_was_sent_or_changed(label: str) -> None:
    document = read("", line=f"2021-07-05　来源：县府办</div><div class='more'>{label} 文号：云政发〔2021〕7号")
    assert (document.published, document.disputed_by, document.number) == (date(2021, 7, 5), (), "云政发〔2021〕7号")
    assert document.issued == (date(2021, 7, 1) if "发文" in label else None)


def test_a_day_of_change_counts_where_that_of_publication_is_left_empty() -> None:
    assert read("", line="发布时间：　更新时间：2021-07-05　来源：县府办").published == date(2021, 7, 5)


def test_when_a_document_was_sent_is_a_fact_outside_the_text() -> None:
    line = "发布时间：2021-07-05 10:22</div><div>文号：云政发〔2021〕7号</div><div>发文日期：2021-07-01"
    document = read("", line=line)
    assert (document.published, document.disputed_by) == (date(2021, 7, 5), ())
    assert (document.number, document.issued) == ("云政发〔2021〕7号", date(2021, 7, 1))


ENCLOSED = {
    "enclosure": "<p>详见附件。</p><p>附件：<a href='a.pdf'>名单.pdf</a></p>",
    "picture": "<p><img src='/a/20210620.jpg' alt='现场'></p>",
    "results": "<table><tr><td>序号</td><td>姓名</td><td>成绩</td></tr><tr><td>1</td><td>王某</td><td>81.5</td></tr></table>",
    "licences": "<table><tr><td>序号</td><td>许可证号</td><td>发证日期</td><td>有效期至</td></tr><tr><td>1</td><td>SC11</td><td>2021-06-01</td><td>2026-06-01</td></tr></table>",
}
LAYOUTS = {
    "cells": "<table><tr><td align='center'><b>{0}</b></td></tr><tr><td align='center'>{1}</td></tr></table>",
    "lines": "<div>{0}</div><div>{1}</div>",
    "day above": "<div>{1}</div><h2>{0}</h2>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("signed", ["", "<p>云河县财政局</p><p>2021年7月2日</p>"])
@pytest.mark.parametrize("case", ENCLOSED)
@pytest.mark.parametrize("title", ["云河县2021年公开招聘教师成绩公告", "《公共厕所管理办法》解读"])
def test_a_document_of_hardly_any_words(title: str, case: str, signed: str, layout: str) -> None:
    head = LAYOUTS[layout].format(title, "2021年07月05日　来源：县府办")
    page = f"<title>云河县人民政府</title><div class='nav'><a href='/'>首页</a></div>{head}<div>{ENCLOSED[case]}{signed}</div>"
    document = read_page(open_source(page.encode(), url="http://www.yunhe.test/a.html")).document
    assert (document.title, document.published, document.disputed_by) == (title, date(2021, 7, 5), ())


def test_an_end_of_a_period_is_no_day_of_the_page() -> None:
    table = "<table><tr><td>开始时间</td><td>2021-07-06</td></tr><tr><td>结束时间</td><td>2021-08-05</td></tr></table>"
    page = f"<title>云河县人民政府</title><h2>{TITLE}</h2>{PROSE}{table}"
    assert read_page(open_source(page.encode(), url="http://www.yunhe.test/a.html")).document.published is None


@pytest.mark.parametrize("title", ["公示", "公告"])
def test_a_notice_may_be_called_that_and_no_more(title: str) -> None:
    document = read("", title=title)
    assert (document.title, document.published) == (title, date(2021, 7, 5))


@pytest.mark.parametrize("case", BEGINNINGS)
def test_a_table_of_facts_above_the_title_claims_no_label_of_the_text(case: str) -> None:
    facts = "<ul><li>索引号：YH001/2021-00071</li><li>发布机构：云河县人民政府</li><li>发布日期：2021-07-05</li></ul>"
    page = f"<title>云河县人民政府</title><div>{facts}<h2>{TITLE}</h2><div>{BEGINNINGS[case]}{PROSE}{PROSE}</div></div>"
    document = read_page(open_source(page.encode(), url="http://www.yunhe.test/a.html")).document
    assert (document.published, document.disputed_by, document.publisher) == (date(2021, 7, 5), (), "云河县人民政府")
