"""Evaluation: who is judged by what, what stands in the way, and what a cell and a score come to."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from checks import Finding, Given, Norm, Part, Reason, Verdict, check
from checks.model import Params
from checks.registry import _registered
from crawler.model import Body, Evidence, Kind, Outcome, Site, Unit
from rules.evaluate import evaluate
from rules.loading import plan_from_text, roster_from_text
from rules.model import Plan
from rules.result import AuditResult, Cell, FindingResult, result_from_json, result_in_pieces, result_to_json
from rules.roster import Roster

AS_OF = date(2022, 2, 15)
Make = Callable[..., Evidence]


@pytest.fixture(scope="module")
def evidence(home: Make, column: Make) -> list[Evidence]:
    """The portal lacks 规章; the finance site has both columns; the town was blocked."""
    return [
        home("portal"),
        column("portal", "regulations", found=False),
        column("portal", "interpretation"),
        home("czj"),
        column("czj", "budget"),
        column("czj", "interpretation", items=0),
        home("qinghe", Outcome.BLOCKED),
        home("unused"),
    ]


@pytest.fixture(scope="module")
def result(plan: Plan, roster: Roster, evidence: list[Evidence]) -> AuditResult:
    return evaluate(plan, roster, evidence, as_of=AS_OF)


def cell(result: AuditResult, requirement: str, unit: str) -> Cell:
    return next(each for each in result.cells if (each.requirement, each.unit) == (requirement, unit))


def finding(result: AuditResult, requirement: str, unit: str) -> FindingResult:
    return next(each for each in result.findings if (each.requirement, each.unit) == (requirement, unit))


# requirement, unit: role, verdict, needs a person, findings
CELLS = {
    ("1", "czj"): ("lead", "pass", True, 1),
    ("1", "sjj"): ("support", "manual", True, 0),
    ("1", "qinghe"): ("support", "manual", True, 0),
    ("2", "sjj"): ("lead", "fail", False, 1),
    ("3", "czj"): ("lead", "fail", False, 2),
    ("3", "sjj"): ("lead", "inconclusive", False, 2),
    ("3", "qinghe"): ("lead", "inconclusive", False, 2),
    ("4", "office"): ("lead", "manual", False, 0),
}


def test_cells(result: AuditResult) -> None:
    """Lead, support, portal, own and offline each give the cell that the plan's words mean."""
    found = {
        (each.requirement, each.unit): (each.role, each.verdict.value, each.needs_person, len(each.findings))
        for each in result.cells
    }
    assert found == CELLS


def test_support_without_a_use_is_told_why(result: AuditResult) -> None:
    """A supporting unit of a requirement judged on the lead is left to people, with a note."""
    assert "牵头单位" in (cell(result, "1", "sjj").note or "")
    assert cell(result, "4", "office").note is None


# requirement, unit: site, reason, words of the sentence
OBSTACLES = {
    ("3", "sjj"): (None, Reason.NO_PLACE, "名册中没有该单位的网址"),
    ("3", "qinghe"): ("qinghe", Reason.BLOCKED, "http://qinghe.zean.test/"),
}


@pytest.mark.parametrize(("key", "expected"), OBSTACLES.items(), ids=[" ".join(each) for each in OBSTACLES])
def test_obstacle_is_inconclusive_with_its_reason(
    result: AuditResult, key: tuple[str, str], expected: tuple[str | None, Reason, str]
) -> None:
    """What could not be seen accuses nobody and names the reason, the outcome and the address."""
    found = finding(result, *key)
    assert (found.site, found.reason, found.verdict) == (*expected[:2], Verdict.INCONCLUSIVE)
    assert expected[2] in found.observed


OUTCOMES = [each for each in Outcome if each is not Outcome.OK]
REFUSED = {Outcome.BLOCKED, Outcome.ROBOTS_FORBIDDEN}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_outcome_but_ok_lets_a_site_be_judged(
    plan: Plan, roster: Roster, home: Make, column: Make, outcome: Outcome
) -> None:
    """Even with a column missing in the store, a home page that was not seen moves every verdict to inconclusive."""
    stored = [home("portal", outcome), column("portal", "regulations", found=False)]
    result = evaluate(plan, roster, stored, as_of=AS_OF)
    assert {found.verdict for found in result.findings} == {Verdict.INCONCLUSIVE}
    assert finding(result, "2", "sjj").reason is (Reason.BLOCKED if outcome in REFUSED else Reason.NOT_REACHED)
    assert any("泽安市政府网" in notice for notice in result.notices)


