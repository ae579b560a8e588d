"""A made-up audit for the report tests: 48 requirements, eight units, every verdict, and hostile text from the web."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from checks import Part, Reason, Verdict
from crawler.model import Kind, Outcome
from rules.result import (
    SCHEMA,
    AuditResult,
    Cell,
    EvidenceCited,
    FindingResult,
    PartScore,
    PlanSummary,
    RequirementResult,
    Reviewed,
    Score,
    SiteResult,
    SourceCited,
    UnitResult,
)

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e表年\u0000{{ 7*7 }}${x}"
"""What a page title might hold: markup, attribute breaks, a direction override, a NUL, template syntax."""

START = datetime(2022, 2, 15, 1, 20, tzinfo=UTC)
PLAN = """\
# 做好各类规划主动公开
主动公开国民经济和社会发展五年规划纲要、国土空间规划、专项规划和区域规划。
在政府门户网站统一归集整理本地区主动公开的各类规划，集中发布规划原文和政策解读。
# 做好市场规则标准和监管执法信息公开
主动公开全国统一的市场准入负面清单，及时根据调整情况更新发布。
及时公开建设高标准市场体系行动方案的落实举措。
强化行政执法信息公开，加强反垄断与反不正当竞争执法信息公开。
# 做好财政信息公开
推进部门所属单位预算、决算及相关报表公开。
通过集中统一平台定期公开地方政府债务限额、余额、发行、品种、期限、利率、偿还计划等信息。
加大惠民惠农政策和资金发放信息公开力度，公布财政资金直达基层的分配、下达和使用管理信息。
推动补贴信息公开向村和社区延伸，与村（居）务公开衔接。
# 做好常态化疫情防控信息公开
发布权威信息，突出抓好相关信息在门户网站集中公开。
加强政府系统内部信息整合，统一步调对外发声。
做好爱国卫生运动、健康中国行动等相关工作的信息公开。
# 不断改进政策解读工作方式
围绕中心工作开展政策解读，政策文件与解读材料同步发布。
综合运用新闻发布会、在线访谈、图文动画等形式开展解读。
健全政策解读工作机制，规范工作流程。
加快形成政策问答平台体系。
加强政策咨询服务，积极解答企业、群众的咨询。
加强内部协调，畅通本机关政策咨询渠道。
# 切实增强回应关切效果
密切关注重点领域舆情并及时回应。
提前做好重大政策发布前后的解读回应。
办理好网民留言，实质性回应社会关切。
加强舆情回应台账管理，核查承诺落实及公开情况。
# 做好政务信息管理工作
对照国家正式版本，及时更新本系统实施的行政法规文本。
年底前将现行有效规章通过政府信息公开专栏集中公开。
# 完善政务公开平台建设
构建数据底座，网站数据汇聚在集约化平台统一信息资源库。
完善政务新媒体监管机制，建立清单管理。
对政府信息公开专栏建设情况开展专项检查。
年底前县级以上政府门户网站全部支持互联网协议第六版。
推进政府公报电子化，完善政府公报数据库。
# 落实《政府信息公开条例》
强化服务理念，满足申请人对政府信息的合理需求。
适用规范的文书模板，健全申请登记、审核、办理、答复、归档制度。
按规定的标准、程序、方式计收信息处理费。
规范年度报告编制格式和内容，提高基础性数据的准确度，按期发布。
# 加强政务公开指导监督
主要负责同志每年至少听取一次政务公开工作汇报。
政务公开纳入政府绩效考核体系且分值权重不低于百分之四。
定期组织开展培训和研讨交流。
建立本年度重点任务台账，明确分工、实时跟进。
对上一年度工作要点落实情况开展“回头看”。
"""
"""Tasks (after #) and under each its requirements."""

UNITS = [
    "市政府办公室",
    "市发展和改革局",
    "市财政局",
    "市司法局",
    "市卫生健康局",
    "市市场监督管理局",
    "清河镇人民政府",
    "柳溪街道办事处",
]
MARKS = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.PASS,
    Verdict.INCONCLUSIVE,
    Verdict.MANUAL,
    Verdict.PASS,
    Verdict.PENDING,
    Verdict.NOT_APPLICABLE,
    Verdict.PASS,
    Verdict.MANUAL,
    Verdict.ERROR,
)
SEEN = {
    Verdict.PASS: "栏目“规划计划”有 36 条信息，最近一条发布于 2022年1月18日，距基准日 28 天，未超过 12 个月。",
    Verdict.FAIL: "意见征集“关于《泽安市养犬管理办法（征求意见稿）》公开征求意见的公告”于 2021年11月30日结束，"
    "截至 2022年2月15日共 77 天未见公开反馈结果；意见征集、征集结果反馈两个栏目已从头到尾读完（12 页、214 条）。",
    Verdict.INCONCLUSIVE: "栏目列表共 9 页，只读到第 4 页（采集额度用完），不能断定其余各页没有所要的内容。",
    Verdict.PENDING: "规定期限为 2022年3月31日，基准日尚未到期；目前未见发布。",
    Verdict.MANUAL: "该要求涉及内部工作，网上看不到。",
    Verdict.NOT_APPLICABLE: "该单位不是本级政府门户网站的主办单位。",
    Verdict.ERROR: "检查程序出错：KeyError。",
}


