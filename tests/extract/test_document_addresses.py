"""Addresses that content systems give to documents, and those of columns (FIELD, CMS families)."""

import pytest

from crawler.extract.lists.rows import leads_to_document

ADDRESSES = {
    "/xw/202201/t20220105_12345.html": True,
    "/art/2022/1/5/art_5_77.html": True,
    "/col/art/2026/art_9f52b7fdcc874cc7bc3438f2c99d073b.html": True,
    "/gkmlpt/content/0/508/post_508890.html": True,
    "/hainan/202201/8f14e45fceea467fa3a12b3c4d5e6f70.shtml": True,
    "/gwk/5f3e2a1b9c8d7e6f5a4b3c2d.html": True,
    "/gwk/8f14e45f-ceea-467f-a3a1-2b3c4d5e6f70.html": True,
    "/csrc/c100028/c7661513/content.shtml": True,
    "/columns/8f14e45f-ceea-467f-a3a1-2b3c4d5e6f70/index.html": False,
    "/zwgk/tzgg/": False,
    "/col/col5/index.html": False,
    "/gkmlpt/index#508": False,
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_documents_are_told_by_their_addresses(url: str) -> None:
    assert leads_to_document(url) is ADDRESSES[url]
