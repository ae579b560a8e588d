"""Interpretations: what they are, their media and elements, and which policy they are about."""

# ruff: noqa: E501  # a row of markup reads best whole

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import read_page
from crawler.extract.interpretations.elements import elements_of
from crawler.extract.interpretations.interpretation import (
    SURE,
    InterpretationPage,
    InterpretationRead,
    PolicyPage,
    interpretation_page,
    names_interpretation,
    pair_interpretations,
    policy_page,
    read_interpretation,
)
from crawler.markup import open_source
from crawler.model import DateRead
from crawler.model.interpretation import Element, Medium

MAY = date(2021, 5, 1)
PARKING = "泽安市人民政府关于印发《泽安市停车管理办法》的通知"


def page_of(title: str, body: str, crumb: str = "政策解读") -> bytes:
    return f"""<html><head><title>{title}_泽安市人民政府</title></head><body><div class="nav"><a href="/"><img src="/u/big.jpg" width="900"></a></div>
    <div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="./">{crumb}</a></div><h1>{title}</h1><div>发布时间：2021-05-03 来源：市司法局</div>
    <div class="TRS_Editor">{body}</div><div class="footer"><img src="/u/jiguan.png" width="800"></div></body></html>""".encode()


def read(title: str, body: str, crumb: str = "政策解读") -> InterpretationRead:
    source = open_source(page_of(title, body, crumb), url="http://www.zean.test/jd/1.html")
    return read_interpretation(source, read_page(source))


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("《泽安市停车管理办法》政策解读", True),
        ("一图读懂泽安市停车管理办法", True),
        ("【图解】泽安市停车管理办法", True),
        ("市司法局负责人就《泽安市停车管理办法》答记者问", True),
        ("《泽安市停车管理办法》政策问答", True),
        ("关于《泽安市停车管理办法》起草情况的说明", True),
        ("《泽安市停车管理办法》修订说明", True),
        ("《泽安市停车管理办法》条文释义", True),
        ("一张图带你看懂停车新规", True),
        ("漫画丨停车新规来了", True),
        ("关于促进动漫产业发展的意见", False),
        ("关于召开新闻发布会的通知", False),
        ("政策解读员招聘公告", False),
        ("政策问答平台操作手册", False),
        ("关于做好政策解读工作的通知", False),
        ("泽安市行政规范性文件解读工作制度", False),
        ("关于印发《泽安市停车管理办法》的通知", False),
        ("《泽安市政策解读办法》", False),
        ("关于举办知识有奖问答的通知", False),
        ("", False),
    ],
)
def test_title(title: str, named: bool) -> None:
    assert names_interpretation(title) == named


TEXT = "<p>" + "本办法的出台有助于改善停车秩序，方便群众出行，提升城市治理水平。" * 8 + "</p>"


@pytest.mark.parametrize(
    ("title", "body", "media"),
    [
        ("《泽安市停车管理办法》解读", TEXT, {Medium.TEXT}),
        ("《泽安市停车管理办法》解读", f"{TEXT}<img src='./W020210503.jpg'>", {Medium.TEXT, Medium.PICTURE}),
        ("一图读懂停车办法", "<p>见图。</p><img src='./W020210503.jpg'>", {Medium.PICTURE, Medium.CHART}),
        ("停车办法解读", "<p>见下。</p><img src='./W1.jpg' alt='停车办法图解'>", {Medium.PICTURE, Medium.CHART}),
        ("停车办法解读", f"{TEXT}<video src='/v/1.mp4'></video>", {Medium.TEXT, Medium.VIDEO}),
        ("停车办法解读", f"{TEXT}<a href='/v/1.mp3'>听</a>", {Medium.TEXT, Medium.AUDIO}),
        ("停车办法解读", f"{TEXT}<iframe src='https://v.qq.com/x/1'></iframe>", {Medium.TEXT, Medium.VIDEO}),
        ("停车办法解读", f"{TEXT}<script>var f='/v/a.mp4?x=1';play(f)</script>", {Medium.TEXT, Medium.VIDEO}),
        ("动漫解读停车办法", TEXT, {Medium.TEXT, Medium.ANIMATION}),
        ("停车办法新闻发布会", TEXT, {Medium.TEXT, Medium.PRESS_CONFERENCE}),
        ("停车办法解读", f"{TEXT}<img src='/images/share_weixin.png'><img src='a.gif' width='16'>", {Medium.TEXT}),
        ("停车办法解读", f"{TEXT}<a href='/zt/'><img src='zt.jpg'></a>", {Medium.TEXT}),
        ("停车办法解读", f"{TEXT}<a href='W1.jpg'><img src='W1_s.jpg'></a>", {Medium.TEXT, Medium.PICTURE}),
        ("停车办法解读", f"{TEXT}<div style='display:none'><img src='W1.jpg'></div>", {Medium.TEXT}),
        ("停车办法解读", f"{TEXT}</div><div><img src='/images/150.jpg'>", {Medium.TEXT}),
        ("停车办法解读", f"{TEXT}</div><div><video src='/v/1.mp4'></video>", {Medium.TEXT, Medium.VIDEO}),
        ("停车办法解读", "<p>略</p>", set()),
    ],
)  # fmt: skip
def test_media(title: str, body: str, media: set[Medium]) -> None:
    """Pictures of the frame, icons and links to other pages are no medium of the interpretation."""
    assert {each.medium for each in read(title, body).media} == media