def test_nothing_gathered_accuses_nobody(plan: Plan, roster: Roster) -> None:
    """Without any evidence every finding is inconclusive and every site is told as not gathered."""
    result = evaluate(plan, roster, (), as_of=AS_OF)
    assert {found.reason for found in result.findings} == {Reason.NOT_GATHERED, Reason.NO_PLACE}
    assert [site.error is not None for site in result.sites] == [True, True, True]
    assert (result.score.lowest, result.score.highest, result.score.coverage) == (0.0, 100.0, 0.0)


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2021-12-30", "pending"), ("2021-12-31", "pending"), ("2022-01-01", "fail")]
)
def test_due_day_itself_is_not_late(
    plan: Plan, roster: Roster, evidence: list[Evidence], as_of: str, verdict: str
) -> None:
    """What fails up to and including the due day is pending, and says so."""
    found = finding(evaluate(plan, roster, evidence, as_of=date.fromisoformat(as_of)), "2", "sjj")
    assert found.verdict.value == verdict
    assert ("尚未届满" in found.observed) == (verdict == "pending")
    assert Verdict.FAIL not in {part.verdict for part in found.parts if verdict == "pending"}


def test_scores_and_ranks(result: AuditResult) -> None:
    """Scores add up the cells as docs/scoring.md says; units stand by rank."""
    # czj: half of 1 known and met (a person has the rest), 3 is one of two met
    # sjj: 1 unknown, 2 failed, 3 unknown; qinghe: 1 and 3 unknown; office: 4 unknown
    found = [(each.id, each.rank, each.score.lowest, each.score.highest) for each in result.units]
    assert found == [
        ("czj", 1, 50.0, 75.0),
        ("sjj", 2, 0.0, 66.67),
        ("office", None, 0.0, 100.0),
        ("qinghe", None, 0.0, 100.0),
    ]
    assert result.units[1].counts[Verdict.FAIL] == 1
    assert result.score.lowest == 12.5


def test_unresolved_names_are_reported(result: AuditResult) -> None:
    """市水务局 is in the plan and not in the roster: the requirement and the notices say so."""
    assert result.requirements[0].unresolved == ("市水务局",)
    assert any("市水务局" in notice and "要求 1 " in notice for notice in result.notices)


# words that some notice must hold
NOTICES = [
    ("市水务局",),
    ("市审计局", "没有可供判断的网址", "2 项"),
    ("清河镇网站", "拦截"),
    ("robots.txt", "书面同意"),
]


@pytest.mark.parametrize("words", NOTICES)
def test_notices(result: AuditResult, words: tuple[str, ...]) -> None:
    """Names not found, places missing, sites not reached and overrides are told once each."""
    assert len([notice for notice in result.notices if all(word in notice for word in words)]) == 1


def test_sites_are_those_judged(result: AuditResult) -> None:
    """A site that nothing judges is not listed; a reached one shows what its addresses answered."""
    assert [(each.id, each.reached, each.family) for each in result.sites] == [
        ("portal", True, "plain"),
        ("czj", True, "plain"),
        ("qinghe", False, None),
    ]
    assert result.sites[0].outcomes == {"not-found": 1, "ok": 3}


def test_only_cited_evidence_is_listed(result: AuditResult, evidence: list[Evidence]) -> None:
    """The result carries the evidence that findings rest on, and the way to its bytes."""
    cited = {each for found in result.findings for each in found.evidence}
    assert {each.id for each in result.evidence} == cited
    assert cited < {each.id for each in evidence}
    regulations = next(each for each in result.evidence if each.subject == "regulations")
    assert (regulations.sources[0].warc, regulations.sources[0].offset) == ("a.warc.gz", 17)


def test_judged_how_tells_what_was_looked_at(result: AuditResult) -> None:
    """In Chinese: the check, its parameters, the day, the site, and how far the search went."""
    told = finding(result, "2", "sjj").judged_how
    assert all(
        word in told for word in ("2022-02-15", "栏目：规章", "泽安市政府网", "首页及其导航（正常）", "没有找到")
    )
    told = finding(result, "1", "czj").judged_how
    assert all(word in told for word in ("财政预算", "在导航找到", "列表读了 1 页（共 1 页）", "已读完"))


