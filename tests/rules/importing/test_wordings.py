"""Plans of places never seen before: how their columns, units, deadlines and columns of websites are worded."""

import io
from datetime import date

import openpyxl
import pytest

from rules.importing.deadlines import due_date, due_in_cell
from rules.importing.ledger import import_plan
from rules.importing.output import as_json
from rules.importing.units import Units, read_units
from tests.rules.importing.test_layouts import HEAD, brief

# cell: (lead, support, groups that lead, other groups, words that name no unit)
CELLS = {
    "市财政局、市税务局等市有关单位，各县（市、区）政府": (
        "市财政局 市税务局",
        "",
        "市有关单位 各县（市、区）政府",
        "",
        "",
    ),
    "市发展改革委等市直有关部门": ("市发展改革委", "", "市直有关部门", "", ""),
    "市司法局牵头，市财政局等政府各有关部门配合": ("市司法局", "市财政局", "", "政府各有关部门", ""),
    "牵头单位：市司法局；责任单位：市财政局、各镇街": ("市司法局", "市财政局", "", "各镇街", ""),
    "责任单位：市司法局；配合单位：市财政局": ("市司法局", "市财政局", "", "", ""),
    "市司法局（牵头，市财政局配合）": ("市司法局", "市财政局", "", "", ""),
    "宣传处会办公室": ("宣传处", "办公室", "", "", ""),
    "社会事务局、管委会办公室": ("社会事务局 管委会办公室", "", "", "", ""),
    "应急处、基层处等按职责分工落实": ("应急处 基层处", "", "", "", ""),
    "市财政局、市税务局、各镇政府分别负责落实": ("市财政局 市税务局", "", "各镇政府", "", ""),
    "市政府办〔市大数据局〕牵头，各县〔区〕政府负责": ("市政府办〔市大数据局〕", "", "", "各县〔区〕政府", ""),
    "市财政局，以下均需各镇街落实，不再逐一列出": ("市财政局", "", "", "", "以下均需各镇街 不再逐一列出"),
}


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_units_of_a_cell(cell: str) -> None:
    """Names in brackets stay whole, 等…… parts a name from a group, and what names no unit is kept apart."""
    lead, support, leading, others, strange = (tuple(part.split()) for part in CELLS[cell])
    assert read_units(cell) == Units(lead, support, (*leading, *others), leading, strange)


# words of a sentence in a plan of 2021: the last day they set
SAID = {
    "年底前公开到位": "2021-12-31",
    "9月底前完成": "2021-09-30",
    "6月30日前完成": "2021-06-30",
    "三季度前完成": "2021-09-30",
    "次年1月31日前公布": "2022-01-31",
    "今年9月底前": "2021-09-30",
    "2022年内完成": "2022-12-31",
    "2024年11月30日前": "2024-11-30",
    "每年12月底前更新": None,
    "每年1月31日前": None,
    "年内至少听取一次汇报": None,
    "一年内更新": None,
    "两年内": None,
    "10个工作日前告知": None,
    "5年前的文件": None,
    "2019年前的文件": None,
    "上年底前": None,
    "12月31日前后": None,
}


@pytest.mark.parametrize("words", SAID)
def test_last_days_without_a_year(words: str) -> None:
    """Days that name no year are of the plan's year; what comes back, runs from something or is long past sets none."""
    assert str(due_date(words, 2021) or "") == (SAID[words] or "")
    assert due_date("年底前公开到位") is None


# a whole cell under 完成时限 in a plan of 2021: the last day
TIMES = {
    "年底": "2021-12-31",
    "12月": "2021-12-31",
    "2021年12月": "2021-12-31",
    "第三季度": "2021-09-30",
    "上半年": "2021-06-30",
    "2021年6月30日": "2021-06-30",
    "年内": "2021-12-31",
    "长期坚持": None,
    "全年": None,
    "2021年": None,
    "每年12月底前": None,
    "2月公布预算，8月公布决算": None,
}


@pytest.mark.parametrize("cell", TIMES)
def test_cells_of_deadlines(cell: str) -> None:
    """A month or a quarter alone is a last day in a column of deadlines."""
    assert str(due_in_cell(cell, 2021) or "") == (TIMES[cell] or "")


