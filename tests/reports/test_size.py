"""A large audit has pages that a browser can open, and is written in reasonable time and memory."""

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from reports import write_report
from rules.result import AuditResult


def test_many_units_divide_the_heat_map_and_the_lists(build: Callable[..., AuditResult], tmp_path: Path) -> None:
    result = build(70, 30, hostile=False)
    write_report(result, tmp_path)
    sheets = [lxml.html.document_fromstring((tmp_path / name).read_bytes()) for name in ("heat-1.html", "heat-2.html")]
    assert [len(each.xpath("//table[@class='heat']")) for each in sheets] == [4, 1]
    assert sum(len(each.xpath("//table[@class='heat']//td/a")) for each in sheets) == len(result.cells)
    assert not (tmp_path / "heat-3.html").exists()
    overview = lxml.html.document_fromstring((tmp_path / "index.html").read_bytes())
    assert overview.xpath("//ul[@class='pages']//a/@href") == ["heat-1.html", "heat-2.html"]
    assert overview.xpath("//table[@class='heat']") == []
    assert len(overview.xpath("//table[contains(@class, 'sums')]/tbody/tr")) == 30
    told = overview.xpath("//table[contains(@class, 'sites')]/tbody/tr")
    assert len(told) == len([each for each in result.sites if not each.reached])
    assert (tmp_path / "findings-pass-2.html").exists()


@pytest.mark.slow
def test_five_hundred_units_and_fifty_requirements(build: Callable[..., AuditResult], tmp_path: Path) -> None:
    result = build(500, 50, hostile=False)
    assert len(result.cells) == 25_000
    write_report(result, tmp_path)
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("*.html")}
    assert sizes["index.html"] < 3_000_000
    assert max(sizes.values()) < 3_000_000
    assert len([name for name in sizes if name.startswith("finding-")]) == len(result.findings)
