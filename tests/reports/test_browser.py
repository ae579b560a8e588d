"""The report in a real browser, from file://, with the network watched: widths, styles, requests, print."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from reports import write_report
from rules.result import AuditResult

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

WIDE_AND_HOSTILE = (
    "<html><body><h1>意见征集</h1><table width=3000><tr><td>宽表</td></tr></table><img src=http://127.0.0.1:9/x.png>"
    "<a href=http://127.0.0.1:9/>链接</a><script>document.title='ran'</script></body></html>"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(sample: AuditResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(
        sample, tmp_path_factory.mktemp("report"), bodies=lambda _: (WIDE_AND_HOSTILE.encode(), "text/html")
    ).parent


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def kinds(folder: Path) -> list[Path]:
    """Return one page of each kind, and the finding with hostile text."""
    names = ["index.html", "findings.html", "sites.html", "unit-u1.html", "unit-u7.html", "requirement-3.html"]
    return [folder / each for each in names] + [*folder.glob("finding-_*.html"), *sorted(folder.glob("archive/*"))[:1]]


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_page_scrolls_sideways(folder: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for path in kinds(folder):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name


def test_pages_ask_for_their_style_and_nothing_else(folder: Path, page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in kinds(folder):
        page.goto(path.as_uri())
        styled = page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "PingFang SC" in styled, path.name
    allowed = {path.as_uri() for path in kinds(folder)} | {(folder / "static/report.css").as_uri(), "about:srcdoc"}
    assert set(asked) <= allowed
    assert said == []


def test_the_head_row_and_first_column_of_the_heat_map_stay(folder: Path, page: Page) -> None:
    page.goto((folder / "index.html").as_uri())
    box = page.locator(".heat-box").first
    box.evaluate("box => { box.scrollLeft = 120; box.scrollTop = 600; }")
    left, top = box.evaluate("box => [box.getBoundingClientRect().left, box.getBoundingClientRect().top]")
    head = page.locator(".heat thead .corner").bounding_box()
    row = page.locator(".heat tbody th[scope=row]").nth(20).bounding_box()
    assert head is not None
    assert row is not None
    assert abs(head["x"] - left) <= 2
    assert abs(head["y"] - top) <= 2
    assert abs(row["x"] - left) <= 2


def test_an_archived_copy_is_shown_and_does_not_act(folder: Path, page: Page) -> None:
    path = min(folder.glob("archive/*"))
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert frame.locator("h1").inner_text() == "意见征集"
    assert frame.locator("a").count() == 0
    assert page.title().startswith("存证副本")


def test_the_unit_page_prints_on_paper_of_its_width(folder: Path, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "unit-u1.html").as_uri())
    target = tmp_path / "unit.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(target)
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert [round(each) for each in document[0].get_size()] == [595, 842]  # A4
    assert "须整改的事项" in text
    assert "单位意见" in text
    assert len(document) < 20
    document.close()
    page.close()
