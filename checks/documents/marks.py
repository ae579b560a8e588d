"""What stands around a published document: its header, and the mark of one that is no longer in force."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from checks.documents.search import DocumentsParams, Opened, judge_documents, search_documents, summed, wants
from checks.model import Finding, Given, Norm, Reason, Verdict
from checks.parts import Judged
from checks.registry import check
from checks.regulations.difference import plain_title
from checks.timing import readings
from crawler.model import DocumentFacts, Kind, ReadFrom
from crawler.model.typography import normalise

_REPEALS = re.compile(r"废止|宣布失效")
_MIXED = re.compile(r"修改|继续有效|清理结果|部分|目录")
_NAMED = re.compile(r"《(?P<name>[^《》]{2,120})》(?P<after>.{0,12})", re.DOTALL)
_PARTLY = re.compile(
    r"^[（(][^）)]{0,40}[）)]?.{0,4}第[一二三四五六七八九十百\d]+[条章款]|^.{0,4}第[一二三四五六七八九十百\d]+[条章款]|^中|^的(?:部分|附件)"
)
_MARKED = re.compile(r"[（(【\[]?(?:本文|本文件|该文件|文件)?已?(?:经)?(?:废止|失效)[）)】\]]")
_VOID = re.compile(r"废止|失效")
_SEEN_BY_READERS = frozenset({ReadFrom.LABEL, ReadFrom.HEADER})


class HeaderField(StrEnum):
    """A field of a document's header whose absence can be told. A document may rightly have no number."""

    INDEX = "index"
    PUBLISHER = "publisher"
    ISSUED = "issued"
    PUBLISHED = "published"


_FIELDS = {
    HeaderField.INDEX: "索引号",
    HeaderField.PUBLISHER: "发布机构",
    HeaderField.ISSUED: "成文日期",
    HeaderField.PUBLISHED: "发布日期",
}


class HeaderParams(DocumentsParams):
    """The columns, the first day, and which fields a header must have."""

    fields: tuple[HeaderField, ...] = Field(min_length=1)


@check(
    "document-header-incomplete",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=HeaderParams,
    wants=wants,
    title="文件信息表项目齐全",
    fail_title="文件信息表项目不全",
    norm=Norm(
        "《国务院办公厅政府信息与政务公开办公室关于规范政府信息公开平台有关事项的通知》（国办公开办函〔2019〕61号）",
        "文件页面的信息表（项目由方案规定）",
    ),
)
def document_header_incomplete(given: Given[HeaderParams]) -> Finding:
    """Every document of the columns has the required fields in its header.

    Why:
        索引号、发布机构、成文日期等项目是查找和核对文件的依据，缺项的文件查不到、核不了。
    Passes when:
        每件有信息表的文件都读到要求的项目。
    Fails when:
        至少一件文件的信息表有其他项目而缺要求的项目，同栏目的其他文件却有该项目（说明模板有这一项，只是没有填）。
        成文日期不在此列：它可以写在正文末尾。
    Inconclusive when:
        没有读到信息表（可能由脚本写入或是图片）；缺的项目在同栏目其他文件中也没有（可能是模板用了别的名称）；
        缺的是成文日期；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有文件。
    """
    params = given.params
    search = search_documents(given, params.columns, params.since)
    known = {field for each in search.documents for field in params.fields if _shown(each.facts, field)}
    judged = [_judge_header(each, params.fields, known) for each in search.documents]
    expected = f"每件文件的信息表都有{_told(params.fields)}。"
    return summed(given, search, judged, expected=expected, fine=f"信息表都有{_told(params.fields)}")


@check(
    "document-status-unmarked",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=DocumentsParams,
    wants=wants,
    title="已废止的文件标明已废止",
    fail_title="已废止的文件仍标为有效",
    norm=Norm("《政府网站发展指引》（国办发〔2017〕47号）", "修改、废止、失效的文件应当标明"),
)
def document_status_unmarked(given: Given[DocumentsParams]) -> Finding:
    """A document that another document of the same columns repeals is marked as repealed.

    Why:
        公众按网站上的文件办事；已废止的文件仍标为有效，会误导办事人。
    Passes when:
        被同批栏目中的废止决定列名的文件，都标有已废止或已失效。
    Fails when:
        废止决定在正文中列出了某文件的全名和文号，而该文件公布在先，其信息表的有效性仍写着有效。
    Inconclusive when:
        被列名的文件没有标注有效性（标记可能是图片）；决定只废止部分条款；文号对不上或两者公布先后不明（可能是重新制定的同名文件）；栏目没有查全。
    Not applicable when:
        栏目已查全，没有废止决定，或决定列名的文件不在这些栏目中。
    """
    decisions = _decisions(search_documents(given, given.params.columns, given.params.since).documents)
    expected = "被废止的文件在其页面上标明已废止或已失效。"
    return judge_documents(
        given, lambda each: _judge_status(each, decisions), expected=expected, fine="被列名废止的都已标明"
    )


