"""Bodies kept as WARC read back by place, by other tools, and after a kill."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.warc import Exchange, WarcPlace, WarcWriter, files, mend, read_body, read_original

NOW = datetime(2022, 2, 15, 3, 4, 5, tzinfo=UTC)


def written(folder: Path, *bodies: bytes, prefix: str = "0001") -> list[WarcPlace]:
    with WarcWriter(folder, prefix, user_agent="Mingjian/test") as writer:
        return [
            writer.exchange(
                Exchange(
                    f"http://a.test/{number}?q=1",
                    NOW,
                    200,
                    (("Content-Type", "text/html"),),
                    body,
                    request_headers=(("Host", "a.test"),),
                )
            )
            for number, body in enumerate(bodies)
        ]


@pytest.mark.parametrize("body", [b"", b"x", "政务公开".encode("gb18030"), bytes(range(256)) * 500])
def test_a_body_reads_back_by_its_place(tmp_path: Path, body: bytes) -> None:
    first, second = written(tmp_path, b"other", body)
    assert read_body(tmp_path, first) == b"other"
    assert read_body(tmp_path, second) == body


def test_content_encoding_is_undone_on_reading(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "0001", user_agent="t") as writer:
        place = writer.exchange(
            Exchange("http://a.test/", NOW, 200, (("Content-Encoding", "gzip"),), gzip.compress(b"plain"))
        )
    assert read_body(tmp_path, place) == b"plain"


def test_a_file_begins_with_what_it_is_and_is_not(tmp_path: Path) -> None:
    written(tmp_path, b"x")
    (path,) = files(tmp_path)
    with path.open("rb") as file:
        records = [(each.rec_type, each.content_stream().read()) for each in ArchiveIterator(file)]
    assert [kind for kind, _ in records] == ["warcinfo", "response", "request"]
    assert b"not a capture of the wire" in records[0][1]
    assert b"Mingjian/test" in records[0][1]


def test_request_and_response_belong_together(tmp_path: Path) -> None:
    written(tmp_path, b"x")
    (path,) = files(tmp_path)
    with path.open("rb") as file:
        _, response, request = (each.rec_headers for each in ArchiveIterator(file))
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Date"] == "2022-02-15T03:04:05Z"


def test_digests_hold_for_warcio(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, b"one", b"two" * 1000)
    (path,) = files(tmp_path)

    class Command:
        inputs = [str(path)]  # noqa: RUF012 - warcio's command line
        verbose = True

    checker = Checker(Command())
    checker.process_all()
    assert checker.exit_value == 0
    assert "digest pass" in capsys.readouterr().out


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_record_cut_by_a_kill_is_cut_off_and_the_rest_reads(tmp_path: Path, cut: int) -> None:
    places = written(tmp_path, b"first" * 300, b"second" * 300)
    (path,) = files(tmp_path)
    whole = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-cut])
    assert mend(path) > 0
    assert path.stat().st_size < whole
    assert mend(path) == 0
    assert [read_body(tmp_path, place) for place in places] == [b"first" * 300, b"second" * 300]


def test_another_run_never_writes_into_an_existing_file(tmp_path: Path) -> None:
    written(tmp_path, b"x")
    before = {path: path.read_bytes() for path in files(tmp_path)}
    written(tmp_path, b"y")
    assert len(list(files(tmp_path))) == 2
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "warc/../../secret", "warc/none.warc.gz"])
def test_a_place_outside_the_archive_is_not_read(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "audit"
    written(folder, b"x")
    (tmp_path / "secret").write_text("secret")
    assert read_body(folder, WarcPlace(file, 0)) is None


def test_an_offset_that_is_no_response_reads_as_nothing(tmp_path: Path) -> None:
    """Neither the middle of a record, nor what introduces the file, nor a request."""
    place, other = written(tmp_path, b"x", b"y")
    size = (tmp_path / place.file).stat().st_size
    for offset in range(size + 2):
        here = WarcPlace(place.file, offset)
        body = {place.offset: b"x", other.offset: b"y"}.get(offset)
        assert read_body(tmp_path, here) == body
        assert (read_original(tmp_path, here) is None) is (body is None)
