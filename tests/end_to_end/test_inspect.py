"""`mingjian inspect --json` prints the object of DESIGN 6 for every real page, and refuses nothing that was saved."""

import json
import os
from pathlib import Path

import pytest

from mingjian.cli import run

PORTALS = Path(os.environ.get("MINGJIAN_PORTALS", Path(__file__).resolve().parents[3] / "shared" / "portals"))
LABELS = json.loads((PORTALS / "labels.json").read_text("utf-8")) if (PORTALS / "labels.json").is_file() else []
KEYS = {
    "": {"url", "encoding", "kind", "site", "column", "columns", "document", "listing", "annual_report"},
    "site": {"name", "code", "icp", "police", "organiser"},
    "column": {"name", "breadcrumb"},
    "document": {
        "title", "published", "precision", "read_from", "disputed_by", "source", "number", "index", "issued",
        "publisher", "status", "attachments", "text",
    },
    "listing": {"items", "next", "pages", "total"},
}  # fmt: skip
KINDS = {"home", "listing", "document", "annual-report", "form", "shell", "blocked", "error", "other"}


def check_shape(said: dict[str, object]) -> None:
    """The keys of DESIGN 6, no more and no fewer, whatever the page."""
    assert set(said) == KEYS[""]
    for part, keys in KEYS.items():
        if part:
            assert isinstance(said[part], dict)
            assert set(said[part]) == keys  # type: ignore[call-overload]  # checked to be a dict
    assert said["kind"] in KINDS
    report = said["annual_report"]
    if isinstance(report, dict):
        assert {"year", "layout", "sections", "requests", "reviews", "identities"} <= set(report)
        assert all(len(row) == 7 for row in report["requests"]["rows"].values())


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label["file"])
def test_every_real_page_is_inspected(label: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Each saved page gives one well-formed object with the page kind that a person saw, and a readable text form."""
    path, url = str(PORTALS / label["file"]), label.get("url") or "http://www.example.gov.cn/"
    assert run(["inspect", path, "--url", url, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    check_shape(said)
    assert said["url"] == url
    assert said["kind"] == label["kind"]
    assert run(["inspect", path, "--url", url]) == 0
    assert f"kind       {label['kind']}" in capsys.readouterr().out


def test_absent_facts_are_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that says nothing gives nulls and empty lists, never guesses."""
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>您好</p></body></html>", encoding="utf-8")
    assert run(["inspect", str(page), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    check_shape(said)
    assert said["annual_report"] is None
    assert [said["document"][key] for key in ("published", "number", "index", "issued")] == [None] * 4
    assert said["listing"]["items"] == []