@pytest.mark.parametrize(
    ("lines", "element", "heading"),
    [
        (["一、制定背景和依据", "近年来车多位少。"], Element.BACKGROUND, True),
        (["根据《中华人民共和国道路交通安全法》等规定，结合本市实际，制定了停车管理办法，现就有关内容解读如下。"], Element.BACKGROUND, False),
        (["二、目的意义"], Element.PURPOSE, True),
        (["为什么要出台《停车办法》？"], Element.PURPOSE, True),
        (["为规范停车秩序，保障道路安全畅通，改善城市面貌和居民出行环境，市政府制定了停车管理办法并予以公布。"], Element.PURPOSE, False),
        (["三、主要内容"], Element.CONTENT, True),
        (["本办法共六章三十二条，包括总则、规划与建设、使用与管理、道路停车泊位管理、法律责任以及附则等有关的内容。"], Element.CONTENT, False),
        (["四、适用范围"], Element.SCOPE, True),
        (["本办法适用于本市行政区域内停车场的规划、建设、使用和管理。"], Element.SCOPE, False),
        (["五、收费标准"], Element.STANDARDS, True),
        (["问：补贴标准是多少"], Element.STANDARDS, True),
        (["六、注意事项"], Element.NOTES, True),
        (["七、名词解释"], Element.NOTES, True),
        (["八、新旧政策差异"], Element.CHANGES, True),
        (["与原办法相比有哪些变化？"], Element.CHANGES, True),
    ],
)  # fmt: skip
def test_element(lines: list[str], element: Element, heading: bool) -> None:
    assert (element, heading) in {(each.element, each.heading) for each in elements_of(lines)}


def test_nothing_is_covered_by_nothing() -> None:
    assert elements_of(["停车难", "今天天气很好。"]) == ()


@pytest.mark.parametrize(
    ("title", "crumb", "taken"),
    [
        ("《泽安市停车管理办法》解读", "政策解读", True),
        ("《泽安市停车管理办法》解读", "通知公告", True),
        ("泽安市停车管理办法说了些什么", "政策解读", True),
        ("泽安市停车管理办法说了些什么", "通知公告", False),
        ("关于做好政策解读工作的通知", "政策解读", False),
        ("昨日新增病例3例", "新闻发布", False),
    ],
)
def test_is_interpretation(title: str, crumb: str, taken: bool) -> None:
    found = read(title, TEXT, crumb)
    assert (found.is_interpretation, bool(found.reasons)) == (taken, taken)


def policy(
    title: str, day: date | None = MAY, url: str = "http://w/p", number: str | None = None, links: tuple[str, ...] = ()
) -> PolicyPage:
    return PolicyPage(url, title, DateRead(day) if day else None, number, links)


def told(
    title: str,
    day: date | None = MAY,
    *,
    url: str = "http://w/i",
    links: tuple[str, ...] = (),
    books: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
) -> InterpretationPage:
    return InterpretationPage(
        url,
        title,
        DateRead(day) if day else None,
        InterpretationRead(is_interpretation=True, books=books, numbers=numbers),
        links,
    )


@pytest.mark.parametrize(
    ("asked", "answered", "kind"),
    [
        (policy(PARKING), told("《泽安市停车管理办法》政策解读"), "sure"),
        (policy(PARKING), told("一图读懂泽安市停车管理办法"), "sure"),
        (policy("关于印发泽安市停车管理办法的通知"), told("《泽安市停车管理办法》政策解读"), "sure"),
        (policy("泽安市人民政府办公室关于加快养老服务发展的实施意见"), told("《关于加快养老服务发展的实施意见》解读"), "sure"),
        (policy(PARKING), told("《泽安市养犬管理办法》政策解读"), "none"),
        (policy(PARKING), told("《泽安市停车场建设管理办法》政策解读"), "maybe"),
        (policy("2021年政务公开工作要点"), told("2020年政务公开工作要点解读"), "none"),
        (policy(PARKING), told("政策解读"), "none"),
        (policy(PARKING), told("政策解读", links=("http://w/p",)), "sure"),
        (policy(PARKING, links=("https://w/i#a",)), told("停车那些事"), "sure"),
        (policy(PARKING, number="泽府〔2021〕5号"), told("停车那些事", numbers=("印发泽府[2021]5号", "泽府[2021]5号")), "sure"),
        (policy(PARKING, number="泽府〔2021〕5号"), told("停车那些事", numbers=("泽府[2021]5号", "国发[2020]1号")), "maybe"),
        (policy(PARKING, number="泽府〔2021〕5号"), told("停车那些事", numbers=("泽府[2021]15号",)), "none"),
        (policy(PARKING), told("停车那些事", books=("泽安市停车管理办法", "道路交通安全法")), "maybe"),
        (policy(PARKING), told("停车那些事", books=("道路交通安全法", "泽安市停车管理办法")), "maybe"),
        (policy(PARKING), told("《泽安市停车管理办法》政策解读", date(2018, 1, 1)), "maybe"),
        (policy(PARKING), told("《泽安市停车管理办法》政策解读", date(2025, 1, 1)), "maybe"),
        (policy(PARKING, None), told("《泽安市停车管理办法》政策解读"), "sure"),
    ],
)  # fmt: skip
def test_pair(asked: PolicyPage, answered: InterpretationPage, kind: str) -> None:
    (found,) = pair_interpretations([asked], [answered])
    held = "sure" if found.interpretations else "maybe" if found.candidates else "none"
    assert held == kind, [*found.interpretations, *found.candidates]
    for match in found.interpretations:
        assert match.confidence >= SURE
        assert match.reasons


