"""Turns the writers of a column's description into its documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

from mingjian.samplecity import annual
from mingjian.samplecity import description as told
from mingjian.samplecity.model import AS_OF, Attachment, Document, Related
from mingjian.samplecity.phrasing import dates_back, paragraphs, phrase_book, pick, standing_text, titles
from mingjian.samplecity.regulations import published_html
from mingjian.samplecity.templating import render

_NEW_LAYOUT_FROM = 2021  # report year from which 30号 replaces the form of 60号 (NORMS 4)
_CHART = (
    '\n<p><img alt="图解：{name}" width="640" height="900" src="data:image/gif;base64,'
    'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"></p>'
)
_REDHEADED = frozenset({"planning", "normative", "notices"})


@dataclass
class Desk:
    """Where a site's documents are written: hands out serial numbers and knows the organiser's particulars."""

    site: str
    text: told.SiteText
    first_serial: int
    rebuilt: bool = False
    _serials: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self._serials = count(self.first_serial)

    @property
    def particulars(self) -> dict[str, str]:
        """What standing texts are filled in with."""
        text = self.text
        return {"organiser": text.organiser, "address": text.address, "phone": text.phone, "host": text.host}

    def document(self, title: str, published: date, html: str) -> Document:
        """Return a plain document of this desk with its own serial number."""
        return Document(next(self._serials), title, published, html, self.text.organiser, rebuilt=self.rebuilt)

    def headed(self, plain: Document, issued: date, number: str, publisher: str) -> Document:
        """Return the document with the header table of the disclosure catalogue."""
        index = f"{self.text.code}/{issued.year}-{plain.serial % 100_000:05d}"
        return replace(plain, issued=issued, number=number, index=index, publisher=publisher)


def documents(desk: Desk, column: told.ColumnText) -> tuple[Document, ...]:
    """Return the documents of a column in the order in which its list shows them: pinned first, then newest first."""
    desk.rebuilt = column.rebuilt
    written = [document for writer in column.write for document in _write(desk, column, writer)]
    if column.form == "links":
        written += _catalogue(desk)
    return in_order(written)


def in_order(written: list[Document]) -> tuple[Document, ...]:
    """Return documents as a list shows them."""
    return tuple(sorted(written, key=lambda each: (not each.pinned, -each.published.toordinal(), each.serial)))


def _write(desk: Desk, column: told.ColumnText, writer: told.Writer) -> Iterator[Document]:
    match writer:
        case told.Series():
            yield from _series(desk, column, writer)
        case told.Yearly():
            yield from _yearly(desk, writer)
        case told.Documents():
            yield from _items(desk, writer)
        case told.Annual():
            yield from _reports(desk, writer)
        case told.Regulations():
            for item in writer.items:
                title, html = published_html(item)
                yield replace(desk.document(title, item.date, html), publisher=desk.text.organiser)
        case told.Gazette():
            yield from _gazette(desk, writer)


def _series(desk: Desk, column: told.ColumnText, writer: told.Series) -> Iterator[Document]:
    seed = f"{desk.site}/{column.path}/{writer.of}"
    days = dates_back(writer.newest, writer.every, seed)
    for place, title, day in zip(range(writer.count), titles(writer.of, seed), days, strict=False):
        plain = desk.document(title, day, paragraphs(f"{seed}/{place}"))
        if writer.of in _REDHEADED and place % 3 == 0:
            issued = day - timedelta(days=2 + pick(range(9), seed, place))
            number = f"泽{desk.text.organiser[3:5]}〔{issued.year}〕{1 + issued.toordinal() % 97}号"
            yield desk.headed(plain, issued, number, desk.text.organiser)
        else:
            yield plain


def _yearly(desk: Desk, writer: told.Yearly) -> Iterator[Document]:
    for year in range(writer.years[0], writer.years[1] + 1):
        title = writer.title.format(year=year, organiser=desk.text.organiser)
        published = date.fromisoformat(f"{year + writer.lag}-{writer.day}")
        files = (_file(title, "pdf"),) if writer.files else ()
        html = f"<p>　　现将{title}予以公布，详见附件。</p>\n{paragraphs(title, 2)}"
        yield replace(desk.document(title, published, html), attachments=files, direct=writer.direct)


def _file(title: str, kind: str) -> Attachment:
    table = (
        ("项目", "预算数（万元）", "执行数（万元）"),
        ("基本支出", "1280.50", "1275.32"),
        ("项目支出", "860.00", "842.11"),
    )
    return Attachment(title, kind, (title, "单位：万元", table, "公开单位对以上数据负责。"))


def _items(desk: Desk, writer: told.Documents) -> Iterator[Document]:
    for item in writer.items:
        html = standing_text(item.text, **desk.particulars) if item.text else paragraphs(f"{desk.site}/{item.title}")
        written = replace(desk.document(item.title, item.date, html), pinned=item.pinned, undated=item.undated)
        written = replace(
            written, rebuilt=item.rebuilt, lost=item.lost, attachments=tuple(_file(each, "pdf") for each in item.files)
        )
        if item.issued is not None:
            number = item.number or f"泽{desk.text.organiser[3:5]}〔{item.issued.year}〕{1 + written.serial % 97}号"
            written = desk.headed(written, item.issued, number, item.publisher or desk.text.organiser)
            written = replace(written, index=None) if item.unindexed else written
        yield written


def _reports(desk: Desk, writer: told.Annual) -> Iterator[Document]:
    carried: tuple[int, ...] = (0,) * 7
    for report in writer.reports:
        layout = report.layout or ("2021" if report.year >= _NEW_LAYOUT_FROM else "2019")
        carried = (carried[0] + report.carried, *carried[1:6], carried[6] + report.carried)
        numbers = annual.figures(f"{desk.site}/{report.year}", layout, carried, report.fault, rules=report.rules)
        carried = numbers.carried_out
        title = writer.title.format(year=report.year, organiser=desk.text.organiser)
        if report.file:
            blocks = annual.as_blocks(numbers, organiser=desk.text.organiser, year=report.year)
            cover = desk.document(title, report.date, f"<p>　　{title}，详见附件。</p>")
            yield replace(cover, attachments=(Attachment(title, report.file, blocks),))
        else:
            html = render(
                "annual.html",
                year=report.year,
                layout=layout,
                numbers=numbers,
                fault=report.fault,
                prose=_prose(desk, report),
            )
            yield desk.document(title, report.date, html)


def _prose(desk: Desk, report: told.Report) -> str:
    if report.prose is None:
        return ""
    return paragraphs(f"{desk.site}/prose/{report.year if report.prose == 'own' else 'copied'}", 4)


def _gazette(desk: Desk, writer: told.Gazette) -> Iterator[Document]:
    for year in range(writer.years[0], writer.years[1] + 1):
        for month in range(1, 13):
            number = f"{year}-{month:02}"
            published = writer.late.get(number, date(year, month, 28))
            if date(year, month, 28) > AS_OF:
                return
            if number in writer.skip:
                continue
            title = f"泽安市人民政府公报（{year}年第{month}期）"
            contents = titles("normative", f"{year}/{month}")
            html = "<p><strong>目录</strong></p>\n" + "\n".join(f"<p>　　{next(contents)}</p>" for _ in range(4))
            yield replace(desk.document(title, published, html), attachments=(_file(title, "pdf"),))


def _catalogue(desk: Desk) -> Iterator[Document]:
    for field_name in phrase_book()["fields"]:
        title = f"{field_name}领域基层政务公开标准目录"
        html = render("catalogue.html", field=field_name)
        yield replace(desk.document(title, date(2021, 11, 12), html), undated=True)


def pairs(desk: Desk, text: told.Pairs) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """Return policies and their interpretations, each linked to the other (NORMS N07-3)."""
    policies: list[Document] = []
    readings: list[Document] = []
    topics, seed = phrase_book()["topics"], f"{desk.site}/{text.policies}"
    offset = pick(range(len(topics)), seed)
    days = dates_back(text.newest, text.every, seed)
    for step, day in zip(range(text.count), days, strict=False):
        stage = text.stages[step // len(topics) % len(text.stages)]
        name = f"泽安市{topics[(step + offset) % len(topics)]}{stage}"
        html = f"<p>　　一、背景依据。为落实上级部署，制定《{name}》。</p>\n{paragraphs(f'{seed}/{step}/reading', 3)}"
        html += _CHART.format(name=name) if text.pictured else ""
        policy = desk.document(f"关于印发{name}的通知", day, paragraphs(f"{seed}/{step}", 6))
        reading = desk.document(f"《{name}》政策解读", day, html)
        issued = day - timedelta(days=3)
        policy = desk.headed(policy, issued, text.number.format(year=issued.year, n=90 - step), text.publisher)
        policies.append(replace(policy, related=(_link("相关解读", reading),) if text.linked else ()))
        readings.append(replace(reading, related=(_link("相关文件", policy),) if text.linked else ()))
    return tuple(policies), tuple(readings)


def consultations(desk: Desk, text: told.Consultations) -> tuple[list[Document], list[Document]]:
    """Return the notices and the pages of results."""
    notices: list[Document] = []
    results: list[Document] = []
    for item in text.items:
        draft = f"《{item.topic}（征求意见稿）》"
        html = render("consultation.html", item=item, draft=draft, result=item.feedback if item.same_page else None)
        notice = replace(
            desk.document(f"关于公开征求{draft}意见的公告", item.opens, html),
            attachments=_drafts(item),
        )
        if item.feedback is not None and not item.same_page:
            html = render("feedback.html", item=item, draft=draft)
            result = desk.document(f"关于{draft}公开征求意见结果的反馈", item.feedback, html)
            results.append(replace(result, related=(_link("征集公告", notice),)))
            if text.feedback == text.notices:
                notice = replace(notice, related=(_link("结果反馈", result),))
        notices.append(notice)
    if text.others is not None:
        results += _others(desk, text.others)
    return notices, results


def _drafts(item: told.ConsultationText) -> tuple[Attachment, ...]:
    """Return the draft with its explanation; a notice that lacks anything has no files, so that it surely lacks it."""
    if item.lacking is not None:
        return ()
    draft = (item.topic, "第一条　为了规范有关工作，制定本文件。")
    return (
        Attachment(f"{item.topic}（征求意见稿）", "docx", draft),
        Attachment(f"{item.topic}起草说明", "docx", ("为了规范有关工作，起草了本文件。",)),
    )


def _link(label: str, document: Document) -> Related:
    return Related(label, document.title, document.serial)


def _others(desk: Desk, text: told.Others) -> Iterator[Document]:
    topics = phrase_book()["topics"]
    for step, day in zip(range(text.count), dates_back(text.newest, text.every, desk.site + "/polls"), strict=False):
        title = f"{topics[step % len(topics)]}公众满意度问卷调查结果通报（{day.year}年第{40 - step}期）"
        yield desk.document(title, day, paragraphs(title, 2))
