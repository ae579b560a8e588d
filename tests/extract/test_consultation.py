"""Consultations: what a page is, until when it takes comments, and what came of it."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import read_page
from crawler.extract.interaction.closing import LONGEST, closing_date
from crawler.extract.interaction.consultation import (
    names_feedback,
    names_notice,
    read_consultation,
    read_consultation_text,
)
from crawler.extract.interaction.pairing import opened_page
from crawler.extract.regulations.regulation import read_regulation
from crawler.markup import open_source
from crawler.model import DateRead, Precision

PAGES = Path(__file__).resolve().parents[1] / "pages" / "consultation"
PUBLISHED = DateRead(date(2021, 10, 8))
NOVEMBER_7 = date(2021, 11, 7)


@pytest.mark.parametrize(
    ("sentence", "closes"),
    [
        ("征求意见时间为2021年10月8日至11月7日。", NOVEMBER_7),
        ("征求意见时间：2021年10月8日—2021年11月7日", NOVEMBER_7),
        ("征求意见时间为２０２１年１０月８日至１１月７日", NOVEMBER_7),
        ("意见征集时间：2021-10-08 09:00 至 2021-11-07 18:00", NOVEMBER_7),
        ("征集时间：2021/10/08 ~ 2021/11/07", NOVEMBER_7),
        ("征集时间：[2021-10-08] 至 [2021-11-07]", NOVEMBER_7),
        ("征集时间：【2021年10月8日】—【2021年11月7日】", NOVEMBER_7),
        ("公示时间为2021年10月8日至14日，期间可提出意见", date(2021, 10, 14)),
        ("时间：10月8日起至11月7日止，欢迎提出意见", NOVEMBER_7),
        ("征求意见期间：2021年12月20日至1月19日", date(2022, 1, 19)),
        ("公开征求意见，即日起至11月7日止。", NOVEMBER_7),
        ("截止日期：2021-11-07", NOVEMBER_7),
        ("意见反馈截止时间为2021年11月7日17:00。", NOVEMBER_7),
        ("征求意见截止到11月7日。", NOVEMBER_7),
        ("结束时间：2021年11月07日", NOVEMBER_7),
        ("请于2021年11月7日前将书面意见反馈至我局。", NOVEMBER_7),
        ("请于11月7日（星期日）下班前反馈意见", NOVEMBER_7),
        ("请于2021年11月7日17:00之前将意见发送至邮箱", NOVEMBER_7),
        ("请在二〇二一年十一月七日前提出", NOVEMBER_7),
        ("自发布之日起30日内，可通过以下方式提出意见", NOVEMBER_7),
        ("征求意见期限为自本公告发布之日起三十日", NOVEMBER_7),
        ("自公告发布之日起一个月内提出意见", date(2021, 11, 8)),
        ("征求意见期限：2021年10月8日起30日", NOVEMBER_7),
        ("公示期为7天，如有意见请反馈", date(2021, 10, 15)),
        ("请各单位于10月20日前报送联系人，并于11月7日前反馈意见。", NOVEMBER_7),
        ("请于11月7日前反馈意见。\n第一条　为了听取意见。\n第二条　申报截止时间为2021年12月1日。", NOVEMBER_7),
        ("2021年9月1日我局听取了意见。请于2021年11月7日前提出。", NOVEMBER_7),
        ("期限自2021年10月8日至11月7日（30日）。", NOVEMBER_7),
        ("请于2021年11月7日（含）之前提出意见。", NOVEMBER_7),
        ("原定征求意见截止时间为2021年10月22日，现延长至2021年11月7日。", NOVEMBER_7),
        ("征求意见时间为2021年10月8日至10月22日。\n应部分群众要求，现将期限延长至11月7日。", NOVEMBER_7),
    ],
)
def test_closing_date(sentence: str, closes: date) -> None:
    found = closing_date(sentence.split("\n"), PUBLISHED)
    assert found.closes == closes
    assert found.quote


@pytest.mark.parametrize(
    ("sentence", "published", "why"),
    [
        ("", PUBLISHED, "nothing said"),
        ("请于11月7日前反馈意见", None, "no year and no date of publication"),
        ("请于11月7日前反馈意见", DateRead(date(2021, 10, 1), Precision.MONTH), "publication known to the month only"),
        (
            "请于11月7日前反馈意见",
            DateRead(date(2021, 10, 8), disputed_by=("meta 2020-10-08",)),
            "publication disputed",
        ),
        ("请于7月26日前反馈意见", PUBLISHED, "the day is past, or more than half a year off"),
        ("自发布之日起30个工作日内提出意见", PUBLISHED, "working days are the calendar's business"),
        ("自发布之日起30日内提出意见", None, "counted from a day that is not known"),
        ("请自收到本通知之日起15日内反馈意见", PUBLISHED, "counted from a day that is not known"),
        ("意见征集时间为2021年10月8日至11月7日；意见征集截止日期：2021年11月10日", PUBLISHED, "two days"),
        ("本办法自2021年11月1日起施行。", PUBLISHED, "the day it takes effect"),
        ("有效期限自2021年11月1日至2026年10月31日。", PUBLISHED, "the days it is in force"),
        ("听证会报名截止时间：2021年10月20日", PUBLISHED, "another deadline"),
        ("请于10月20日前反馈意见或者于11月7日前提交建议", PUBLISHED, "two days"),
        ("征求意见时间为2021年8月8日至9月7日", PUBLISHED, "closed before it was published"),
        ("征求意见时间为2021年13月8日至45日", PUBLISHED, "no such day"),
        ("征求意见时间为2021年11月7日至2021年10月8日", PUBLISHED, "ends before it begins"),
    ],
)
def test_uncertain_closing_date_is_none(sentence: str, published: DateRead | None, why: str) -> None:
    assert closing_date([sentence], published).closes is None, why


def test_a_label_takes_the_next_line() -> None:
    found = closing_date(["开始时间：", "2021-10-08", "截止时间：", "2021-11-07"], None)
    assert found.closes == NOVEMBER_7


@given(
    st.dates(date(2019, 1, 1), date(2030, 1, 1)),
    st.integers(1, LONGEST),
    st.sampled_from(
        [
            "征求意见时间为{o.year}年{o.month}月{o.day}日至{c.year}年{c.month}月{c.day}日",
            "征求意见时间：{o.year}年{o.month:02}月{o.day:02}日至{c.month:02}月{c.day:02}日。",
            "征集时间：{o:%Y-%m-%d} 至 {c:%Y-%m-%d}",
            "征集起止时间：{o:%Y/%m/%d}--{c:%Y/%m/%d}",
            "现向社会公开征求意见，请于{c.month}月{c.day}日前将意见反馈至我局",
            "意见截止日期为{c.year}年{c.month}月{c.day}日",
            "自发布之日起{n}日内提出意见",
        ]
    ),
)
def test_closing_dates_round_trip(opens: date, days: int, form: str) -> None:
    closes = opens + timedelta(days=days)
    sentence = form.format(o=opens, c=closes, n=days)
    assert closing_date([sentence], DateRead(opens)).closes == closes


@given(st.text(alphabet="0123456789年月日至到-/.:自起截止前意见征求个工作天（）二〇十 ", max_size=200))
def test_no_text_crashes(text: str) -> None:
    closing_date([text], PUBLISHED)
    read_consultation_text(text[:40], text, PUBLISHED)


def test_long_runs_of_digits_take_no_time() -> None:
    for unit in ("2021年1月1日", "一", "1月", "自起", "截止", "意见1-1-1至"):
        closing_date(["意见" + unit * 20_000], PUBLISHED)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于公开征求《泽安市意见反馈办法（征求意见稿）》意见的公告", "notice"),
        ("泽安市司法局关于征集2022年度政府规章立项建议的公告", "notice"),
        ("《泽安市停车管理办法（草案）》意见征集", "notice"),
        ("关于《泽安市停车管理办法》公开征求意见的通知", "notice"),
        ("关于《泽安市停车管理办法》公开征求意见采纳情况的公告", "feedback"),
        ("《泽安市停车管理办法》征求意见情况说明", "feedback"),
        ("关于《泽安市停车管理办法》公开征求意见的反馈", "feedback"),
        ("意见征集结果反馈", "feedback"),
        ("关于停车收费方案征集意见的反馈情况说明", "feedback"),
        ("泽安市2021年第三季度意见征集结果公告", "feedback"),
        ("关于拟录用人员的公示", None),
        ("翠湖街道绿化养护服务项目预中标结果公示", None),
        ("2020年度县本级预算执行审计结果公告", None),
        ("供水价格调整听证结果公告", "feedback"),
        ("《泽安市停车管理办法》意见征集结果公示", "feedback"),
        ("关于公开征集志愿者的公告", None),
        ("市人民政府对市十届人大四次会议第40号建议的答复", None),
        ("意见反馈", None),
        ("意见反馈渠道", None),
        ("", None),
    ],
)
def test_title(title: str, kind: str | None) -> None:
    assert (names_notice(title), names_feedback(title)) == (kind == "notice", kind == "feedback")


@pytest.mark.parametrize(
    ("text", "received", "adopted"),
    [
        ("公示期间共收到意见建议12条，采纳8条，未采纳4条。", 12, 8),
        ("征集到社会公众意见三条，其中采纳两条。", 3, 2),
        ("征集期间共收到社会公众提出的意见12人次35条，经研究采纳20条。", 35, 20),
        ("通过网站收到意见5条，通过邮件收到意见3条，共8条意见，采纳2条。", 8, 2),
        ("通过网站收到意见5条，通过邮件收到意见3条，采纳2条。", None, 2),
        ("征求意见期间，未收到任何反馈意见。", 0, None),
        ("公开征求意见期间共收集意见三十二条，其中采纳二十条。", 32, 20),
        ("共征集志愿者20名、项目3项。", None, None),
        ("通过网站收到意见5条，通过邮件收到意见3条，共收到8条意见，采纳2条。", 8, 2),
        ("本次共收到反馈意见1,204条，采纳120条。", 1204, 120),
        ("公开征求意见期间，没有单位和个人提出意见建议。", 0, None),
        ("公示期间无意见反馈。", 0, None),
        ("公开征求意见期间，市财政局无意见。", None, None),
        ("网上调查共收到有效问卷1500份。", None, None),
        ("请于11月7日前反馈意见。", None, None),
        ("收到反馈意见5条，均未采纳。", 5, None),
    ],
)
def test_opinions(text: str, received: int | None, adopted: int | None) -> None:
    read = read_consultation_text("《泽安市停车管理办法》征求意见采纳情况", text, PUBLISHED)
    assert (read.received, read.adopted) == (received, adopted)


def test_a_result_is_known_by_its_text_when_the_title_tells_nothing() -> None:
    read = read_consultation_text("泽安市停车管理办法", "公开征求意见期间共收到意见12条。", PUBLISHED)
    assert (read.is_notice, read.is_feedback) == (False, True)


@pytest.mark.parametrize(
    ("section", "confidence", "published"),
    [
        ("结果反馈\n反馈时间：2021年11月20日\n共收到意见3条，采纳2条。", 0.95, date(2021, 11, 20)),
        ("结果反馈\n共收到意见3条，采纳2条。\n泽安市司法局\n二〇二一年十一月二十日", 0.95, date(2021, 11, 20)),
        ("结果反馈\n反馈时间：2021年10月20日\n共收到意见3条。", 0.5, date(2021, 10, 20)),
        ("【意见采纳情况】\n采纳意见两条。", 0.95, None),
        ("征集结果反馈：\n暂无", 0.5, None),
        ("前期已收到各部门意见3条，采纳2条。", 0.5, None),
        ("六、反馈方式\n电话：0000", None, None),
        ("请将意见反馈至我局", None, None),
    ],
)
def test_result_on_the_same_page(section: str, confidence: float | None, published: date | None) -> None:
    text = f"现公开征求意见，请于11月7日前反馈。\n{section}"
    read = read_consultation_text("关于公开征求《泽安市停车管理办法》意见的公告", text, PUBLISHED, url="http://u/")
    assert read.is_notice
    if confidence is None:
        assert read.result is None
    else:
        assert read.result is not None
        assert read.result.confidence == confidence
        assert (read.result.published.value if read.result.published else None) == published


def test_labelled_fields_around_the_text_of_a_page() -> None:
    body = """<html><head><title>关于公开征求《泽安市停车管理办法》意见的公告</title></head><body>
    <div class="info"><span>开始时间：2021-10-08</span><span>结束时间：2021-11-07</span></div>
    <h1>关于公开征求《泽安市停车管理办法》意见的公告</h1><div>发布时间：2021-10-08</div>
    <div class="TRS_Editor"><p>现将《泽安市停车管理办法（征求意见稿）》公布，向社会公开征求意见。欢迎各界踊跃提出。</p>
    <p>通讯地址：泽安市一号路一号。联系人：张三。电话：00000000。</p></div></body></html>""".encode()
    source = open_source(body, url="http://www.zean.test/a.html")
    read = read_consultation(source, read_page(source))
    assert (read.is_notice, read.closes) == (True, NOVEMBER_7)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(PAGES.glob("*.html"))), st.binary(max_size=40), st.integers(0, 2500))
def test_mutated_pages_never_crash(path: Path, noise: bytes, at: int) -> None:
    body = path.read_bytes()
    source = open_source(body[:at] + noise + body[at + len(noise) :], url="http://www.zean.test/page.html")
    page = read_page(source)
    opened_page(source, page)
    read_regulation(source, page)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_stored_page(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    source = open_source(path.read_bytes(), url="http://www.zean.test/page.html")
    read = read_consultation(source, read_page(source))
    result = read.result
    assert {
        "is_notice": read.is_notice,
        "is_feedback": read.is_feedback,
        "opens": str(read.opens) if read.opens else None,
        "closes": str(read.closes) if read.closes else None,
        "result": [str(result.published.value), result.confidence] if result and result.published else None,
        "received": read.received,
    } == expected
