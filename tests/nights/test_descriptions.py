"""Every table and column of the store is told in `metadata.json`, as Datasette reads it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from crawler.store import Store
from crawler.store.availability import AvailabilityLog
from crawler.store.descriptions import FILE, TABLES
from crawler.store.history import HistoryLog

DATASETTE = os.environ.get("MINGJIAN_DATASETTE", "")
"""The program `datasette` of an environment of its own."""


def made(folder: Path) -> dict[str, set[str]]:
    """A whole store's tables and views with their columns, those of SQLite and its migrations left out."""
    with AvailabilityLog(folder), HistoryLog(folder), Store(folder) as store:
        names = [
            row[0]
            for row in store.connection.execute("select name from sqlite_master where type in ('table', 'view')")
            if not row[0].startswith(("_", "sqlite_"))
        ]
        return {
            name: {row[0] for row in store.connection.execute("select name from pragma_table_info(?)", [name])}
            for name in names
        }


def test_every_table_and_column_is_described_and_no_other(tmp_path: Path) -> None:
    assert {name: set(columns) for name, (_, columns) in TABLES.items()} == made(tmp_path)


def test_the_description_lies_beside_the_database(tmp_path: Path) -> None:
    made(tmp_path)
    told = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["databases"]["evidence"]["tables"]
    assert all(table["description"] and all(table["columns"].values()) for table in told.values())


@pytest.mark.slow
@pytest.mark.skipif(not DATASETTE, reason="MINGJIAN_DATASETTE names no datasette")
def test_datasette_serves_it(tmp_path: Path) -> None:
    made(tmp_path)
    for path, said in (("/evidence/visits.json?_shape=array", "[]"), ("/evidence/visits", "一址一行"), ("/", "明鉴")):
        line = [DATASETTE, str(tmp_path / "evidence.db"), "-m", str(tmp_path / FILE), "--get", path]
        shown = subprocess.run(line, capture_output=True, text=True, check=False)
        assert (shown.returncode, said in shown.stdout) == (0, True), shown.stdout[-300:] + shown.stderr[-300:]
