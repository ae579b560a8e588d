"""The meta tags of a site (网站标签): there, and the site's own (NORMS 2.1)."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from checks.model import Finding, Given, Norm, Params, Reason, Verdict
from checks.parts import undecided
from checks.registry import check
from checks.sites.home_page import home_page, of_section, unseen
from crawler.model import Conflict, ConflictKind, Kind, PageConflict, SiteFacts, Want

_GUIDE = "《政府网站发展指引》（国办发〔2017〕47号）"
_EMPTY = frozenset({"", "null", "undefined", "none", "nan", "[object object]"})
_SHOWN = 3
_AREA = 6
_CODE = 10


class TagsParams(Params):
    """The tags that the home page must have.

    `binding` says that the plan demands these tags. Which tags of the guideline's annex are obligatory is not verified:
    where it is false, what is missing is a hint for people.
    """

    tags: tuple[str, ...] = Field(min_length=1, max_length=20)
    binding: bool


class NoParams(Params):
    """No parameters: the page is compared with itself and with the roster."""


def _no_wants(_params: Params, _as_of: date) -> Iterable[Want]:
    """The visit to the site itself is enough."""
    return ()


@check(
    "meta-tags-missing",
    needs={Kind.SITE},
    params=TagsParams,
    wants=_no_wants,
    title="网站标签齐全",
    fail_title="网站标签缺失",
    norm=Norm(_GUIDE, "网站标签（标签名称由方案规定；哪些为必备未经核实）"),
)
def meta_tags_missing(given: Given[TagsParams]) -> Finding:
    """The home page carries the meta tags that the plan names, with values.

    Why:
        网站标签（SiteName、SiteDomain、SiteIDCode 等）供监管系统和搜索引擎辨认网站和信息。
    Passes when:
        方案列出的标签在首页都有，且值不为空（大小写不论）。
    Fails when:
        方案写明该标签为必备（binding），首页已完整打开，而标签没有，或值是空白、null 等程序留下的空值。
    Inconclusive when:
        标签没有或为空，而方案没有写明必备；首页打不开，或没有读取标签。
    Not applicable when:
        判定对象是门户网站上的一个栏目，没有自己的首页。
    """
    tags = given.params.tags
    expected = f"首页有{'、'.join(tags)}标签，且值不为空。"
    if given.site.section:
        return of_section(given, "统一设置标签", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    if facts.front is None:
        observed = f"{given.site.name}首页的标签没有读取。"
        return undecided(Reason.NOT_GATHERED, observed, expected=expected, evidence=evidence)
    values: dict[str, list[str]] = {}
    for said in facts.front.tags:
        values.setdefault(said.where.lower(), []).append(said.value.strip())
    absent = [tag for tag in tags if tag.lower() not in values]
    empty = [tag for tag in tags if tag.lower() in values and set(map(str.lower, values[tag.lower()])) <= _EMPTY]
    if not absent and not empty:
        observed = f"{given.site.name}首页有{'、'.join(tags)}标签，值都不为空。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    lacking = [f"没有{'、'.join(absent)}标签"] if absent else []
    lacking += [f"{'、'.join(empty)}标签为空值"] if empty else []
    told = f"{given.site.name}首页{'，'.join(lacking)}"
    if not given.params.binding:
        observed = f"{told}；哪些标签为必备未经核实，供人工参考。"
        return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)
    remedy = f"请在 {facts.home_url} 的页面模板中填写{'、'.join((*absent, *empty))}标签。"
    return Finding(Verdict.FAIL, f"{told}。", expected=expected, remedy=remedy, evidence=evidence)


@check(
    "meta-tags-copied",
    needs={Kind.SITE},
    params=NoParams,
    wants=_no_wants,
    title="网站标签是本网站的",
    fail_title="网站标签套用了其他网站的",
    norm=Norm(_GUIDE, "网站标签 SiteName、SiteDomain、SiteIDCode 应与本网站一致"),
)
def meta_tags_copied(given: Given[NoParams]) -> Finding:
    """The tags SiteName, SiteDomain and SiteIDCode on the site's pages name the site itself.

    Why:
        套用其他网站的模板而没有改标签，监管系统和搜索引擎会把本网站的信息记到别的网站名下。
    Passes when:
        读过的页面上，三项标签与网址、页脚和名册登记没有矛盾（没有标签的不在此列）。
    Fails when:
        同一页面上 SiteDomain 是名册以外、也不同属一个上级域名的另一网站，并且另有一项佐证：
        SiteIDCode 与名册登记的标识码地区码不同，或 SiteName 与页面标题没有共同的名称，或页脚的标识码与标签不同。
    Inconclusive when:
        只有其中一项矛盾（可能是旧域名、简称或误读）；首页打不开，或没有读取标签。
    Not applicable when:
        判定对象是门户网站上的一个栏目，使用门户网站的标签。
    """
    expected = "网站标签中的名称、域名、标识码都是本网站的。"
    if given.site.section:
        return of_section(given, "统一设置标签", expected)
    facts, evidence = home_page(given)
    if facts is None:
        return unseen(given, Kind.SITE, "首页", expected)
    if facts.front is None and not facts.conflicts:
        observed = f"{given.site.name}首页的标签没有读取。"
        return undecided(Reason.NOT_GATHERED, observed, expected=expected, evidence=evidence)
    by_page: dict[str, list[Conflict]] = {}
    for each in facts.conflicts:
        if _foreign(given, each):
            by_page.setdefault(each.url, []).append(each.conflict)
    code = _foreign_code(given, facts)
    if not by_page and code is None:
        pages = max(facts.pages_checked, 1)
        observed = f"{given.site.name}读过标签的{pages}个页面，名称、域名、标识码与本网站没有矛盾。"
        return Finding(Verdict.PASS, observed, expected=expected, evidence=evidence)
    witnesses = {
        url: _witnesses(found, code if url in {facts.home_url, facts.final_url} else None)
        for url, found in by_page.items()
    }
    copied = [url for url, found in witnesses.items() if "SiteDomain" in found and len(found) > 1]
    if copied:
        told = "；".join(_told(url, by_page[url], code) for url in copied[:_SHOWN])
        observed = f"{given.site.name}{len(copied)}个页面的标签是其他网站的：{told}。"
        remedy = f"请在 {copied[0]} 所用的页面模板中改正 SiteName、SiteDomain、SiteIDCode 标签。"
        return Finding(Verdict.FAIL, observed, expected=expected, remedy=remedy, evidence=evidence)
    told = "；".join(_told(url, found, None) for url, found in list(by_page.items())[:_SHOWN]) or code or ""
    observed = f"{given.site.name}的标签与本网站有一项矛盾：{told}；可能是旧域名、简称或误读，需要人工核对。"
    return undecided(Reason.AMBIGUOUS, observed, expected=expected, evidence=evidence)


_KINDS = {
    ConflictKind.DOMAIN_DIFFERS: "SiteDomain",
    ConflictKind.CODES_DIFFER: "SiteIDCode",
    ConflictKind.NAME_DIFFERS: "SiteName",
}


def _foreign(given: Given[NoParams], each: PageConflict) -> bool:
    """Whether a conflict speaks for a copied template: a domain of the roster or of the same parent does not."""
    conflict = each.conflict
    if conflict.kind not in _KINDS:
        return False
    if conflict.kind is not ConflictKind.DOMAIN_DIFFERS:
        return True
    own = {host.split(":")[0].lower().removeprefix("www.") for host in given.site.hosts}
    said = {one.value.lower() for one in conflict.values if one.where.startswith("meta")}
    return conflict.certain and not any(host and host in value for host in own for value in said)


def _witnesses(found: list[Conflict], code: str | None) -> set[str]:
    return {_KINDS[each.kind] for each in found} | ({"SiteIDCode"} if code else set())


def _foreign_code(given: Given[NoParams], facts: SiteFacts) -> str | None:
    """What the home page's SiteIDCode says when it is another area's than the roster's; else None."""
    known = given.site.code
    said = [each.value.strip() for each in facts.front.tags if each.where == "SiteIDCode"] if facts.front else []
    other = next((each for each in said if len(each) == _CODE and each.isdigit()), None)
    if known is None or other is None or len(known) != _CODE or other[:_AREA] == known[:_AREA]:
        return None
    return f"SiteIDCode标签是{other}，名册登记为{known}"


def _told(url: str, found: list[Conflict], code: str | None) -> str:
    said = "，".join(
        f"{_KINDS[each.kind]}（{'、'.join(f'{one.where}：{one.value[:60]}' for one in each.values[:_SHOWN])}）"
        for each in found
    )
    return f"{url} {said}{f'，{code}' if code else ''}"
