"""Signs that a page was hacked or copied (NORMS N01-V1d; FIELD, Traps): candidates for people, never a verdict."""

import re
from collections.abc import Collection, Iterator

from crawler.extract.sites.hidden import HiddenBlock, hidden_blocks
from crawler.extract.sites.hosts import host_of, is_cheap, is_official, is_well_known, related
from crawler.extract.sites.oddities import encoded_title, odd_tags, scripts
from crawler.extract.sites.spam import Hit, advertised, advertised_in_title, speaks_against
from crawler.markup import Area, Source
from crawler.model.tampering import Sign, SignKind, Strength

_QUOTE = 200
_HOW = {
    "display": "不显示的区块",
    "off-screen": "移出屏幕的区块",
    "zero-size": "零尺寸的区块",
    "tiny": "极小字号的区块",
    "same-colour": "文字与背景同色的区块",
    "marquee": "极扁的滚动区块",
    "written": "脚本写出的隐藏区块",
}
_FEW = 3
_REPORTED = frozenset({"trade", "pharma"})
"""Topics whose phrases stand in news and notices about them, too: one alone is a weak sign."""
_GOVERNMENT = re.compile(
    r"人民政府|政府办公室|政府网|政务服务|街道办事处|管理委员会|(?:市|县|区|省)[\u4e00-\u9fff]{1,12}(?:局|委员会|厅)(?:网|$|[-_|])"
)
_DOMAIN = re.compile(r"(?<![\w.-])(?:[a-z0-9-]{1,40}\.){1,4}gov\.cn(?![\w.-])", re.IGNORECASE)
_CODE = re.compile(r"标识码[\s:：]*(?:bm\d{8}|\d{10})(?!\d)")


def read_signs(source: Source, *, hosts: Collection[str] = ()) -> tuple[Sign, ...]:
    """Return the signs that the page shows, strongest first; () for files and clean pages.

    `hosts` are those of the roster (without ports): a page that calls itself an authority's and stands elsewhere is
    taken for a mirror. Without them only what the page itself shows is told. A page that reports on gambling, drugs or
    hacking is not accused for its words: see `spam`.
    """
    if not source.is_page:
        return ()
    titles = source.flow.titles[:3]
    title = " ".join(dict.fromkeys(titles))
    found = (
        *_titles(source, titles),
        *_text(source, title),
        *_links(source),
        *_hidden(source),
        *odd_tags(source),
        *encoded_title(source),
        *scripts(source),
        *_mirror(source, title, hosts),
    )
    order = list(reversed(Strength))
    return tuple(sorted(dict.fromkeys(found), key=lambda sign: order.index(sign.strength)))


def _titles(source: Source, titles: Collection[str]) -> Iterator[Sign]:
    for where, text in dict.fromkeys(("标题", text) for text in titles):
        yield from _told(SignKind.SPAM_IN_TITLE, where, text, advertised_in_title(text))
    for name in ("keywords", "description", "columnkeywords", "columndescription", "articletitle", "sitename"):
        for text in dict.fromkeys(source.flow.metas.get(name, ())):
            yield from _told(SignKind.SPAM_IN_TAGS, f"meta {name}", text, advertised_in_title(text))


def _told(kind: SignKind, where: str, text: str, hits: Collection[Hit]) -> Iterator[Sign]:
    if not hits:
        return
    sure = any(hit.sure and hit.topic not in _REPORTED for hit in hits)
    strength = Strength.STRONG if sure or len(hits) >= _FEW else Strength.MODERATE if len(hits) > 1 else Strength.WEAK
    yield _sign(kind, strength, where, text, f"含推广词：{_words(hits)}")


def _text(source: Source, title: str) -> Iterator[Sign]:
    """What readers see: several advertising phrases that no sentence about the fight against them stands by."""
    flow = source.flow
    text = "\n".join(block.text for block in flow.blocks if not block.area & Area.HIDDEN)
    hits = advertised(text, title=title)
    sure = [hit for hit in hits if hit.sure]
    if len(sure) >= _FEW or (sure and len(hits) >= 2 * _FEW):
        strength = Strength.STRONG
    elif any(hit.topic not in _REPORTED for hit in sure) or len(hits) > _FEW:
        strength = Strength.MODERATE
    elif sure or len(hits) > 1:
        strength = Strength.WEAK
    else:
        return
    first = hits[0].word
    quote = next((block.text for block in flow.blocks if first in "".join(block.text.lower().split())), first)
    place = quote.lower().find(first)
    yield _sign(SignKind.SPAM_IN_TEXT, strength, "正文", quote[max(0, place - 40) :], f"含推广词：{_words(hits)}")