def told(params: str) -> str:
    """Return how a use with `params` of annual-report checks tells its parameters."""
    text = PROBE.replace("check: test-probe", params)
    roster = roster_from_text(LONE, "roster.yaml")
    return evaluate(plan_from_text(text, "plan.yaml"), roster, (), as_of=AS_OF).findings[0].judged_how


LONE = """\
place: 泽安市
sites: [{id: czj, name: 市财政局网站, url: "http://czj.zean.test/"}]
units: [{id: czj, name: 市财政局, body: department, site: czj}]
"""
DUE = "{government: 2022-03-31, department: 2022-01-31, town: null}"
TOLD = {
    "check: annual-report-malformed, params: {year: 2021, layout: '2021'}": ("年度：2021；", "年报格式：2021年格式"),
    f"check: annual-report-late, params: {{year: 2021, due: {DUE}}}": (
        "截止日：政府 2022-03-31、部门 2022-01-31、镇街 无",
    ),
    "check: regulation-outdated, params: {columns: [regulations, administrative-regulations]}": ("规章、行政法规",),
    "check: consultation-feedback-late, params: {within: {value: 15, unit: day}, since: 2019-01-01}": (
        "期限：15日",
        "起算日：2019-01-01",
    ),
    "check: ipv6-missing, params: {parts: [site-address, reach], name_servers: 2, similarity: 0.9}": (
        "网站的 IPv6 地址、经 IPv6 可访问",
        "域名服务器数量：2",
    ),
}


@pytest.mark.parametrize(("params", "words"), TOLD.items(), ids=[each.split(",")[0] for each in TOLD])
def test_parameters_are_told_in_chinese(params: str, words: tuple[str, ...]) -> None:
    """Every parameter of every bundled check has its Chinese name and unit."""
    assert all(word in told(params) for word in words), told(params)


def test_title_of_a_failing_finding_is_the_failing_title(result: AuditResult) -> None:
    """A report never prints the title of a pass over a fail."""
    assert finding(result, "2", "sjj").check_title != finding(result, "1", "czj").check_title


def test_result_is_a_pure_function(plan: Plan, roster: Roster, evidence: list[Evidence], result: AuditResult) -> None:
    """The order and repetition of evidence change no byte, and the bytes read back as the same result."""
    again = evaluate(plan, roster, [*evidence[::-1], *evidence], as_of=AS_OF)
    assert result_to_json(again) == result_to_json(result)
    assert b"".join(result_in_pieces(result)) == result_to_json(result)
    together = sorted(evidence, key=lambda each: each.site)
    assert evaluate(plan, roster, iter(together), as_of=AS_OF, by_site=True) == result
    assert result_from_json(result_to_json(result)) == result
    assert result_to_json(result_from_json(result_to_json(result))) == result_to_json(result)


def test_finding_ids_are_stable_and_unique(plan: Plan, roster: Roster, result: AuditResult) -> None:
    """The id of a finding depends on plan, requirement, unit, site, check, parameters and place only."""
    ids = [each.id for each in result.findings]
    assert len(set(ids)) == len(ids)
    assert ids == [each.id for each in evaluate(plan, roster, (), as_of=date(2022, 5, 1)).findings]
    assert finding(result, "2", "sjj").id == "fc6856259248"


def test_what_was_seen_last_counts(plan: Plan, roster: Roster, home: Make, column: Make) -> None:
    """A column that was missing in the first night and there in the second is there."""
    early, late = datetime(2022, 2, 1, tzinfo=UTC), datetime(2022, 2, 14, tzinfo=UTC)
    stored = [
        home("portal"),
        column("portal", "regulations", seen=late),
        column("portal", "regulations", found=False, seen=early),
    ]
    for each in (stored, stored[::-1]):
        assert finding(evaluate(plan, roster, each, as_of=AS_OF), "2", "sjj").verdict is Verdict.PASS


class _NoParams(Params):
    """No parameters."""


PROBE = """\
id: probe
title: 测试
issuer: 测试
period: [2021-01-01, 2021-12-31]
source: 测试
scoring: {model: weighted}
requirements:
  - id: 1
    task: 任务
    text: 要求
    responsible: {lead: [市财政局]}
    observability: online
    why: 可测
    due: 2022-12-31
    uses: [{check: test-probe, on: own}]
"""