def test_links_are_told_each_way() -> None:
    (found,) = pair_interpretations([policy(PARKING, links=("http://w/i",))], [told("停车问答", links=("http://w/p",))])
    (match,) = found.interpretations
    assert (match.from_policy, match.from_interpretation) == (True, True)


def test_a_policy_has_its_text_its_chart_and_its_film() -> None:
    pages = [
        told(f"{name}《泽安市停车管理办法》", url=f"http://w/{n}")
        for n, name in enumerate(("解读", "图解", "视频解读"))
    ]
    (found,) = pair_interpretations([policy(PARKING)], pages)
    assert len(found.interpretations) == 3


def test_of_two_editions_the_one_in_force_is_interpreted() -> None:
    editions = [
        policy(PARKING, date(2019, 12, 1), "http://w/1"),
        policy(PARKING, MAY, "http://w/2"),
        policy(PARKING, date(2021, 12, 1), "http://w/3"),
    ]
    old, now, later = pair_interpretations(editions, [told("《泽安市停车管理办法》解读")])
    assert [len(each.interpretations) for each in (old, now, later)] == [0, 1, 0]
    assert len(old.candidates) == len(later.candidates) == 1


def test_a_page_that_links_to_many_policies_is_a_list() -> None:
    many = [
        policy(f"关于印发《泽安市{chr(0x5110 + n)}{chr(0x5210 + n)}办法》的通知", url=f"http://w/p{n}")
        for n in range(9)
    ]
    found = pair_interpretations(many, [told("政策解读", links=tuple(each.url for each in many))])
    assert not any(each.interpretations or each.candidates for each in found)


def test_order_of_arrival_changes_nothing() -> None:
    policies = [policy(PARKING, url="http://w/1"), policy("关于印发《泽安市养犬管理办法》的通知", url="http://w/2")]
    pages = [
        told("《泽安市养犬管理办法》解读", url="http://w/3"),
        told("图解《泽安市停车管理办法》", url="http://w/4"),
        told("解读", url="http://w/5"),
    ]
    found = pair_interpretations(policies, pages)
    assert found == pair_interpretations(policies, pages[::-1])
    assert found == pair_interpretations(policies[::-1], pages)[::-1]


def test_pages_as_opened() -> None:
    """Links in the text and in the box of related files count; those of menus do not."""
    body = f"{TEXT}<p>根据泽府〔2021〕5号文件。</p><div class='xgwj'>相关文件：<a href='/zc/5.html'>泽安市停车管理办法</a></div>"
    source = open_source(page_of("停车问答", body), url="http://www.zean.test/jd/1.html")
    links = ("http://www.zean.test/zc/5.html", "http://www.zean.test/")
    opened = interpretation_page(source, read_page(source), links=links)
    assert opened.links == links[:1]
    assert any(number.endswith("泽府[2021]5号") for number in opened.read.numbers)
    text = open_source(page_of(PARKING, TEXT, "政策文件"), url="http://www.zean.test/zc/5.html")
    (found,) = pair_interpretations([policy_page(text, read_page(text))], [opened])
    assert [match.url for match in found.interpretations] == ["http://www.zean.test/jd/1.html"]


PAGE = page_of(
    "《泽安市停车管理办法》解读", f"{TEXT}<h3>一、主要内容</h3><img src='W1.jpg'><video src='a.mp4'></video>"
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PAGE)),
            st.sampled_from([b"<div>", b"</div>", b"<img src='", b"\xff\xfe", b"\x00", "《".encode(), b"<video>"]),
            st.integers(0, 40),
        ),
        max_size=10,
    )
)
def test_mutated_pages(edits: list[tuple[int, bytes, int]]) -> None:
    body = PAGE
    for place, piece, cut in edits:
        body = body[:place] + piece + body[place + cut :]
    source = open_source(body, url="http://www.zean.test/jd/")
    read_interpretation(source, read_page(source))
