"""Published letters with their replies, and pages on which the public can write: pages of our own with their facts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.interaction.entrance import names_entrance, read_entrance
from crawler.extract.interaction.message import read_message, read_statistics
from crawler.extract.lists.navigation import read_links
from crawler.markup import Source, open_source

PAGES = Path(__file__).resolve().parents[1] / "pages"
URL = "http://www.zean.test/hdjl/1.html"


def names(folder: str) -> list[str]:
    return sorted(path.stem for path in (PAGES / folder).glob("*.html"))


def opened(folder: str, name: str) -> tuple[Source, Any]:
    source = open_source((PAGES / folder / f"{name}.html").read_bytes(), url=URL)
    return source, json.loads((PAGES / folder / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", names("letters"))
def test_letter(name: str) -> None:
    source, wanted = opened("letters", name)
    read = read_message(source)
    if wanted is None:
        assert read is None
        return
    assert read is not None
    told = {key: getattr(read, key) for key in wanted}
    assert wanted == {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items()}


@pytest.mark.parametrize("name", names("entrances"))
def test_entrance(name: str) -> None:
    source, wanted = opened("entrances", name)
    read = read_entrance(source, name)
    assert (wanted["writes"], wanted["login"]) == (read.writes, read.login)
    assert wanted["statistics"] == read_statistics(source)
    assert wanted["named"] == [link.title for link in read_links(source) if names_entrance(link.title)]


@pytest.mark.parametrize(
    ("form", "writes"),
    [
        ("<textarea name='nr'></textarea><div class='btn' onclick='save()'>提交信件</div>", True),
        ("<textarea name='nr'></textarea><span onclick='save()'>确认提交</span>", True),
        ("<textarea name='nr'></textarea><a href='javascript:sub()'><img src='tj.gif' alt='提交'></a>", True),
        ("<div id='editor' contenteditable='true'></div><button>提交</button>", True),
        ("<script id='editor' name='nr' type='text/plain'></script><button>提交</button>", True),
        ("<textarea name='nr' disabled></textarea><button>提交</button>", False),
        ("<textarea name='nr'></textarea><div onclick='fold()'>展开</div>", False),
        ("<div onclick='send()'>提交</div>", False),
        ("<textarea name='nr'></textarea><div>提交须知</div>", False),
    ],
)
def test_fields_and_buttons_that_scripts_make(form: str, writes: bool) -> None:
    page = f"<html><body><h1>市长信箱</h1>{form}</body></html>".encode()
    assert read_entrance(open_source(page, url=URL), "市长信箱").writes is writes


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("我要写信", True),
        ("在线咨询", True),
        ("市长信箱", True),
        ("给局长写信", True),
        ("网上信访", False),
        ("纪检举报信箱", False),
        ("写信须知", False),
        ("来信选登", False),
        ("留言查询", False),
        ("", False),
    ],
)
def test_what_counts_as_an_entrance(title: str, counts: bool) -> None:
    assert names_entrance(title) == counts


@given(
    st.lists(
        st.sampled_from(
            ["<td>", "</td>", "来信时间", "答复时间：", "2021-05-01", "<textarea>", "<form>", "：", "局回复："]
        )
    )
)
@settings(max_examples=60)
def test_readers_never_fail(parts: list[str]) -> None:
    source = open_source(f"<html><body>{''.join(parts)}</body></html>".encode(), url=URL)
    read_message(source)
    read_entrance(source, "x")
    read_statistics(source)
