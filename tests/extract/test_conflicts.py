"""Conflicts between what says whose page it is."""

# ruff: noqa: E501  # a row of markup reads best whole

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import read_page
from crawler.extract.sites.conflicts import read_conflicts
from crawler.extract.sites.hosts import domain_of, host_of, is_official, related
from crawler.markup import open_source
from crawler.model.conflicts import Conflict, ConflictKind

URL = "http://www.zean.gov.cn/zwgk/202107/t20210705_1.html"
HEAD = (
    '<meta name="SiteName" content="泽安市人民政府门户网站"><meta name="SiteDomain" content="www.zean.gov.cn">'
    '<meta name="SiteIDCode" content="4490000001"><meta name="ColumnName" content="通知公告"><meta name="ArticleTitle" content="关于停水的公告">'
    '<meta name="PubDate" content="2021-07-05 09:00"><meta name="ContentSource" content="市水务局">'
)
FOOT = (
    '<div class="footer">主办单位：泽安市人民政府办公室 <a href="https://beian.miit.gov.cn/">粤ICP备12345678号-1</a> '
    '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=44900002000001">粤公网安备 44900002000001号</a> 网站标识码4490000001 '
    '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4490000001&url=http%3A%2F%2Fwww.zean.gov.cn">我为政府网站找错</a>'
    '<script src="https://dcs.conac.cn/js/1.js"></script></div>'
)


def page(
    head: str = HEAD, foot: str = FOOT, title: str = "关于停水的公告_泽安市人民政府", shown: str = "2021-07-05"
) -> bytes:
    menu = "".join(f'<li><a href="/zwgk/{n}/">栏目{n}</a></li>' for n in range(15))
    return f"""<html><head><title>{title}</title>{head}</head><body><div class="nav"><ul>{menu}</ul></div>
    <div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="./">通知公告</a></div>
    <h1>关于停水的公告</h1><div>发布时间：{shown} 来源：市水务局</div>
    <div class="TRS_Editor"><p>因管道检修，定于2021年7月8日停水，请相互转告，做好储水准备，敬请谅解并予以支持配合。</p></div>{foot}</body></html>""".encode()


def home(
    head: str = HEAD.partition('<meta name="ColumnName"')[0], foot: str = FOOT, title: str = "泽安市人民政府门户网站"
) -> bytes:
    menu = "".join(f'<li><a href="/zwgk/{n}/">栏目{n}</a></li>' for n in range(30))
    return f"<html><head><title>{title}</title>{head}</head><body><ul>{menu}</ul>{foot}</body></html>".encode()


def conflicts(body: bytes, url: str = URL) -> tuple[Conflict, ...]:
    source = open_source(body, url=url)
    return read_conflicts(source, read_page(source))


def test_a_sound_page_has_none() -> None:
    assert conflicts(page()) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "about", "certain"),
    [
        ('content="4490000001"', 'content="4490000002"', "codes-differ", "网站标识码", True),
        ("网站标识码4490000001", "网站标识码4490000009", "codes-differ", "网站标识码", True),
        ("site_code=4490000001", "site_code=bm36000005", "codes-differ", "网站标识码", True),
        ("网站标识码4490000001", "网站标识码44900", "code-malformed", "网站标识码", True),
        ('content="www.zean.gov.cn"', 'content="gxq.other.gov.cn"', "domain-differs", "SiteDomain", True),
        ('content="www.zean.gov.cn"', 'content="fgj.zean.gov.cn"', "domain-differs", "SiteDomain", False),
        ('content="www.zean.gov.cn"', 'content="http://www.zean.gov.cn/"', "domain-malformed", "SiteDomain", True),
        ('content="www.zean.gov.cn"', 'content="www.zean.gov.cn,www.zean.cn"', "domain-malformed", "SiteDomain", True),
        ('content="泽安市人民政府门户网站"', 'content="青河县人民政府门户网站"', "name-differs", "SiteName", False),
        ('content="市水务局"', 'content="null"', "tag-null", "ContentSource", True),
        ('content="市水务局"', 'content=""', "tag-empty", "ContentSource", True),
        ('<meta name="ArticleTitle" content="关于停水的公告">', "", "tag-missing", "ArticleTitle", False),
        ('<meta name="SiteIDCode" content="4490000001">', "", "tag-missing", "SiteIDCode", False),
        ('<meta name="PubDate" content="2021-07-05 09:00">', '<meta name="PubDate" content="2021-07-05 09:00"><meta name="PubDate" content="2020-01-01">', "tag-repeated", "PubDate", True),
        ('content="2021-07-05 09:00"', 'content="2022-04-24 10:00"', "tag-differs", "PubDate", True),
        ('content="通知公告"', 'content="学习园地"', "tag-differs", "ColumnName", False),
        ("粤ICP备12345678号-1", "粤ICP备XXXXXX号", "icp-malformed", "ICP备案编号", True),
        ("粤ICP备12345678号-1", "ICP备12345678号", "icp-malformed", "ICP备案编号", True),
        ("粤公网安备 44900002000001号", "粤公网安备 4490000200号", "police-malformed", "公安备案号", True),
        ("粤公网安备 44900002000001号", "湘公网安备 44900002000001号", "province-differs", "公安备案号", True),
        ("粤ICP备12345678号-1", "湘ICP备12345678号-1", "province-differs", "页脚编号", False),
        ("https://zfwzgl.www.gov.cn/exposure/jiucuo.html", "http://121.43.68.40/exposure/jiucuo.html", "report-link-stale", "找错链接", True),
    ],
)  # fmt: skip
def test_conflict(old: str, new: str, kind: str, about: str, certain: bool) -> None:
    body = page(HEAD.replace(old, new), FOOT.replace(old, new))
    found = conflicts(body)
    assert (kind, about, certain) in {(each.kind.value, each.about, each.certain) for each in found}, found
    assert {each.kind.value for each in found} == {kind}
    assert all(each.reason for each in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name="SiteName"', 'name="sitename"'),
        ('name="SiteName"', 'property="SiteName"'),
        ('content="泽安市人民政府门户网站"', 'content="中国泽安"'),
        ('content="www.zean.gov.cn"', 'content="zean.gov.cn"'),
        ('content="2021-07-05 09:00"', 'content="2021年07月05日"'),
        ("网站标识码4490000001", "网站标识码：4490000001"),
        ("粤ICP备12345678号-1", "粤 ICP 备 12345678 号"),
        ("粤公网安备 44900002000001号", "粤公网安备44900002000001"),
        ("网站标识码4490000001", "网站标识码４４９０００００01"),
    ],
)
def test_other_ways_to_say_the_same(old: str, new: str) -> None:
    assert conflicts(page(HEAD.replace(old, new), FOOT.replace(old, new))) == ()


