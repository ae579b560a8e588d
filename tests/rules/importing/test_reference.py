"""The bundled plans, reviewed by hand, are the reference for what the importer reads off the issued documents."""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from rules.importing.chinese import simplified
from rules.importing.ledger import Imported, ImportedRequirement, import_plan
from rules.importing.units import is_group
from rules.loading import load_plan
from rules.model import Plan, Requirement

PLANS = Path(os.environ.get("MINGJIAN_PLANS", Path(__file__).resolve().parents[4] / "shared" / "plans"))
TABLES = ("zhongshan-xiqu-2019", "jiangmen-pengjiang-2019", "zhongshan-2021", "zhongshan-justice-2019")
ALL = (*TABLES, "zichuan-2019")

# Where the hand departs from the letter of the table; each is explained in the requirement's reading.
READ_OTHERWISE = {
    ("zhongshan-2021", "3"): "only the unit in charge of the list is judged as lead",
    ("zhongshan-2021", "22"): "the unit named first leads",
    ("zhongshan-2021", "35"): "the shared cell's overseers concern the fees of 36 only",
}


@cache
def imported(name: str) -> Imported:
    path = PLANS / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the real plan documents are not on this machine")
    return import_plan(path.read_bytes(), path.name)


@cache
def bundled(name: str) -> Plan:
    return load_plan(name)


def plain(text: str) -> str:
    """Text without blanks, in one width of brackets and commas."""
    return re.sub(r"\s", "", simplified(text)).translate(str.maketrans("(),;:", "（），；："))


def pairs(name: str) -> list[tuple[Requirement, ImportedRequirement]]:
    return list(zip(bundled(name).requirements, imported(name).requirements, strict=True))


@pytest.mark.parametrize("name", ALL)
def test_ids_and_tasks(name: str) -> None:
    """The same requirements in the same order under the same tasks."""
    assert [(each.id, plain(each.task)) for each in imported(name).requirements] == [
        (each.id, plain(each.task)) for each in bundled(name).requirements
    ]


@pytest.mark.parametrize("name", TABLES)
def test_units(name: str) -> None:
    """Lead and support, names and group phrases, are those of the table."""
    differing = {}
    for reference, read in pairs(name):
        lead = {*read.lead, *read.leading}
        support = {*read.support, *(set(read.groups) - set(read.leading))}
        expected = (set(map(plain, reference.responsible.lead)), set(map(plain, reference.responsible.support)))
        found = (set(map(plain, lead)), set(map(plain, support)))
        if found != expected:
            differing[name, reference.id] = (found, expected)
    assert set(differing) == {place for place in READ_OTHERWISE if place[0] == name}, differing


@pytest.mark.parametrize("name", TABLES)
def test_groups_are_told_from_names(name: str) -> None:
    """A phrase that stands for many is a group, a name is not, on both sides."""
    for reference, read in pairs(name):
        words = [plain(word) for word in (*reference.responsible.lead, *reference.responsible.support)]
        groups = {word for word in words if is_group(word)}
        if (name, reference.id) != ("zhongshan-2021", "35"):
            assert groups == set(map(plain, read.groups)), reference.id
            assert {*words} - groups == set(map(plain, (*read.lead, *read.support))), reference.id


@pytest.mark.parametrize("name", ALL)
def test_due_dates(name: str) -> None:
    """The same last days, and none elsewhere."""
    assert {each.id: each.due for each in imported(name).requirements if each.due} == {
        each.id: each.due for each in bundled(name).requirements if each.due
    }


@pytest.mark.parametrize("name", ALL)
def test_durations_are_the_plan_parameters(name: str) -> None:
    """A span in the text is the parameter of the check that counts it; no other span is read."""
    spans = {
        each.id: {"value": one.value, "unit": one.unit}
        for each in imported(name).requirements
        for one in each.durations
    }
    parameters = {
        each.id: use.params["within"]
        for each in bundled(name).requirements
        for use in each.uses
        if use.check == "consultation-feedback-late"
    }
    assert spans == parameters
    assert all(one.after == "征集结束" for each in imported(name).requirements for one in each.durations)


@pytest.mark.parametrize("name", ALL)
def test_what_the_document_says_of_itself(name: str) -> None:
    """Number, issuer, day of issue and year; the plan's title stands in the notice's."""
    plan, read = bundled(name), imported(name)
    assert (read.number, read.year) == (plan.number, plan.period[0].year)
    assert plan.issuer in (read.issuer, f"中山市{read.issuer}") or (read.issuer or "") in plan.issuer
    assert read.issued == plan.issued
    assert plain(plan.title) in plain(read.title or "") or set(plain(plan.title)) <= set(plain(read.title or ""))


