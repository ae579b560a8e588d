"""The package of a finding: complete, checked, tamper-evident, and read by the tools of others."""

import gzip
import hashlib
import json
import os
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from checks import Verdict
from crawler.store import Store
from mingjian.package import locate, verify, write_package
from mingjian.package.records import sort_key
from rules.result import FindingResult, result_from_json

Command = Callable[..., subprocess.CompletedProcess[str]]
PLAN = "zhongshan-2021"
REPLAY = os.environ.get("MINGJIAN_REPLAY_TOOLS", "")
"""The `bin` folder of an environment that has pywb and wacz: they need gevent and frictionless, which ours does not."""


def failing(demo: Path) -> list[FindingResult]:
    result = result_from_json((demo / PLAN / "audit.json").read_bytes())
    return [each for each in result.findings if each.verdict is Verdict.FAIL and each.evidence]


@pytest.fixture(scope="module")
def package(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the failing finding that cites the most evidence."""
    finding = max(failing(demo), key=lambda each: (len(each.evidence), each.id))
    located = locate(demo, finding.id, plan=PLAN)
    out = tmp_path_factory.mktemp("package") / "finding.wacz"
    with Store(located.store) as store:
        write_package(located, store, out)
    return out


def test_every_failing_finding_has_a_package_that_verifies(demo: Path, tmp_path: Path) -> None:
    with Store(demo) as store:
        for finding in failing(demo):
            out = tmp_path / f"{finding.id}.wacz"
            packed = write_package(locate(demo, finding.id, plan=PLAN), store, out)
            found = verify(out)
            assert found.problems == [], finding.id
            assert packed.pages or packed.missing or not found.bodies


def test_the_finding_is_told_as_the_audit_has_it(demo: Path, package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        told = json.loads(archive.read("mingjian/finding.json"))
    audit = json.loads((demo / PLAN / "audit.json").read_bytes())
    assert told["finding"] in audit["findings"]
    assert told["plan"] == audit["plan"]
    assert {each["id"] for each in told["evidence"]} == set(told["finding"]["evidence"])
    assert set(told["facts"]) <= {each["id"] for each in told["evidence"]}


def test_other_tools_read_the_archive_and_its_index(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
        assert archive.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
    with (tmp_path / "archive" / "data.warc.gz").open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        kinds = {}
        for record in records:
            record.content_stream().read()
            kinds[records.get_record_offset()] = record.rec_type
    pointed = {int(json.loads(line.split(" ", 2)[2])["offset"]) for line in lines}
    assert pointed == {offset for offset, kind in kinds.items() if kind in {"response", "revisit", "resource"}}
    assert [line.split(" ")[0] for line in lines] == sorted(line.split(" ")[0] for line in lines)


def altered(package: Path, out: Path, name: str, change: Callable[[bytes], bytes | None], *, mend: bool) -> Path:
    """The package with one file changed or (None) taken out; `mend` corrects the digests, as a forger would."""
    with zipfile.ZipFile(package) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    made = change(files[name])
    files.pop(name)
    if made is not None:
        files[name] = made
    if mend and made is not None:
        listed = json.loads(files["datapackage.json"])
        for each in listed["resources"]:
            if each["path"] == name:
                each |= {"hash": f"sha256:{hashlib.sha256(made).hexdigest()}", "bytes": len(made)}
        files["datapackage.json"] = json.dumps(listed).encode()
        digest = hashlib.sha256(files["datapackage.json"]).hexdigest()
        files["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": f"sha256:{digest}"}).encode()
    with zipfile.ZipFile(out, "w") as archive:
        for each, data in files.items():
            archive.writestr(each, data)
    return out


def other_page(data: bytes) -> bytes:
    """The archive with a word of its pages changed, each record packed again."""
    word, other, changed, made = "政府".encode(), "政務".encode(), 0, b""
    while data:
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        plain = inflate.decompress(data)
        changed += word in plain
        made += gzip.compress(plain.replace(word, other))
        data = inflate.unused_data
    assert changed
    return made


@pytest.mark.parametrize(
    ("name", "change", "mend", "said"),
    [
        ("archive/data.warc.gz", other_page, False, "does not match its digest"),
        ("archive/data.warc.gz", other_page, True, "存档记录的摘要不符"),
        ("archive/data.warc.gz", lambda data: data[:-40], True, "ends within a record"),
        ("archive/data.warc.gz", lambda _: None, False, "清单所列文件缺失"),
        ("mingjian/finding.json", lambda data: data.replace(b'"fail"', b'"pass"'), False, "does not match its digest"),
        ("mingjian/finding.json", lambda data: data.replace(b'"sha256:', b'"sha256:0'), True, "结论所引页面"),
        ("datapackage.json", lambda data: data.replace(b"Mingjian", b"Mingjiam"), False, "清单被改动过"),
        ("datapackage-digest.json", lambda _: None, False, "缺少此文件"),
        ("pages/pages.jsonl", lambda data: data + b"{}", False, "does not match its digest"),
        ("indexes/index.cdx.gz", lambda _: b"nothing", True, "索引|损坏"),
    ],
)
def test_what_was_altered_is_found(  # noqa: PLR0917 - the columns of the table
    package: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes | None], mend: bool, said: str
) -> None:
    problems = verify(altered(package, tmp_path / "altered.wacz", name, change, mend=mend)).problems
    assert any(word in each for each in problems for word in said.split("|")), problems


def test_a_file_that_was_added_is_found(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "more.wacz"
    out.write_bytes(package.read_bytes())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("archive/more.warc.gz", b"")
    assert any("未列入清单" in each for each in verify(out).problems)


def test_the_command_writes_and_checks(demo: Path, command: Command, tmp_path: Path) -> None:
    finding, out = failing(demo)[0], tmp_path / "one.wacz"
    done = command("evidence", finding.id, "--folder", demo, "--plan", PLAN, "--out", out)
    assert (done.returncode, out.exists()) == (0, True), done.stderr
    checked = command("evidence", "verify", out, alone=True)
    assert checked.returncode == 0
    assert "校验通过 (verified)" in checked.stdout
    broken = altered(out, tmp_path / "two.wacz", "mingjian/finding.json", lambda data: data + b" ", mend=False)
    refused = command("evidence", "verify", broken)
    assert refused.returncode == 1
    assert "校验未通过" in refused.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing-like-it",), "no finding"),
        (("a",), "at least 4 characters"),
        (("verify",), "name the package"),
        (("verify", "audit.json"), "不是证据包"),
        (("abcd", "--folder", "nowhere"), "holds no audit.json"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(demo: Path, command: Command, words: tuple[str, ...], said: str) -> None:
    folder = () if "--folder" in words or words[0] == "verify" else ("--folder", str(demo))
    done = command("evidence", *(str(demo / PLAN / each) if each == "audit.json" else each for each in words), *folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.example.com/", "com,example)/"),
        ("http://sfj.zean.gov.cn/zwgk/A.html", "cn,gov,zean,sfj)/zwgk/a.html"),
        ("http://a.test:8080/b?z=1&a=2", "test,a:8080)/b?a=2&z=1"),
        ("https://a.test:443/b/", "test,a)/b"),
        ("http://127.0.0.1:8018/x", "127.0.0.1:8018)/x"),
        ("urn:view:http://a.test/", "urn:view:http://a.test/"),
    ],
)
def test_addresses_are_keyed_as_replayers_look_them_up(url: str, key: str) -> None:
    assert sort_key(url) == key


@pytest.mark.slow
@pytest.mark.skipif(not REPLAY, reason="MINGJIAN_REPLAY_TOOLS names no environment with pywb and wacz")
def test_pywb_and_wacz_open_it(package: Path, tmp_path: Path) -> None:
    """The reference validator finds it valid; pywb's own index of the archive is ours; its collection takes it."""
    tools = Path(REPLAY)
    checked = subprocess.run([tools / "wacz", "validate", "-f", package], capture_output=True, text=True, check=False)
    assert "is valid" in checked.stdout, checked.stdout
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "unpacked")
        ours = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
    line = [tools / "cdx-indexer", "-s", "-j", tmp_path / "unpacked" / "archive" / "data.warc.gz"]
    theirs = subprocess.run(line, capture_output=True, text=True, check=True).stdout.splitlines()
    keys = {tuple(each.split(" ")[:2]) for each in theirs if each.split(" ")[0] != "CDX"}
    assert {tuple(each.split(" ")[:2]) for each in ours if not each.startswith("urn:")} <= keys
    for words in (("init", "case"), ("add", "case", "--unpack-wacz", str(package))):
        subprocess.run([tools / "wb-manager", *words], cwd=tmp_path, check=True, capture_output=True)
    assert list((tmp_path / "collections" / "case" / "archive").iterdir())
