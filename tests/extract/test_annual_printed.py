"""Annual reports as a browser prints them: every cell of the PDF is that of the page, however the tables look."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from crawler.extract.annual import read_annual_report_file
from crawler.extract.files.reading import read_file
from tests.extract import annual_forms as forms

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
PLAIN = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:3px}tr{break-inside:avoid}"
FOOTER = '<div style="font-size:9px;width:100%;text-align:center"><span class=pageNumber></span> / 3</div>'
LOOKS = {
    "thin lines": "",
    "double lines": "td{border:3px double #000}",
    "cells apart": "table{border-collapse:separate;border-spacing:1px}",
    "hardly any room in the cells": "td{padding:1px}",
    "narrow columns that break figures": "table{table-layout:fixed;font-size:9pt}td{word-break:break-all}",
    "shaded rows, large": "tr:nth-child(even) td{background:#eef}table{font-size:12pt}",
    "stamped aslant": ".stamp{position:fixed;top:40%;left:10%;font-size:60pt;opacity:.2;transform:rotate(-30deg)}",
    "rows broken by pages": "td{padding:8px}p{margin:0}tr{break-inside:auto}",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("layout", ["2019", "2021"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_cell_of_a_printed_report(browser: Browser, tmp_path: Path, look: str, layout: str) -> None:
    chance = random.Random(look + layout)  # noqa: S311  # figures, no secret

    def cell() -> int | None:
        return chance.choice((None, 0, 1, 25, 1204, 12345))

    requests = {key: tuple(cell() for _ in range(7)) for key in forms.keys(layout)} | {"new": (9, 0, 1, 0, 0, 2, 12)}
    reviews = tuple(cell() for _ in range(15))
    page = forms.html_report(layout, requests, reviews).decode()
    page = page.replace("<head>", f"<head><meta charset=utf-8><style>{PLAIN}{LOOKS[look]}</style>")
    (tmp_path / "report.html").write_text(page.replace("<body>", "<body><div class=stamp>泽安2023</div>"))
    with browser.new_page() as tab:
        tab.goto((tmp_path / "report.html").as_uri())
        body = tab.pdf(
            format="A4",
            margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"),
            display_header_footer=True,
            header_template="<i></i>",
            footer_template=FOOTER,
        )
    file = read_file(body)
    report = None if file is None else read_annual_report_file(file)
    assert report is not None
    assert report.requests.rows == requests
    blocks = report.reviews
    assert blocks.reconsideration + blocks.direct_litigation + blocks.after_reconsideration == reviews
