"""Turns the writers of a column's description into its documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from mingjian.samplecity import annual
from mingjian.samplecity import description as told
from mingjian.samplecity.model import AS_OF, Attachment, Document, Related
from mingjian.samplecity.phrasing import dates_back, paragraphs, phrase_book, pick, standing_text, titles
from mingjian.samplecity.regulations import published_html
from mingjian.samplecity.templating import render

_NEW_LAYOUT_FROM = 2021  # report year from which 30号 replaces the form of 60号 (NORMS 4)
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

    def serial(self) -> int:
        """Return the next serial number."""
        return next(self._serials)

    @property
    def particulars(self) -> dict[str, str]:
        """What standing texts are filled in with."""
        text = self.text
        return {"organiser": text.organiser, "address": text.address, "phone": text.phone, "host": text.host}

    def document(self, title: str, published: date, html: str, **more: object) -> Document:
        """Return a document of this desk with its own serial number."""
        values: dict[str, object] = {"source": self.text.organiser, "rebuilt": self.rebuilt, **more}
        return Document(serial=self.serial(), title=title, published=published, html=html, **values)  # type: ignore[arg-type]  # keyword by keyword, checked by the dataclass's callers below


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
                yield desk.document(title, item.date, html, publisher=desk.text.organiser)
        case told.Gazette():
            yield from _gazette(desk, writer)


def _series(desk: Desk, column: told.ColumnText, writer: told.Series) -> Iterator[Document]:
    seed = f"{desk.site}/{column.path}/{writer.of}"
    days = dates_back(writer.newest, writer.every, seed)
    for place, title, day in zip(range(writer.count), titles(writer.of, seed), days, strict=False):
        html = paragraphs(f"{seed}/{place}")
        if writer.of in _REDHEADED and place % 3 == 0:
            issued = day - timedelta(days=2 + pick(range(9), seed, place))
            yield desk.document(title, day, html, issued=issued, publisher=desk.text.organiser, **_header(desk, issued))
        else:
            yield desk.document(title, day, html)


def _header(desk: Desk, issued: date) -> dict[str, str]:
    number = 1 + issued.toordinal() % 97
    return {
        "number": f"泽{desk.site}〔{issued.year}〕{number}号".replace(desk.site, desk.text.organiser[3:5]),
        "index": f"{desk.text.code}/{issued.year}-{number:05d}",
    }


def _yearly(desk: Desk, writer: told.Yearly) -> Iterator[Document]:
    for year in range(writer.years[0], writer.years[1] + 1):
        title = writer.title.format(year=year, organiser=desk.text.organiser)
        published = date.fromisoformat(f"{year + writer.lag}-{writer.day}")
        files = (_file(title, "pdf"),) if writer.files else ()
        html = f"<p>　　现将{title}予以公布，详见附件。</p>\n{paragraphs(title, 2)}"
        yield desk.document(title, published, html, attachments=files, direct=writer.direct)


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
        yield desk.document(item.title, item.date, html, pinned=item.pinned, undated=item.undated)


def _reports(desk: Desk, writer: told.Annual) -> Iterator[Document]:
    carried: tuple[int, ...] = (0,) * 7
    for report in writer.reports:
        layout = report.layout or ("2021" if report.year >= _NEW_LAYOUT_FROM else "2019")
        numbers = annual.figures(f"{desk.site}/{report.year}", layout, carried, report.fault)
        carried = numbers.carried_out
        title = writer.title.format(year=report.year, organiser=desk.text.organiser)
        if report.file:
            blocks = annual.as_blocks(numbers, organiser=desk.text.organiser, year=report.year)
            html = f"<p>　　{title}，详见附件。</p>"
            yield desk.document(title, report.date, html, attachments=(Attachment(title, report.file, blocks),))
        else:
            html = render("annual.html", year=report.year, layout=layout, numbers=numbers, fault=report.fault)
            yield desk.document(title, report.date, html)


def _gazette(desk: Desk, writer: told.Gazette) -> Iterator[Document]:
    for year in range(writer.years[0], writer.years[1] + 1):
        for month in range(1, 13):
            published = date(year, month, 28)
            if published > AS_OF:
                return
            title = f"泽安市人民政府公报（{year}年第{month}期）"
            contents = titles("normative", f"{year}/{month}")
            html = "<p><strong>目录</strong></p>\n" + "\n".join(f"<p>　　{next(contents)}</p>" for _ in range(4))
            yield desk.document(title, published, html, attachments=(_file(title, "pdf"),))


def _catalogue(desk: Desk) -> Iterator[Document]:
    for field_name in phrase_book()["fields"]:
        title = f"{field_name}领域基层政务公开标准目录"
        yield desk.document(title, date(2021, 11, 12), render("catalogue.html", field=field_name), undated=True)


def pairs(desk: Desk, text: told.Pairs) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """Return policies and their interpretations, each linked to the other (NORMS N07-3)."""
    policies, readings = [], []
    topics, seed = phrase_book()["topics"], f"{desk.site}/{text.policies}"
    offset = pick(range(len(topics)), seed)
    days = dates_back(text.newest, text.every, seed)
    for step, day in zip(range(text.count), days, strict=False):
        stage = ("实施方案", "若干措施")[step // len(topics) % 2]
        name = f"泽安市{topics[(step + offset) % len(topics)]}{stage}"
        policy_title, reading_title = f"关于印发{name}的通知", f"《{name}》政策解读"
        issued = day - timedelta(days=3)
        policy, reading = desk.serial(), desk.serial()
        number = text.number.format(year=issued.year, n=90 - step)
        header = {"number": number, "index": f"{desk.text.code}/{issued.year}-{90 - step:05d}", "issued": issued}
        source = desk.text.organiser
        policies.append(
            Document(
                policy,
                policy_title,
                day,
                paragraphs(f"{seed}/{step}", 6),
                source,
                publisher=text.publisher,
                related=(Related("相关解读", reading_title, reading),),
                **header,  # type: ignore[arg-type]  # a plain mapping of three fields of three types
            )
        )
        html = f"<p>　　一、背景依据。为落实上级部署，制定《{name}》。</p>\n{paragraphs(f'{seed}/{step}/reading', 3)}"
        related = (Related("相关文件", policy_title, policy),)
        readings.append(Document(reading, reading_title, day, html, source, related=related))
    return tuple(policies), tuple(readings)


def consultations(desk: Desk, text: told.Consultations) -> tuple[list[Document], list[Document]]:
    """Return the notices and the pages of results."""
    notices, results = [], []
    for item in text.items:
        notice, feedback = desk.serial(), desk.serial()
        draft = f"《{item.topic}（征求意见稿）》"
        title, result_title = f"关于公开征求{draft}意见的公告", f"关于{draft}公开征求意见结果的反馈"
        apart = item.feedback is not None and not item.same_page
        html = render("consultation.html", item=item, draft=draft, result=item.feedback if item.same_page else None)
        files = (
            Attachment(item.topic + "（征求意见稿）", "docx", (item.topic, "第一条　为了规范有关工作，制定本文件。")),
        )
        related = (Related("结果反馈", result_title, feedback),) if apart and text.feedback == text.notices else ()
        source = desk.text.organiser
        notices.append(Document(notice, title, item.opens, html, source, attachments=files, related=related))
        if item.feedback is not None and not item.same_page:
            html = render("feedback.html", item=item, draft=draft)
            related = (Related("征集公告", title, notice),)
            results.append(Document(feedback, result_title, item.feedback, html, source, related=related))
    if text.others is not None:
        results += _others(desk, text.others)
    return notices, results


def _others(desk: Desk, text: told.Others) -> Iterator[Document]:
    topics = phrase_book()["topics"]
    for step, day in zip(range(text.count), dates_back(text.newest, text.every, desk.site + "/polls"), strict=False):
        title = f"{topics[step % len(topics)]}公众满意度问卷调查结果通报（{day.year}年第{40 - step}期）"
        yield desk.document(title, day, paragraphs(title, 2))
