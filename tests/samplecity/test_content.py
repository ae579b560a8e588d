"""What stands in the city: enough of it, the same every time, and where the plans look for it."""

import hashlib
import io
from datetime import date

import docx
import lxml.html
import pypdfium2
import pytest

from mingjian.samplecity import AS_OF, SampleCity
from mingjian.samplecity.load import load_city
from mingjian.samplecity.model import Form
from mingjian.samplecity.regulations import official_path

DEPARTMENTS = ("portal", "fgj", "czj", "sfj", "wsjkj", "scjgj", "zwfwj")
TOWNS = ("qinghe", "liuxi")


def test_has_about_1500_documents(pure: SampleCity) -> None:
    count = sum(len(column.documents) for site in pure.data.sites for column in site.columns)
    assert 1_300 <= count <= 1_700


def test_same_bytes_twice(pure: SampleCity, pages: dict[tuple[str, str], bytes]) -> None:
    load_city.cache_clear()
    again = SampleCity(pure.ports)
    digests = {key: hashlib.sha256(body).digest() for key, body in pages.items()}
    assert {(site, path): hashlib.sha256(page.body).digest() for site, path, page in again.pages()} == digests


def test_nothing_is_dated_after_the_day_of_judgement(pure: SampleCity) -> None:
    late = [
        (site.id, document.title)
        for site in pure.data.sites
        for column in site.columns
        for document in column.documents
        if document.published > AS_OF
    ]
    assert late == []


def test_every_link_within_a_site_leads_to_a_page(pure: SampleCity) -> None:
    broken = []
    for site, path, page in pure.pages():
        routes = pure.hosts[site]
        if not page.media_type.startswith("text/html"):
            continue
        tree = lxml.html.document_fromstring(page.body.decode(pure.site(site).encoding))
        tree.make_links_absolute(f"http://site{path}")
        for url in tree.xpath("//a/@href"):
            target = str(url).removeprefix("http://site").partition("#")[0]
            if target.startswith("/") and target not in routes.pages and target.split("?")[0] not in routes.pages:
                broken.append((site, target))
    assert {each for each in broken if not each[1].endswith(".pdf")} == {
        ("fgj", "/col/col2019/index.html"),
        ("qinghe", "/lanmu/wmcj/"),
    }
    assert len({each for each in broken if each[1].endswith(".pdf")}) == 1


@pytest.mark.parametrize(
    ("term", "sites", "without"),
    [
        ("planning", DEPARTMENTS, {"sfj"}),
        ("budget", DEPARTMENTS + TOWNS, {"zwfwj"}),
        ("leadership", DEPARTMENTS + TOWNS, {"qinghe"}),
        ("functions", DEPARTMENTS + TOWNS, {"scjgj"}),
        ("personnel", ("portal", "fgj", "sfj"), {"sfj"}),
        ("recruitment", ("portal", "sfj", "zwfwj"), {"zwfwj"}),
        ("power-list", ("sfj",), set()),
        ("meetings", ("portal",), {"portal"}),
        ("proposals", ("portal",), set()),
        ("final-accounts", DEPARTMENTS + TOWNS, {"wsjkj"}),
        ("interpretation", DEPARTMENTS + TOWNS, set()),
        ("annual-report", DEPARTMENTS + TOWNS, set()),
        ("grassroots", TOWNS, {"liuxi"}),
        ("enforcement", ("fgj", "scjgj", "wsjkj", "sfj"), {"sfj"}),
        ("consultation", ("portal", "fgj", "scjgj", "wsjkj", "qinghe"), set()),
        *((term, ("portal",), set()) for term in ("disclosure", "guide", "system", "statutory-content", "request")),
        *((term, ("portal",), set()) for term in ("regulations", "gazette", "epidemic", "press-conference", "mailbox")),
        *((term, ("portal",), {"portal"}) for term in ("policy-faq", "open-data")),
        *((term, ("czj",), set()) for term in ("debt", "subsidies", "direct-funds")),
        *((term, ("wsjkj",), set()) for term in ("health-campaign", "public-institutions")),
        ("market-access", ("fgj", "scjgj"), set()),
        ("administrative-regulations", ("portal", "sfj"), set()),
    ],
)
def test_columns_of_the_plans_exist_but_for_the_faults(
    pure: SampleCity, term: str, sites: tuple[str, ...], without: set[str]
) -> None:
    have = {site for site in sites if any(term in column.terms for column in pure.site(site).columns)}
    assert have == set(sites) - without