def _digest(text: str) -> str:
    return "sha256:" + sha256(text.encode()).hexdigest()


def build(units: int = 8, requirements: int = 48, *, hostile: bool = True) -> AuditResult:
    """Return an audit of so many units and requirements; every unit answers for every requirement but a few."""
    texts = [(part.splitlines()[0], text) for part in PLAN.split("# ")[1:] for text in part.splitlines()[1:]]
    names = [UNITS[n] if n < len(UNITS) else f"第{n + 1}镇人民政府" for n in range(units)]
    cells: list[Cell] = []
    findings: list[FindingResult] = []
    evidence: list[EvidenceCited] = []
    plan = [(str(n + 1), *texts[n % len(texts)]) for n in range(requirements)]
    for number, (requirement, _, _) in enumerate(plan):
        for place in range(units):
            if hostile and (number + place) % 7 == 6:
                continue
            verdict = MARKS[(number * 3 + place * 5) % len(MARKS)] if number % 6 != 4 else Verdict.MANUAL
            made = [] if verdict is Verdict.MANUAL else _findings(requirement, place, verdict, 1 + (number % 9 == 3))
            if hostile and (number, place) == (0, 5):
                made = [_hostile_finding(requirement, place)]
                verdict = Verdict.FAIL
            findings += made
            evidence += [_evidence(identifier, place, hostile) for each in made for identifier in each.evidence]
            role = "lead" if place == 0 else "support"
            cells.append(Cell(requirement, f"u{place}", role, verdict, number % 5 == 1, tuple(f.id for f in made)))
    if hostile:
        _reviewed(cells, findings)
    return AuditResult(
        schema=SCHEMA,
        version="0.2.0",
        plan=PlanSummary(
            "zean-2021",
            "泽安市2021年政务公开工作要点分工方案",
            "泽府办函〔2021〕91号",
            "泽安市人民政府办公室",
            date(2021, 7, 5),
            "https://www.zean.test/zwgk/91.html",
        ),
        place="泽安市",
        as_of=date(2022, 2, 15),
        score=Score(58.2, 81.4, 0.644),
        units=tuple(_unit(place, name, cells) for place, name in enumerate(names)),
        requirements=tuple(_requirement(*each, cells, hostile=hostile) for each in plan),
        sites=tuple(_site(place, name) for place, name in enumerate(names)),
        cells=tuple(cells),
        findings=tuple(findings),
        evidence=tuple(evidence),
        notices=("计划中的责任单位“中山供电局”在名册中找不到，相关要求未对其判定。", HOSTILE) if hostile else (),
        tasks=(PartScore("做好各类规划主动公开", 8, 2, Score(20.0, 90.0, 0.3)), PartScore("加分", 1, 1, BONUS))
        if hostile
        else (),
        groups=(PartScore("department", 5, 48, Score(58.2, 81.4, 0.644)), PartScore(HOSTILE, 2, 9, NOTHING))
        if hostile
        else (),
    )


