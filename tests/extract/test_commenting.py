"""How a notice takes comments, what comes with it, and what its result says."""

# ruff: noqa: E501  # a sentence reads best whole

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import read_page
from crawler.extract.interaction.commenting import draft_of, explanation_of, ways_to_comment
from crawler.extract.interaction.consultation import read_consultation, read_consultation_text
from crawler.markup import open_source
from crawler.model import DateRead, Link
from crawler.model.commenting import Channel

PUBLISHED = DateRead(date(2021, 10, 8))


@pytest.mark.parametrize(
    ("line", "ways"),
    [
        ("电子邮箱：zean_fgj@zean.gov.cn", {(Channel.EMAIL, "zean_fgj@zean.gov.cn")}),
        ("邮箱：zean#163.com（请将#改为@）", {(Channel.EMAIL, "zean@163.com")}),
        ("电子邮件：ｚｅａｎ＠１６３．ｃｏｍ", {(Channel.EMAIL, "zean@163.com")}),
        ("联系电话：0760-88881234", {(Channel.PHONE, "0760-88881234")}),
        ("联系人：张三，电话：88123456；传真：88120000", {(Channel.PHONE, "88123456"), (Channel.FAX, "88120000")}),
        ("联系电话（传真）：0760-88881234", {(Channel.PHONE, "0760-88881234"), (Channel.FAX, "0760-88881234")}),
        ("通讯地址：泽安市中山路1号市发改局，邮编：528400", {(Channel.POST, "泽安市中山路1号市发改局")}),
        ("书面意见寄至泽安市市场监督管理局（泽安市一号路3号）", {(Channel.POST, "泽安市市场监督管理局(泽安市一号路3号)")}),
        ("将意见寄至泽安市司法局（地址：泽安市海州西路226号，邮编528400）", {(Channel.POST, "泽安市海州西路226号")}),
        ("公众可扫描下方二维码参与", {(Channel.FORM, "扫描下方二维码参与")}),
        ("在微信公众号“泽安发布”后台留言", {(Channel.FORM, "公众号“泽安发布”后台留言")}),
        ("登录泽安市人民政府门户网站意见征集栏目提出意见", {(Channel.FORM, "登录泽安市人民政府门户网站意见征集栏目提出")}),
        ("可在网上提交意见", {(Channel.FORM, "网上提交")}),
        ("公众可以通过信函、电子邮件等方式提出意见", set()),
        ("邮箱地址：见附件", set()),
        ("征求意见时间为2021年10月8日至11月7日", set()),
        ("索引号：114420000001234567", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_way(line: str, ways: set[tuple[Channel, str]]) -> None:
    found = ways_to_comment([line])
    assert {(way.channel, way.value) for way in found} == ways
    assert all(way.quote for way in found)


def test_addresses_inside_the_draft_are_its_own() -> None:
    assert ways_to_comment(["第一条　为规范停车，制定本办法。", "电话：88123456"]) == ()


URL = "http://www.zean.test/a.html"


@pytest.mark.parametrize(
    ("titles", "lines", "draft", "explanation"),
    [
        (["泽安市停车管理办法（征求意见稿）.docx", "起草说明.docx"], [], 0, 1),
        (["附件1：停车管理办法（草案）", "附件2：关于停车管理办法的说明", "附件3：意见反馈表"], [], 0, 1),
        (["《停车管理办法（征求意见稿）》起草说明.pdf"], [], None, 0),
        (["停车管理办法.doc"], [], 0, None),
        (["意见反馈表.doc"], [], None, None),
        (["甲.doc", "乙.doc"], [], None, None),
        ([], ["泽安市停车管理办法", "第一条　甲。", "第二条　乙。", "第三条　丙。"], "第一条　甲。", None),
        ([], ["附件2", "《泽安市停车管理办法》起草说明", "一、背景"], None, "《泽安市停车管理办法》起草说明"),
        ([], ["请提出意见。"], None, None),
    ],
)
def test_enclosures(
    titles: list[str], lines: list[str], draft: int | str | None, explanation: int | str | None
) -> None:
    files = [Link(title, f"http://www.zean.test/{n}.doc") for n, title in enumerate(titles)]

    def expected(what: int | str | None) -> Link | None:
        return files[what] if isinstance(what, int) else Link(what, URL) if what else None

    assert (draft_of(files, lines, URL), explanation_of(files, lines, URL)) == (expected(draft), expected(explanation))


def test_a_notice_as_opened() -> None:
    body = """<html><head><title>关于公开征求《泽安市停车管理办法（征求意见稿）》意见的公告</title></head><body>
    <h1>关于公开征求《泽安市停车管理办法（征求意见稿）》意见的公告</h1><div>发布时间：2021-10-08</div>
    <div class="TRS_Editor"><p>现向社会公开征求意见，请于2021年11月7日前反馈。欢迎各界人士踊跃提出宝贵的意见。</p>
    <p>电子邮箱：fgj@zean.gov.cn</p><p>附件：<a href="1.docx">泽安市停车管理办法（征求意见稿）.docx</a></p>
    <p><a href="2.docx">起草说明.docx</a></p></div><form><textarea name="yj"></textarea></form>
    <div class="footer">联系电话：0760-12345678</div></body></html>""".encode()
    source = open_source(body, url="http://www.zean.test/yjzj/1.html")
    read = read_consultation(source, read_page(source))
    assert [way.channel for way in read.ways] == [Channel.EMAIL, Channel.FORM]
    assert (read.draft, read.explanation) == (
        Link("泽安市停车管理办法（征求意见稿）.docx", "http://www.zean.test/yjzj/1.docx"),
        Link("起草说明.docx", "http://www.zean.test/yjzj/2.docx"),
    )


@pytest.mark.parametrize(
    ("text", "rejected", "reasons"),
    [
        ("共收到意见12条，采纳8条，未采纳4条。未采纳的原因是与上位法不符。", 4, 1),
        ("收到意见3条，均未采纳，因不属于本办法调整范围。", None, 1),
        ("收到意见2条，全部采纳。", None, 0),
        ("征求意见期间，未收到任何反馈意见。", None, 0),
        ("意见一：建议降低收费。不予采纳，理由：收费标准由省级部门制定；意见二：采纳。", None, 1),
    ],
)
def test_reasons(text: str, rejected: int | None, reasons: int) -> None:
    read = read_consultation_text("《泽安市停车管理办法》征求意见采纳情况", text, PUBLISHED)
    assert (read.rejected, len(read.reasons)) == (rejected, reasons)


@given(st.text(alphabet="电话传真邮箱地址寄至路号：0123456789-@#.（）abc登录网站提出意见第一条\n", max_size=400))
def test_no_text_crashes(text: str) -> None:
    ways_to_comment(text.split("\n"))
    read_consultation_text(text[:30], text, PUBLISHED)


def test_long_runs_take_no_time() -> None:
    for unit in ("a", "电话", "0", "地址", "登录", "a.", "a@", "1-"):
        ways_to_comment([unit * 50_000] * 3)