@pytest.fixture
def probe(roster: Roster, evidence: list[Evidence]) -> Iterator[Callable[..., FindingResult]]:
    """Judge with a check made of one function; the registry is left as it was."""

    def judge(function: Callable[[Given[_NoParams]], Finding], references: tuple[object, ...] = ()) -> FindingResult:
        function.__doc__ = "Why: Passes when: Fails when: Inconclusive when: Not applicable when:"
        check(
            "test-probe",
            needs={Kind.COLUMN},
            params=_NoParams,
            wants=lambda _params, _as_of: (),
            title="通过",
            fail_title="不通过",
            norm=Norm("规范", "条"),
        )(function)
        plan = plan_from_text(PROBE, "plan.yaml")
        return evaluate(plan, roster, evidence, as_of=AS_OF, references=references).findings[0]  # type: ignore[arg-type]

    yield judge
    _registered.pop("test-probe", None)


def test_check_that_raises_is_an_error_without_a_traceback(probe: Callable[..., FindingResult]) -> None:
    """The exception's class is named; its message, which may hold anything, is not."""

    def broken(_given: Given[_NoParams]) -> Finding:
        raise ZeroDivisionError("<script>secret</script>")

    found = probe(broken)
    assert found.verdict is Verdict.ERROR
    assert "ZeroDivisionError" in found.observed
    assert "secret" not in found.observed


def test_check_that_asks_for_more_than_it_declared_is_an_error(probe: Callable[..., FindingResult]) -> None:
    """An undeclared kind is refused at once."""

    def greedy(given: Given[_NoParams]) -> Finding:
        return Finding(Verdict.PASS, str(given.of(Kind.SITE)))

    assert "UndeclaredKindError" in probe(greedy).observed


def test_invented_evidence_is_an_error(probe: Callable[..., FindingResult]) -> None:
    """A fail that cites evidence which the check was not given accuses nobody."""

    def inventive(_given: Given[_NoParams]) -> Finding:
        return Finding(Verdict.FAIL, "没有", evidence=("0000",))

    assert probe(inventive).verdict is Verdict.ERROR


def test_parts_of_a_pending_finding_accuse_nobody(probe: Callable[..., FindingResult]) -> None:
    """Before the due day the parts that fail are pending too."""

    def failing(given: Given[_NoParams]) -> Finding:
        ids = (given.of(Kind.COLUMN)[0].id,)
        return Finding(Verdict.FAIL, "没有", evidence=ids, parts=(Part(Verdict.FAIL, "一件", "没有", evidence=ids),))

    found = probe(failing)
    assert (found.verdict, found.parts[0].verdict) == (Verdict.PENDING, Verdict.PENDING)


def test_check_knows_titles_and_only_its_site(probe: Callable[..., FindingResult]) -> None:
    """Given holds the column titles, the unit, and evidence of the judged site alone."""

    def curious(given: Given[_NoParams]) -> Finding:
        sites = {each.site for each in given.of(Kind.COLUMN)}
        return Finding(Verdict.PASS, f"{given.title_of('budget')} {given.unit.id} {sites} {given.references}")

    assert probe(curious).observed == "财政预算 czj {'czj'} ()"


@pytest.mark.slow
def test_country_of_units_is_judged_fast(home: Make, column: Make) -> None:
    """500 units by 50 requirements are judged in seconds: evidence is indexed once."""
    names = [f"u{number}" for number in range(500)]
    requirement = """\
  - id: {n}
    task: 任务
    text: 要求
    responsible: {{lead: [各部门]}}
    observability: online
    why: 可测
    uses: [{{check: column-missing, params: {{column: budget}}, on: own}}]
"""
    head = PROBE.partition("  - id: 1")[0]
    plan = plan_from_text(head + "".join(requirement.format(n=n) for n in range(1, 51)), "plan.yaml")
    sample = home("u0"), column("u0", "budget")
    stored = [replace(each, id=f"{each.id}{name}", site=name) for name in names for each in sample]
    sites = tuple(_site(name) for name in names)
    units = tuple(Unit(name, f"第{name}局", Body.DEPARTMENT, site=name) for name in names)
    start = time.process_time()
    result = evaluate(plan, Roster("泽安市", sites, units), stored, as_of=AS_OF)
    assert len(result.findings) == 25_000
    assert {each.verdict for each in result.cells} == {Verdict.PASS}
    assert time.process_time() - start < 20