def test_blank_lists_are_the_declared_ones(pure: SampleCity) -> None:
    blank = {
        (site.id, column.path)
        for site in pure.data.sites
        for column in site.columns
        if column.form is Form.LISTING and not (column.documents or column.elsewhere or column.gone)
    }
    assert blank == {
        ("portal", "zfxxgk/zfxxgkzd"),
        ("portal", "hdjl/hygq"),
        ("portal", "zfxxgk/fdzdgknr/jyta"),
        ("portal", "zfxxgk/fdzdgknr/jycy"),
        ("czj", "zdzj"),
        *(("scjgj", path) for path in ("xzzf", "rsxx", "tjxx", "gkzd", "zkly")),
        ("sfj", "zwgk/qzqd"),
        *(("qinghe", path) for path in ("zcjd", "rsxx", "tjxx")),
    }


def test_policies_and_interpretations_link_each_other(pure: SampleCity) -> None:
    site = pure.site("portal")
    policies = {each.serial: each for each in site.column("zwgk/zcwj").documents}
    readings = {each.serial: each for each in site.column("zwgk/zcjd").documents}
    assert policies
    for serial, policy in policies.items():
        reading = readings[policy.related[0].serial]
        assert reading.related[0].serial == serial
        assert policy.number
        assert policy.issued is not None
        assert policy.issued < policy.published


def test_pdf_holds_text(pages: dict[tuple[str, str], bytes]) -> None:
    body = next(body for (site, path), body in pages.items() if site == "portal" and path.endswith(".pdf"))
    document = pypdfium2.PdfDocument(body)
    page = document[0]
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    for each in (text_page, page, document):
        each.close()
    assert "单位：万元" in text
    assert "1280.50" in text


def test_report_as_docx_holds_its_tables(pages: dict[tuple[str, str], bytes]) -> None:
    body = next(body for (site, path), body in pages.items() if site == "czj" and path.endswith(".docx"))
    report = docx.Document(io.BytesIO(body))
    assert [len(table.rows) for table in report.tables] == [3, 28, 4]
    assert "三、收到和处理政府信息公开申请情况" in [each.text for each in report.paragraphs]


def test_official_texts_begin_with_title_and_note(pure: SampleCity) -> None:
    for reference in pure.data.references:
        title, note, *articles = official_path(reference.file).read_text(encoding="utf-8").splitlines()
        assert reference.file == f"{title}.txt"
        assert note.startswith("（")
        assert note.endswith("施行）")
        assert any(line.startswith("第一条　") for line in articles)


def newest(pure: SampleCity, site: str, path: str) -> date:
    return max(each.published for each in pure.site(site).column(path).documents if not each.pinned)


@pytest.mark.parametrize(
    ("site", "path", "old"),
    [
        ("zwfwj", "ghjh", True),
        ("sfj", "zwgk/js", True),
        ("liuxi", "ys", True),
        ("wsjkj", "ghjh", False),
        ("scjgj", "ghjh", False),
        ("qinghe", "yjs", False),
        ("liuxi", "js", False),
    ],
)
def test_only_the_declared_lists_are_older_than_a_year(pure: SampleCity, site: str, path: str, *, old: bool) -> None:
    assert (newest(pure, site, path) < AS_OF.replace(year=2021)) == old


@pytest.mark.parametrize(
    ("site", "path", "published"),
    [
        ("portal", "zfxxgk/ndbg", None),
        ("fgj", "nb", date(2022, 1, 24)),
        ("czj", "nb", date(2022, 1, 21)),
        ("sfj", "zwgk/nb", date(2022, 2, 9)),
        ("wsjkj", "nb", date(2022, 1, 25)),
        ("scjgj", "nb", None),
        ("zwfwj", "nb", date(2022, 1, 26)),
    ],
)
def test_reports_of_2021(pure: SampleCity, site: str, path: str, published: date | None) -> None:
    reports = [each for each in pure.site(site).column(path).documents if "2021年" in each.title]
    assert [each.published for each in reports] == ([published] if published else [])


def article(html: str, label: str) -> str:
    return next(line for line in html.splitlines() if line.removeprefix("<p>　　").startswith(label))


def test_regulations_differ_as_declared(pure: SampleCity) -> None:
    portal, justice = (  # of two texts of one title the newer stands first in the list
        {each.title: each.html for each in reversed(pure.site(site).column(path).documents)}
        for site, path in (("portal", "zfxxgk/xzfg"), ("sfj", "zwgk/xzfg"))
    )
    assert justice["社区托育服务管理条例"] == portal["社区托育服务管理条例"]
    assert "2021年5月12日" in portal["公共饮用水源保护条例"]
    assert "2021年5月12日" not in justice["公共饮用水源保护条例"]
    assert "在七个工作日内" in article(portal["城镇公共信息服务条例"], "第六条")
    assert "在十五个工作日内" in article(justice["城镇公共信息服务条例"], "第六条")
    assert "2020年11月3日" in justice["城镇公共信息服务条例"]
