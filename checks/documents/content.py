"""What published documents say that they should not: outdated words, personal data. Candidates for people."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from checks.documents.search import DocumentsParams, Opened, judge_documents, wants
from checks.model import Finding, Given, Norm, Reason, Verdict
from checks.parts import Judged
from checks.personal_numbers import masked, personal_numbers
from checks.registry import check
from checks.timing import readings
from crawler.model import Kind
from crawler.model.typography import half_width

_CUT = 20_000
"""Characters of a document that are kept; of a longer one the rest was not looked at."""
_AROUND = 12
_SHOWN = 3
_WIDE = "０１２３４５６７８９"
_FORMER = re.compile(r"(?:原|前|旧称|曾用名|更名前|机构改革前)[（(“\"《]?$")


class OutdatedWord(BaseModel):
    """A wording that went out of use: since when, what is said now, and phrases around it that make it right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str = Field(min_length=2, max_length=40)
    now: str = Field(max_length=60)
    since: date
    unless: tuple[str, ...] = Field(max_length=40)


class WordingParams(DocumentsParams):
    """The columns, the first day, and the words that are outdated or wrong."""

    words: tuple[OutdatedWord, ...] = Field(min_length=1, max_length=500)


class PersonalDataParams(DocumentsParams):
    """The columns, the first day, and from how many different numbers in one document on it is told.

    `id_numbers` is the number of identity-card numbers from which on the check fails; null: they, too, are only
    candidates for people. `phones` is the number of mobile numbers from which on a document is a candidate.
    """

    id_numbers: int | None = Field(ge=1)
    phones: int = Field(ge=1)


@check(
    "wording-outdated",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=WordingParams,
    wants=wants,
    title="没有过时的表述",
    fail_title="有过时的表述",
    norm=Norm(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）", "单项否决指标“严重表述错误”（词表由方案提供）"
    ),
)
def wording_outdated(given: Given[WordingParams]) -> Finding:
    """Documents do not use words that were out of use when they were published; only hints for people.

    Why:
        机构改革后仍用旧名称、把地名职务写错，影响政府网站的严肃性；是否确属错误要看上下文，由人工认定。
    Passes when:
        起算日以来的文件都已读过，没有出现方案词表中的词。
    Fails when:
        从不判为不符合；出现词表中的词只作为线索交人工核对。
    Inconclusive when:
        文件在该词停用之后发布而出现该词，前后没有“原”字或方案列出的例外；发布日期不明；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有文件。
    """
    expected = "文件中没有过时或错误的表述。"
    return judge_documents(
        given, lambda each: _judge_words(each, given.params.words), expected=expected, fine="没有词表中的词"
    )


@check(
    "personal-data-exposed",
    needs={Kind.COLUMN, Kind.DOCUMENT},
    params=PersonalDataParams,
    wants=wants,
    title="没有公开个人隐私信息",
    fail_title="公开了个人隐私信息",
    norm=Norm("《中华人民共和国政府信息公开条例》（国务院令第711号）", "第十五条：个人隐私"),
)
def personal_data_exposed(given: Given[PersonalDataParams]) -> Finding:
    """Published documents do not show whole identity-card numbers or lists of mobile numbers.

    Why:
        名单公示中的身份证号、手机号没有遮盖，会被人利用；已有多地因此被问责。
    Passes when:
        起算日以来的文件都已读过，没有校验位正确的完整身份证号，手机号少于方案规定的个数；已遮盖（***）的不计。
    Fails when:
        方案规定了身份证号的个数，而一件文件中不同的、地区码、出生日期和校验位都正确的完整身份证号达到该数。
    Inconclusive when:
        有这样的号码而方案没有规定个数；一件文件中不同的手机号达到方案规定的个数（可能是公布的联系电话）；
        文件过长没有读完；栏目没有查全。
    Not applicable when:
        栏目已查全，起算日以来没有文件。
    """
    expected = "公开的文件和名单中，身份证号、手机号等个人信息已作遮盖。"
    return judge_documents(
        given, lambda each: _judge_numbers(given, each), expected=expected, fine="没有见到未遮盖的身份证号和成批手机号"
    )


def _judge_words(document: Opened, words: Sequence[OutdatedWord]) -> Judged:
    title, text = document.facts.title or "", document.facts.text
    spans = readings(document.facts.published, document.facts.listed)
    found = []
    for each in words:
        if spans and all(last < each.since for _, last in spans):
            continue
        quote = next((quote for body in (title, text) for quote in _uses(body, each)), None)
        if quote is not None:
            found.append(f"“{each.word}”（{f'现为{each.now}，' if each.now else ''}原文“{quote}”）")
    if found:
        unknown = "" if spans else "，发布日期不明"
        shown = "、".join(found[:_SHOWN]) + ("等" if len(found) > _SHOWN else "")
        return document.open(Reason.AMBIGUOUS, f"{document.name}出现{shown}{unknown}，需要人工核对。")
    if len(text) >= _CUT:
        return document.open(Reason.COVERAGE, f"{document.name}过长，只读了前{_CUT}字。")
    return document.judged(Verdict.PASS, f"{document.name}没有词表中的词。")


def _uses(text: str, word: OutdatedWord) -> Iterator[str]:
    """Quotes of the word where it is not called a former name and none of the exceptions stands around it."""
    at = text.find(word.word)
    while at >= 0:
        end = at + len(word.word)
        around = text[max(0, at - 2 * _AROUND) : end + 2 * _AROUND]
        if not _FORMER.search(text[max(0, at - 8) : at]) and not any(each in around for each in word.unless):
            yield " ".join(text[max(0, at - _AROUND) : end + _AROUND].split())
        at = text.find(word.word, end)


def _judge_numbers(given: Given[PersonalDataParams], document: Opened) -> Judged:
    params = given.params
    text = document.facts.text
    if any(digit in text for digit in _WIDE):
        text = half_width(text)
    ids, phones = personal_numbers(text, given.as_of)
    if ids:
        told = f"{document.name}有{len(ids)}个未遮盖的身份证号（{'、'.join(map(masked, ids[:_SHOWN]))}）"
        if params.id_numbers is not None and len(ids) >= params.id_numbers:
            remedy = f"请立即撤下或遮盖 {document.facts.url} 中的身份证号，并通知当事人。"
            return document.judged(Verdict.FAIL, f"{told}。", remedy=remedy)
        return document.open(Reason.AMBIGUOUS, f"{told}，需要人工核对。")
    if len(phones) >= params.phones:
        told = f"{document.name}有{len(phones)}个未遮盖的手机号（{'、'.join(map(masked, phones[:_SHOWN]))}）"
        return document.open(Reason.AMBIGUOUS, f"{told}，可能是公布的联系电话，需要人工核对。")
    if len(document.facts.text) >= _CUT:
        return document.open(Reason.COVERAGE, f"{document.name}过长，只读了前{_CUT}字。")
    return document.judged(Verdict.PASS, f"{document.name}没有未遮盖的身份证号和成批手机号。")