def _site(name: str) -> Site:
    return Site(id=name, name=name, url=f"http://{name}.zean.test/")


NATIONAL = """\
id: indicators
title: 指标
issuer: 上级
period: [2021-01-01, 2022-12-31]
source: 为测试编写
scoring: {model: deduction, service: 25, bonus: {above: 80, most: 30}}
requirements:
  - {id: d1, task: 栏目, text: 有栏目, responsible: {lead: [市财政局, 市审计局]}, observability: online, why: 可核对,
     points: 10, uses: [{check: column-missing, params: {column: budget}}]}
  - {id: d7, task: 办事, text: 办事指南, responsible: {lead: [市财政局, 市审计局]}, observability: partial, why: 可核对,
     points: 25, service: true, uses: [{check: column-missing, params: {column: guide}}]}
  - {id: b1, task: 加分, text: 征集, responsible: {lead: [市财政局]}, observability: offline, why: 人工, points: 6,
     bonus: true}
"""


def test_a_body_without_service_duty_is_scored_without_the_block(roster: Roster, home: Make, column: Make) -> None:
    """On the operator's word the block is not applicable, with the reason, and the rest counts out of 75."""
    unit = next(each for each in roster.units if each.id == "czj")
    excused = replace(roster, units=(replace(unit, service_duty=False), *(u for u in roster.units if u.id != "czj")))
    evidence = [home("czj"), column("czj", "budget", found=False)]
    result = evaluate(plan_from_text(NATIONAL, "plan.yaml"), excused, evidence, as_of=AS_OF)
    found = cell(result, "d7", "czj")
    assert (found.verdict, found.needs_person, found.findings) == (Verdict.NOT_APPLICABLE, False, ())
    assert "没有对外服务职责" in (found.note or "")
    score = next(each for each in result.units if each.id == "czj").score
    assert (score.lowest, score.highest, score.bonus) == (86.67, 92.67, (0.0, 6.0))
    other = next(each for each in result.units if each.id == "sjj").score
    assert (other.lowest, other.highest) == (40.0, 100.0)
    assert result.tasks == ()


def test_support_weighs_what_the_plan_says(plan: Plan, roster: Roster, evidence: list[Evidence]) -> None:
    """The town supports one requirement and leads one that is undecided; half the weight moves half the range."""
    half = plan.model_copy(update={"scoring": plan.scoring.model_copy(update={"support_share": 0.5})})
    result = evaluate(half, roster, evidence, as_of=AS_OF)
    plain = evaluate(plan, roster, evidence, as_of=AS_OF)
    of = {each.id: each.score for each in result.units}
    assert of["czj"] == next(each for each in plain.units if each.id == "czj").score
    # sjj: supports 1 (unknown, 0.5), leads 2 (fail, 1) and 3 (unknown, 1)
    assert (of["sjj"].lowest, of["sjj"].highest, of["sjj"].coverage) == (0.0, 60.0, 0.4)


def test_tasks_and_groups_are_added_up(result: AuditResult) -> None:
    """One score per task over all units; one per group of units, without those of one unit or of all."""
    assert [(each.name, each.units, each.requirements) for each in result.tasks] == [
        ("财政", 3, 1),
        ("平台", 1, 1),
        ("解读", 3, 1),
        ("台账", 1, 1),
    ]
    assert (result.tasks[1].score.lowest, result.tasks[1].score.highest) == (0.0, 0.0)
    assert [(each.name, each.units, each.requirements) for each in result.groups] == [("department", 2, 3)]
    both = [each.score for each in result.units if each.id in {"czj", "sjj"}]
    lows = [each.lowest for each in both if each.lowest is not None]
    assert min(lows) <= (result.groups[0].score.lowest or 0) <= max(lows)


def test_roster_phrases_for_the_same_units_are_one_group(plan: Plan, roster: Roster) -> None:
    """市直部门 and 各部门 for the departments are the departments again."""
    groups = {"czj": ("市直部门", "财经口"), "sjj": ("市直部门",), "qinghe": ("财经口",)}
    told = replace(roster, units=tuple(replace(u, groups=groups.get(u.id, ())) for u in roster.units))
    assert [each.name for each in evaluate(plan, told, [], as_of=AS_OF).groups] == ["department", "财经口"]
