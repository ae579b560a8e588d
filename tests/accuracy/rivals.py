"""What other extractors make of the same pages. Run by the Python of an environment that has them, not by ours.

Reads a JSON list of `{file, html, url}` from standard input and writes `{tool: {file: answer}}`, where an answer has
`title`, `published`, `items` (of `[title, address]`) and `listing`, as far as the tool says such things, and the
CPU seconds it took. A tool that cannot be imported has a string instead: why not. Nothing of the project is imported.
"""

import importlib
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

Page = dict[str, str]
Answer = dict[str, Any]


def _htmldate() -> Callable[[Page], Answer]:
    htmldate = importlib.import_module("htmldate")
    return lambda page: {"published": htmldate.find_date(page["html"], original_date=True, url=page["url"])}


def _trafilatura() -> Callable[[Page], Answer]:
    trafilatura = importlib.import_module("trafilatura")

    def read(page: Page) -> Answer:
        found = trafilatura.bare_extraction(page["html"], url=page["url"], with_metadata=True)
        return {"title": getattr(found, "title", None), "published": getattr(found, "date", None)}

    return read


def _gne() -> Callable[[Page], Answer]:
    extractor = importlib.import_module("gne").GeneralNewsExtractor()

    def read(page: Page) -> Answer:
        found = extractor.extract(page["html"])
        return {"title": found.get("title"), "published": found.get("publish_time")}

    return read


def _gerapy() -> Callable[[Page], Answer]:
    gerapy = importlib.import_module("gerapy_auto_extractor")

    def read(page: Page) -> Answer:
        detail = gerapy.extract_detail(page["html"])
        try:
            items = [[item.get("title"), item.get("url")] for item in gerapy.extract_list(page["html"]) or ()]
        except TypeError:  # raised inside it where it finds no list
            items = []
        return {
            "title": detail.get("title"),
            "published": str(detail.get("datetime") or ""),
            "items": items,
            "listing": bool(gerapy.is_list(page["html"])),
        }

    return read


TOOLS = {"htmldate": _htmldate, "trafilatura": _trafilatura, "gne": _gne, "gerapy-auto-extractor": _gerapy}


def answers(pages: list[Page]) -> dict[str, Any]:
    """Return what each tool says of each page; a tool's own exception on a page is no answer."""
    said: dict[str, Any] = {}
    for name, load in TOOLS.items():
        try:
            read = load()
        except ImportError as error:
            said[name] = f"{type(error).__name__}: {error}".split("\n", 1)[0]
            continue
        said[name] = {page["file"]: _timed(read, page) for page in pages}
    return said


def _timed(read: Callable[[Page], Answer], page: Page) -> Answer:
    started = time.process_time()
    try:
        answer = read(page)
    except Exception as error:  # noqa: BLE001  # whatever another's program raises
        answer = {"error": type(error).__name__}
    return {**answer, "seconds": time.process_time() - started}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    real, sys.stdout = sys.stdout, sys.stderr  # some of them print
    json.dump(answers(json.load(sys.stdin)), real, ensure_ascii=False)
