"""How much of a requirement can be seen online, and which checks would see it, by rules over its words."""

import re
from dataclasses import dataclass

from rules.columns import Column, all_columns


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


def observe(text: str, task: str) -> Observed:
    """Return the proposal for a requirement in simplified characters."""
    checks: list[Suggestion] = []
    if _FEEDBACK.search(text):
        checks.append(Suggestion("consultation-feedback-late", {}, "the text asks for feedback after a consultation"))
    if _IPV6.search(text):
        checks.append(Suggestion("ipv6-missing", {}, "the text names IPv6"))
    if "行政法规文本" in text or ("规章" in text and "公开" in text and "规范性" not in text):
        checks.append(Suggestion("regulation-outdated", {}, "the text asks for current texts of regulations"))
    if "年度报告" in text or "年报" in text:
        checks.append(Suggestion("annual-report-late", {}, "the text names the annual report"))
    for column in named_columns(text):
        checks.append(Suggestion("column-missing", {"column": column.id}, f"the text names {column.title}"))
        checks.append(Suggestion("column-blank", {"column": column.id}, f"the text names {column.title}"))
    if not checks:
        why = "names work inside the offices" if _OFFLINE.search(text) else "names nothing that a public page must show"
        return Observed("offline", why, ())
    if _OFFLINE.search(text) or not _PUBLISH.search(text):
        return Observed("partial", "what is published can be seen; the rest needs documents or people", tuple(checks))
    return Observed("online", "what is asked for must stand on public pages", tuple(checks))


def named_columns(text: str) -> tuple[Column, ...]:
    """Return the columns of the taxonomy that a text names by a standard name of at least three characters."""
    found = []
    for column in all_columns().values():
        names = (*column.names, *column.synonyms)
        if any(len(name) > 2 and name in text for name in names):  # noqa: PLR2004 - two-character names are too common
            found.append(column)
    return tuple(found)
