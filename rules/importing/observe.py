"""How much of a requirement can be seen online, and which checks would see it, by rules over its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.columns import Column, all_columns
from rules.importing.deadlines import Duration


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A check that could decide a requirement or a part of it, and why it is suggested."""

    check: str
    params: dict[str, object]
    reason: str


@dataclass(frozen=True, slots=True)
class Observed:
    """The importer's proposal for a requirement; a person confirms it."""

    observability: str
    why: str
    checks: tuple[Suggestion, ...]


_FEEDBACK = re.compile(r"征集结束后|征求意见.{0,30}反馈|反馈结果|意见(?:收集)?采纳情况")
_IPV6 = re.compile(r"IPv6|互联网协议第6版", re.IGNORECASE)
_PUBLISH = re.compile(r"公开|公布|公示|发布|网站|专栏|栏目|平台")
_OFFLINE = re.compile(r"培训|汇报|考核|经费|机构建设|人员配备|台账|舆情.{0,6}研判|制度|机制|备案|报送|督促|职责")


def observe(text: str, durations: tuple[Duration, ...], year: int | None) -> Observed:
    """Return the proposal for a requirement in simplified characters.

    Parameters are filled in where the text itself or a statute gives the number; the rest is left to a person.
    """
    checks = [*_of_words(text, durations, year), *_of_columns(text)]
    if not checks:
        why = "要求机关内部落实，公开网页上看不到" if _OFFLINE.search(text) else "未要求公开网页上必须有的内容"
        return Observed("offline", why, ())
    if _OFFLINE.search(text) or not _PUBLISH.search(text):
        return Observed("partial", "公开的部分可以在网上核对，其余需要材料或由人判定", tuple(checks))
    return Observed("online", "要求公开的内容应当在公开网页上", tuple(checks))


def _of_words(text: str, durations: tuple[Duration, ...], year: int | None) -> Iterator[Suggestion]:
    if _FEEDBACK.search(text):
        limit = next((each for each in durations if each.after and "征集" in each.after), None)
        params: dict[str, object] = {}
        if limit and year:
            params = {"within": {"value": limit.value, "unit": limit.unit}, "since": f"{year}-01-01"}
        yield Suggestion("consultation-feedback-late", params, "the text asks for feedback after a consultation")
    if _IPV6.search(text):
        yield Suggestion("ipv6-missing", {}, "the text names IPv6")
    if "行政法规文本" in text:
        columns = ["administrative-regulations"]
        yield Suggestion("regulation-outdated", {"columns": columns}, "the text asks for current texts of them")
    elif "规章" in text and "公开" in text and "规范性" not in text:
        yield Suggestion("regulation-outdated", {"columns": ["regulations"]}, "the text asks for current regulations")
    if "年度报告" in text or "年报" in text:
        due = {"government": f"{(year or 0) + 1}-03-31", "department": f"{(year or 0) + 1}-01-31", "town": None}
        params = {"year": year, "due": due} if year else {}
        yield Suggestion("annual-report-late", params, "the text names the annual report; dates of 令711 art. 49")


def _of_columns(text: str) -> Iterator[Suggestion]:
    for column in named_columns(text):
        yield Suggestion("column-missing", {"column": column.id}, f"the text names {column.title}")
        yield Suggestion("column-blank", {"column": column.id}, f"the text names {column.title}")


def named_columns(text: str) -> tuple[Column, ...]:
    """Return the columns of the taxonomy that a text names by a standard name of at least three characters."""
    found = []
    for column in all_columns().values():
        names = (*column.names, *column.synonyms)
        if any(len(name) > 2 and name in text for name in names):  # noqa: PLR2004 - two-character names are too common
            found.append(column)
    return tuple(found)