BONUS = Score(95.0, 112.5, 0.9, bonus=(0.0, 12.5))
NOTHING = Score(None, None, None, "没有计分的要求。")


def _reviewed(cells: list[Cell], findings: list[FindingResult]) -> None:
    """Let a person waive the first failing finding that is not hostile, and decide the first cell left to people."""
    waived = Reviewed(
        "waiver",
        Verdict.FAIL,
        Verdict.NOT_APPLICABLE,
        "征集工作由上级统一开展",
        "李四",
        date(2022, 2, 20),
        date(2022, 12, 31),
        "http://www.zean.test/wj/3.html",
        "reviews.yaml 第 2 行",
    )
    for number, finding in enumerate(findings):
        if finding.verdict is Verdict.FAIL and finding.id.startswith("7."):
            findings[number] = replace(finding, verdict=Verdict.NOT_APPLICABLE, review=waived)
            break
    told = replace(waived, kind="verdict", original=Verdict.MANUAL, verdict=Verdict.PASS, until=None, document=HOSTILE)
    for number, cell in enumerate(cells):
        if cell.verdict is Verdict.MANUAL:
            cells[number] = replace(cell, verdict=Verdict.PASS, needs_person=False, review=told)
            break


def _findings(requirement: str, place: int, verdict: Verdict, many: int) -> list[FindingResult]:
    return [
        FindingResult(
            id=f"{requirement}.u{place}.check-{number}",
            requirement=requirement,
            unit=f"u{place}",
            site=f"s{place}",
            check="consultation-feedback-late" if verdict is Verdict.FAIL else "column-overdue",
            check_title="征集结束后未按期公开反馈结果" if verdict is Verdict.FAIL else "栏目按期更新",
            norm_title="泽安市2021年政务公开工作要点分工方案",
            norm_clause=f"第 {requirement} 项",
            params={"within": {"value": 15, "unit": "day"}, "since": "2021-01-01", "column": "consultation"},
            verdict=verdict,
            observed=SEEN[verdict],
            expected="征集结束后 15 日内公开意见采纳情况。" if verdict is not Verdict.PASS else "",
            remedy="在“征集结果反馈”栏目发布该次征集的意见采纳情况，注明采纳与未采纳的意见及理由。"
            if verdict is Verdict.FAIL
            else "",
            judged_how="从网站首页找到栏目“意见征集”和“征集结果反馈”，逐页读完列表；按标题相似度和日期配对征集与反馈；"
            "从征集结束次日起算 15 个自然日，与基准日比较。",
            reason=Reason.COVERAGE if verdict is Verdict.INCONCLUSIVE else None,
            evidence=(f"{requirement}-{place}-{number}",),
            parts=_parts(f"{requirement}-{place}-{number}") if verdict is Verdict.FAIL else (),
        )
        for number in range(many)
    ]


def _parts(evidence: str) -> tuple[Part, ...]:
    base = "http://www.zean.test/hdjl/yjzj/content/post_"
    return (
        Part(
            Verdict.FAIL,
            "泽安市养犬管理办法（征求意见稿）",
            "2021年11月30日结束，77 天未见反馈",
            f"{base}1.html",
            (evidence,),
        ),
        Part(Verdict.PASS, "泽安市停车场管理规定（征求意见稿）", "结束后第 9 天公开反馈", f"{base}2.html", (evidence,)),
        Part(Verdict.PENDING, "泽安市气象灾害防御规划", "2022年2月10日结束，期限 2022年2月25日", f"{base}3.html"),
    )


def _hostile_finding(requirement: str, place: int) -> FindingResult:
    made = _findings(requirement, place, Verdict.FAIL, 1)[0]
    part = Part(Verdict.FAIL, HOSTILE * 20, HOSTILE, "javascript:alert(document.domain)", made.evidence)
    return replace(
        made,
        id="../../etc/<x>",
        check_title=HOSTILE,
        observed=HOSTILE,
        params={HOSTILE: HOSTILE, "columns": [HOSTILE]},
        parts=(part, *made.parts),
    )


