"""Within the crawler, imports run one way: gathering knows the survey and the extractors, never the other way round."""

import subprocess
import sys

import grimp
import pytest

LAYERS = [
    {"gather", "spiders"},
    {"net", "probes", "replay"},
    {"store"},
    {"warc"},
    {"readers"},
    {"survey"},
    {"extract"},
    {"platforms"},
    {"markup"},
    {"model"},
]
PURE = {"survey", "extract", "platforms", "markup", "model"}
WORLD = {"scrapy", "twisted", "playwright", "sqlite3", "sqlite_utils", "socket", "asyncio"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("crawler", include_external_packages=True)


def inside(graph: grimp.ImportGraph, part: str) -> set[str]:
    return {module for module in graph.modules if module == f"crawler.{part}" or module.startswith(f"crawler.{part}.")}


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (lower, upper)
        for number, layer in enumerate(LAYERS)
        for upper in sorted(layer)
        for below in LAYERS[number + 1 :]
        for lower in sorted(below)
    ],
)
def test_a_lower_part_does_not_import_an_upper_one(graph: grimp.ImportGraph, lower: str, upper: str) -> None:
    found = {
        (module, imported)
        for module in inside(graph, lower)
        for imported in graph.find_modules_directly_imported_by(module) & inside(graph, upper)
    }
    assert found == set()


@pytest.mark.parametrize("part", sorted(PURE))
def test_the_pure_parts_do_not_touch_the_world(graph: grimp.ImportGraph, part: str) -> None:
    found = {
        (module, imported)
        for module in inside(graph, part)
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.partition(".")[0] in WORLD
    }
    assert found == set()


def test_nothing_here_imports_upwards(graph: grimp.ImportGraph) -> None:
    tops = {module.partition(".")[0] for module in graph.modules}
    assert tops & {"mingjian", "reports", "rules", "checks"} == set()


def test_a_reader_loads_neither_the_network_nor_the_store() -> None:
    heavy = "{'scrapy', 'twisted', 'playwright', 'asyncio', 'sqlite3'}"
    code = f"import sys, crawler.readers.process; print([m for m in sys.modules if m in {heavy}])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_ordering_a_gathering_does_not_load_scrapy_or_a_browser() -> None:
    heavy = "{'scrapy', 'twisted', 'playwright'}"
    code = (
        f"import sys, crawler.gather, crawler.browser, crawler.store; print([m for m in sys.modules if m in {heavy}])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
