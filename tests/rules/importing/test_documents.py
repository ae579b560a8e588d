"""The same plan in every form gives the same ledger, and no line of a document is lost."""

import contextlib
import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.importing.document import DocumentError
from rules.importing.ledger import Imported, ImportedRequirement, import_plan
from rules.importing.reading import LARGEST
from tests.rules.importing.renderings import RENDERINGS

PLANS = Path(os.environ.get("MINGJIAN_PLANS", Path(__file__).resolve().parents[4] / "shared" / "plans"))
# file: (requirements, document number, year)
REAL = {
    "zhongshan-xiqu-2019": (24, "西党政办〔2019〕24号", 2019),
    "jiangmen-pengjiang-2019": (45, "蓬江府办函〔2019〕840号", 2019),
    "zhongshan-2021": (48, "中府办函〔2021〕91号", 2021),
    "zhongshan-justice-2019": (32, "中司办〔2019〕20号", 2019),
    "zichuan-2019": (49, "川政办字〔2019〕43号", 2019),
}
SMALL = """\
泽安市人民政府办公室关于印发泽安市2021年政务公开工作要点分工方案的通知
泽府办函〔2021〕7号
各镇街、市直各单位：
现将《分工方案》印发给你们，请认真贯彻执行。
泽安市人民政府办公室
2021年5月6日

工作任务\t具体要求\t责任单位
一、推进决策公开\t1.网上征求意见的，征集结束后15日内公开反馈结果。\t市司法局牵头，市直各部门配合
\t2.2021年底前公布年度重大决策事项目录。\t
二、加强平台建设\t3.市政府门户网站全部支持IPv6。\t市政务服务数据管理局
"""


def _plan(name: str) -> bytes:
    path = PLANS / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the real plan documents are not on this machine")
    return path.read_bytes()


def _core(plan: Imported) -> list[tuple[str, str, set[str], set[str], set[str], set[str]]]:
    return [
        (each.id, "".join(each.text.split()), set(each.lead), set(each.support), set(each.groups), set(each.leading))
        for each in plan.requirements
    ]


def _cell(each: ImportedRequirement) -> str:
    """The unit cell of a requirement, in the words most documents use."""
    leading = "、".join((*each.lead, *each.leading))
    others = "、".join((*each.support, *(group for group in each.groups if group not in each.leading)))
    return f"{leading}牵头，{others}配合" if others else leading


@pytest.mark.parametrize("name", REAL)
def test_real_plan_imports_whole(name: str) -> None:
    """Each real plan gives all of its requirements in order, with its document number and year."""
    count, number, year = REAL[name]
    plan = import_plan(_plan(name), f"{name}.txt")
    assert (len(plan.requirements), plan.number, plan.year) == (count, number, year)
    if name != "zichuan-2019":
        assert [each.id for each in plan.requirements] == [str(one) for one in range(1, count + 1)]
        assert all(each.lead or each.groups for each in plan.requirements)


@pytest.mark.parametrize("form", RENDERINGS)
@pytest.mark.parametrize("name", [name for name in REAL if name != "zichuan-2019"])
def test_other_forms_give_the_same_ledger(name: str, form: str) -> None:
    """HTML with rowspans, DOCX and XLSX with merged cells and a ruled PDF import to the ledger of the text."""
    plan = import_plan(_plan(name))
    rows = [(each.task, f"{each.id}.{each.text}", _cell(each)) for each in plan.requirements]
    again = import_plan(RENDERINGS[form](plan.title or "", rows), form)
    assert _core(again) == _core(plan)


def test_small_plan_is_read_to_the_word() -> None:
    """A tab-separated plan gives units, inherited unit cells, durations, due dates and suggestions."""
    plan = import_plan(SMALL.encode())
    first, second, third = plan.requirements
    assert (plan.title, plan.number, plan.issuer, str(plan.issued)) == (
        "泽安市人民政府办公室关于印发泽安市2021年政务公开工作要点分工方案的通知",
        "泽府办函〔2021〕7号",
        "泽安市人民政府办公室",
        "2021-05-06",
    )
    assert (first.lead, first.groups, second.lead, third.lead) == (
        ("市司法局",),
        ("市直各部门",),
        ("市司法局",),
        ("市政务服务数据管理局",),
    )
    assert [(one.value, one.unit, one.after) for one in first.durations] == [(15, "day", "征集结束")]
    assert str(second.due) == "2021-12-31"
    assert [one.check for one in third.checks] == ["ipv6-missing"]


