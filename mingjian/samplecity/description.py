"""The shape of the YAML files that describe the city; unknown keys are refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Day = date
"""Another name for fields beside one called `date`."""


class Strict(BaseModel):
    """Base of everything read from the description."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Series(Strict):
    """`count` documents of one kind from the phrase book, newest first, `every` so many days on average."""

    kind: Literal["series"]
    of: str
    count: int
    newest: date
    every: int


class Yearly(Strict):
    """One document for each year from the first to the last, published `lag` years later on `day` (MM-DD)."""

    kind: Literal["yearly"]
    title: str
    years: tuple[int, int]
    day: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    lag: int = 0
    files: bool = False
    direct: bool = False


class Item(Strict):
    """One document written out: `text` names a standing text, `issued` gives it a header table, `files` PDF files.

    The files of a `lost` document are not there; an `unindexed` one leaves the 索引号 of its header table blank.
    """

    title: str
    date: date
    text: str | None = None
    pinned: bool = False
    undated: bool = False
    issued: Day | None = None
    number: str | None = None
    publisher: str | None = None
    rebuilt: bool = False
    files: tuple[str, ...] = ()
    lost: bool = False
    unindexed: bool = False


class Documents(Strict):
    """Documents written out one by one."""

    kind: Literal["documents"]
    items: tuple[Item, ...]


class Report(Strict):
    """One annual report. `layout` is the one that the year asks for unless given; `file` publishes it as a file.

    `rules` is what the row 规章 claims, `carried` what is carried in beyond what last year's report carried out;
    `prose` adds paragraphs: of its own, or the same as every other report with `copied` ones.
    """

    year: int
    date: date
    layout: Literal["2019", "2021"] | None = None
    fault: Literal["total", "review", "section", "blank-totals", "prose"] | None = None
    rules: int = 0
    carried: int = 0
    prose: Literal["own", "copied"] | None = None
    file: Literal["docx", "pdf"] | None = None


class Annual(Strict):
    """Annual reports on open-government work; `title` knows {organiser} and {year}."""

    kind: Literal["annual"]
    title: str = "{organiser}{year}年政府信息公开工作年度报告"
    reports: tuple[Report, ...]


class Published(Strict):
    """An official text as a site publishes it: perhaps with another 题注, altered words, or other punctuation."""

    file: str
    date: date
    note: str | None = None
    replace: dict[str, str] = Field(default_factory=dict)
    typographic: bool = False


class Regulations(Strict):
    """Regulations published on a site."""

    kind: Literal["regulations"]
    items: tuple[Published, ...]


class Gazette(Strict):
    """Issues of the government gazette, one a month (YYYY-MM); some are left out or put up late."""

    kind: Literal["gazette"]
    years: tuple[int, int]
    skip: tuple[str, ...] = ()
    late: dict[str, date] = Field(default_factory=dict)


Writer = Annotated[Series | Yearly | Documents | Annual | Regulations | Gazette, Field(discriminator="kind")]


class ColumnText(Strict):
    """One column. `shown` lists nav and home; the site map lists every column. `elsewhere` is its address elsewhere.

    A `gone` column is linked, and its page is not there.
    """

    path: str
    name: str
    is_: tuple[str, ...] = Field(alias="is")
    shown: frozenset[Literal["nav", "home"]] = frozenset()
    under: str | None = None
    form: Literal["listing", "section", "text", "links", "form"] = "listing"
    text: str | None = None
    rebuilt: bool = False
    broken: bool = False
    disallowed: bool = False
    elsewhere: str | None = None
    gone: bool = False
    write: tuple[Writer, ...] = ()


class Pairs(Strict):
    """Policies and their interpretations, `linked` both ways; `pictured` ones explain with a chart."""

    policies: str
    interpretations: str
    number: str
    publisher: str
    count: int
    newest: date
    every: int
    stages: tuple[str, ...] = ("实施方案", "若干措施")
    pictured: bool = True
    linked: bool = True


class ConsultationText(Strict):
    """One consultation; `same_page` puts the feedback under the notice instead of on a page of its own.

    An `empty` feedback says nothing of the opinions; a `major` notice says that it is about a major decision.
    """

    topic: str
    opens: date
    closes: date
    feedback: date | None = None
    same_page: bool = False
    lacking: Literal["draft", "basis"] | None = None
    empty: bool = False
    major: bool = False


class Others(Strict):
    """Results of other polls that share the feedback column."""

    count: int
    newest: date
    every: int


class Consultations(Strict):
    """Where a site keeps its consultations and their feedback."""

    notices: str
    feedback: str
    items: tuple[ConsultationText, ...]
    others: Others | None = None


class SiteText(Strict):
    """One site, or a section of another (`section_of`).

    `registered` is the site code that the roster knows, where the pages show another; `unmarked` what the foot lacks,
    `copied_tags` the SiteName, SiteDomain and SiteIDCode that the tags took over from another site.
    """

    name: str
    host: str
    family: Literal["trs", "hanweb", "gkmlpt", "shell", "plain"]
    organiser: str
    code: str
    address: str
    phone: str
    columns: tuple[ColumnText, ...]
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    ipv6: bool = True
    soft_404: bool = False
    section_of: str | None = None
    links: tuple[str, ...] = ()
    registered: str | None = None
    copied_tags: dict[str, str] = Field(default_factory=dict)
    unmarked: frozenset[Literal["icp", "police", "organiser", "code"]] = frozenset()
    pairs: tuple[Pairs, ...] = ()
    consultations: Consultations | None = None


class UnitText(Strict):
    """One responsible unit of the roster."""

    id: str
    name: str
    body: Literal["government", "department", "town", "other"]
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    site: str


class ReferenceText(Strict):
    """One official text and the sites that must carry it."""

    file: str
    sites: tuple[str, ...]


class BureauText(Strict):
    """A bureau with a plan of its own for its offices: its site is their portal."""

    place: str
    site: str
    units: tuple[UnitText, ...]


class CityText(Strict):
    """The whole city but for its sites."""

    place: str
    zone: str
    name_servers: tuple[str, ...]
    name_servers_with_ipv6: tuple[str, ...]
    sites: tuple[str, ...]
    units: tuple[UnitText, ...]
    bureau: BureauText
    references: tuple[ReferenceText, ...]
