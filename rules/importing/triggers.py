"""Words of requirements that name a column, a document or a platform, and what would see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rules.columns import all_columns


@dataclass(frozen=True, slots=True)
class Trigger:
    """`words` ask for `columns`; where `unless` stands in the same requirement, they are there for another reason."""

    columns: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def found(self, text: str) -> str | None:
        """Return the words of `text` that ask for the columns, or None."""
        match = self.words.search(text)
        return match.group(0) if match and not (self.unless and self.unless.search(text)) else None


def _trigger(columns: str, words: str, unless: str | None = None) -> Trigger:
    return Trigger(tuple(columns.split()), re.compile(words), re.compile(unless) if unless else None)


_REGULATIONS = r"规章集中|现行有效规章|规章、.{0,12}集中公开"
TRIGGERS = (
    _trigger(
        "interpretation",
        r"解读政策|政策.{0,12}解读|解读.{0,8}政策|解读(?:材料|方案|形式|图例)|多方位解读|发布解读|深度解读|谁起草.{0,2}谁解读|"
        r"带头解读|引导预期|形式进行解读",
        r"专家|培训|解读工作机制|问答体系|解读回应|新闻发布会计划|宣传解读|线下|面对面|政策咨询",
    ),
    _trigger("press-conference", r"新闻发布会计划", r"解读回应"),
    _trigger("response", r"做好.{0,25}解读回应|回应关切(?:专栏|栏目)"),
    _trigger("disclosure guide system statutory-content annual-report request", r"政府信息公开专栏建设"),
    _trigger("guide", r"公开指南"),
    _trigger(
        "enforcement",
        r"行政执法(?:信息)?(?:全流程|全过程)?(?:公示|公开)|执法信息公开|公开.{0,8}行政(?:检查|处罚|强制).{0,16}(?:执法|监管).{0,4}(?:数据|信息)",
    ),
    _trigger("planning", r"公开.{0,30}规划|各类规划|规划.{0,24}(?:主动公开|集中发布)|规划计划"),
    _trigger("market-access", r"公开.{0,12}市场准入负面清单|市场准入负面清单.{0,12}(?:公开|发布)", r"简政|围绕"),
    _trigger("budget final-accounts", r"预决算|预算[、和及]?决算", r"领域.{0,12}(?:标准)?(?:化|指引)?目录"),
    _trigger("debt", r"债务信息公开|公开.{0,10}债务|债务.{0,10}公开", r"债务风险"),
    _trigger("subsidies", r"惠民惠农|惠农补贴"),
    _trigger("direct-funds", r"直达(?:基层|资金)"),
    _trigger("epidemic", r"疫情.{0,80}集中公开|疫情防控信息公开"),
    _trigger("health-campaign", r"爱国卫生|健康中国行动"),
    _trigger("policy-faq", r"政策问答(?:平台|体系|库)"),
    _trigger("mailbox", r"留言信箱|(?:领导|市长|区长|县长)信箱|互动交流(?:平台|栏目)|意见建议受理"),
    _trigger("regulations", _REGULATIONS),
    _trigger(
        "normative-documents",
        r"规范性文件.{0,8}(?:集中|统一)公开|(?:公开|公布|发布)[^，,。；;]{0,12}规范性文件",
        r"台账|报送",
    ),
    _trigger("gazette", r"政府公报(?:工作|电子|网上|数据库|移动|内容)|公报电子|办好.{0,6}公报"),
    _trigger("grassroots", r"基层政务公开标准目录.{0,8}落实|试点领域.{0,8}标准目录", r"跟踪评估"),
    _trigger("public-institutions", r"公共企业?事业单位(?:信息公开|办事公开)"),
    _trigger("functions", r"[“\"]?三定[”\"]?规定|机构职能"),
    _trigger("power-list", r"权责清单|权力清单|权责事项清单"),
    _trigger("personnel", r"人事任免|任前公示"),
    _trigger(
        "recruitment",
        r"招录|考录|公开招聘|就业供求|(?:公开|发布).{0,12}就业创业|就业创业(?:政策|信息|服务|措施|等)?.{0,16}(?:信息|公开|发布)",
        r"招录人员|配备|宣讲",
    ),
    _trigger("news", r"政务动态|工作动态"),
    _trigger("notices", r"公告公示|通知公告|公示公告"),
    _trigger("news notices", r"(?:检查|监测)指标》.{0,40}(?:更新|信息发布)"),
    _trigger("meetings", r"(?:全体会议|常务会议).{0,30}公开|会议公开", r"公开议题|列席"),
    _trigger("proposals", r"建议提案|提案办理"),
    _trigger("consultation", r"公众参与、.{0,30}专栏|意见征集[”\"]?(?:专栏|栏目)"),
    _trigger("open-data", r"数据.{0,8}开放平台|数据年度开放计划"),
    _trigger("licence-penalty", r"双公示"),
)
_LINKS = frozenset(
    (
        "disclosure",
        "statutory-content",
        "request",
        "market-access",
        "policy-faq",
        "mailbox",
        "open-data",
        "public-institutions",
    )
)
"""Columns that may be a link, a form or a file, so that an empty list proves nothing."""
_GENERAL = frozenset(
    (
        "disclosure",
        "request",
        "statutory-content",
        "system",
        "policy-documents",
        "statistics",
        "news",
        "notices",
        "grassroots",
        "open-topics",
        "home-news",
    )
)
"""Columns whose names stand in every plan without asking for them."""
_SHORTEST = 4
_PUBLISHED = r"(?:(?<!政务)公开(?!标准|事项|目录)|公布|公示|发布|专栏|栏目)"


def named(text: str) -> Iterator[tuple[str, str]]:
    """Yield the columns that a requirement in simplified characters asks for, each once, with the words that do."""
    seen = set()
    said: list[str] = []
    for trigger in TRIGGERS:
        words = trigger.found(text)
        if words:
            said.append(words)
        for column in trigger.columns if words else ():
            if column not in seen:
                seen.add(column)
                yield column, words or ""
    triggered = {column for trigger in TRIGGERS for column in trigger.columns}
    for kind in all_columns().values():
        if kind.id in triggered or kind.id in _GENERAL:
            continue
        for name in kind.names:
            asks = rf"{_PUBLISHED}.{{0,12}}{re.escape(name)}|{re.escape(name)}.{{0,12}}{_PUBLISHED}"
            if len(name) < _SHORTEST or any(name in words for words in said) or _listed(name, text):
                continue
            if match := re.search(asks, text):
                yield kind.id, match.group(0)
                break


def _listed(name: str, text: str) -> bool:
    """True when a name stands among many others: 公开就业、教育、生态环境、养老等信息 asks for no one column."""
    before, found, after = text.partition(name)
    listed = re.split(r"[，。；：]", before[-100:])[-1].count("、") if found and before.endswith("、") else 0
    return listed >= (2 if after.startswith("、") else 4)


def checks_of(column: str) -> tuple[str, ...]:
    """Return the checks that see whether a column is kept."""
    return ("column-missing",) if column in _LINKS else ("column-missing", "column-blank")


_TERMS: dict[str, dict[str, Any]] = {
    "news": {"value": 14, "unit": "day"},
    "notices": {"value": 6, "unit": "month"},
    "planning": {"value": 12, "unit": "month"},
}


_ON_PORTAL = frozenset(
    (
        "gazette",
        "regulations",
        "administrative-regulations",
        "press-conference",
        "mailbox",
        "open-data",
        "meetings",
        "response",
        "proposals",
    )
)


_PORTAL = re.compile(r"门户网站|[市县区州旗]政府网站")


def place_of(column: str, text: str) -> str:
    """Return `portal` for what the government keeps in one place or the text wants on the portal, else `own`."""
    return "portal" if column in _ON_PORTAL or _PORTAL.search(text) else "own"


def terms(text: str) -> dict[str, dict[str, Any]]:
    """Return how often columns must be updated where a text calls upon the national indicators, which say so."""
    return _TERMS if re.search(r"(?:检查|监测)指标", text) else {}
