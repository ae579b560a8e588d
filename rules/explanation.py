"""How a finding was reached, told in Chinese: the check, its parameters, and what was looked at."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from checks import Check, Finding
from checks.wording import OUTCOMES, PLACES
from crawler.model import ColumnFacts, Coverage, Evidence, Kind, Site, Stopped
from rules.columns import all_columns
from rules.evidence_index import EvidenceIndex

_STOPPED = {
    Stopped.NOT_STARTED: "没有可读的列表",
    Stopped.END: "已读完",
    Stopped.SINCE: "已读到所需日期",
    Stopped.BUDGET: "因达到页数上限而停止",
    Stopped.BLOCKED: "因被拦截而停止",
    Stopped.ERROR: "因出错而停止",
    Stopped.TRAP: "因翻页重复而停止",
    Stopped.NO_PAGING: "无法翻页",
}
_KINDS = {
    Kind.SITE: "网站首页",
    Kind.COLUMN: "栏目",
    Kind.DOCUMENT: "文件",
    Kind.ANNUAL_REPORT: "年报",
    Kind.CONSULTATION: "征集",
    Kind.REGULATION: "法规文本",
    Kind.INTERPRETATION: "政策及其解读",
    Kind.MESSAGE: "来信及答复",
    Kind.DNS: "域名解析记录",
    Kind.IPV6: "IPv6 访问测试",
    Kind.TLS: "加密连接测试",
    Kind.IPV6_LINKS: "链接域名的 IPv6 解析",
    Kind.LINKS: "站内链接测试",
    Kind.SEARCH: "站内搜索试用",
    Kind.ACCESSIBILITY: "无障碍检测",
    Kind.AVAILABILITY: "连续访问记录",
    Kind.BEFORE: "前次的网站首页",
    Kind.HISTORY: "逐夜记录的条目",
    Kind.WATCH: "逐夜查看的栏目",
}
_PARAMETERS = {
    "column": "栏目",
    "columns": "栏目",
    "within": "期限",
    "year": "年度",
    "due": "截止日",
    "layout": "年报格式",
    "since": "起算日",
    "parts": "检测内容",
    "name_servers": "域名服务器数量",
    "similarity": "内容相似度",
    "items": "最少条数",
    "at_least": "个数",
    "by": "截止日",
    "title_any": "标题词语",
    "title_near": "近似标题词语",
    "elements": "要素",
    "fields": "项目",
    "leeway": "年度交替的宽限",
    "archival": "视为补录的时限",
    "policies": "文件栏目",
    "interpretations": "解读栏目",
    "number_any": "文号词语",
    "title_none": "除外的标题词语",
    "direction": "链接方向",
    "share": "相同的比例",
    "titles": "标题",
    "repealed": "已废止的文件",
    "current_only": "栏目只列现行有效的",
    "download": "应提供下载",
    "issues": "全年期数",
    "months": "每期的月数",
    "since_year": "起始年",
    "outdated": "旧规定的词语",
    "current": "现行规定的词语",
    "not_before": "不早于",
    "days": "天数",
    "marks": "标识",
    "suffixes": "域名后缀",
    "tolerance": "允许相差的天数",
    "looks": "最少查看次数",
    "missing": "答复不存在的次数",
    "of": "最近核对的次数",
    "grace": "视为更正的天数",
    "tags": "标签",
    "binding": "标签为必备",
    "platforms": "平台",
    "visits_per_day": "每天访问次数",
    "seconds": "等待秒数",
    "failed_share": "失败占比",
    "faults": "检测内容",
    "statuses": "视为打不开的状态码",
    "pages": "抽查的页面数",
    "files": "抽查的附件数",
    "aids": "辅助功能",
    "impact": "影响程度",
    "at_most": "最多",
    "words": "词表",
    "id_numbers": "身份证号个数",
    "phones": "手机号个数",
    "hours": "两次访问相隔小时数",
}
_UNITS = {"day": "日", "working-day": "个工作日", "month": "个月"}
_WORDS = {
    "government": "政府",
    "department": "部门",
    "town": "镇街",
    "other": "其他",
    "site-address": "网站的 IPv6 地址",
    "name-server-address": "域名服务器的 IPv6 地址",
    "reach": "经 IPv6 可访问",
    "same-content": "两种协议内容一致",
    "code": "网站标识码",
    "icp": "ICP备案编号",
    "police": "公安机关备案标识",
    "organiser": "主办单位",
    "draft": "草案",
    "basis": "依据或说明",
    "ways": "提出意见的途径",
    "closing-date": "截止日期",
    "index": "索引号",
    "publisher": "发布机构",
    "issued": "成文日期",
    "published": "发布日期",
    "policy-to-interpretation": "由文件到解读",
    "interpretation-to-policy": "由解读到文件",
    "both": "双向",
    "received": "受理日期",
    "replied": "答复日期",
    "answer": "答复内容",
    "statistics": "统计数据",
    "elderly": "长者（适老化）模式",
    "barrier-free": "无障碍浏览",
    "minor": "轻微",
    "moderate": "中等",
    "serious": "严重",
    "critical": "致命",
    "expired": "证书在有效期内",
    "wrong-name": "证书与域名相符",
    "untrusted": "证书受信任",
    "http-only": "提供 https 访问",
    "True": "是",
    "False": "否",
}
_COLUMN_SETS = ("columns", "policies", "interpretations")
_MOST_COLUMNS = 4
_MOST_UNREAD = 3


def judged_how(
    check: Check, params: Mapping[str, Any], site: Site | None, finding: Finding, *, index: EvidenceIndex, as_of: date
) -> str:
    """Return how `finding` was reached: which check with which parameters, on which day, after looking at what."""
    sentences = [f"检查项“{check.title}”，判断日 {as_of}。"]
    if params:
        told = "；".join(f"{_PARAMETERS.get(key, key)}：{_value(key, value)}" for key, value in params.items())
        sentences.append(f"参数——{told}。")
    if site is not None:
        given = index.of(site.id, sorted(check.needs))
        cited = {*finding.evidence, *(each for part in finding.parts for each in part.evidence)}
        columns = _columns(given.get(Kind.COLUMN, ()), _named(params), cited)
        counted = [f"{_KINDS[kind]} {len(found)} 项" for kind, found in given.items() if kind is not Kind.COLUMN]
        used = f"，所用证据：{'、'.join(counted)}" if counted else ""
        sentences.append(f"{'查看了' if given else '对象是'}{site.name}（{site.url}）{used}。")
        sentences += columns
    return "".join(sentences)


def _named(params: Mapping[str, Any]) -> set[str]:
    several = [each for key in _COLUMN_SETS if isinstance(params.get(key), list | tuple) for each in params[key]]
    names = {_column_id(each) for each in several}
    return names | ({str(params["column"])} if "column" in params else set())


def _columns(evidence: Iterable[Evidence], named: set[str], cited: set[str]) -> list[str]:
    """Tell the coverage of the columns that the parameters name, or of those that the finding cites."""
    told = []
    for each in evidence:
        facts = each.facts
        if isinstance(facts, ColumnFacts):
            if facts.column in named or (not named and each.id in cited):
                told.append(_column(facts))
        elif each.subject in named:
            told.append(f"栏目“{_title(each.subject)}”没有看到：{OUTCOMES[each.outcome]}。")
    return told[:_MOST_COLUMNS]


def _column(facts: ColumnFacts) -> str:
    coverage = facts.coverage
    looks = "、".join(dict.fromkeys(f"{PLACES[look.place]}（{OUTCOMES[look.outcome]}）" for look in coverage.looks))
    searched = f"，找过：{looks}" if looks else ""
    if not facts.found:
        return f"没有找到栏目“{_title(facts.column)}”{searched}。"
    where = "" if facts.found_in is None else f"在{PLACES[facts.found_in]}"
    return (
        f"栏目“{_title(facts.column)}”{where}找到，名为“{facts.name or '（无名）'}”（{facts.url}）；{_read(coverage)}。"
    )


def _read(coverage: Coverage) -> str:
    if not coverage.pages_read:
        return _STOPPED[coverage.stopped]
    total = f"（共 {coverage.pages_total} 页）" if coverage.pages_total is not None else ""
    oldest = f"，最早到 {coverage.oldest}" if coverage.oldest is not None else ""
    undated = f"，{coverage.undated} 条没有可靠日期" if coverage.undated else ""
    unread = f"，未能打开：{'；'.join(coverage.unread[:_MOST_UNREAD])}" if coverage.unread else ""
    return f"列表读了 {coverage.pages_read} 页{total}{oldest}，{_STOPPED[coverage.stopped]}{undated}{unread}"


def _title(column: str) -> str:
    found = all_columns().get(column)
    return found.title if found else column


def _column_id(named: Any) -> str:
    """Return the column of an entry of `columns`: a bare id, or one with a limit of its own."""
    return str(named["column"] if isinstance(named, Mapping) and "column" in named else named)


def _limited(named: Any) -> str:
    limit = f"（{_value('within', named['within'])}）" if isinstance(named, Mapping) and "within" in named else ""
    return _title(_column_id(named)) + limit


def _entry(value: Mapping[str, Any]) -> str:
    """A parameter that is a table: a time limit, something named, or words by words."""
    if set(value) == {"value", "unit"}:
        return f"{value['value']}{_UNITS.get(str(value['unit']), value['unit'])}"
    if "name" in value or "word" in value or "title" in value:
        return str(value.get("name", value.get("word", value.get("title"))))
    return "、".join(f"{_WORDS.get(str(each), each)} {_value('', inner)}" for each, inner in value.items())


def _value(key: str, value: Any) -> str:
    if key in {"column", *_COLUMN_SETS}:
        return "、".join(_limited(each) for each in (value if isinstance(value, list) else [value]))
    if isinstance(value, dict):
        return _entry(value)
    if isinstance(value, list | tuple):
        return "、".join(_value("", each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "layout":
        return f"{value}年格式"
    return "无" if value is None else _WORDS.get(str(value), str(value))
