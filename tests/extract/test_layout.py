"""What stands beside a text: the signing order and file of a regulation, links and boxes around a policy."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest

from crawler.extract import read_page
from crawler.extract.interpretations.interpretation import interpretation_page, pair_interpretations, policy_page
from crawler.extract.regulations.layout import read_layout, signing_order
from crawler.markup import open_source

TEXT = "第一条　甲。\n第二条　乙。\n第三条　丙。"


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ("泽安市绿地管理办法\n（2015年3月2日泽安市人民政府令第12号公布）", None),
        (
            "泽安市人民政府令\n第12号\n《泽安市绿地管理办法》已经市政府常务会议通过，现予公布，自2015年5月1日起施行。\n市长　甲乙",
            "泽安市人民政府令",
        ),
        (
            "《泽安市绿地管理办法》已经2015年3月1日市政府第5次常务会议通过，现予公布。\n泽安市绿地管理办法",
            "《泽安市绿地管理办法》已经2015年3月1日市政府第5次常务会议通过，现予公布。",
        ),
        ("泽安市绿地管理办法", None),
        ("泽安市绿地管理办法\n第一章　总则", None),
    ],
)
def test_signing_order(head: str, order: str | None) -> None:
    assert order == signing_order(f"{head}\n{TEXT}")


@pytest.mark.parametrize(
    ("around", "download"),
    [
        ("<p><a href='1.doc'>Word版下载</a></p>", "Word版下载"),
        ("<span onclick='x()'>PDF 版</span>", "PDF 版"),
        ("<div>标准格式文本</div>", "标准格式文本"),
        ("<a href='/xz/'>下载中心</a>", None),
        ("<a href='/app'>客户端下载</a>", None),
        ("", None),
    ],
)
def test_offer_of_a_file(around: str, download: str | None) -> None:
    page = f"<html><body><div class='nav'><a href='/x'>资料下载</a></div><h1>泽安市绿地管理办法</h1><div class='TRS_Editor'><p>{TEXT}</p></div>{around}</body></html>"
    read = read_layout(open_source(page.encode(), url="http://www.zean.test/gz/1.html"), f"泽安市绿地管理办法\n{TEXT}")
    assert (download, "泽安市绿地管理办法") == (read.download, read.head)


POLICY, READING = "http://www.zean.test/zc/1.html", "http://www.zean.test/jd/1.html"
NAME = "《泽安市停车管理办法》"
BODY = "<p>" + "为规范停车秩序，制定本办法。" * 20 + "</p>"


def paired(policy_side: str, reading_side: str = "") -> tuple[bool, bool, bool, bool, bool]:
    """Whether links lead from policy and interpretation, in the text and beside it, and the policy's page has a box."""
    policy = f"<html><body><div class='nav'><a href='/jd/1.html'>解读</a></div><h1>关于印发{NAME}的通知</h1><div>发布时间：2021-05-01 来源：市公安局</div><div class='TRS_Editor'>{BODY}</div>{policy_side}</body></html>"
    reading = f"<html><body><h1>{NAME}解读</h1><div>发布时间：2021-05-02</div><div class='TRS_Editor'>{BODY}</div>{reading_side}</body></html>"
    sources = open_source(policy.encode(), url=POLICY), open_source(reading.encode(), url=READING)
    one, other = (read_page(each) for each in sources)
    (facts,) = pair_interpretations(
        [policy_page(sources[0], one, links=(READING,))], [interpretation_page(sources[1], other, links=(POLICY,))]
    )
    (found,) = facts.interpretations
    return (
        found.from_policy,
        found.beside_policy,
        found.from_interpretation,
        found.beside_interpretation,
        facts.link_box,
    )


@pytest.mark.parametrize(
    ("policy_side", "reading_side", "told"),
    [
        ("", "", (False, False, False, False, False)),
        ("<div class='content'><a href='/jd/1.html'>解读</a></div>", "", (True, True, False, False, False)),
        (
            "<aside><h3>相关解读</h3><a href='/jd/1.html'>停车办法解读</a></aside>",
            "",
            (False, True, False, False, True),
        ),
        ("<div><h4>相关解读：</h4><ul id='xg'></ul></div>", "", (False, False, False, False, True)),
        ("", "<p>原文：<a href='/zc/1.html'>停车管理办法</a></p>", (False, False, True, True, False)),
    ],
)
def test_links_between_policy_and_interpretation(policy_side: str, reading_side: str, told: tuple[bool, ...]) -> None:
    """A link in the menu counts for nothing; one in a side box counts as beside."""
    assert told == paired(policy_side, reading_side)


def test_files_named_as_interpretations_are_enclosed() -> None:
    page = f"<html><body><h1>关于印发{NAME}的通知</h1><div>发布时间：2021-05-01</div><div class='TRS_Editor'>{BODY}<p>附件：<a href='jd.docx'>政策解读.docx</a></p></div></body></html>"
    source = open_source(page.encode(), url=POLICY)
    read = policy_page(source, read_page(source))
    assert [(link.title, link.url) for link in read.enclosed] == [("政策解读.docx", "http://www.zean.test/zc/jd.docx")]
