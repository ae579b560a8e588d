"""Annual reports read cell for cell, in both layouts and from all carriers."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.annual import read_annual_report, read_annual_report_file
from crawler.extract.files.pdf_text import Word
from crawler.extract.files.reading import FileRead, read_file
from crawler.markup import open_source
from crawler.model import AnnualReportRead, Identity
from tests.extract import annual_forms as forms

PORTALS = Path(os.environ.get("MINGJIAN_PORTALS", Path(__file__).resolve().parents[2].parent / "shared/portals"))
PAGES = Path(__file__).resolve().parents[1] / "pages" / "annual"
LAYOUTS = ("2019", "2021")
CELLS = st.one_of(st.none(), st.integers(0, 99_999))
FULL = st.integers(0, 99_999)


def read(body: bytes) -> AnnualReportRead:
    report = read_annual_report(open_source(body, url="http://www.zean.test/nb/2021.html"))
    assert report is not None
    return report


def rows_of(layout: str, cells: st.SearchStrategy[int | None]) -> st.SearchStrategy[dict[str, tuple[int | None, ...]]]:
    row = st.tuples(*[cells] * 7)
    return st.fixed_dictionaries(dict.fromkeys(forms.keys(layout), row))


def labelled() -> list[dict[str, object]]:
    path = PORTALS / "labels.json"
    entries = json.loads(path.read_text("utf-8")) if path.exists() else []
    return [entry for entry in entries if "annual" in entry["labels"]]


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_html_reads_back_cell_for_cell(layout: str, data: st.DataObject) -> None:
    rows = data.draw(rows_of(layout, CELLS))
    reviews = data.draw(st.tuples(*[CELLS] * 15))
    report = read(forms.html_report(layout, rows, reviews))
    assert report.requests.rows == rows
    read_back = report.reviews.reconsideration + report.reviews.direct_litigation + report.reviews.after_reconsideration
    assert read_back == reviews
    assert (report.year, report.layout, report.sections) == (2021, layout, forms.SECTIONS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_docx_reads_back_cell_for_cell(layout: str) -> None:
    rows = {key: tuple((at * 7 + n) % 5 or None for n in range(7)) for at, key in enumerate(forms.keys(layout))}
    reviews = tuple(n % 4 or None for n in range(15))
    file = read_file(forms.docx_report(layout, rows, reviews))
    assert file is not None
    report = read_annual_report_file(file)
    assert report is not None
    assert report.requests.rows == rows
    assert report.reviews.after_reconsideration == reviews[10:]
    assert (report.year, report.layout, report.sections) == (2021, layout, forms.SECTIONS)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_running_text_reads_back_cell_for_cell(layout: str, data: st.DataObject) -> None:
    """Rows split over lines and pages; the vertical text of the merged cell is glued to the labels."""
    rows = data.draw(rows_of(layout, FULL))
    reviews = data.draw(st.tuples(*[FULL] * 15))
    breaks = data.draw(st.lists(st.integers(2, 30), min_size=1, max_size=7))
    text = forms.running_report(layout, rows, reviews, breaks)
    report = read_annual_report_file(FileRead(text, (), "pdf"))
    assert report is not None
    assert report.requests.rows == rows
    assert report.reviews.reconsideration == reviews[:5]


def test_sentences_with_the_words_of_the_table_do_not_begin_it() -> None:
    rows = dict.fromkeys(forms.keys("2021"), (1, 0, 0, 0, 0, 0, 1))
    text = forms.running_report("2021", rows, [0] * 15, [9])
    prose = "本年新收申请 48 件，上年结转 1 件，予以公开 12 件，结转下年度 3 件。"
    report = read_annual_report_file(FileRead(prose + text, (), "pdf"))
    assert report is not None
    assert report.requests.rows == rows


def test_a_figure_glued_to_its_label() -> None:
    rows = dict.fromkeys(forms.keys("2021"), (1, 0, 0, 0, 0, 0, 1))
    text = (
        forms.running_report("2021", rows, [0] * 15, [9])
        .replace("总计 1 0", "总计1 0")
        .replace("重复申请 1", "重复申请1")
    )
    report = read_annual_report_file(FileRead(text, (), "pdf"))
    assert report is not None
    assert report.requests.rows == rows


def test_a_running_row_with_a_blank_is_unread_not_shifted() -> None:
    rows = dict.fromkeys(forms.keys("2021"), (1, 0, 0, 0, 0, 0, 1)) | {"open": (1, None, 0, 0, 0, 0, 1)}
    report = read_annual_report_file(FileRead(forms.running_report("2021", rows, [0] * 15, [9]), (), "pdf"))
    assert report is not None
    assert report.requests.rows["open"] == (None,) * 7
    assert report.requests.rows["partial"] == (1, 0, 0, 0, 0, 0, 1)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_blanks_of_a_pdf_are_told_by_where_the_figures_stand(data: st.DataObject) -> None:
    """A row without any figure is absent; the others keep their blanks, as long as one row fills all columns."""
    rows = data.draw(rows_of("2021", CELLS)) | {"new": (1, 2, 3, 4, 5, 6, 21)}
    words: list[Word] = []
    for key, label in zip(forms.keys("2021"), forms.labels("2021"), strict=True):
        words += [Word(name) for name, _, _ in label]
        jitter = data.draw(st.floats(-9, 9))
        words += [Word(str(v), 250 + 40 * at + jitter) for at, v in enumerate(rows[key]) if v is not None]
        words.append(Word("\n"))
    report = read_annual_report_file(FileRead("", (), "pdf", tuple(words)))
    assert report is not None
    assert report.requests.rows == {key: row for key, row in rows.items() if any(v is not None for v in row)}


def test_blanks_of_a_pdf_by_the_heaps_the_figures_form() -> None:
    rows = {key: (1, None, 3, None, 5, None, 7) if at % 2 else (None, 2, None, 4, None, 6, 7)
            for at, key in enumerate(forms.keys("2021"))}  # fmt: skip
    words: list[Word] = []
    for key, label in zip(forms.keys("2021"), forms.labels("2021"), strict=True):
        words += [Word(name) for name, _, _ in label]
        words += [Word(str(v), 250.0 + 40 * at) for at, v in enumerate(rows[key]) if v is not None]
    report = read_annual_report_file(FileRead("", (), "pdf", tuple(words)))
    assert report is not None
    assert report.requests.rows == rows


@pytest.mark.parametrize("error", [-3, -1, 1, 5])
def test_wrong_rowspans_do_not_shift_cells(error: int) -> None:
    rows = {key: (at, None, 2, None, 4, 5, None) for at, key in enumerate(forms.keys("2021"))}
    table = forms.html_requests("2021", rows, span_error=error)
    assert read(table.encode()).requests.rows == rows


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("1 234", 1234),
        (" 7&nbsp;", 7),
        ("7件", 7),
        ("0", 0),
        ("3.0", 3),
        ("-2", -2),
        ("1.5", 1.5),
        ("<span>1</span><span>2</span>", 12),
        ("", None),
        ("&nbsp;", None),
        ("/", None),
        ("—", None),
        ("-", None),
        ("无", None),
        ("2 1", None),
        ("约5", None),
        ("9" * 40, None),
    ],
)
def test_cell(written: str, value: float | None) -> None:
    rows = dict.fromkeys(forms.keys("2021"), (0,) * 7)
    table = forms.html_requests("2021", rows).replace("<p align=center>0</p>", f"<p align=center>{written}</p>", 1)
    assert read(table.encode()).requests.rows["new"][0] == value


def test_a_cell_that_spans_two_columns_is_unknown() -> None:
    table = forms.html_requests("2021", dict.fromkeys(forms.keys("2021"), (0,) * 7))
    wide = "<td><p align=center>0</p></td>" * 2
    rows = read(table.replace(wide, "<td colspan=2>5</td>", 1).encode()).requests.rows
    assert rows["new"] == (None, None, 0, 0, 0, 0, 0)


def test_repeated_header_rows_and_a_row_cut_by_a_page_break() -> None:
    rows = {key: (at, 1, 2, 3, 4, 5, None) for at, key in enumerate(forms.keys("2019"))}
    table = forms.html_requests("2019", rows)
    header = table[table.index("<tr>") : table.index("<tr><td colspan=3 rowspan=1>")]
    again = table.replace("<tr><td colspan=3 rowspan=1><p>四、", header + "<tr><td colspan=3 rowspan=1><p>四、")
    assert read(again.encode()).requests.rows == rows


@pytest.mark.skipif(not labelled(), reason="the folder of labelled real pages is not here")
def test_real_pdf_with_the_zeros_below_its_first_row_left_blank() -> None:
    file = read_file((PORTALS / "annual__huaian_2024.pdf").read_bytes())
    assert file is not None
    whole = read_annual_report_file(file)
    below = next(at for at, word in enumerate(file.words) if word.text.startswith("二、上年结转"))
    words = file.words[:below] + tuple(word for word in file.words[below:] if word.text != "0")
    blank = read_annual_report_file(FileRead(file.text, (), "pdf", words))
    assert whole is not None
    assert blank is not None
    rows = whole.requests.rows
    expected = {key: tuple(value or None for value in row) for key, row in rows.items() if any(row)}
    expected["new"] = rows["new"]
    assert blank.requests.rows == expected


def identity(report: AnnualReportRead, name: str, column: int | None = None, row: str | None = None) -> Identity:
    found = [i for i in report.identities if (i.id, i.column, i.row) == (name, column, row)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("new", "carried_in", "total", "carried_out", "holds"),
    [
        (14069, 560, 13810, 819, True),
        (859, 18, 805, 72, True),
        (821, 18, 767, 72, True),
        (3119, 34, 3050, 103, True),
        (3119, 34, 3050, 104, False),
        (3119, None, 3050, 103, None),
        (3119, 34, None, 103, None),
    ],
)
def test_carried_over(new: int, carried_in: int, total: int, carried_out: int, *, holds: bool | None) -> None:
    zero = dict.fromkeys(forms.keys("2021"), (0,) * 7)
    cells = {"new": new, "carried_in": carried_in, "total": total, "carried_out": carried_out}
    rows = zero | {key: (value, 0, 0, 0, 0, 0, value) for key, value in cells.items()}
    report = read(forms.html_report("2021", rows, (0,) * 15))
    assert identity(report, "I1", 0).holds is holds
    assert identity(report, "I1", 1).holds is True


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_identities_hold_exactly_when_the_sums_do(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(LAYOUTS))
    rows = data.draw(rows_of(layout, st.integers(0, 3)))
    report = read(forms.html_report(layout, rows, data.draw(st.tuples(*[st.integers(0, 3)] * 15))))
    parts = [key for key in rows if key not in {"new", "carried_in", "total", "carried_out"}]
    for column in range(7):
        expected = rows["total"][column] == sum(rows[key][column] or 0 for key in parts)
        assert identity(report, "I2", column).holds is expected
    for key, row in rows.items():
        assert identity(report, "I3", 6, key).holds is (row[6] == sum(value or 0 for value in row[:6]))
    block = report.reviews.reconsideration
    assert identity(report, "I4", None, "reconsideration").holds is (block[4] == sum(value or 0 for value in block[:4]))


def test_odd_figures_are_counted() -> None:
    rows = dict.fromkeys(forms.keys("2021"), (0,) * 7)
    table = forms.html_requests("2021", rows).replace(">0<", ">-1<", 1).replace(">0<", ">1.5<", 1)
    assert identity(read(table.encode()), "I9", None, "requests").left == 2


@pytest.mark.parametrize(
    ("sentence", "key", "value", "holds"),
    [
        ("2021年，共受理政府信息公开申请134件。", "new", 134, False),
        ("2021年，共收到政府信息公开申请170件。", "new", 134, True),
        ("答复77件（含上年度结转申请3件，另有57件顺延到下年度答复）。", "carried_out", 57, False),
    ],
)
def test_prose_against_table(sentence: str, key: str, value: int, *, holds: bool) -> None:
    rows = {name: (0, 0, 0, 0, 0, 0, 170 if name == "new" else 0) for name in forms.keys("2021")}
    page = forms.html_report("2021", rows, (0,) * 15).decode().replace("本年工作有序。", sentence)
    found = identity(read(page.encode()), "I7", 6, key)
    assert found.holds is holds
    assert (found.left == value) is not holds


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("泽安市2021年政府信息公开工作年度报告", 2021),
        ("泽安市 2021 年度政府信息公开工作报告", 2021),
        ("泽安市二〇二一年政府信息公开工作年度报告", 2021),
        ("泽安市二○二○年政府信息公开年报", 2020),
        ("泽安市政府信息公开工作年度报告（2021年）", 2021),
        ("2020年和2021年政府信息公开工作年度报告", None),
        ("政府信息公开工作年度报告", None),
    ],
)
def test_year(title: str, year: int | None) -> None:
    rows = dict.fromkeys(forms.keys("2021"), (0,) * 7)
    page = forms.html_report("2021", rows, (0,) * 15).decode().replace("泽安市2021年政府信息公开工作年度报告", title)
    assert read(page.encode()).year == year


def test_year_from_the_period_when_the_title_has_none() -> None:
    rows = dict.fromkeys(forms.keys("2021"), (0,) * 7)
    page = forms.html_report("2021", rows, (0,) * 15).decode()
    page = page.replace("泽安市2021年", "泽安市").replace(
        "本年工作", "统计期限自2020年1月1日至2020年12月31日。本年工作"
    )
    assert read(page.encode()).year == 2020


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"plain text",
        "<html><ul><li><a href=1>泽安市2021年政府信息公开工作年度报告</a></ul></html>".encode(),
        "<html><h1>2021年政府信息公开工作年度报告</h1><a href=x.doc>附件：年报.doc</a></html>".encode(),
        "<table><tr><td>总计</td><td>1</td><td>2</td><td>年报</td></tr></table>".encode(),
    ],
)
def test_no_report(body: bytes) -> None:
    assert read_annual_report(open_source(body, url="http://www.zean.test/")) is None


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("<p>一、总体情况</p>", "一、总体情况"),
        ("<p>　　一、总体情况　　本年度……</p>", "一、总体情况"),
        ("<p>（一）总体情况</p>", "(一)总体情况"),
        ("<p>一.<span>总体</span>情况</p>", "一.总体情况"),
        ("<h2>总体情况</h2>", "总体情况"),
        ("<p>第一部分 总体情况</p>", "第一部分总体情况"),
        ("<p>一、总<br>体情况</p>", "一、总体情况"),
        ("<p>本报告的总体情况</p>", None),
        ("<p>总体情况良好</p>", None),
    ],
)
def test_first_heading(printed: str, read_as: str | None) -> None:
    page = forms.html_report("2021", dict.fromkeys(forms.keys("2021"), (0,) * 7), (0,) * 15).decode()
    sections = read(page.replace("<p><b>一、总体情况</b></p>", printed).encode()).sections
    assert sections == ((read_as, *forms.SECTIONS[1:]) if read_as else forms.SECTIONS[1:])


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (3, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        (3, "四、政府信息公开行政复议和行政诉讼情况"),
        (4, "五、政府信息公开工作存在的主要问题及改进情况"),
        (4, "五、存在的主要问题和改进措施"),
        (5, "六、需要报告的其他事项"),
    ],
)
def test_heading_in_other_words(number: int, heading: str) -> None:
    page = forms.html_report("2021", dict.fromkeys(forms.keys("2021"), (0,) * 7), (0,) * 15).decode()
    assert read(page.replace(forms.SECTIONS[number], heading).encode()).sections[number] == heading


def test_a_report_inside_the_data_of_a_page() -> None:
    """Pages of gkmlpt carry the document as JSON and show it by script."""
    rows = {key: (at, None, 2, None, 4, 5, None) for at, key in enumerate(forms.keys("2021"))}
    inner = "<p>一、总体情况</p>" + forms.html_requests("2021", rows)
    config = json.dumps({"title": "年报", "content": inner})
    page = f"""<html><head><title>泽安市2020年政府信息公开工作年度报告</title></head><body><div id="app"></div>
    <script>window._CONFIG = {{ SID: 1, DETAIL: {config} }};</script></body></html>"""
    url = "http://www.zean.test/gkmlpt/content/1/1/post_1.html"
    report = read_annual_report(open_source(page.encode(), url=url))
    assert report is not None
    assert (report.year, report.requests.rows) == (2020, rows)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.integers(0, 4000))
def test_mutated_pages_never_crash(noise: bytes, at: int) -> None:
    page = forms.html_report("2021", dict.fromkeys(forms.keys("2021"), (1,) * 7), (1,) * 15)
    read_annual_report(open_source(page[:at] + noise + page[at:], url="http://www.zean.test/"))


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_stored_page(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    report = read(path.read_bytes())
    assert (report.year, report.layout, list(report.sections)) == (
        expected["year"],
        expected["layout"],
        expected["sections"],
    )
    assert {key: list(row) for key, row in report.requests.rows.items()} == expected["rows"]
    assert [list(report.reviews.reconsideration), list(report.reviews.direct_litigation)] == expected["reviews"][:2]
    assert list(report.reviews.after_reconsideration) == expected["reviews"][2]


@pytest.mark.skipif(not labelled(), reason="the folder of labelled real pages is not here")
@pytest.mark.parametrize("entry", labelled(), ids=lambda entry: entry["file"])
def test_real_report(entry: dict[str, object]) -> None:
    body = (PORTALS / str(entry["file"])).read_bytes()
    label = entry["labels"]["annual"]  # type: ignore[index]
    report = read(body)
    rows = report.requests.rows
    columns = {"new": "new", "carried_in": "carried_in", "total": "processed", "carried_out": "carried_out"}
    assert report.year == label["year"]
    assert {key: rows[key][6] for key in columns} == {key: label[name] for key, name in columns.items()}
    blocks = {"reconsideration": "review", "direct_litigation": "litig_direct", "after_reconsideration": "litig_after"}
    for block, name in blocks.items():
        if name in label:
            expected = tuple(None if value == "" else value for value in label[name])
            assert getattr(report.reviews, block) == expected
    if "by_col_new" in label:
        assert rows["new"] == tuple(label["by_col_new"])
        assert (rows["open"][6], rows["partial"][6]) == (label["granted"], label["partial"])
    if "col_natural" in label:
        assert [rows[key][0] for key in ("new", "carried_in", "total", "carried_out")] == label["col_natural"]
    assert identity(report, "I1", 6).holds is label["identity_ok"]
    assert not [found for found in report.identities if found.holds is False]
