"""The Chinese word for every closed set that a report shows.

Outcomes have theirs from `rules.explanation`, whose sentences stand on the same pages.
"""

from dataclasses import dataclass

from checks import Reason, Verdict
from checks.wording import OUTCOMES
from crawler.model import Body, Fault, Kind, Outcome
from rules.columns import all_columns
from rules.difference import Cause
from rules.history import State
from rules.model import Observability


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """A verdict as readers meet it.

    `symbol` is one character of GB 2312, so that it prints in any Chinese font and tells the verdict without colour;
    `short` has two or three characters for table cells; `meaning` is the sentence of the legend.
    """

    word: str
    short: str
    symbol: str
    meaning: str


VERDICTS: dict[Verdict, VerdictWord] = {
    Verdict.FAIL: VerdictWord("不符合", "不符", "×", "有确凿证据，或已完整查遍应有之处而没有。"),
    Verdict.INCONCLUSIVE: VerdictWord("暂不能判定", "未决", "？", "证据不足以下结论，原因见该项说明；不作不符合处理。"),
    Verdict.ERROR: VerdictWord("判定出错", "出错", "！", "本工具在判定时出错，与被查单位无关。"),
    Verdict.PENDING: VerdictWord("未到期", "未到期", "○", "规定的期限还没有到。"),
    Verdict.MANUAL: VerdictWord("需人工核查", "人工", "◇", "网上看不到，须由人员查阅材料后认定。"),
    Verdict.PASS: VerdictWord("符合", "符合", "√", "网上所见符合要求。"),
    Verdict.NOT_APPLICABLE: VerdictWord("不适用", "不适用", "－", "该要求对本单位不适用，不计入得分。"),
}
"""In the order in which reports list verdicts: what must be acted on comes first."""

REASONS: dict[Reason, str] = {
    Reason.NOT_GATHERED: "没有采集到所需的证据",
    Reason.NOT_REACHED: "网站或页面未能打开",
    Reason.BLOCKED: "采集被网站拦截",
    Reason.COVERAGE: "应查之处没有查全",
    Reason.NO_DATE: "读不到日期",
    Reason.DISPUTED_DATE: "页面上的日期互相矛盾",
    Reason.UNREADABLE: "内容无法识读",
    Reason.AMBIGUOUS: "所见可作不同理解",
    Reason.NO_CALENDAR: "该年度的工作日历尚未公布",
    Reason.NO_REFERENCE: "没有可供比对的官方文本",
    Reason.NO_ROUTE: "本机没有可用的网络通路（如 IPv6）",
    Reason.NO_PLACE: "名册中没有登记该单位的网站或栏目",
}

FAULTS: dict[Fault, str] = {
    Fault.NOBODY: "正常",
    Fault.THEIRS: "网站方面",
    Fault.OURS: "本工具方面",
    Fault.UNCLEAR: "原因不明",
}

KINDS: dict[Kind, str] = {
    Kind.SITE: "网站概况",
    Kind.COLUMN: "栏目",
    Kind.DOCUMENT: "文件",
    Kind.ANNUAL_REPORT: "政府信息公开年度报告",
    Kind.CONSULTATION: "意见征集",
    Kind.REGULATION: "法规规章文本",
    Kind.INTERPRETATION: "政策及其解读",
    Kind.MESSAGE: "来信及答复",
    Kind.DNS: "域名解析记录",
    Kind.IPV6: "IPv6 访问",
    Kind.TLS: "安全连接（TLS）",
    Kind.IPV6_LINKS: "链接域名的 IPv6 解析",
    Kind.LINKS: "站内链接",
    Kind.SEARCH: "站内搜索",
    Kind.ACCESSIBILITY: "无障碍检测",
    Kind.AVAILABILITY: "连续访问记录",
    Kind.BEFORE: "前次的网站概况",
    Kind.HISTORY: "条目的逐夜记录",
    Kind.WATCH: "栏目的逐夜查看",
}

CAUSES: dict[Cause, str] = {
    Cause.SITE: "网站内容有变",
    Cause.PLAN: "方案有变",
    Cause.ROSTER: "名册有变",
    Cause.RULES: "本工具的规则有变",
    Cause.REVIEW: "人工认定有变",
    Cause.REACH: "采集情况有变",
    Cause.DAY: "期限或日期推移",
    Cause.NOISE: "原因不明",
}

STATES: dict[State, str] = {
    State.NEW: "新出现",
    State.REGRESSED: "再次不符合",
    State.FIXED: "已整改",
    State.CHANGED: "判定有变",
    State.UNCHANGED: "未变",
    State.UNCONFIRMED: "有变，待确认",
    State.NOT_JUDGED: "多次未能判定",
    State.DROPPED: "不再判定",
}
"""What became of a finding since the nights before."""

OBSERVABILITY: dict[Observability, str] = {
    Observability.ONLINE: "网上可查",
    Observability.PARTIAL: "部分网上可查",
    Observability.OFFLINE: "网上不可查",
}

BODIES: dict[Body, str] = {
    Body.GOVERNMENT: "政府",
    Body.DEPARTMENT: "部门",
    Body.TOWN: "镇街",
    Body.OTHER: "其他",
}

ROLES: dict[str, str] = {"lead": "牵头", "support": "配合"}

FAMILIES: dict[str, str] = {"plain": "通用网页"}

PARAMS: dict[str, str] = {
    "column": "栏目",
    "columns": "栏目",
    "within": "期限",
    "year": "年度",
    "due": "截止日期",
    "layout": "格式版本",
    "since": "起算日",
    "parts": "检查内容",
    "name_servers": "域名服务器数",
    "similarity": "相似度下限",
}

UNITS_OF_TIME: dict[str, str] = {"day": "日", "working-day": "个工作日", "month": "个月"}

PARAM_VALUES: dict[str, str] = {
    **{each.value: word for each, word in BODIES.items()},
    "site-address": "网站地址解析",
    "name-server-address": "域名服务器地址解析",
    "reach": "IPv6 可访问",
    "same-content": "内容一致",
}


def column_word(value: str) -> str:
    """Return the title of a column of the taxonomy, or the value itself when it is not the id of one."""
    column = all_columns().get(value)
    return column.title if column else value


def observability_word(value: str) -> str:
    """Return the word for a requirement's observability, or the value itself when it is not one of ours."""
    return OBSERVABILITY[Observability(value)] if value in set(Observability) else value


def outcome_word(value: str) -> str:
    """Return the word for an outcome given by its value, or the value itself when it is not one of ours."""
    return OUTCOMES[Outcome(value)] if value in set(Outcome) else value


def body_word(value: str) -> str:
    """Return the word for what kind of body a unit is, or the value itself when it is not one of ours."""
    return BODIES[Body(value)] if value in set(Body) else value