# what the layout is: (text, requirements as `brief` gives them)
LAYOUTS = {
    "numbers under a merged 具体要求": (
        "工作任务\t具体要求\t具体要求\t责任科室\t时限要求\n决策\t1\t公布目录\t办公室\t年底前\n\t2\t公开反馈\t各科室\t持续推进\n",
        [("1", "公布目录", "办公室", "", "2021-12-31"), ("2", "公开反馈", "各科室", "", "")],
    ),
    "the longer of two columns holds the requirements": (
        "序号\t工作任务\t办理说法\t责任处室\n1\t财政\t推进部门预算公开\t财务处\n2\t财政\t公开决算及相关报表\t财务处\n",
        [("1", "推进部门预算公开", "财务处", "", ""), ("2", "公开决算及相关报表", "财务处", "", "")],
    ),
    "细化分工 is what is to be done": (
        "序号\t工作任务\t细化分工\t责任处室\n1\t做好财政信息公开工作\t公开预算\t财务处\n",
        [("1", "公开预算", "财务处", "", "")],
    ),
    "牵头单位 beside 责任单位 in columns": (
        "工作任务\t工作要求\t牵头单位\t责任单位\t责任领导\n决策\t1.公布目录\t市司法局\t市财政局、各镇街\t张三\n",
        [("1", "公布目录", "市司法局", "市财政局、各镇街", "")],
    ),
    "牵头单位 beside 责任单位 at the end": (
        (
            "一、公开\n1.公布目录。（牵头单位：市司法局；责任单位：各镇街）\n2.公开反馈。（责任单位：市财政局）\n"
            "3.办好公报，10月底前上网。（牵头单位：市政府办公室）\n"
        ),
        [
            ("1", "公布目录。", "市司法局", "各镇街", ""),
            ("2", "公开反馈。", "市财政局", "", ""),
            ("3", "办好公报，10月底前上网。", "市政府办公室", "", "2021-10-31"),
        ],
    ),
    "two paragraphs with units of their own under one number": (
        (
            "一、公开\n（一）推进决策公开\n公布目录。（市司法局负责）\n公开会议。（市政府办公室负责）\n"
            "（二）办好公报。（市政府办公室负责）\n（三）支持IPv6。（市财政局负责）\n"
        ),
        [
            ("1", "推进决策公开 公布目录。", "市司法局", "", ""),
            ("1-2", "公开会议。", "市政府办公室", "", ""),
            ("2", "办好公报。", "市政府办公室", "", ""),
            ("3", "支持IPv6。", "市财政局", "", ""),
        ],
    ),
    "items that call upon units": (
        "一、公开\n1.公布目录，持续更新。\n2.公开反馈。\n3.各部门、各单位要将落实情况报市政府办公室。\n",
        [
            ("1", "公布目录，持续更新。", "", "", ""),
            ("2", "公开反馈。", "", "", ""),
            ("3", "各部门、各单位要将落实情况报市政府办公室。", "各部门、各单位", "", ""),
        ],
    ),
    "units at the end of the last sentence": (
        "一、公开\n1.公布目录。由市司法局牵头，各部门配合落实。\n2.公开反馈。由市财政局、市税务局分别牵头落实。\n3.由市政府办公室牵头办好公报。\n",
        [
            ("1", "公布目录。", "市司法局", "各部门", ""),
            ("2", "公开反馈。", "市财政局、市税务局", "", ""),
            ("3", "由市政府办公室牵头办好公报。", "市政府办公室", "", ""),
        ],
    ),
    "牵头单位 and 责任单位 in lines of their own": (
        (
            "一、公开\n1.公布目录。\n牵头单位：市司法局\n责任单位：各镇街\n完成时限：11月30日前\n"
            "2.公开反馈。\n责任单位：各镇街\n牵头单位：市财政局\n3.办好公报。\n责任单位：市政府办公室\n"
        ),
        [
            ("1", "公布目录。", "市司法局", "各镇街", "2021-11-30"),
            ("2", "公开反馈。", "市财政局", "各镇街", ""),
            ("3", "办好公报。", "市政府办公室", "", ""),
        ],
    ),
    "牵头单位 and 配合单位 in lines of their own under prose": (
        "一、推进公开\n（一）公布目录。目录要完整，并按规定更新。\n牵头单位：市司法局\n配合单位：各镇街\n",
        [("1.1.1", "目录要完整，并按规定更新。", "市司法局", "各镇街", "")],
    ),
    "brackets within the brackets of units": (
        "一、公开\n1.公布目录。（市府办〔市大数据局〕牵头，各县〔区〕政府负责）\n2.公开反馈。（市司法局、市府办〔市大数据局〕负责）\n",
        [
            ("1", "公布目录。", "市府办〔市大数据局〕", "各县〔区〕政府", ""),
            ("2", "公开反馈。", "市司法局、市府办〔市大数据局〕", "", ""),
        ],
    ),
    "items run together in paragraphs": (
        (
            "一、公开\n（一）推进决策公开。1.公布目录，见附件1。（责任单位：市司法局）2.公开反馈。（责任单位：市财政局）\n"
            "（二）加强平台建设。3.办好公报，提升2.5%。（责任单位：市政府办公室）4.支持IPv6。（责任单位：市财政局）\n"
        ),
        [
            ("1", "公布目录，见附件1。", "市司法局", "", ""),
            ("2", "公开反馈。", "市财政局", "", ""),
            ("3", "办好公报，提升2.5%。", "市政府办公室", "", ""),
            ("4", "支持IPv6。", "市财政局", "", ""),
        ],
    ),
    "short requirements under numbers, one cell a line between bars": (
        (
            "工作任务\n|\n序号\n|\n具体要求\n|\n责任科室\n|\n时限要求\n|\n民生\n|\n1\n|\n公开稳岗政策\n|\n就业科\n|\n"
            "全年\n|\n2\n|\n公布目录\n|\n办公室\n|\n年底前\n|\n3\n|\n公开反馈\n|\n各科室\n|\n长期坚持\n|\n"
        ),
        [
            ("1", "公开稳岗政策", "就业科", "", ""),
            ("2", "公布目录", "办公室", "", "2021-12-31"),
            ("3", "公开反馈", "各科室", "", ""),
        ],
    ),
    "indicators of several levels": (
        (
            "一级指标\t权重\t二级指标\t权重\t评 估 点\n"
            "公开\t40%\t主动公开\t70%\t是否公布目录。\n\t\t依申请公开\t30%\t是否答复。\n"
        ),
        [("1", "是否公布目录。", "", "", ""), ("2", "是否答复。", "", "", "")],
    ),
    "one cell a line under numbered titles, the header broken": (
        (
            "目标\n任务\n主要内容\n责任单位\n一、推进决策公开\n（一）做好预公开\n"
            "围绕重大决策公布决策草案和依据，并在征集结束后公开反馈结果。\n市司法局牵头落实\n"
            "围绕财政资金公布预算和决算，说明收支增减变化的情况及原因。\n市财政局、人民银行泽安市中心支行分别牵头落实\n"
        ),
        [
            ("1", "围绕重大决策公布决策草案和依据，并在征集结束后公开反馈结果。", "市司法局", "", ""),
            (
                "2",
                "围绕财政资金公布预算和决算，说明收支增减变化的情况及原因。",
                "市财政局、人民银行泽安市中心支行",
                "",
                "",
            ),
        ],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    """Requirements with numbers, units and deadlines."""
    text, expected = LAYOUTS[layout]
    assert brief(import_plan((HEAD + text).encode())) == expected


def test_what_was_not_understood_is_told() -> None:
    """Words that name no unit, names that may be none, days that disagree or are past: all told with ids."""
    rows = (
        ("1.公布目录。", "市财政局，以下均需各镇街落实", "长期坚持"),
        ("2.2021年9月底前公开反馈。", "市司法局、王小二", "2021年10月底前"),
        ("3.2019年底前出台的文件都要公开。", "市司法局", ""),
        ("4.6月底前公布预算，9月底前公布决算。", "市财政局", ""),
    )
    text = "工作任务\t具体要求\t责任单位\t完成时限\n" + "".join("公开\t{}\t{}\t{}\n".format(*row) for row in rows)
    plan = import_plan((HEAD + text).encode())
    told = "\n".join(plan.warnings)
    assert [each.due for each in plan.requirements] == [None, date(2021, 10, 31), None, None]
    for words in (
        "1: 以下均需各镇街",
        "2: 王小二",
        "1: 长期坚持",
        "2: 2021-09-30, 2021-10-31",
        "3: 2019-12-31",
        "4: 2021-06-30, 2021-09-30",
    ):
        assert words in told, words


def test_items_above_the_table_are_told() -> None:
    """A numbered item outside of the table may ask for more than the table; it is unassigned, not preamble."""
    item = "1.统筹推进其他应主动公开信息的发布工作，并及时收集审核。"
    text = f"一、工作要点\n{item}\n二、任务分解\n工作任务\t具体要求\t责任单位\n公开\t公布目录\t市司法局\n"
    plan = import_plan((HEAD + text).encode())
    assert item in plan.unassigned
    assert "各镇街，市直各单位：" in as_json(plan)["preamble"]


# a title above the table: the year of the plan
TITLES = {
    "泽安市信访局2021年政务公开重点任务清单": 2021,
    "2022年政务公开工作重点任务台账": 2022,
    "某镇2024年政务公开重点工作任务分工": 2024,
    "泽安市2021年政务公开任务分解责任清单": 2021,
    "2023年政务公开工作安排（修订）": 2023,
}


@pytest.mark.parametrize("title", TITLES)
def test_years_of_titles(title: str) -> None:
    """Lists, ledgers and divisions of work are titles as well; the year is needed for deadlines and reports."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ((title,), ("工作任务", "具体要求", "责任单位"), ("公开", "公布目录", "市司法局")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert import_plan(out.getvalue()).year == TITLES[title]


# requirement of a plan of 2021: the columns and years its suggestions name, with whose evidence
ASKED = {
    "公布2020年度政府信息公开工作年度报告": {"2020 own"},
    "做好上年度政府信息公开工作年度报告编制工作": {"2020 own"},
    "做好政府信息公开工作年度报告编制工作": {"2021 own"},
    "向社会公布现行有效规范性文件目录": {"normative-documents own"},
    "动态更新权责事项清单": {"power-list own"},
    "健全行政执法信息全流程公示机制": {"enforcement own"},
    "完成规章、规范性文件集中公开": {"regulations portal", "normative-documents own"},
    "公开本地区现行有效规章": {"regulations portal"},
    "加强就业创业政策信息公开": {"recruitment own"},
    "在区政府网站设置“意见征集”栏目": {"consultation portal"},
    "在区政府网站设置意见征集栏目并公开采纳情况": {"consultation portal", "feedback portal"},
    "主动公开各类规划和国土空间规划": {"planning own"},
    "规范性文件公布前进行合法性审核，完善公开审查机制，规范性文件应当编号": set(),
    "编制安全生产、财政预决算、养老服务、重大建设项目领域基层政务公开标准化目录": set(),
    "聚焦就业创业等民生实事，开展线下政策宣讲": set(),
    "拓展线下解读渠道，面对面开展政策解读": set(),
    "常态化公开就业、住房、教育、医疗、生态环境、养老、旅游等领域信息": set(),
}


@pytest.mark.parametrize("text", ASKED)
def test_what_is_suggested(text: str) -> None:
    """A column is bound where the words ask for it online, on the site where it is kept, and not where they do not."""
    plan = import_plan((HEAD + f"工作任务\t具体要求\t责任单位\n公开\t{text}\t市司法局\n").encode())
    found = set()
    for one in plan.requirements[0].checks:
        named = one.params.get("column") or one.params.get("year") or one.params["columns"][0]
        found.add(f"{named} {one.on}")
    assert found == ASKED[text]
    uses = [(one.check, repr(one.params), one.on) for one in plan.requirements[0].checks]
    assert len(uses) == len(set(uses))  # a use that stands twice makes the plan file invalid


def test_a_long_enumeration_is_read_in_time() -> None:
    """Units are looked for in a sentence of many parts without trying every way to part it."""
    text = "一、公开\n1.公布" + "目录清单、" * 5000 + "\n2.公开反馈。\n3.办好公报。\n"
    assert [each.id for each in import_plan((HEAD + text).encode()).requirements] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("issuer", "asked"),
    [
        ("泽安市人民政府办公室", True),
        ("某省人民政府办公厅", True),
        ("泽远自治区人民政府办公厅", True),
        ("泽安市临河区人民政府办公室", False),
        ("临河县人民政府办公室", False),
        ("泽安市临河区青石街道办事处", False),
        ("青石镇人民政府", False),
    ],
)
def test_rules_are_asked_only_of_who_makes_them(issuer: str, *, asked: bool) -> None:
    """A county's plan repeats the national words on 规章, but there is no column of them to be found (NORMS N09-1)."""
    head = f"2021年政务公开工作要点分工方案\n{issuer}\n2021年3月1日\n工作任务\t具体要求\t责任单位\n"
    plan = import_plan(f"{head}公开\t公开现行有效规章和规范性文件\t司法局\n".encode())
    checks = plan.requirements[0].checks
    columns = {str(one.params.get("column") or one.params["columns"][0]) for one in checks}
    assert ("regulations" in columns) is asked
    assert "normative-documents" in columns
