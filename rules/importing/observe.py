"""How much of a requirement can be seen online, and which checks would see it, by rules over its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rules.columns import find_column
from rules.importing.deadlines import Duration
from rules.importing.triggers import TRIGGERS, checks_of, named, place_of, terms

_LAYOUTS = {2019: "2019", 2020: "2019"}
"""Layout of the annual report by the year it is about (NORMS 4.3); later years have that of 2021."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A check that could decide a requirement or a part of it, and why it is suggested."""

    check: str
    params: dict[str, Any]
    reason: str
    on: str = "own"
    """Whose evidence to judge, as `Use.on` of a plan."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The importer's proposal for a requirement; a person confirms it."""

    observability: str
    why: str
    checks: tuple[Suggestion, ...]


_RULES = "regulations"
_MAKES_NO_RULES = re.compile(
    r"(?:县|(?<!自治)区|旗|镇|乡|街道)(?:人民政府|政府|委员会|办公室|办事处|管委会|管理委员会)"
)


def makes_rules(body: str) -> bool:
    """Whether `body` may issue 规章: provinces and cities do (立法法 art. 93), counties, districts and towns do not.

    True where the name does not tell: a city may be one of county rank.
    """
    return _MAKES_NO_RULES.search(body) is None


_FEEDBACK = re.compile(r"征集结束后|征求意见.{0,30}反馈|公开反馈结果|意见(?:收集|征集)?采纳情况|公开采纳情况")
_IPV6 = re.compile(r"IPv6|互联网协议第6版", re.IGNORECASE)
_SUPPORTED = re.compile(r"支持.{0,4}(?:IPv6|互联网协议第6版)", re.IGNORECASE)
_ANNUAL = re.compile(r"年度报告|年报|年度(?:政务|政府信息)公开工作报告|信息公开年度工作报告")
_ABOUT = re.compile(r"(20\d\d)年度?[^，。；\d]{0,20}(?:年度报告|年报|工作报告)")
_ABOUT_LAST = re.compile(r"(?:上一?年度?|去年)[^，。；]{0,20}(?:年度报告|年报|工作报告)")
_NAMES = re.compile(
    r"政府信息公开(?!专栏)|政务公开|依申请公开|信息公开条例|公开(?:工作|意识|机构|窗口|领导|考核|申请|平台|模式|方式)|"
    r"信息发布审核|发布审核|公开为常态|不公开为例外|主动公开职责|重要政策.{0,12}发布"
)
"""Words in which 公开 is the name of the work rather than something to be published."""
_PUBLISH = re.compile(r"公开|公布|公示|向社会|信息发布|专栏|栏目|搜索功能|无障碍|开放日|直播")
_INTERNAL = re.compile(
    r"培训|汇报|考核|经费|人员配备|台账|研判|领导体制|协调|复议|审核制度|发布审核|回头看|备案|报送|主体责任|舆情|窗口|热线|"
    r"咨询服务|问计求策|专家|新媒体(?:管理|监管|矩阵|清单)|文书|处理费|改版|迁移|一站式|电子证照|程序(?:暂行)?规定|措施填至|普法|认领|"
    r"探索(?:建立|运用|便民)|工作机制|服务理念|规范化水平|村\(居\)|延伸|集约化|列席|配套措施|学习贯彻|在数量|公开数量"
)


def observe(text: str, durations: tuple[Duration, ...], year: int | None, *, makes_rules: bool = True) -> Observed:
    """Return the proposal for a requirement in simplified characters.

    Parameters are filled in where the text itself or a statute gives the number; the rest is left to a person.
    Whoever makes no rules (规章) has no column of them to be asked for (NORMS N09-1).
    """
    found = (*_of_words(text, durations, year), *_of_columns(text))
    if not makes_rules:
        found = tuple(one for one in found if _RULES not in (one.params.get("column"), *one.params.get("columns", ())))
    checks = tuple({(one.check, repr(one.params), one.on): one for one in reversed(found)}.values())[::-1]
    if _SUPPORTED.search(text) or any(one.check == "regulation-outdated" for one in checks):
        return Observed("online", "要求的结果可以从外部测试或逐条比对", checks)
    if checks:
        return Observed("partial", "栏目或文件可以在网上核对，其余需要材料或由人判定", checks)
    if _INTERNAL.search(text):
        return Observed("offline", "要求机关内部落实，公开网页上看不到", ())
    if _PUBLISH.search(_NAMES.sub("", text)):
        return Observed("partial", "要求公开，但没有点明栏目或文件，由人核对", ())
    return Observed("offline", "未要求公开网页上必须有的内容", ())


def _of_words(text: str, durations: tuple[Duration, ...], year: int | None) -> Iterator[Suggestion]:
    if found := _FEEDBACK.search(text):
        yield from _of_feedback(found.group(0), durations, year)
    if found := _IPV6.search(text):
        yield Suggestion("ipv6-missing", {}, f"the text names {found.group(0)}", "portal")
    if "行政法规文本" in text:
        columns = ["administrative-regulations"]
        yield Suggestion("regulation-outdated", {"columns": columns}, "the text asks for current texts of them")
    elif any("regulations" in trigger.columns and trigger.found(text) for trigger in TRIGGERS):
        why = "the text asks for current regulations"
        yield Suggestion("regulation-outdated", {"columns": ["regulations"]}, why, "portal")
    if found := _ANNUAL.search(text):
        yield from _of_annual_report(found.group(0), _report_year(text, year))


def _of_feedback(words: str, durations: tuple[Duration, ...], year: int | None) -> Iterator[Suggestion]:
    """A span makes feedback countable; without one only a missing column is certain."""
    limit = next((each for each in durations if each.after and "征" in each.after), None)
    if limit is None:
        for column in ("consultation", "feedback"):
            for check in checks_of(column):
                yield Suggestion(check, {"column": column}, f"the text says {words} without a span", "portal")
        return
    params = {"within": {"value": limit.value, "unit": limit.unit}, **({"since": f"{year}-01-01"} if year else {})}
    yield Suggestion("consultation-feedback-late", params, f"the text says {words} and a span")


def _report_year(text: str, plan: int | None) -> int | None:
    """Return the year that the report is about: the one named with it, the one before, or that of the plan."""
    if found := _ABOUT.search(text):
        return int(found.group(1))
    return plan - 1 if plan is not None and _ABOUT_LAST.search(text) else plan


def _of_annual_report(words: str, year: int | None) -> Iterator[Suggestion]:
    reason = f"the text names {words}"
    if year is None:
        yield Suggestion("annual-report-late", {}, reason)
        return
    due = {"government": f"{year + 1}-03-31", "department": f"{year + 1}-01-31", "town": None}
    yield Suggestion("annual-report-late", {"year": year, "due": due}, f"{reason}; dates of 令711 art. 49")
    layout = _LAYOUTS.get(year, "2021")
    yield Suggestion("annual-report-malformed", {"year": year, "layout": layout}, f"{reason}; layout of that year")
    yield Suggestion("annual-report-inconsistent", {"year": year}, f"{reason}; its tables must agree")


def _of_columns(text: str) -> Iterator[Suggestion]:
    limits = terms(text)
    for column, words in named(text):
        reason = f"the text names {find_column(column).title} ({words[:30]})"
        for check in checks_of(column):
            yield Suggestion(check, {"column": column}, reason, place_of(column, text))
        if column in limits:
            params = {"column": column, "within": limits[column]}
            why = f"{reason}; term of the national indicators"
            yield Suggestion("column-overdue", params, why, place_of(column, text))
