"""How a regulation stands on its page: title, note and text, and as a file (NORMS N09-2 to N09-4)."""

import re
from collections.abc import Iterable
from datetime import date

from pydantic import Field

from checks.coverage import list_gap, reason_of, search_gap, sought, told_outcome
from checks.model import Finding, Given, Norm, Params, Part, Reason, Verdict
from checks.parts import Judged, cited, undecided, whole
from checks.registry import check
from checks.regulations.texts import regulation_wants, texts_of
from crawler.model import ColumnWant, Evidence, Kind, RegulationFacts

_DATE = re.compile(r"\d{4}\s*年")
_FEWEST_ARTICLES = 3


class LayoutParams(Params):
    """The columns, and whether each text must be offered as a file."""

    columns: tuple[str, ...] = Field(min_length=1, max_length=20)
    download: bool


def _wants(params: LayoutParams, _as_of: date) -> Iterable[ColumnWant]:
    return regulation_wants(params.columns)


@check(
    "regulation-layout",
    needs={Kind.COLUMN, Kind.REGULATION},
    params=LayoutParams,
    wants=_wants,
    title="规章页面的格式合乎要求",
    fail_title="规章页面的格式不合要求",
    norm=Norm(
        "《国务院办公厅政府信息与政务公开办公室关于做好规章集中公开并动态更新工作的通知》（国办公开办函〔2021〕33号）",
        "页面只登载标题、题注、正文，题注写明公布和修订的日期和文号；提供标准格式文本下载",
    ),
)
def regulation_layout(given: Given[LayoutParams]) -> Finding:
    """Every regulation stands with title, note and text only, and is offered as a file.

    Why:
        题注说明规章何时公布、何时修订，没有题注就不知道是哪一版；标准格式文本便于引用和保存。
    Passes when:
        每件文本都读到标题、带日期的题注和正文，没有公布令，要求下载的有附件。
    Fails when:
        至少一件文本读出三条以上，标题与第一条之间没有任何日期，也没有公布令（即没有题注）；
        或要求下载，而页面没有附件，也没有下载字样。
    Inconclusive when:
        页面有公布令（提示核对）；标题下有日期而没有读作题注；有下载字样而没有读到附件；正文没有读出；栏目没有查全。
    Not applicable when:
        栏目已查全，没有规章文本，或确认没有所列栏目。
    """
    params = given.params
    columns = tuple(sought(given, column) for column in params.columns)
    looks = cited(*(column.evidence for column in columns))
    places = "、".join(f"“{given.title_of(each)}”" for each in params.columns)
    files = "，并提供文本下载" if params.download else ""
    expected = f"{places}栏目的文本只有标题、题注和正文{files}。"
    judged = [_judge(params, each) for each in texts_of(given, params.columns)]
    facts = [column.facts for column in columns if column.facts is not None]
    gap = next((column.gap for column in columns if column.gap is not None), None) or next(
        (each for one in facts if (each := list_gap(one, None) if one.found else search_gap(one)) is not None), None
    )
    lead = f"{given.site.name}{places}栏目核对文本{len(judged)}件"
    if not judged and gap is None:
        observed = f"{given.site.name}{places}栏目没有可供核对的文本。"
        return Finding(Verdict.NOT_APPLICABLE, observed, expected=expected, evidence=looks)
    if gap is not None and all(each.part.verdict is Verdict.PASS for each in judged):
        observed = f"{lead}，没有发现格式问题，但{gap.told}，可能还有未查到的文本。"
        return undecided(gap.reason, observed, expected=expected, evidence=looks)
    return whole(judged, lead=lead, fine="格式都合乎要求", expected=expected, evidence=looks)


def _judge(params: LayoutParams, look: Evidence) -> Judged:
    facts = look.facts
    if not isinstance(facts, RegulationFacts):
        observed = f"页面 {look.subject} {told_outcome(look.outcome)}，无法核对。"
        part = Part(Verdict.INCONCLUSIVE, look.subject, observed, look.subject, (look.id,))
        return Judged(part, reason_of(look.outcome))
    text = facts.regulation
    name = f"《{text.title}》" if text.title else f"页面 {facts.url} 的文本"
    wrong, unsure = _faults(params, facts), _doubts(params, facts)
    subject = text.title or facts.url

    def judged(verdict: Verdict, told: str, reason: Reason | None = None, remedy: str = "") -> Judged:
        return Judged(Part(verdict, subject, f"{name}{told}。", facts.url, (look.id,)), reason, remedy)

    if len(text.articles) < _FEWEST_ARTICLES:
        return judged(Verdict.INCONCLUSIVE, f"只读出{len(text.articles)}条，不能核对格式", Reason.UNREADABLE)
    if wrong:
        return judged(Verdict.FAIL, "、".join(wrong), remedy=f"请更正 {facts.url} 的格式：{'、'.join(wrong)}。")
    if unsure:
        return judged(Verdict.INCONCLUSIVE, "、".join(unsure), Reason.AMBIGUOUS)
    return judged(Verdict.PASS, "有标题、题注和正文")


def _faults(params: LayoutParams, facts: RegulationFacts) -> list[str]:
    wrong = []
    if (
        facts.regulation.note is None
        and facts.order is None
        and facts.head is not None
        and not _DATE.search(facts.head)
    ):
        wrong.append("没有题注")
    if params.download and not facts.attachments and facts.download is None:
        wrong.append("没有可下载的文本")
    return wrong


def _doubts(params: LayoutParams, facts: RegulationFacts) -> list[str]:
    unsure = []
    if facts.order is not None:
        unsure.append(f"页面另有公布令（“{facts.order[:40]}”），需要人工核对")
    if facts.regulation.note is None:
        unsure.append("没有读到题注")
    elif not facts.regulation.dates:
        unsure.append("题注没有读到日期")
    if params.download and not facts.attachments and facts.download is not None:
        unsure.append(f"有“{facts.download[:20]}”字样而没有读到附件")
    return unsure
