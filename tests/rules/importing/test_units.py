"""Cells of responsible units as five real plans and others write them: names, lead and support, group phrases."""

import pytest

from rules.importing.units import Units, looks_like_units, read_units

# cell: (lead, support, groups that lead, other groups)
CELLS = {
    "市发展改革局、自然资源局牵头,市直各部门按职责分工落实": ("市发展改革局 自然资源局", "", "", "市直各部门"),
    "市直各部门、各镇街。市发展改革局、财政局按照职责分工强化监管。": (
        "",
        "市发展改革局 财政局",
        "市直各部门 各镇街",
        "",
    ),
    "市教育体育局、水务局、中山供电局等部门按照职责分工落实": ("市教育体育局 水务局 中山供电局", "", "", ""),
    "宣传办牵头、其他部门配合": ("宣传办", "", "", "其他部门"),
    "党政办牵头，其他部门及各社区配合": ("党政办", "", "", "其他部门 各社区"),
    "财政分局、住建局、社会事务局等": ("财政分局 住建局 社会事务局", "", "", ""),
    "区政府各部门、各直属机构": ("", "", "区政府各部门 各直属机构", ""),
    "区政府办公室牵头，各镇（街）、区政府各部门、各直属机构配合": (
        "区政府办公室",
        "",
        "",
        "各镇（街） 区政府各部门 各直属机构",
    ),
    "区财政局，涉及公共资源配置、公益事业建设等三个重点领域的相关单位": (
        "区财政局",
        "",
        "涉及公共资源配置、公益事业建设等三个重点领域的相关单位",
        "",
    ),
    "规范性文件审查科 公职所配合做好本局相关工作": ("规范性文件审查科", "公职所", "", ""),
    "市司法局牵头,市政务服务数据管理局(市信息中心)配合": ("市司法局", "市政务服务数据管理局(市信息中心)", "", ""),
    "市政务服务数据管理局牵头,市直各部门按职责分工落实;各镇街": ("市政务服务数据管理局", "", "", "市直各部门 各镇街"),
    "普法和依法治理科、社矫局、人民参与和促进法治科": ("普法和依法治理科 社矫局 人民参与和促进法治科", "", "", ""),
    "区政府门户网站各责任栏目单位": ("", "", "区政府门户网站各责任栏目单位", ""),
    "住建局、“三旧”改造办": ("住建局 “三旧”改造办", "", "", ""),
    "业务科室、办公室": ("办公室", "", "业务科室", ""),
    "市新闻办、市直各部门、各镇街": ("市新闻办", "", "市直各部门 各镇街", ""),
    "各行政执法部门": ("", "", "各行政执法部门", ""),
    "市司法局（牵头）、市财政局、各镇街": ("市司法局", "市财政局", "", "各镇街"),
    "牵头单位：市司法局；配合单位：市财政局、各镇街": ("市司法局", "市财政局", "", "各镇街"),
    "市财政局会同市税务局": ("市财政局", "市税务局", "", ""),
    "各区县政府，市政府有关部门按职责分工负责": ("", "", "各区县政府 市政府有关部门", ""),
    "市财政局，市税务局按职责分工负责": ("市财政局 市税务局", "", "", ""),
    "": ("", "", "", ""),
}


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_units_of_a_cell(cell: str) -> None:
    """A cell gives its names and phrases in order, without the words about how they work together."""
    lead, support, leading, others = (tuple(part.split()) for part in CELLS[cell])
    assert read_units(cell) == Units(lead, support, (*leading, *others), leading)


# text: whether it names units and nothing else
LIKE = {
    "市财政局": True,
    "市财政局牵头，各部门配合": True,
    "试行": False,
    "含政府信息公开专栏建设": False,
    "国办发〔2019〕14号": False,
    "加强平台建设的部门": False,
    "": False,
}


@pytest.mark.parametrize("text", LIKE)
def test_texts_that_look_like_units(text: str) -> None:
    """Brackets at the end of an item hold units or an explanation."""
    assert looks_like_units(text) is LIKE[text]
