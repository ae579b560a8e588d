"""The written report as its readers get it: every page parses, every link leads somewhere, nothing can act or load."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest

from checks import Verdict
from reports import write_report
from reports.wording import VERDICTS
from rules.result import AuditResult, result_from_json, result_to_json

PAGE = """<html><head><base href="http://evil.test/"><meta http-equiv="refresh" content="0;url=http://evil.test/">
<link rel="dns-prefetch" href="//evil.test"><style>h1{color:red}</style><style>@import url(//evil.test/x.css);</style>
</head><body onload="alert(1)"><h1 onclick="alert(2)">意见征集</h1><script>alert(3)</script>
<a href="http://evil.test/">链接</a><form action="http://evil.test/"><input formaction="//evil.test"></form>
<img src="http://evil.test/x.png"><iframe src="http://evil.test/"></iframe>
<p style="background:url(http://evil.test/y)">2021年11月30日截止</p></body></html>"""


def stored(digest: str) -> tuple[bytes, str | None] | None:
    """Return the same hostile page for every digest but those that end in a digit above 6."""
    return None if digest[-1] in "789" else (PAGE.encode("gb18030"), "text/html")


@pytest.fixture(scope="module")
def folder(sample: AuditResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(sample, tmp_path_factory.mktemp("report"), bodies=stored).parent


def pages(folder: Path) -> Iterator[tuple[Path, lxml.html.HtmlElement]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, lxml.html.document_fromstring(path.read_bytes())


def ids(tree: lxml.html.HtmlElement) -> list[str]:
    return [str(each) for each in tree.xpath("//@id")]


def test_every_relative_link_leads_to_a_page_and_an_anchor_that_exist(folder: Path) -> None:
    anchors = {path.resolve(): set(ids(tree)) for path, tree in pages(folder)}
    lost = []
    for path, tree in pages(folder):
        for href in tree.xpath("//a/@href"):
            parts = urlsplit(str(href))
            if parts.scheme:
                assert parts.scheme in {"http", "https"}, href
                continue
            target = (path.parent / parts.path).resolve() if parts.path else path.resolve()
            if target not in anchors or (parts.fragment and parts.fragment not in anchors[target]):
                lost.append(f"{path.name} -> {href}")
    assert lost == []


def test_every_page_can_be_reached_from_the_overview(folder: Path) -> None:
    links = {path.resolve(): tree.xpath("//a/@href") for path, tree in pages(folder)}
    waiting, reached = [(folder / "index.html").resolve()], set()
    while waiting:
        path = waiting.pop()
        if path in reached or path not in links:
            continue
        reached.add(path)
        waiting += [(path.parent / urlsplit(str(href)).path).resolve() for href in links[path]]
    assert set(links) - reached == set()


def test_every_cell_and_finding_is_told(sample: AuditResult, folder: Path) -> None:
    overview = lxml.html.document_fromstring((folder / "index.html").read_bytes())
    linked = overview.xpath("//table[@class='heat']//td/a")
    words = [each.get("title").partition("：")[2].partition("，")[0] for each in linked]
    assert len(linked) == len(sample.cells)
    assert sorted(words) == sorted(VERDICTS[cell.verdict].word for cell in sample.cells)
    lists = [tree for path, tree in pages(folder) if path.name.startswith("findings")]
    listed = {href for tree in lists for href in tree.xpath("//tbody//th/a/@href")}
    assert len(listed) == len(sample.findings) == len(list(folder.glob("finding-*.html")))


def test_no_page_has_anything_that_acts_or_loads(folder: Path) -> None:
    for path, tree in pages(folder):
        assert tree.xpath("//script|//object|//embed|//form|//img|//base|//audio|//video|//foreignObject") == [], path
        assert [name for each in tree.iter() for name in each.attrib if name.startswith("on")] == [], path
        assert tree.xpath("//@style") == [], path
        sheets = tree.xpath("//link/@href")
        assert sheets in ([], ["static/report.css"]), path
        assert tree.xpath("//iframe[not(@sandbox='') or @src]") == [], path
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert "default-src 'none'" in policy
        assert "script" not in policy
    css = (folder / "static/report.css").read_text("utf-8")
    assert re.search(r"url\(|@import|http", css) is None


def test_hostile_text_is_shown_as_text_with_its_tricks_made_visible(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script" not in text.lower(), path
        assert "\u202e" not in text, path
        assert "\x00" not in text, path
        assert "onerror=alert(2)>" not in text, path
    overview = (folder / "index.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in overview
    assert "〔U+202E〕" in overview
    assert "{{ 7*7 }}" in overview


TYPED = {"verdict", "kind", "outcome", "reason", "due", "issued", "as_of", "seen_at", "first_seen", "last_seen"}
REFERRING = {"id", "requirement", "unit", "site", "findings", "evidence"}


def poisoned(value: Any, hostile: str, key: str = "") -> Any:
    """Return JSON `value` with `hostile` after every text that is free to be anything."""
    if isinstance(value, dict):
        return {name: poisoned(each, hostile, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, hostile, key) for each in value]
    return value + hostile if isinstance(value, str) and key not in TYPED | REFERRING else value


def test_no_field_of_a_result_lets_hostile_text_through(
    build: Callable[..., AuditResult], hostile: str, tmp_path: Path
) -> None:
    plain = json.loads(result_to_json(build(3, 12, hostile=False)))
    result = result_from_json(json.dumps(poisoned(plain, hostile)).encode())
    assert hostile in result.plan.title
    write_report(result, tmp_path, bodies=lambda _: (hostile.encode(), hostile))
    for path, tree in pages(tmp_path):
        assert tree.xpath("//script|//img|//*[@onerror]|//a[starts-with(@href, 'javascript')]") == [], path
        assert not {"\u202e", "\x00"} & set(path.read_text("utf-8")), path


def test_a_picture_is_shown_whole_in_the_copy_that_has_one(sample: AuditResult, tmp_path: Path) -> None:
    picture = b"\xff\xd8\xff" + bytes(range(256)) * 400
    write_report(sample, tmp_path, bodies=stored, pictures=lambda digest: None if digest[-1] in "0246" else picture)
    shown = {path.stem[-1]: tree.xpath("//img/@src") for path, tree in pages(tmp_path) if path.parent.name == "archive"}
    address = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
    assert shown == {last: [] if last in "0246" else [address] for last in shown}
    assert {len(each) for each in shown.values()} == {0, 1}


def test_only_web_addresses_are_links_and_they_tell_nobody_where_the_reader_came_from(folder: Path) -> None:
    outside = [each for _, tree in pages(folder) for each in tree.xpath("//a[contains(@href, ':')]")]
    assert outside
    assert {urlsplit(each.get("href")).scheme for each in outside} == {"http"}
    assert all("noreferrer" in each.get("rel", "") for each in outside)


def test_pages_have_landmarks_captions_and_unique_ids(folder: Path) -> None:
    for path, tree in pages(folder):
        assert tree.get("lang") == "zh-CN"
        assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1, path
        assert len(ids(tree)) == len(set(ids(tree))), path
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", each) for each in ids(tree)), path
        assert tree.xpath("//table[not(caption)]") == [], path
        assert tree.xpath("//thead//th[not(@scope)] | //tbody//th[not(@scope)]") == [], path
        assert tree.xpath("//section[@aria-labelledby][not(@aria-labelledby = //@id)]") == [], path
        if path.parent == folder:
            assert tree.xpath("//a[@class='skip']/@href") == ["#main"]


def test_a_finding_page_leads_to_the_bytes(sample: AuditResult, folder: Path) -> None:
    finding = next(each for each in sample.findings if each.verdict is Verdict.FAIL and each.id.endswith("check-0"))
    tree = lxml.html.document_fromstring((folder / f"finding-{finding.id}.html").read_bytes())
    text = tree.text_content()
    source = next(each for each in sample.evidence if each.id == finding.evidence[0]).sources[0]
    for told in (
        finding.observed,
        finding.expected,
        finding.remedy,
        finding.judged_how,
        finding.norm_clause,
        source.url,
        source.warc,
        str(source.offset),
        source.digest,
        "2022-02-15 09:2",  # 01:2x UTC
        "15 日",
    ):
        assert told is not None
        assert told in text


def test_an_archived_copy_is_inert_and_keeps_the_source(folder: Path) -> None:
    path = next(iter(sorted((folder / "archive").glob("*.html"))))
    tree = lxml.html.document_fromstring(path.read_bytes())
    frame = tree.xpath("//iframe")[0]
    assert frame.get("sandbox") == ""
    shown = frame.get("srcdoc")
    assert "意见征集" in shown
    assert "2021年11月30日截止" in shown
    assert "color:red" in shown
    assert "evil.test" not in shown
    assert "alert" not in shown
    source = tree.xpath("//pre")[0].text_content()
    assert "<script>alert(3)</script>" in source
    assert "http://evil.test/x.png" in source


def test_a_copy_that_is_not_at_hand_is_said_to_be_only_in_the_warc(folder: Path) -> None:
    copies = {path.stem.removeprefix("sha256-") for path in (folder / "archive").glob("*.html")}
    texts = [path.read_text("utf-8") for path in folder.glob("finding-*.html")]
    assert copies
    assert any("副本只在上述存证文件中" in text for text in texts)
    assert not any(copy[-1] in "789" for copy in copies)


def test_the_same_result_gives_the_same_bytes(sample: AuditResult, folder: Path, tmp_path: Path) -> None:
    write_report(result_from_json(result_to_json(sample)), tmp_path, bodies=stored)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    second = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == second


def test_pages_of_an_earlier_report_go_and_other_files_stay(sample: AuditResult, tmp_path: Path) -> None:
    write_report(sample, tmp_path)
    mine = tmp_path / "finding-notes.html"
    mine.write_text("my own notes")
    (tmp_path / "audit.json").write_bytes(result_to_json(sample))
    fewer = replace(sample, findings=sample.findings[:1], units=sample.units[:1])
    write_report(fewer, tmp_path)
    assert len(list(tmp_path.glob("finding-*.html"))) == 2
    assert len(list(tmp_path.glob("unit-*.html"))) == 1
    assert mine.read_text() == "my own notes"
    assert (tmp_path / "audit.json").exists()


def test_an_empty_audit_has_a_report(sample: AuditResult, tmp_path: Path) -> None:
    empty = replace(
        sample, units=(), requirements=(), sites=(), cells=(), findings=(), evidence=(), notices=(),
        score=replace(sample.score, lowest=None, highest=None, coverage=None, note="没有可判的要求。"),
    )  # fmt: skip
    text = write_report(empty, tmp_path).read_text("utf-8")
    assert "没有可判的要求。" in text
    assert (tmp_path / "findings.html").exists()