@given(st.text(max_size=400), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_no_line_is_lost(extra: str, place: int) -> None:
    """Whatever lines stand among those of a plan, each ends in a requirement, heading, preamble, junk or unassigned."""
    lines = SMALL.splitlines()
    text = "\n".join([*lines[:place], extra, *lines[place:]])
    try:
        plan = import_plan(text.encode("utf-8", "replace"))
    except DocumentError:
        return
    kept = "".join(
        [
            *(each.task + each.text for each in plan.requirements),
            *(name for each in plan.requirements for name in (*each.lead, *each.support, *each.groups)),
            *plan.headings,
            *plan.preamble,
            *plan.unassigned,
            *(text for text, _ in plan.junk),
        ]
    )
    kept = "".join(kept.split())
    for word in ("".join(filter(str.isalpha, part)) for part in extra.split()):
        assert word in "".join(filter(str.isalpha, kept)) or "<" in extra


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_arbitrary_bytes_never_crash(body: bytes) -> None:
    """Bytes that are no plan are refused with a sentence, whatever they pretend to be."""
    for start in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html><table>"):
        with pytest.raises(DocumentError):
            import_plan(start + body)


def _archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _noise() -> bytes:
    return random.Random(0).randbytes(23_000_000)  # noqa: S311 - bytes that do not shrink


# what is wrong: (bytes, made by the test that reads them, words of the sentence)
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b" \n ", "empty"),
    "too large": (lambda: b"1" * (LARGEST + 1), "larger"),
    "a text of 50 MB": (lambda: b"1" * 50_000_000, "text larger than 5 MB"),
    "too many items": (lambda: "\n".join(f"{n % 900}.公开信息" for n in range(3000)).encode(), "no plan has more"),
    "much XML in a DOCX": (lambda: _archive("word/document.xml", _noise()), "unpacks to 23 MB of text"),
    "zip bomb as DOCX": (lambda: _archive("word/document.xml", b"0" * 150_000_000), "unpacks"),
    "zip bomb as XLSX": (lambda: _archive("xl/workbook.xml", b"0" * 150_000_000), "unpacks"),
    "another archive": (lambda: _archive("readme.txt", b"x"), "neither"),
    "broken archive": (lambda: b"PK\x03\x04" + b"x" * 100, "broken"),
    "old DOC": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "DOCX"),
    "binary": (lambda: bytes(range(256)) * 20, "not a document"),
    "no requirement": ("今天天气很好。".encode, "no requirement"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_files_get_a_sentence(what: str) -> None:
    """A file that cannot be a plan says why."""
    make, words = WRONG[what]
    body = make()
    with pytest.raises(DocumentError, match=words):
        import_plan(body)


# texts that a careless expression or loop would take minutes for
SLOW = {
    "nested tables": b"<table><tr><td>" * 20_000,
    "brackets": ("一、任务\n1." + "（" * 50_000 + "）" * 50_000).encode(),
    "units called upon": ("一、任务\n（一）办好网站。" + "部门," * 50_000).encode(),
    "labels": ("一、任务\n1." + "责任单位：" * 30_000).encode(),
    "one number again and again": "\n".join(["1.公开"] * 20_000).encode(),
    "a cell of units": ("工作任务\t具体要求\t责任单位\n一\t1.公开\t" + "市财政局" * 50_000).encode(),
    "a cell of words": ("工作任务\t具体要求\t责任单位\n一\t1." + "征求意见解读政策" * 50_000 + "\t市局").encode(),
    "arrows": ("工作任务\t具体要求\n一\t" + ">" * 200_000 + "公开>").encode(),
}


@pytest.mark.parametrize("what", SLOW)
def test_work_is_bounded(what: str) -> None:
    """Texts made to be slow are read or refused within seconds of processor time."""
    begun = time.process_time()
    with contextlib.suppress(DocumentError):
        import_plan(SLOW[what])
    assert time.process_time() - begun < 10


def test_a_plan_is_read_in_two_seconds() -> None:
    """The longest real plan, in every form, takes less than two seconds of processor time."""
    plan = import_plan(_plan("zhongshan-2021"))
    rows = [(each.task, f"{each.id}.{each.text}", _cell(each)) for each in plan.requirements]
    for body in (_plan("zhongshan-2021"), *(write(plan.title or "", rows) for write in RENDERINGS.values())):
        begun = time.process_time()
        import_plan(body)
        assert time.process_time() - begun < 2


def test_truncated_documents_do_not_crash() -> None:
    """Every prefix of a DOCX and a PDF is read or refused with a sentence."""
    rows = [("一、任务", "1.公开年报。", "市司法局")]
    for form in ("docx", "pdf"):
        body = RENDERINGS[form]("关于印发方案的通知", rows)
        for end in range(10, len(body), max(len(body) // 40, 1)):
            with contextlib.suppress(DocumentError):
                import_plan(body[:end])