def _evidence(identifier: str, place: int, hostile: bool) -> EvidenceCited:
    seen = START + timedelta(minutes=place, seconds=7)
    url = f"http://www.zean.test/hdjl/yjzj/index_{place}.html?from=column&very-long-query=" + "abcdefgh" * 12
    sources = [
        SourceCited(url, seen, Outcome.OK, 200, "zean-00001.warc.gz", 48_213 + place, _digest(f"page {place}")),
        SourceCited(url + "&page=2", seen + timedelta(seconds=2), Outcome.TIMEOUT, None, None, None, None),
    ]
    if hostile and place == 5:
        sources.append(SourceCited("javascript:alert(1)//\u202e", seen, Outcome.OK, 200, HOSTILE, 1, "../../x"))
    return EvidenceCited(identifier, f"s{place}", Kind.CONSULTATION, "consultation", Outcome.OK, seen, tuple(sources))


def _unit(place: int, name: str, cells: list[Cell]) -> UnitResult:
    mine = [each.verdict for each in cells if each.unit == f"u{place}"]
    low = max(12.0, 83.5 - place * 6.4)
    score = Score(low, min(100.0, low + 9 + place * 3), 0.82 - min(place, 40) * 0.02)
    if place == 7:
        score = Score(None, None, None, "该单位在名册中没有网站，得分无法计算。")
    if place == 6:
        score = Score(0.0, 0.0, 0.77, vetoes=("30",))
    body = "government" if place == 0 else "town" if place > 5 else "department"
    rank = None if place == 7 else place + 1
    return UnitResult(f"u{place}", name, body, f"s{place}", rank, score, {each: mine.count(each) for each in Verdict})


def _requirement(identifier: str, task: str, text: str, cells: list[Cell], *, hostile: bool) -> RequirementResult:
    number = int(identifier)
    mine = [each.verdict for each in cells if each.requirement == identifier]
    return RequirementResult(
        id=identifier,
        task=task,
        text=text,
        reading="以责任单位网站的“意见征集”“征集结果反馈”栏目为准；反馈须指明是哪一次征集。",
        due=date(2021, 12, 31) if number % 8 == 2 else None,
        observability=("online", "partial", "offline")[number % 3],
        why="征集公告与反馈结果都应当在网站公开，可由栏目列表查全。"
        if number % 3 == 0
        else "内部制度建设和会议情况网上看不到，须查阅会议纪要、文件等材料。",
        points=1,
        veto=number == 30,
        lead=("u0",),
        support=("u1", "u2", "u5", "gone"),
        unresolved=(HOSTILE,) if hostile and number == 3 else (),
        checks=("column-overdue", "consultation-feedback-late") if number % 6 != 5 else (),
        counts={each: mine.count(each) for each in Verdict},
    )


def _site(place: int, name: str) -> SiteResult:
    if place == 4:
        return SiteResult(
            "s4",
            name,
            "http://wsjkj.zean.test:18025/",
            None,
            False,
            {"dns-failed": 1},
            START,
            START,
            "域名 wsjkj.zean.test 解析失败。",
        )
    outcomes = {"ok": 212 + place, "not-found": 3, "timeout": place, "budget-spent": 18}
    return SiteResult(
        f"s{place}",
        name,
        f"http://s{place}.zean.test:1802{place}/",
        "trs",
        True,
        outcomes,
        START,
        START + timedelta(minutes=9),
        robots_override="泽安市政府办公室 2022年2月1日书面同意" if place == 2 else None,
    )


@pytest.fixture(scope="session")
def sample() -> AuditResult:
    """Return the audit of eight units."""
    return build()


@pytest.fixture(scope="session", name="build")
def build_fixture() -> Callable[..., AuditResult]:
    """Return the builder itself, for audits of other sizes."""
    return build


@pytest.fixture(scope="session")
def hostile() -> str:
    """Return what a page title might hold at its worst."""
    return HOSTILE