def test_marks_are_missed_on_home_pages_only_and_never_for_certain() -> None:
    bare = '<div class="footer">主办单位：泽安市人民政府办公室</div>'
    found = conflicts(home(foot=bare), "http://www.zean.gov.cn/")
    assert {each.about for each in found if each.kind is ConflictKind.MARK_MISSING} == {
        *("党政机关网站标识", "网站标识码", "ICP备案编号", "公安备案号", "我为政府网站找错")
    }
    assert not any(each.certain for each in found)
    assert conflicts(home(), "http://www.zean.gov.cn/") == ()
    assert not any(each.kind is ConflictKind.MARK_MISSING for each in conflicts(page(foot=bare)))


def test_a_fragment_misses_nothing() -> None:
    assert conflicts("<div><h1>关于停水的公告</h1><p>发布时间：2021-07-05</p></div>".encode()) == ()


def test_a_file_or_a_shell_says_nothing() -> None:
    assert conflicts(b"%PDF-1.4") == ()
    assert conflicts(b"<html><head></head><body><div id=app></div><script src=a.js></script></body></html>") == ()


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        *(("www.zean.gov.cn", "zean.gov.cn"), ("a.b.zean.gov.cn", "zean.gov.cn"), ("zean.gov.cn", "zean.gov.cn")),
        *(
            ("www.zean.com", "zean.com"),
            ("www.zean.gd.cn", "zean.gd.cn"),
            ("10.0.0.1", "10.0.0.1"),
            ("localhost", "localhost"),
        ),
    ],
)
def test_domain(host: str, domain: str) -> None:
    assert domain_of(host) == domain


def test_hosts() -> None:
    assert related("fgj.zean.gov.cn", "www.zean.gov.cn")
    assert not related("www.zean.gov.cn", "www.qinghe.gov.cn")
    assert is_official("www.zean.gov.cn")
    assert not is_official("gov.cn.evil.com")
    assert host_of("//WWW.Zean.gov.cn:80/x") == "www.zean.gov.cn"
    assert [host_of(bad) for bad in ("", "javascript:1", "http://[x", "ftp://a.b/", "/a/b")] == [None] * 5


PAGE = page()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PAGE)),
            st.sampled_from(
                [
                    b"<meta name=SiteDomain content='http://[x'>",
                    b"content=''",
                    b"null",
                    b"\xff\xfe",
                    b"\x00",
                    "网站标识码".encode(),
                    "粤ICP备".encode(),
                ]
            ),
            st.integers(0, 60),
        ),
        max_size=10,
    )
)
def test_mutated_pages(edits: list[tuple[int, bytes, int]]) -> None:
    body = PAGE
    for place, piece, cut in edits:
        body = body[:place] + piece + body[place + cut :]
    conflicts(body)
