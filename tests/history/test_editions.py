"""Editions of documents: kept where the text or the date changed, not where a counter did."""

import pytest

from crawler.history.editions import content_digest, with_editions
from crawler.history.state import KnownEdition
from tests.history.nights import looked, opened

TEXT = "各镇人民政府：现将工作方案印发给你们，请认真贯彻执行。"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TEXT, f"{TEXT}\n浏览次数：123次", True),
        (f"{TEXT}浏览次数：123", f"{TEXT}浏览次数：999", True),
        (f"{TEXT}阅读量(15)", f"{TEXT}阅读量(1600)", True),
        (f"今天是2022年2月1日 星期二\n{TEXT}", f"今天是2022年2月2日 星期三\n{TEXT}", True),
        (TEXT, TEXT.replace("，", ", "), True),
        (TEXT, TEXT.replace("认真", ""), False),
        ("预算 100 万元", "预算 110 万元", False),
        ("下载 3 个文件", "下载 4 个文件", False),
    ],
)
def test_what_counts_as_the_same_text(one: str, other: str, same: bool) -> None:
    assert (content_digest(one) == content_digest(other)) is same


def test_an_attachment_more_is_another_content() -> None:
    assert content_digest(TEXT, ["附件1"]) != content_digest(TEXT, ["附件1", "附件2"])
    assert content_digest(TEXT, ["甲", "乙"]) == content_digest(TEXT, ["乙", "甲"])


def digests(known: dict[str, tuple[KnownEdition, ...]], url: str = "czj.zean.test/a.html") -> list[tuple[str, bool]]:
    return [(each.edition.digest, each.edition.baseline) for each in known[url]]


def test_only_changes_are_kept() -> None:
    known: dict[str, tuple[KnownEdition, ...]] = {}
    for night, digest in enumerate(["a", "a", "b", "b", "a"], 1):
        known = with_editions(known, looked(documents=(opened(night, "/a.html", digest),)))
    assert digests(known) == [("a", True), ("b", False), ("a", False)]


def test_another_reader_is_no_change_of_the_document() -> None:
    known = with_editions({}, looked(documents=(opened(1, "/a.html", "a"),)))
    known = with_editions(known, looked(documents=(opened(2, "/a.html", "b"),), extractor="4"))
    assert digests(known) == [("a", True), ("b", True)]


def test_pages_that_all_change_in_one_night_changed_their_frame() -> None:
    urls = [f"/{number}.html" for number in range(6)]
    known = with_editions({}, looked(documents=tuple(opened(1, each, "a") for each in urls)))
    known = with_editions(known, looked(documents=tuple(opened(2, each, "b") for each in urls)))
    assert all(each[-1].edition.baseline for each in known.values())


def test_a_page_that_changes_every_night_does_not_fill_the_store() -> None:
    known: dict[str, tuple[KnownEdition, ...]] = {}
    for night in range(1, 20):
        known = with_editions(known, looked(documents=(opened(night, "/a.html", str(night)),)))
    assert digests(known) == [("1", True), *((str(night), False) for night in range(15, 20))]


def test_a_changed_date_is_an_edition() -> None:
    known = with_editions({}, looked(documents=(opened(1, "/a.html", "a", "2022-01-12"),)))
    known = with_editions(known, looked(documents=(opened(2, "/a.html", "a", "2022-01-05"),)))
    assert [str(each.edition.published.value) for each in known["czj.zean.test/a.html"] if each.edition.published] == [
        "2022-01-12",
        "2022-01-05",
    ]
