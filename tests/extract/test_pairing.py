"""Pairing of consultations with their results."""

from datetime import date

import pytest

from crawler.extract import read_page
from crawler.extract.interaction.consultation import ConsultationRead
from crawler.extract.interaction.pairing import SURE, OpenedPage, opened_page, pair
from crawler.markup import open_source
from crawler.model import DateRead, FeedbackFacts

NOTICE_DAY = date(2021, 10, 8)
CLOSES = date(2021, 11, 7)
RESULT_DAY = date(2021, 11, 20)


def notice(
    title: str, day: date | None = NOTICE_DAY, url: str = "http://w/n", links: tuple[str, ...] = ()
) -> OpenedPage:
    return OpenedPage(
        url, title, DateRead(day) if day else None, ConsultationRead(is_notice=True, closes=CLOSES), links
    )


def result(
    title: str, day: date | None = RESULT_DAY, url: str = "http://w/f", links: tuple[str, ...] = ()
) -> OpenedPage:
    return OpenedPage(url, title, DateRead(day) if day else None, ConsultationRead(is_feedback=True), links)


PARKING = "泽安市发展和改革局关于公开征求《泽安市停车管理办法（征求意见稿）》意见的公告"


@pytest.mark.parametrize(
    ("asked", "answered", "kind"),
    [
        (notice(PARKING), result("《泽安市停车管理办法（征求意见稿）》公开征求意见采纳情况"), "sure"),
        (notice(PARKING), result("关于《泽安市停车管理办法》征求意见结果的反馈"), "sure"),
        (
            notice("关于调整停车收费标准公开征求意见的公告"),
            result("关于调整停车收费标准征求意见采纳情况的说明"),
            "sure",
        ),
        (notice(PARKING), result("征求意见反馈情况说明", links=("http://w/n",)), "sure"),
        (notice(PARKING, links=("http://w/f",)), result("征求意见反馈情况说明"), "sure"),
        (notice(PARKING), result("关于意见征集结果的反馈"), "maybe"),
        (notice(PARKING), result("《泽安市停车管理办法》征求意见采纳情况", day=None), "sure"),
        (notice(PARKING), result("《泽安市停车管理办法》征求意见采纳情况", date(2021, 10, 20)), "maybe"),
        (notice(PARKING), result("《泽安市停车管理办法》征求意见采纳情况", date(2023, 10, 20)), "maybe"),
        (notice(PARKING), result("《泽安市停车管理办法》征求意见采纳情况", date(2021, 9, 1)), "none"),
        (notice(PARKING), result("《泽安市养犬管理条例》征求意见采纳情况"), "none"),
        (notice("关于征集2021年民生实事的建议的公告"), result("关于2020年民生实事征集结果的反馈"), "none"),
        (
            notice("江安区征地补偿安置方案公告（江安征补〔2021〕12号）"),
            result("江安区征地补偿安置方案征求意见反馈（江安征补〔2021〕15号）"),
            "maybe",
        ),
        (
            notice("江安区征地补偿安置方案公告（江安征补〔2021〕12号）"),
            result("江安区征地补偿安置方案征求意见反馈（江安征补〔2021〕12号）"),
            "sure",
        ),
        (
            notice("关于公开征求《“十四五”养老服务规划》意见的公告"),
            result("《“十三五”养老服务规划》征求意见反馈"),
            "none",
        ),
        (
            notice("关于公开征求《市人民政府重大行政决策事项目录（2021年度）》意见的公告"),
            result("《市人民政府2021年度重大行政决策事项目录》征求意见情况说明"),
            "sure",
        ),
        (
            notice("县发改局关于制定机动车停放服务收费标准的听证公告"),
            result("县发改局关于机动车停放服务收费标准听证会的情况公告"),
            "sure",
        ),
        (
            notice("关于机动车停放服务收费标准公开征求意见的公告"),
            result("关于机动车停放服务收费标准听证会情况的公告"),
            "maybe",
        ),
        (
            notice("关于《东城片区控制性详细规划》批前公示"),
            result("关于《西城片区控制性详细规划》公示意见采纳情况"),
            "maybe",
        ),
        (
            notice("关于再次公开征求《泽安市停车管理办法（征求意见稿）》意见的公告"),
            result("《泽安市停车管理办法》第二次征求意见采纳情况"),
            "sure",
        ),
        (notice("关于公开征求绿地规划意见的公告"), result("关于夜间施工管理征求意见的反馈"), "none"),
    ],
)
def test_pair(asked: OpenedPage, answered: OpenedPage, kind: str) -> None:
    (found,) = pair([asked], [answered])
    held = "sure" if found.feedback else "maybe" if found.candidates else "none"
    assert held == kind, [*found.candidates, found.feedback]
    if found.feedback:
        assert found.feedback.confidence >= SURE
        assert found.feedback.reasons


def test_result_on_the_notice_page_itself() -> None:
    own = FeedbackFacts("http://w/n", "结果反馈", DateRead(RESULT_DAY), 0.95, ("同页",))
    page = OpenedPage("http://w/n", PARKING, DateRead(NOTICE_DAY), ConsultationRead(is_notice=True, result=own))
    (found,) = pair([page], [])
    assert found.feedback == own


def test_of_two_rounds_the_later_takes_the_result_and_the_earlier_stays_open() -> None:
    first = notice(PARKING, date(2021, 6, 1), "http://w/1")
    second = notice(PARKING, date(2021, 10, 8), "http://w/2")
    one, two = pair([first, second], [result("《泽安市停车管理办法》征求意见采纳情况")])
    assert (one.feedback, len(one.candidates)) == (None, 1)
    assert two.feedback is not None


def test_a_page_that_links_to_many_notices_is_a_list_and_proves_nothing() -> None:
    notices = [
        notice(PARKING, url="http://w/1"),
        notice("关于公开征求《泽安市养犬管理办法》意见的公告", url="http://w/2"),
    ]
    found = pair(notices, [result("征求意见反馈情况说明", links=("http://w/1", "http://w/2"))])
    assert [facts.feedback for facts in found] == [None, None]
    assert [len(facts.candidates) for facts in found] == [1, 1]


def test_links_of_menus_and_neighbours_do_not_count() -> None:
    page = """<html><body><div class="nav"><a href="/1.html">征集</a></div><h1>征求意见反馈情况说明</h1>
    <div class="TRS_Editor"><p>经公开征求意见，现将情况说明如下，感谢各界对此项工作的关心和支持。</p>
    <p>征集公告：<a href="/3.html#top">原征集公告</a></p></div>
    <p>上一篇：<a href="/2.html">关于公开征求意见的公告</a></p></body></html>""".encode()
    source = open_source(page, url="https://www.zean.test/f.html")
    links = tuple(f"http://www.zean.test/{n}.html" for n in (1, 2, 3))
    assert opened_page(source, read_page(source), links=links).links == ("http://www.zean.test/3.html",)


def test_order_of_arrival_changes_nothing() -> None:
    notices = [
        notice(PARKING, url="http://w/1"),
        notice("关于公开征求《泽安市养犬管理办法》意见的公告", url="http://w/2"),
    ]
    results = [
        result("《泽安市养犬管理办法》征求意见采纳情况", url="http://w/3"),
        result("《泽安市停车管理办法》征求意见采纳情况", url="http://w/4"),
        result("意见征集结果反馈", url="http://w/5"),
    ]
    assert pair(notices, results) == pair(notices, results[::-1])
    assert pair(notices, results) == pair(notices[::-1], results)[::-1]