def _told(fields: Sequence[HeaderField]) -> str:
    return "、".join(_FIELDS[field] for field in fields)


def _shown(facts: DocumentFacts, field: HeaderField) -> bool:
    """Return whether the field was read where a header is."""
    if field is HeaderField.PUBLISHED:
        return facts.published is not None and facts.published.read_from in _SEEN_BY_READERS
    return getattr(facts, field.value) is not None


def _judge_header(document: Opened, fields: Sequence[HeaderField], known: set[HeaderField]) -> Judged:
    facts = document.facts
    missing = [field for field in fields if not _shown(facts, field)]
    if not missing:
        return document.judged(Verdict.PASS, f"{document.name}的信息表有{_told(fields)}。")
    if facts.index is None and facts.publisher is None and facts.number is None:
        return document.open(Reason.UNREADABLE, f"{document.name}没有读到信息表。")
    sure = [field for field in missing if field in known and field is not HeaderField.ISSUED]
    # A date that came from elsewhere (the list, the address) does not show that the header lacks one.
    sure = [field for field in sure if field is not HeaderField.PUBLISHED or facts.published is None]
    if not sure:
        observed = f"{document.name}的信息表没有读到{_told(missing)}，可能用了别的名称。"
        return document.open(Reason.UNREADABLE, observed)
    remedy = f"请在 {facts.url} 的信息表中补填{_told(sure)}。"
    return document.judged(Verdict.FAIL, f"{document.name}的信息表没有{_told(sure)}。", remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Decision:
    """A document that repeals others: those it names wholly, and those of which it may mean only a part."""

    document: Opened
    whole: frozenset[str]
    partly: frozenset[str]


def _decisions(documents: Sequence[Opened]) -> tuple[_Decision, ...]:
    """Return the decisions whose only subject is repeal."""
    found = []
    for each in documents:
        title = each.facts.title or ""
        if not _REPEALS.search(title) or _MIXED.search(title):
            continue
        whole: set[str] = set()
        partly: set[str] = set()
        for match in _NAMED.finditer(f"{title}\n{each.facts.text}"):
            (partly if _PARTLY.search(match["after"]) else whole).add(plain_title(match["name"]))
        found.append(_Decision(each, frozenset(whole - partly), frozenset(partly)))
    return tuple(found)


def _judge_status(document: Opened, decisions: Sequence[_Decision]) -> Judged | None:
    facts = document.facts
    name = plain_title(_MARKED.sub("", facts.title or ""))
    by = next((each for each in decisions if name in each.whole | each.partly and each.document is not document), None)
    if not name or by is None:
        return None
    told = f"{document.name}被{by.document.name}列名废止"
    if _VOID.search(f"{facts.status or ''}{facts.title or ''}"):
        return document.judged(Verdict.PASS, f"{told}，页面已标明。")
    if name in by.partly:
        return document.open(Reason.AMBIGUOUS, f"{told}，但可能只废止部分条款。")
    if facts.status is None:
        return document.open(Reason.UNREADABLE, f"{told}，页面没有读到有效性标注（可能是图片）。")
    number = normalise(facts.number or "")
    if not number or number not in normalise(by.document.facts.text) or not _earlier(document, by.document):
        return document.open(Reason.AMBIGUOUS, f"{told}，但文号或先后对不上，可能是重新制定的同名文件。")
    remedy = f"请在 {facts.url} 标明该文件已废止；如仍然有效，请更正 {by.document.facts.url} 的内容。"
    return document.judged(Verdict.FAIL, f"{told}，而页面标注的有效性是“{facts.status[:20]}”。", remedy=remedy)


def _earlier(one: Opened, other: Opened) -> bool:
    """Return whether every reading of one document's date lies before every reading of the other's."""
    mine, theirs = (readings(each.facts.published, each.facts.listed) for each in (one, other))
    return bool(mine) and bool(theirs) and max(last for _, last in mine) < min(first for first, _ in theirs)
