"""The CMS families answer as FIELD describes them."""

import json
import re
from datetime import date

import lxml.etree
import lxml.html
import pytest

from mingjian.samplecity import RunningCity, SampleCity
from mingjian.samplecity.families.hanweb import GROUP, PROXY, cut, unit_of
from mingjian.samplecity.load import load_city
from tests.samplecity.web import ask


def listed(body: bytes) -> list[str]:
    tree = lxml.html.document_fromstring(body.decode())
    return [str(each) for each in tree.xpath('//div[@class="list"]//li/a/@href')]


class TestTrs:
    def test_paging_stands_only_in_script(self, city: RunningCity) -> None:
        text = ask(city, "portal", "/xwzx/tzgg/").body.decode()
        assert re.search(r'createPageHTML\((\d+), 0, "index", "html"\);', text)
        assert "index_1.html" not in text

    def test_pages_join_without_gap_or_overlap(self, city: RunningCity) -> None:
        first, second = (listed(ask(city, "portal", f"/xwzx/tzgg/{name}").body) for name in ("", "index_1.html"))
        assert len(first) == 20
        assert not set(first) & set(second)

    def test_page_after_the_last_does_not_exist(self, city: RunningCity) -> None:
        assert ask(city, "portal", "/xwzx/tzgg/index_9.html").status == 404

    def test_document_address_holds_its_date(self, city: RunningCity) -> None:
        assert re.fullmatch(
            r"/xwzx/tzgg/202202/t20220211_\d+\.html", listed(ask(city, "portal", "/xwzx/tzgg/").body)[0]
        )

    def test_department_section_lives_on_the_portal_and_stays_within_itself(self, city: RunningCity) -> None:
        assert city.home("zwfwj") == city.home("portal") + "bmpd/zwfwj/"
        tree = lxml.html.document_fromstring(ask(city, "zwfwj", "/bmpd/zwfwj/").body.decode())
        links = [str(each) for each in tree.xpath('//ul[@class="nav"]//a/@href')]
        assert links
        assert all(link.startswith("/bmpd/zwfwj/") for link in links)


