"""Text and addresses from the web, made harmless."""

import unicodedata
from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model import Outcome
from reports.archive import copy_of, decoded, inert
from reports.hostile import LONGEST, clean, line, web_link
from reports.html import environment
from reports.names import archive_page, finding_page, is_archive_name, is_page_name, slug
from rules.result import SourceCited

TEMPLATE = environment().from_string("<a title=\"{{ text }}\" href='{{ text }}'>{{ text }}</a>")
TRICKS = st.text(alphabet="<>&\"'`=/{}%#\u202e\x00\ud800 -!a", max_size=60)
ANY_TEXT = st.text(alphabet=st.characters(), max_size=200) | TRICKS
DIRECTIONS = {"RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}


@given(ANY_TEXT)
@settings(max_examples=400)
def test_any_text_comes_back_from_a_template_as_text(text: str) -> None:
    page = TEMPLATE.render(text=text)
    page.encode("utf-8")
    tree = lxml.html.fragment_fromstring(page)
    assert tree.tag == "a"
    assert len(tree) == 0
    assert set(tree.attrib) == {"title", "href"}
    assert tree.text_content().split() == clean(text).split()


@given(ANY_TEXT)
@settings(max_examples=400)
def test_clean_text_has_no_control_or_direction_characters(text: str) -> None:
    shown = clean(text)
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in shown.replace("\n", "").replace("\t", ""))
    assert not any(unicodedata.bidirectional(each) in DIRECTIONS for each in shown)
    assert clean(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("关于公开征求意见的公告", "关于公开征求意见的公告"),
        ("报告\u202e0202", "报告〔U+202E〕0202"),
        ("\ufeff标题\u200b", "标题"),
        ("a\x00b\ud800c", "a�b�c"),
        ("一\r\n二", "一\n二"),
        ("甲\u2028乙", "甲〔U+2028〕乙"),
    ],
)
def test_clean_shows(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_text_is_bounded() -> None:
    assert len(clean("长" * 10 * LONGEST)) < LONGEST + 100
    assert line("字" * 300, 100) == "字" * 100 + "……（以下略去 200 字）"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.zean.test/zwgk/",
        "https://www.zean.test:8443/a.html?x=1&y=%E4%B8%AD#top",
        "http://127.0.0.1:18021/",
        "http://[::1]:18021/",
        "http://www.zean.test/中文/路径.html",
    ],
)
def test_web_addresses_are_linked(url: str) -> None:
    assert web_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.test/",
        "/zwgk/",
        "http://",
        "http:///x",
        "http://www.gov.cn@evil.test/",
        "http://evil.test\\@www.gov.cn/",
        "http://evil.test/\u202efdp.exe",
        "http://evil.test/a b",
        "http://[::1/",
        "http://evil.test:99999/",
        "http://evil.test/" + "x" * 5000,
    ],
)
def test_other_addresses_are_text(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("identifier", ["5", "5.czj.column-overdue", "a1b2c3d4e5f6"])
def test_plain_ids_are_file_names(identifier: str) -> None:
    assert finding_page(identifier) == f"finding-{identifier}.html"


@given(st.text(max_size=120))
def test_any_id_gives_a_safe_file_name(identifier: str) -> None:
    assert is_page_name(finding_page(identifier))
    assert "/" not in finding_page(identifier)
    assert ".." not in slug(identifier)


@given(st.text(max_size=40), st.text(max_size=40))
def test_different_ids_have_different_names(one: str, other: str) -> None:
    assert (slug(one) == slug(other)) == (one == other)


@pytest.mark.parametrize(
    ("digest", "page"),
    [
        ("sha256:" + "ab" * 32, "archive/sha256-" + "ab" * 32 + ".html"),
        ("sha1:" + "Q2" * 16, "archive/sha1-" + "q2" * 16 + ".html"),
        ("../../x", None),
        ("sha256:../../../../x", None),
        ("", None),
        ("sha256:abc", None),
    ],
)
def test_a_copy_is_named_by_its_digest_or_not_at_all(digest: str, page: str | None) -> None:
    assert archive_page(digest) == page
    assert page is None or is_archive_name(page)


@given(st.binary(max_size=400) | st.text(alphabet="<>/=\"' abcdeimnoprstux:&#;\n!-", max_size=200).map(str.encode))
@settings(max_examples=300)
def test_no_bytes_break_the_inert_copy_or_keep_power(body: bytes) -> None:
    shown = inert(decoded(body, "text/html"))
    if shown is None:
        return
    tree = lxml.html.document_fromstring(shown)
    assert tree.xpath("//script|//iframe|//form|//link|//meta[not(@charset)]|//base|//object|//a|//svg") == []
    assert not any(name in {"href", "src", "action"} or name.startswith("on") for e in tree.iter() for name in e.attrib)


@pytest.mark.parametrize(
    "markup",
    [
        "<p><svg><script>alert(1)</script></svg>",
        "<p><math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<p><noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<p><style></style><img src=x onerror=alert(1)></style>",
        "<p><x:script>alert(1)</x:script>",
        "<p><xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>",
        "<p><textarea></textarea><script>alert(1)</script>",
        "<style>p{background:u\\72l(http://evil.test)}</style><p>x",
        "<p style='background:URL (//evil.test)'>x",
        "<a href='javascript:alert(1)' ping='//evil.test'>x</a>",
    ],
)
def test_known_tricks_leave_nothing_that_acts(markup: str) -> None:
    shown = inert(f"<html><body>{markup}</body></html>") or ""
    assert lxml.html.document_fromstring(shown or "<p>").xpath("//script|//img[@src]|//@onerror|//@href|//@ping") == []
    assert "url" not in shown.lower()


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("政务公开".encode(), "text/html; charset=utf-8"),
        ("政务公开".encode("gb18030"), "text/html"),
        ('<meta charset="gb2312">政务公开'.encode("gbk"), None),
        ("政务公开".encode(), None),
        ("政务公开".encode("utf-16"), "text/html"),
    ],
)
def test_a_body_is_decoded_as_it_was_meant(body: bytes, media_type: str | None) -> None:
    assert "政务公开" in decoded(body, media_type)


