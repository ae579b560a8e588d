"""Who a page belongs to."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest

from crawler.extract.sites.identity import read_identity
from crawler.markup import open_source
from crawler.model import SiteIdentity


def read(body: str, head: str = "") -> SiteIdentity:
    page = f"<html><head>{head}</head><body><p>正文</p><div class='footer'>{body}</div></body></html>"
    return read_identity(open_source(page.encode(), url="http://www.zean.test/"))


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("主办：泽安市人民政府办公室 承办：泽安市信息中心", {"organiser": "泽安市人民政府办公室"}),
        ("主办单位：泽安市财政局<br>地址：泽安市府前路1号", {"organiser": "泽安市财政局"}),
        ("版权所有：泽安市人民政府 未经许可不得转载", {"organiser": "泽安市人民政府"}),
        ("版权所有，不得转载或设立镜像", {"organiser": None}),
        ("中文网址：泽安市人民政府.政务", {"organiser": None}),
        ("粤ICP备12345678号-1", {"icp": "粤ICP备12345678号-1"}),
        ("备案号：粤ICP备 12345678 号", {"icp": "粤ICP备12345678号"}),
        ("<a href='https://beian.miit.gov.cn'>粤ICP备12345678号</a>", {"icp": "粤ICP备12345678号"}),
        ("粤公网安备 44900002000105号", {"police": "44900002000105"}),
        ("<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=44900002000105'><img src='a.png'></a>", {"police": "44900002000105"}),
        ("网站标识码：4490000001", {"code": "4490000001"}),
        ("网站标识码 bm01000001", {"code": "bm01000001"}),
        ("<a href='http://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4490000001&url=x'>找错</a>", {"code": "4490000001"}),
        ("<script id='_jiucuo_' sitecode='4490000001' src='http://pucha.kaipuyun.cn/exposure/jiucuo.js'></script>", {"code": "4490000001"}),
        ("<script id=_jiucuo_ siteCode=bm01000001></script>网站标识码：4490000001", {"code": "4490000001"}),
        ("主办单位：泽安市民政局 地址：滨河路1号<br>蜀ICP备05003399号 网站标识码:5113230007", {"icp": "蜀ICP备05003399号", "code": "5113230007"}),
        ("备案序号：滇ICP备05000002号-3", {"icp": "滇ICP备05000002号-3"}),
        ("ICP备案：黔ICP备2021000123号", {"icp": "黔ICP备2021000123号"}),
        ("ICP证：陇ICP备14042003号-1", {"icp": "陇ICP备14042003号-1"}),
        ("网站标识号：1500000007", {"code": "1500000007"}),
        ("中共泽安市委 泽安市人民政府主办 Tel：0760-12345678 粤ICP备12345678号", {"organiser": "泽安市人民政府"}),
        ("Copyright © www.zean.test All Rights Reserved. 泽安市人民政府版权所有 泽安市人民政府办公室承办", {"organiser": "泽安市人民政府"}),
        ("版权所有 © 2023 泽安县人民政府　湘ICP备 09000002 号", {"organiser": "泽安县人民政府", "icp": "湘ICP备09000002号"}),
        ("本站由泽安市城市管理综合行政执法局主办 皖ICP备05000005号", {"organiser": "泽安市城市管理综合行政执法局"}),
        ("主办：泽安市市场监督管理局 粤ICP备12345678号", {"organiser": "泽安市市场监督管理局"}),
        ("主办单位：泽安市住房和城乡建设局", {"organiser": "泽安市住房和城乡建设局"}),
        ("主办：泽安市财政局建设维护单位：某公司", {"organiser": "泽安市财政局"}),
        ("主办单位：泽安市应急管理局维护：信息中心", {"organiser": "泽安市应急管理局"}),
        ("<p>泽安市人民政府主办</p><p>Copyright 2006-2007</p>", {"organiser": "泽安市人民政府"}),
        ("<p>泽安市人民政府主办  泽安市人民政府办公室承办</p><p>吉ICP备11005874号 网站标识码 2203000001</p>", {"organiser": "泽安市人民政府", "code": "2203000001"}),
        ("文化节由泽安市文化局主办，备案号另行公布", {"organiser": None}),
        ("文化节由泽安市文化局主办", {"organiser": None}),
        ("粤ICP备XXXXXX号-1 联系电话：0760-88331234", {"icp": None, "police": None, "code": None}),
    ],
)  # fmt: skip
def test_footer_facts(body: str, facts: dict[str, str | None]) -> None:
    read_facts = read(body)
    assert {name: getattr(read_facts, name) for name in facts} == facts


def test_meta_tags_name_the_site_and_its_code() -> None:
    facts = read("", "<meta name='sitename' content='泽安市人民政府'><meta name='SiteIDCode' content='4490000001'>")
    assert (facts.name, facts.code) == ("泽安市人民政府", "4490000001")


@pytest.mark.parametrize("content", ["", "null", "449000"])
def test_an_unusable_code_tag_gives_way_to_the_footer(content: str) -> None:
    assert read("网站标识码4490000001", f"<meta name='SiteIDCode' content='{content}'>").code == "4490000001"
