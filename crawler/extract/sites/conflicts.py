"""Conflicts between what says whose page it is: footer, meta tags, 找错 link, host, title (NORMS 1.7, 2.1)."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from crawler.extract.sites.hosts import related, shown_host
from crawler.extract.sites.provinces import LETTERS
from crawler.markup import Area, Source
from crawler.markup.dates import date_in
from crawler.model.conflicts import Conflict, ConflictKind, Said
from crawler.model.page import Page, PageKind, ReadFrom
from crawler.model.typography import half_width, normalise

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
"""The tags of the guideline by page level (NORMS 2.1); which are required is not verified."""

_NULL = frozenset({"null", "undefined", "none", "nan", "[object object]"})
_CODE = re.compile(r"标识(?:编?码|号码?)[\s:：]*(?P<code>[A-Za-z0-9]{4,16})")
_CODE_IN_LINK = re.compile(r"(?:site_?code|siteidcode)[=:\s\"']{1,4}(?P<code>[A-Za-z0-9]{4,16})", re.IGNORECASE)
_CODE_SHAPE = re.compile(r"bm\d{8}|\d{10}")
_ICP = re.compile(
    r"(?P<all>(?P<letter>[\u4e00-\u9fff]?)\s?ICP\s?[备证]\s?(?:案(?:编?号)?)?\s?[:：]?\s?(?P<number>[0-9A-Za-z]{4,14})\s?(?P<sign>号?)(?:\s?[-－—]\s?\d{1,3})?)",
    re.IGNORECASE,
)
_POLICE = re.compile(
    r"(?P<all>(?P<letter>[\u4e00-\u9fff]?)\s?公\s?网\s?安\s?备\s?(?:案号)?\s?[:：]?\s?(?P<number>[0-9]{1,20})\s?号?)"
)
_CONAC = re.compile(r"dcs\.conac\.cn|bszs\.conac\.cn|conac\.cn/(?:js|sitename)|\bconac\b", re.IGNORECASE)
_REPORT_LINK = re.compile(r"jiucuo|exposure|找错|site_code=", re.IGNORECASE)
_STALE = re.compile(r"121\.43\.68\.40|pucha\.kaipuyun\.cn", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s*[-_|—－–:：·>]+\s*")
_SITE_NAME = re.compile(
    r"(?:人民政府|政府网|门户网站|官方网站|官网|网站|委员会|办公室|局|厅|街道办事处|政府|信息网|公开网)(?:首页)?$"
)
_BEFORE_NAME = re.compile(
    r"^(?:欢迎(?:访问|光临|来到)|中华人民共和国|中国)+|(?:首页|官方网站|官网|门户网站|政府网站?|网站|网)+$"
)
_COMMON = frozenset(
    phrase[at : at + 2]
    for phrase in (
        "市人民政府门户网站",
        "县人民政",
        "区人",
        "政府信息公开网",
        "中国政府网",
        "委员会",
        "办公室",
        "官方网站",
        "政务服务",
        "欢迎首页",
    )
    for at in range(len(phrase) - 1)
)
"""Pairs of characters that the names of many sites share."""
_CUT = 200
_LAST = 60
_ALIKE = 60
_NO_TAGS = frozenset({PageKind.SHELL, PageKind.BLOCKED, PageKind.ERROR})
_SMALL = 12


def read_conflicts(source: Source, page: Page) -> tuple[Conflict, ...]:
    """Return the conflicts of one page, in a fixed order; empty for files, shells, refusals and error pages.

    Missing tags and marks are told only of whole pages (a head and links), missing marks only of home pages.
    """
    if not source.is_page or page.kind in _NO_TAGS:
        return ()
    foot = _foot(source)
    return (
        *_codes(source, foot),
        *_domains(source),
        *_names(source, page),
        *_filings(foot),
        *_tags(source, page),
        *_marks(source, page, foot),
    )


def _codes(source: Source, foot: str) -> Iterator[Conflict]:
    """The site code in the meta tag, the footer and the 找错 link must be one (N01-S2)."""
    said = [Said("meta SiteIDCode", value) for value in _metas(source, "siteidcode")]
    said += [Said("页脚", match["code"]) for match in _CODE.finditer(foot)]
    said += [Said("找错链接", code) for code in _link_codes(source)]
    said = list(dict.fromkeys(said))
    for each in said:
        if not _CODE_SHAPE.fullmatch(each.value.lower()):
            yield _conflict(ConflictKind.CODE_MALFORMED, "网站标识码", [each], "网站标识码应为10位数字或bm加8位数字")
    shaped = [each for each in said if _CODE_SHAPE.fullmatch(each.value.lower())]
    if len({each.value.lower() for each in shaped}) > 1:
        yield _conflict(ConflictKind.CODES_DIFFER, "网站标识码", shaped, "页脚、标签、找错链接中的网站标识码不一致")


def _link_codes(source: Source) -> Iterator[str]:
    flow = source.flow
    for anchor in flow.anchors:
        if "code" in anchor.href and (match := _CODE_IN_LINK.search(anchor.href[:1000])):
            yield match["code"]
    if "sitecode" in source.text.lower() and source.tree is not None:
        for script in source.tree.iter("script"):
            code = (script.get("sitecode") or "").strip()
            if code:
                yield code[:_CUT]


def _domains(source: Source) -> Iterator[Conflict]:
    host = shown_host(source.url)
    for value in _metas(source, "sitedomain"):
        said = [Said("meta SiteDomain", value), Said("网址", host or "")]
        names = [_bare_domain(part) for part in re.split(r"[,;，；、\s]+", value) if part]
        if "/" in value or len(names) > 1:
            yield _conflict(
                ConflictKind.DOMAIN_MALFORMED, "SiteDomain", said[:1], "SiteDomain应为一个域名，不含协议和路径"
            )
        if host is None or any(_same_host(name, host) for name in names):
            continue
        kin = any(related(name, host) for name in names)
        reason = (
            "SiteDomain是同一上级域名下的另一主机" if kin else "SiteDomain与页面所在主机不一致，疑为套用其他网站模板"
        )
        yield _conflict(ConflictKind.DOMAIN_DIFFERS, "SiteDomain", said, reason, certain=not kin)


def _names(source: Source, page: Page) -> Iterator[Conflict]:
    """SiteName and title name one site when they share a word that not every site has."""
    name, title = page.site.name, (source.flow.titles or [""])[0]
    parts = [part for part in _TITLE_PARTS.split(title) if part]
    if name is None or not parts:
        return
    whole = page.kind is PageKind.HOME
    shown = title if whole else parts[-1]
    if not whole and not _SITE_NAME.search(shown):
        return
    if not _words(name) or not _words(shown) or _words(name) & _words(shown):
        return
    said = [Said("meta SiteName", name), Said("title", shown)]
    yield _conflict(ConflictKind.NAME_DIFFERS, "SiteName", said, "网站名称标签与页面标题没有共同的名称", certain=False)


def _filings(foot: str) -> Iterator[Conflict]:
    """ICP and police numbers: their form, and whether they and the site code name one province."""
    provinces: dict[str, Said] = {}
    for match in _ICP.finditer(foot):
        said = Said("页脚", match["all"])
        letter, number = match["letter"], match["number"]
        if not re.fullmatch(r"\d{6,10}", number) or not match["sign"] or not _digits(letter):
            yield _conflict(ConflictKind.ICP_MALFORMED, "ICP备案编号", [said], "应为“省份简称ICP备数字号”")
        provinces.setdefault(_digits(letter) or "", Said("ICP备案编号", match["all"]))
    for match in _POLICE.finditer(foot):
        said = Said("页脚", match["all"])
        number, letter = match["number"], match["letter"]
        if len(number) != 14 or number[:2] not in LETTERS:  # noqa: PLR2004 - the form of the filing
            yield _conflict(
                ConflictKind.POLICE_MALFORMED, "公安备案号", [said], "应为省份简称加14位数字，前两位为省份代码"
            )
            continue
        if letter and _digits(letter) and _digits(letter) != number[:2]:
            yield _conflict(ConflictKind.PROVINCE_DIFFERS, "公安备案号", [said], "省份简称与数字所示省份不一致")
        provinces.setdefault(number[:2], Said("公安备案号", match["all"]))
    for match in _CODE.finditer(foot):
        if re.fullmatch(r"\d{10}", match["code"]) and match["code"][:2] in LETTERS:
            provinces.setdefault(match["code"][:2], Said("网站标识码", match["code"]))
    provinces.pop("", None)
    if len(provinces) > 1:
        yield _conflict(
            ConflictKind.PROVINCE_DIFFERS,
            "页脚编号",
            list(provinces.values()),
            "页脚各编号所示省份不一致",
            certain=False,
        )


def _tags(source: Source, page: Page) -> Iterator[Conflict]:
    """Tags that say null, are empty, contradict each other or the page, or are missing at this level."""
    wanted = [*SITE_TAGS]
    if page.kind is PageKind.LISTING:
        wanted += COLUMN_TAGS
    elif page.kind in {PageKind.DOCUMENT, PageKind.ANNUAL_REPORT}:
        wanted += [*COLUMN_TAGS[:1], *ARTICLE_TAGS]
    metas = source.flow.metas
    for tag in (*SITE_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS):
        values = metas.get(tag.lower())
        if values is None:
            if tag in wanted and _is_whole(source):
                yield _conflict(ConflictKind.TAG_MISSING, tag, [], f"页面没有{tag}标签", certain=False)
            continue
        if any(value.strip().lower() in _NULL for value in values):
            said = [Said(f"meta {tag}", value) for value in values if value.strip().lower() in _NULL]
            yield _conflict(ConflictKind.TAG_NULL, tag, said, f"{tag}标签的值是程序留下的空值")
        elif not any(value.strip() for value in values):
            yield _conflict(ConflictKind.TAG_EMPTY, tag, [Said(f"meta {tag}", "")], f"{tag}标签为空")
        distinct = list(dict.fromkeys(normalise(value) for value in values if value.strip()))
        if len(distinct) > 1:
            said = [Said(f"meta {tag}", value) for value in values]
            yield _conflict(ConflictKind.TAG_REPEATED, tag, said, f"{tag}标签出现多次且内容不一")
    yield from _against_page(source, page)


def _against_page(source: Source, page: Page) -> Iterator[Conflict]:
    document, flow = page.document, source.flow
    title = flow.meta("articletitle")
    if title and document.title and fuzz.partial_ratio(normalise(title), normalise(document.title)) < _ALIKE:
        said = [Said("meta ArticleTitle", title), Said("页面标题", document.title)]
        yield _conflict(ConflictKind.TAG_DIFFERS, "ArticleTitle", said, "文章标题标签与页面标题不一致")
    day = date_in(half_width(flow.meta("pubdate") or "")[:40])
    shown = document.published
    if day is not None and shown is not None and document.read_from is ReadFrom.LABEL and day != shown:
        said = [Said("meta PubDate", flow.meta("pubdate") or ""), Said("页面日期", shown.isoformat())]
        yield _conflict(ConflictKind.TAG_DIFFERS, "PubDate", said, "发布日期标签与页面所示日期不一致")
    column, crumb = flow.meta("columnname"), page.column.breadcrumb
    if column and len(crumb) > 1 and not any(column in step or step in column for step in crumb[1:]):
        said = [Said("meta ColumnName", column), Said("当前位置", " > ".join(crumb))]
        yield _conflict(ConflictKind.TAG_DIFFERS, "ColumnName", said, "栏目名称标签不在当前位置之中", certain=False)


def _marks(source: Source, page: Page, foot: str) -> Iterator[Conflict]:
    flow = source.flow
    links = [anchor.href for anchor in flow.anchors if _REPORT_LINK.search(anchor.href[:500])]
    for href in (link for link in links if _STALE.search(link)):
        yield _conflict(
            ConflictKind.REPORT_LINK_STALE, "找错链接", [Said("链接", href)], "“我为政府网站找错”指向已停用的旧地址"
        )
    if page.kind is not PageKind.HOME or not _is_whole(source):
        return
    seen = {
        "党政机关网站标识": bool(_CONAC.search(source.text)),
        "网站标识码": bool(_CODE.search(foot)),
        "ICP备案编号": bool(_ICP.search(foot)),
        "公安备案号": bool(_POLICE.search(foot)),
        "我为政府网站找错": bool(links) or "找错" in foot or "jiucuo" in source.text,
    }
    for mark, present in seen.items():
        if not present:
            reason = f"首页源码中没有{mark}（可能由脚本写入或为图片）"
            yield _conflict(ConflictKind.MARK_MISSING, mark, [], reason, certain=False)


def _foot(source: Source) -> str:
    """The lines that stand in a footer, or at the end of the page outside its main text."""
    blocks = source.flow.blocks
    last = len(blocks) - _LAST
    kept = (
        block.text
        for number, block in enumerate(blocks)
        if block.area & Area.FOOTER or (number >= last and not block.area & Area.BODY)
    )
    return half_width("\n".join(text for text in kept if 0 < len(text) < 2000))  # noqa: PLR2004 - no footer is so long


def _metas(source: Source, name: str) -> list[str]:
    values = source.flow.metas.get(name, [])
    return list(dict.fromkeys(value for value in values if value.strip() and value.strip().lower() not in _NULL))


def _bare_domain(value: str) -> str:
    bare = value.strip().lower()
    return (urlsplit(bare).hostname or "" if "://" in bare and "[" not in bare else bare.split("/")[0]).split(":")[0]


def _same_host(name: str, host: str) -> bool:
    return bool(name) and name.removeprefix("www.") == host.removeprefix("www.")


def _words(name: str) -> set[str]:
    """Pairs of characters that tell one site's name from another's."""
    bare = _BEFORE_NAME.sub("", "".join(re.findall(r"[\u4e00-\u9fff]", name)))
    return {bare[at : at + 2] for at in range(len(bare) - 1)} - _COMMON


def _digits(letter: str) -> str | None:
    return next((digits for digits, letters in LETTERS.items() if letter and letter in letters), None)


def _is_whole(source: Source) -> bool:
    """Whether the saved page has a head and links: of a fragment nothing is missing."""
    return "<head" in source.text[:20_000].lower() and len(source.flow.anchors) >= _SMALL


def _conflict(kind: ConflictKind, about: str, said: Iterable[Said], reason: str, *, certain: bool = True) -> Conflict:
    return Conflict(kind, about, tuple(Said(each.where, each.value[:_CUT]) for each in said), reason, certain)
