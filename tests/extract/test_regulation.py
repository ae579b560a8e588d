"""Regulations: title, note, dates and articles."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import read_page
from crawler.extract.numerals import number
from crawler.extract.regulations.regulation import normalise, parse_regulation, read_regulation
from crawler.markup import open_source
from crawler.model import Article

PORTALS = Path(os.environ.get("MINGJIAN_PORTALS", Path(__file__).resolve().parents[2].parent / "shared/portals"))
PAGES = Path(__file__).resolve().parents[1] / "pages" / "regulation"
SIGNS = "零一二三四五六七八九"

ADVERTS = """泽安市户外广告管理办法
（2015年3月1日泽安市人民政府令第5号公布　根据2019年6月1日泽安市人民政府令第9号修订
自2019年7月1日起施行）
目　录
第一章　总则
第二章　罚则
第一章　总则
第一条　为了规范户外广告，制定本办法。
第二条 本市适用本办法。
本办法所称户外广告包括：
（一）展示牌；
（二）霓虹灯。
第二章 罚 则
第三条违反第一条规定的，处罚款。
第一条规定的处罚可以并处。
第三条之一　本条为新增。
第四条　本办法自2019年7月1日起施行。
附件：目录
扫一扫在手机打开当前页"""


@pytest.mark.parametrize(
    ("note", "effective"),
    [
        ("（2019年4月3日国务院令第711号公布　自2019年5月15日起施行）", date(2019, 5, 15)),
        ("（2021年3月1日泽安市人民政府令第8号公布，2021年5月1日起施行）", date(2021, 5, 1)),
        ("（2001年1月1日市政府令第3号公布　自公布之日起施行）", date(2001, 1, 1)),
        ("（2001年1月1日市政府令第3号公布　自公布之日起施行　根据2010年2月3日市政府令第5号修正）", date(2001, 1, 1)),
        ("（2001年1月1日市政府令第3号公布　2010年2月3日市政府令第5号公布　自公布之日起施行）", None),
        ("（2001年1月1日公布　自2001年2月1日起施行　2010年2月3日修订　自2010年3月1日起施行）", None),
        ("（2007年4月5日国务院令第492号公布　2019年4月3日国务院令第711号修订）", None),
        ("（2021年3月1日公布　自2021年2月31日起施行）", None),
    ],
)
def test_day_of_effect_in_the_note(note: str, effective: date | None) -> None:
    """Two days of effect are of two versions; the note does not say which text this is."""
    found = parse_regulation(f"泽安市停车管理办法\n{note}\n第一条　甲。\n第二条　自2030年1月1日起施行。")
    assert (found.note is not None, found.effective) == (True, effective)


def test_whole_text() -> None:
    found = parse_regulation(ADVERTS)
    assert found.title == "泽安市户外广告管理办法"
    assert found.note is not None
    assert found.note.startswith("（2015年")
    assert found.note.endswith("施行）")
    assert found.dates == (date(2015, 3, 1), date(2019, 6, 1))
    assert [article.label for article in found.articles] == ["第一条", "第二条", "第三条", "第三条之一", "第四条"]
    assert found.articles[1] == Article(
        "第二条", "本市适用本办法。\n本办法所称户外广告包括：\n（一）展示牌；\n（二）霓虹灯。"
    )
    assert found.articles[2].text == "违反第一条规定的，处罚款。\n第一条规定的处罚可以并处。"
    assert found.articles[4].text == "本办法自2019年7月1日起施行。"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("第一条 甲。第二条 乙。第三条 丙。", ["第一条", "第二条", "第三条"]),
        ("第一条　甲。\n第二条　依照第三条办理。\n第三条　丙。", ["第一条", "第二条", "第三条"]),
        ("第1条 甲。\n第2条 乙。", ["第1条", "第2条"]),
        ("第一条　甲。\n第三条　丙。", ["第一条", "第三条"]),
        ("第 一 条　甲。\n第 二 条　乙。\n第十 条　丙。", ["第一条", "第二条", "第十条"]),
        ("第一条　甲。\n第三条规定的除外。\n第二条　乙。", ["第一条", "第二条"]),
        ("第十条　甲。", []),
        ("没有条文", []),
        ("", []),
    ],
)
def test_articles(text: str, labels: list[str]) -> None:
    assert [article.label for article in parse_regulation(text).articles] == labels


def test_the_title_of_the_page_stands_in_when_the_text_has_none() -> None:
    assert parse_regulation("第一条　甲。\n第二条　乙。", "泽安市停车办法").title == "泽安市停车办法"


def test_the_line_above_the_note_is_the_title_whatever_its_name() -> None:
    text = "泽安市禁止燃放烟花爆竹的通告\n（2021年1月1日泽安市人民政府令第8号公布）\n第一条　甲。\n第二条　乙。"
    assert parse_regulation(text, "别的").title == "泽安市禁止燃放烟花爆竹的通告"


def test_a_signing_order_is_no_title() -> None:
    order = "泽安市人民政府令\n第9号\n《泽安市停车办法》已经通过，现予公布，自2021年3月1日起施行。\n"
    text = order + "泽安市停车办法\n第一条　甲。"
    assert parse_regulation(text).title == "泽安市停车办法"


def chinese(value: int) -> str:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{SIGNS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else SIGNS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (SIGNS[ones] if ones else "")


@given(st.integers(1, 999))
def test_numerals(value: int) -> None:
    assert number(chinese(value)) == value == number(str(value))


BODY = st.lists(
    st.text(alphabet="市民应当遵守规定广告管理部门处罚一二三第（）、", min_size=1, max_size=40).map(
        lambda text: f"甲{text}。"
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(BODY, min_size=1, max_size=130), st.sampled_from(["　", " ", "", "\u3000\u3000"]))
def test_rendered_articles_read_back(bodies: list[list[str]], gap: str) -> None:
    lines = ["泽安市停车办法", "（2021年3月1日泽安市人民政府令第9号公布）"]
    for place, body in enumerate(bodies, start=1):
        if place % 7 == 1:
            lines.append(f"第{chinese(place // 7 + 1)}章　总则")
        lines.append(f"第{chinese(place)}条{gap}{body[0]}")
        lines += body[1:]
    found = parse_regulation("\n".join(lines))
    assert [article.text for article in found.articles] == ["\n".join(body) for body in bodies]
    assert found.dates == (date(2021, 3, 1),)


@given(st.text(max_size=300))
def test_no_text_crashes(text: str) -> None:
    parse_regulation(text)
    normalise(text)


@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("处２００元（含）以下罚款。", "处200元(含)以下罚款。", True),
        ("“广告”", '"广告"', True),
        ("第 一 条　广告", "第一条广告", True),
        ("二○二一年", "二〇二一年", True),
        ("国发〔2021〕1号", "国发[2021]1号", True),
        ("处200元罚款", "处300元罚款", False),
        ("应当", "可以", False),
    ],
)
def test_normalise(one: str, other: str, *, same: bool) -> None:
    assert (normalise(one) == normalise(other)) is same


@pytest.mark.skipif(not PORTALS.exists(), reason="the folder of labelled real pages is not here")
def test_real_regulation() -> None:
    body = (PORTALS / "regulation__gov_cn_zhengce_5341736.html").read_bytes()
    source = open_source(body, url="http://www.gov.cn/zhengce/content/2018-11/19/content_5341736.htm")
    found = read_regulation(source, read_page(source))
    assert found is not None
    assert found.title == "专利代理条例"
    assert found.dates == (date(1991, 3, 4), date(2018, 9, 6))
    assert len(found.articles) == 32
    assert found.articles[-1].text.startswith("本条例自2019年3月1日起施行。")


def test_a_page_without_articles_is_no_regulation() -> None:
    source = open_source("<html><p>根据第一条规定。</p></html>".encode(), url="http://w/")
    assert read_regulation(source, read_page(source)) is None


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_stored_page(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    source = open_source(path.read_bytes(), url="http://www.zean.test/page.html")
    found = read_regulation(source, read_page(source))
    assert found is not None
    assert {
        "title": found.title,
        "dates": [str(day) for day in found.dates],
        "labels": [article.label for article in found.articles],
        "second": found.articles[1].text,
        "last": found.articles[-1].text,
    } == expected