@pytest.mark.parametrize(
    ("body", "media_type", "told", "laid_out", "as_text"),
    [
        (b"<html><p>x</html>", None, "text/html", True, True),
        ("\ufeff<p>公告</p>".encode(), None, "text/html", True, True),
        (b"<html><p>x</html>", "text/html; charset=gbk", "text/html; charset=gbk", True, True),
        (b'{"title": "<script>"}', None, "application/json", False, True),
        (b"var list = '<li>'", "application/javascript", "application/javascript", False, True),
        (b"%PDF-1.7 <<>>", "text/html", "application/pdf", False, False),
        (b"PK\x03\x04<", None, "application/zip", False, False),
        (b"\x00\x01<", None, "application/octet-stream", False, False),
        (b"", None, "text/plain", False, True),
    ],
)
def test_a_copy_shows_what_can_be_shown(
    body: bytes, media_type: str | None, told: str, laid_out: bool, as_text: bool
) -> None:
    source = SourceCited("http://www.zean.test/", datetime(2022, 2, 15, tzinfo=UTC), Outcome.OK, 200, None, None, None)
    copy = copy_of(source, body, media_type)
    assert (copy.media_type, copy.frame is not None, copy.source is not None) == (told, laid_out, as_text)


@pytest.mark.parametrize(
    ("shown", "hidden", "kept"),
    [
        ("身份证号440106199003070036", ("440106199003070036",), "440**************6"),
        ("11010519491231002X", ("11010519491231002X",), "110**************X"),
        ("编号440106199003070037", (), "440106199003070037"),  # the check sign is wrong: no identity card
        ("咨询电话13800138000", (), "13800138000"),  # the line of an office
        (
            "、".join(f"1380013800{last}" for last in range(5)),
            tuple(f"1380013800{last}" for last in range(5)),
            "138*******4",
        ),
    ],
)
def test_a_copy_does_not_publish_personal_numbers_again(shown: str, hidden: tuple[str, ...], kept: str) -> None:
    source = SourceCited("http://site.invalid/", datetime(2022, 2, 15, tzinfo=UTC), Outcome.OK, 200, None, None, None)
    copy = copy_of(source, f"<html><body><p>{shown}</p></body></html>".encode(), "text/html; charset=utf-8")
    text = f"{copy.frame}{copy.source}"
    assert kept in text
    assert not any(number in text for number in hidden)
    assert copy.hidden == len(hidden)


@pytest.mark.parametrize(
    ("text", "picture", "shown"),
    [
        ("通知公告", b"\xff\xd8\xff\xe0 picture", "data:image/jpeg;base64,/9j/4CBwaWN0dXJl"),
        ("通知公告", b"<svg onload=alert(1)>", None),
        ("身份证号440106199003070036", b"\xff\xd8\xff\xe0 picture", None),  # a picture cannot be covered
        ("通知公告", None, None),
    ],
)
def test_a_copy_shows_what_a_browser_showed(text: str, picture: bytes | None, shown: str | None) -> None:
    source = SourceCited("http://site.invalid/", datetime(2022, 2, 15, tzinfo=UTC), Outcome.OK, 200, None, None, None)
    body = f"<html><body><p>{text}</p></body></html>".encode()
    assert copy_of(source, body, "text/html; charset=utf-8", picture=picture).picture == shown