def _links(source: Source) -> Iterator[Sign]:
    """Links worded like advertisements that lead to others' hosts."""
    own = host_of(source.url) or ""
    told = 0
    for anchor in source.flow.anchors:
        host = host_of(anchor.href[:500])
        if host is None or (own and related(host, own)) or is_official(host) or not anchor.name:
            continue
        hits = [hit for hit in advertised_in_title(anchor.name[:200]) if hit.sure]
        if hits:
            where = f"链接 {anchor.href[:120]}"
            yield _sign(SignKind.SPAM_LINK, Strength.STRONG, where, anchor.name, f"外链文字为推广词：{_words(hits)}")
            told += 1
            if told == _FEW:
                return


def _hidden(source: Source) -> Iterator[Sign]:
    for block in hidden_blocks(source):
        hits = [] if speaks_against(block.text[:400]) else list(advertised(block.text))
        sure = any(hit.sure for hit in hits)
        if sure or len(hits) > _FEW or (hits and block.outside):
            strength = Strength.STRONG if sure and (block.outside or len(hits) > 1) else Strength.MODERATE
            quote = block.text[max(0, block.text.lower().find(hits[0].word) - 20) :]
            yield _sign(
                SignKind.HIDDEN_WORDS, strength, block.where, quote, f"{_HOW[block.how]}含推广词：{_words(hits)}"
            )
        elif block.outside:
            yield from _outside(block)


def _outside(block: HiddenBlock) -> Iterator[Sign]:
    """Hidden lists of friend links are common; only thousandfold host names off the screen are no friends."""
    named = dict.fromkeys(host for href, _ in block.outside if (host := host_of(href)))
    hosts = [host for host in named if not is_well_known(host)]
    cheap = sum(map(is_cheap, hosts))
    if block.deliberate and hosts:
        strength = Strength.STRONG if cheap >= _FEW else Strength.MODERATE if len(hosts) > 1 else Strength.WEAK
    elif len(hosts) >= _FEW:
        strength = Strength.WEAK
    else:
        return
    quote = "；".join(f"{words} {href}" for href, words in block.outside[:5])
    yield _sign(SignKind.HIDDEN_LINKS, strength, block.where, quote, f"{_HOW[block.how]}链接到{len(hosts)}个外部主机")


def _mirror(source: Source, title: str, hosts: Collection[str]) -> Iterator[Sign]:
    """A host that is not the roster's and calls itself an authority's: by its meta tags, its code, its title."""
    host = host_of(source.url)
    known = {each.strip().lower().split(":")[0].removeprefix("www.") for each in hosts} - {""}
    if host is None or not known or host.removeprefix("www.") in known:
        return
    flow = source.flow
    name = flow.meta("sitename") or ""
    claimed = " ".join(flow.metas.get("sitedomain", ())).lower()
    ours = next((each for each in sorted(known) if each in claimed), None)
    if ours is not None:
        yield _sign(SignKind.MIRROR, Strength.STRONG, f"主机 {host}", claimed, f"不在名册主机之列而自称{ours}")
    elif is_official(host):
        return  # another authority's page; whose it is, is not for this reader to say
    elif _DOMAIN.search(claimed) or _GOVERNMENT.search(name):
        yield _sign(SignKind.MIRROR, Strength.MODERATE, f"主机 {host}", claimed or name, "非政府域名而带有政府网站标签")
    elif _GOVERNMENT.search(title) or _CODE.search("\n".join(block.text for block in flow.blocks[-80:])):
        yield _sign(SignKind.MIRROR, Strength.WEAK, f"主机 {host}", title, "非政府域名而以政府网站的面目出现")


def _words(hits: Collection[Hit]) -> str:
    return "、".join(hit.word for hit in list(hits)[:8])


def _sign(kind: SignKind, strength: Strength, where: str, quote: str, reason: str) -> Sign:
    return Sign(kind, strength, where[:_QUOTE], " ".join(quote.split())[:_QUOTE], reason)
