"""What people decided is on every page where the verdict is, with what stood there before."""

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from reports import names, write_report
from reports.views.review import review_text
from rules.result import AuditResult


@pytest.fixture(scope="module")
def folder(sample: AuditResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(sample, tmp_path_factory.mktemp("report")).parent


def text(path: Path) -> str:
    return " ".join(lxml.html.document_fromstring(path.read_bytes()).text_content().split())


def test_a_waived_finding_keeps_what_the_check_said(sample: AuditResult, folder: Path) -> None:
    """Its page, the unit's and the requirement's name the original verdict, reviewer, reason, document and end."""
    finding = next(each for each in sample.findings if each.review is not None)
    for page in (
        names.finding_page(finding.id),
        names.unit_page(finding.unit),
        names.requirement_page(finding.requirement),
    ):
        said = text(folder / page)
        assert "豁免" in said
        for word in ("原判定：不符合", "征集工作由上级统一开展", "李四", "2022年2月20日", "有效期至 2022年12月31日"):
            assert word in said, (page, word)
    own = text(folder / names.finding_page(finding.id))
    assert "77 天未见公开反馈结果" in own
    assert "如何整改" not in own
    link = lxml.html.document_fromstring((folder / names.finding_page(finding.id)).read_bytes())
    assert link.xpath("//div[@class='review']//a/@href") == ["http://www.zean.test/wj/3.html"]


def test_the_list_of_findings_marks_what_a_person_decided(folder: Path) -> None:
    assert "【豁免，原判定：不符合】意见征集" in text(folder / "findings-not-applicable.html")


def test_a_decided_cell_leaves_the_list_for_people(sample: AuditResult, folder: Path) -> None:
    """What a person has decided is among what is met, with the decision, and not to be filled in again."""
    cell = next(each for each in sample.cells if each.review is not None)
    page = lxml.html.document_fromstring((folder / names.unit_page(cell.unit)).read_bytes())
    anchor = names.row_anchor(cell.requirement)
    (row,) = page.xpath(f"//*[@id='{anchor}']")
    assert "人工认定" in row.text_content()
    assert "原判定：需人工核查" in row.text_content()
    assert not page.xpath(f"//table[contains(@class, 'hand')]//tr[td[1]='{cell.requirement}']")


def test_overview_counts_what_people_decided(folder: Path) -> None:
    """How many by kind, and a mark in the table."""
    page = lxml.html.document_fromstring((folder / "index.html").read_bytes())
    assert "其中经人员处理：人工认定 1 项次；豁免 1 项次。" in " ".join(page.text_content().split())
    assert len(page.xpath("//td/a/i[contains(., '※')]")) == 2


def test_overview_has_the_scores_of_tasks_and_groups(folder: Path, hostile: str) -> None:
    page = lxml.html.document_fromstring((folder / "index.html").read_bytes())
    tables = page.xpath("//table[contains(@class, 'sub')]")
    rows = [[cell.text_content().split() for cell in row] for table in tables for row in table.xpath(".//tbody/tr")]
    assert rows[0][:3] == [["部门"], ["58.2–81.4"], ["64%"]]
    assert rows[2][1:] == [["20–90"], ["30%"], ["8"], ["2"]]
    assert "没有计分的要求。" in tables[0].text_content()
    assert hostile not in tables[0].text_content()


def test_without_reviews_and_parts_nothing_is_said_of_them(build: Callable[..., AuditResult], tmp_path: Path) -> None:
    said = text(write_report(build(3, 5, hostile=False), tmp_path))
    assert "经人员处理" not in said
    assert "※" not in said
    assert "分组得分" not in said


def test_a_decision_in_one_sentence(sample: AuditResult) -> None:
    """For the ledger."""
    review = next(each.review for each in sample.findings if each.review is not None)
    assert review_text(review) == (
        "豁免：不适用（原判定：不符合）。理由：征集工作由上级统一开展。依据：http://www.zean.test/wj/3.html。"
        "李四，2022年2月20日，有效期至2022年12月31日。"
    )