# Fragments with which the requirements of one plan begin, to see that nothing shifted.
FIRST_WORDS = [
    ("jiangmen-pengjiang-2019", "13", "进一步推进重大决策预公开"),
    ("jiangmen-pengjiang-2019", "45", "机构改革涉及的政府部门"),
    ("zhongshan-justice-2019", "29", "建立行政规章和规范性文件公开台账"),
    ("zhongshan-2021", "38", "充分发挥行政复议制度优势"),
    ("zichuan-2019", "2.2.2", "进一步推进重大决策预公开"),
    ("zichuan-2019", "3.2.5", "抓紧完成政府网站域名集中清理"),
]


@pytest.mark.parametrize(("name", "id", "words"), FIRST_WORDS)
def test_requirements_stand_at_their_numbers(name: str, id: str, words: str) -> None:  # noqa: A002 - the word of plans
    """The official wording is under its own number."""
    read = next(each for each in imported(name).requirements if each.id == id)
    assert plain(read.text).startswith(words)


def test_every_obligation_of_the_prose_plan_is_in_one_requirement() -> None:
    """Each sentence of parts 二 to 四 is a requirement, a heading, or told as unassigned; none stands twice."""
    read = imported("zichuan-2019")
    text = (PLANS / "zichuan-2019.txt").read_text("utf-8")
    body = text[text.index("二、主要任务") : text.index("附件:1.")]
    body = re.sub(r"[一二三四]、[^。\n]{2,12}\n|[(（][一二三四五][)）]", "", body)
    sentences = [plain(each) for each in re.findall(r"[^。\n]+。?", body) if each.strip()]
    kept = [plain(each.text) for each in read.requirements]
    told = {plain(each) for each in (*read.headings, *read.unassigned)}
    for sentence in sentences:
        places = sum(sentence in text for text in kept)
        assert places == (0 if sentence in told else 1), sentence
    assert "".join(kept).count("。") == len(kept)


def test_headings_of_the_prose_plan() -> None:
    """Titles of parts, sections and 一是 points are headings; contacts and attachments are unassigned."""
    read = imported("zichuan-2019")
    assert {"二、主要任务", "全面公开政府信息。", "一是推进决策公开。", "三是做好政府公报发行工作。"} <= set(
        read.headings
    )
    assert [each for each in read.unassigned if each.startswith(("联系电话", "附件", "2."))] == list(read.unassigned)


# units that sentences of the prose plan call upon
CALLED = {
    "2.1.1": ["各级各部门"],
    "2.2.2": ["各级各部门"],
    "2.3.3": ["区政府各部门"],
    "2.3.4": ["相关部门"],
    "2.4.2": ["牵头起草部门"],
    "3.1.1": ["各责任单位"],
    "3.1.2": ["各责任单位"],
    "3.1.3": ["各镇人民政府", "各街道办事处", "开发区管委会", "区政府各部门", "有关单位"],
    "3.3.2": ["各级各部门"],
    "4.1.1": ["各级各部门单位"],
    "4.3.2": ["各单位"],
}


def test_units_called_upon_in_sentences() -> None:
    """各级各部门要…… names who is to act; every unit found stands in the reference as well."""
    found = {
        each.id: [*each.lead, *each.groups]
        for each in imported("zichuan-2019").requirements
        if each.lead or each.groups
    }
    for id_, units in CALLED.items():
        assert sorted(found[id_]) == sorted(units), id_
    assert set(found) == set(CALLED)
    for reference, read in pairs("zichuan-2019"):
        if read.id in CALLED:
            assert {*read.lead, *read.groups} <= set(reference.responsible.lead), read.id


def test_suggestions_agree_with_the_reviewed_plans() -> None:
    """Of the suggested checks nearly all stand in the reviewed plans, and nearly all of those are suggested.

    A check that is never suggested, because its parameters are for a person to choose, counts on neither side.
    """
    known = {one.check for name in ALL for _, read in pairs(name) for one in read.checks}
    agreed = suggested = reviewed = judged_alike = requirements = 0
    for name in ALL:
        for reference, read in pairs(name):
            uses = {(use.check, str(use.params.get("column"))) for use in reference.uses if use.check in known}
            checks = {(one.check, str(one.params.get("column"))) for one in read.checks}
            assert all(one.reason for one in read.checks)
            agreed += len(uses & checks)
            suggested += len(checks)
            reviewed += len(uses)
            judged_alike += reference.observability.value == read.observability
            requirements += 1
    assert agreed >= 0.9 * suggested
    assert agreed >= 0.9 * reviewed
    assert judged_alike >= 0.9 * requirements