class TestHanweb:
    def test_says_gb2312_and_needs_gb18030(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("fgj").column("zf")
        document = ask(city, "fgj", f"/art/2022/2/10/art_{column.number}_{column.documents[0].serial}.html")
        assert document.headers["Content-Type"] == "text/html"
        assert b"charset=gb2312" in document.body
        with pytest.raises(UnicodeDecodeError):
            document.body.decode("gb2312")
        assert "责任编辑：刘䶮" in document.body.decode("gb18030")

    def test_list_stands_in_a_datastore_with_titles_cut(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("fgj").column("nb")
        text = ask(city, "fgj", f"/col/col{column.number}/index.html").body.decode("gb18030")
        title = column.documents[0].title
        assert '<script type="text/xml"><datastore>' in text
        assert f'title="{title}">{title[:34]}...</a>' in text
        assert f"totalRecord:{len(column.documents)}" in text

    def test_first_page_holds_one_group_of_records(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("fgj").column("zf")
        text = ask(city, "fgj", f"/col/col{column.number}/index.html").body.decode("gb18030")
        assert len(column.documents) > GROUP
        assert text.count("<record>") == GROUP

    @pytest.mark.parametrize(
        ("method", "extra", "expected"),
        [
            ("POST", "startrecord=46&endrecord=90&perpage=15", slice(45, 62)),
            ("POST", "startrecord=1&endrecord=15&perpage=15", slice(0, 15)),
            ("GET", "page=2", slice(45, 62)),
            ("GET", "page=1", slice(0, 45)),
            ("GET", "page=9", slice(0, 0)),
            ("GET", "page=x", slice(0, 45)),
        ],
    )
    def test_proxy_answers_records(self, city: RunningCity, method: str, extra: str, expected: slice) -> None:
        column = load_city().site("fgj").column("zf")
        form = f"columnid={column.number}&unitid={unit_of(column)}&{extra}"
        if method == "POST":
            answer = ask(city, "fgj", PROXY, method="POST", body=form)
        else:
            answer = ask(city, "fgj", f"{PROXY}?{form}")
        assert answer.headers["Content-Type"] == "text/xml;charset=UTF-8"
        records = lxml.etree.fromstring(answer.body).findall(".//record")
        titles = [re.findall(r'title="([^"]*)"', record.text or "")[0] for record in records]
        assert titles == [document.title for document in column.documents[expected]]

    def test_proxy_knows_only_its_own_columns(self, city: RunningCity) -> None:
        assert ask(city, "fgj", PROXY, method="POST", body="columnid=1&unitid=1").status == 404

    @pytest.mark.parametrize(("title", "shown"), [("短" * 34, "短" * 34), ("长" * 35, "长" * 34 + "...")])
    def test_titles_are_cut_after_34_characters(self, title: str, shown: str) -> None:
        assert cut(title) == shown


class TestGkmlpt:
    def sid(self, city: RunningCity) -> str:
        found = re.search(r"\bSID: '(\d+)'", ask(city, "czj", "/gkmlpt/index").body.decode())
        assert found
        return found.group(1)

    def test_tree_names_columns_and_one_jump(self, city: RunningCity) -> None:
        text = ask(city, "czj", "/gkmlpt/index").body.decode()
        tree = json.JSONDecoder().raw_decode(text, text.index("TREE: ") + len("TREE: "))[0]
        names = {node["name"]: node for node in tree}
        assert {"规划计划", "政府债务", "财政直达资金"} <= set(names)
        assert [child["name"] for child in names["预决算公开"]["children"]] == ["部门预算", "部门决算"]
        assert names["依申请公开"]["jump_url"] == city.home("portal") + "zfxxgk/ysqgk/"

    def test_api_gives_100_a_page_and_page_0_is_page_1(self, city: RunningCity, pure: SampleCity) -> None:
        number, sid = pure.site("czj").column("gzdt").number, self.sid(city)
        answers = [
            json.loads(ask(city, "czj", f"/gkmlpt/api/all/{number}?page={page}&sid={sid}").body) for page in (0, 1, 2)
        ]
        assert answers[0] == answers[1]
        assert [len(each["articles"]) for each in answers[1:]] == [100, 30]
        assert answers[2]["total"] == answers[2]["classify"]["post_count"] == 130

    def test_api_of_an_empty_column_says_zero(self, city: RunningCity, pure: SampleCity) -> None:
        number = pure.site("czj").column("zdzj").number
        answer = json.loads(ask(city, "czj", f"/gkmlpt/api/all/{number}?page=1&sid={self.sid(city)}").body)
        assert (answer["total"], answer["articles"]) == (0, [])

    @pytest.mark.parametrize("path", ["/gkmlpt/api/all/3001?page=1&sid=1", "/gkmlpt/api/all/1?page=1&sid=799007"])
    def test_api_refuses_another_site_or_column(self, city: RunningCity, path: str) -> None:
        assert ask(city, "czj", path).status == 404

    def test_body_stands_escaped_in_script_only(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("czj").column("nb")
        serial = column.documents[-1].serial
        text = ask(city, "czj", f"/gkmlpt/content/0/{serial // 1000}/post_{serial}.html").body.decode()
        detail = json.JSONDecoder().raw_decode(text, text.index("DETAIL: ") + len("DETAIL: "))[0]
        assert "\\u003Cp\\u003E" in text
        assert detail["content"].startswith("<p>")
        assert "收到和处理政府信息公开申请情况" in detail["content"]
        assert "收到和处理政府信息公开申请情况" not in lxml.html.document_fromstring(text).text_content()


class TestShell:
    def test_every_address_answers_the_same_empty_shell(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("wsjkj").column("tzgg")
        paths = ("/", f"/column/{column.number}", f"/article/{column.documents[0].serial}.html")
        bodies = {ask(city, "wsjkj", path).body for path in paths}
        assert len(bodies) == 1
        assert "暂时没有内容" in bodies.pop().decode()

    def test_content_comes_as_json(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("wsjkj").column("tzgg")
        pages = [
            json.loads(ask(city, "wsjkj", f"/api/content/column/{column.number}{q}").body) for q in ("", "?page=2")
        ]
        assert column.documents[0].title in pages[0]["html"]
        assert column.documents[10].title in pages[1]["html"]
        assert column.documents[0].title not in pages[1]["html"]

    def test_unknown_address_does_not_exist(self, city: RunningCity) -> None:
        assert ask(city, "wsjkj", "/article/1.html").status == 404


class TestPlain:
    def test_pages_by_query(self, city: RunningCity, pure: SampleCity) -> None:
        column = pure.site("scjgj").column("tzgg")
        second = ask(city, "scjgj", "/lanmu/tzgg/?page=2").body
        assert listed(second)[0].endswith(f"{column.documents[15].serial}.html")
        assert '<a href="?page=3">下一页</a>' in second.decode()

    def test_pinned_item_without_date_comes_first(self, city: RunningCity) -> None:
        text = ask(city, "qinghe", "/lanmu/yjs/").body.decode()
        first, second = re.findall(r"<li>(.*)</li>", text.partition('<div class="list">')[2])[:2]
        assert "置顶" in first
        assert "[20" not in first
        assert "[2022-01-27]" in second


def test_missing_page_on_the_soft_404_site_is_its_home_page(city: RunningCity) -> None:
    assert ask(city, "liuxi", "/no-such-page.html").status == 200
    assert ask(city, "liuxi", "/no-such-page.html").body == ask(city, "liuxi", "/").body


@pytest.mark.parametrize("site", ["portal", "fgj", "czj", "sfj", "wsjkj", "scjgj", "qinghe"])
def test_missing_page_is_404(city: RunningCity, site: str) -> None:
    assert ask(city, site, "/no-such-page.html").status == 404


def test_rebuilt_page_carries_the_time_of_the_rebuild(city: RunningCity, pure: SampleCity) -> None:
    column = pure.site("zwfwj").column("nb")
    document = column.documents[0]
    path = f"/bmpd/zwfwj/nb/202201/t20220126_{document.serial}.html"
    text = ask(city, "portal", path).body.decode()
    assert document.published == date(2022, 1, 26)
    assert '<meta name="PubDate" content="2022-02-10 03:12">' in text
    assert '<meta name="others" content="页面生成时间 2022-02-10 03:12:05">' in text
    assert "发布时间：2022-01-26" in text
